"""The lists of mails in the admin's menu: a group of their own, unless an app above shows their lines among its own.

Such an app takes the group away by Wagtail's hook `construct_main_menu`, by this name.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from clairdroit.mail.screens.addresses import AddressViewSet
from clairdroit.mail.screens.outbox import OutboxAdmin

MENU_NAME = "clairdroit-mail"
outbox, addresses = OutboxAdmin(), AddressViewSet()


def lines() -> list[MenuItem]:
    return [outbox.get_menu_item(order=1), addresses.get_menu_item(order=2)]


def group() -> SubmenuMenuItem:
    return SubmenuMenuItem(_("E-mails"), Menu(items=lines()), name=MENU_NAME, icon_name="mail", order=150)
