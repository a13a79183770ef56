"""What stands below the rules in the admin's menu: trying them, and what no partner takes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from clairdroit.questions.wagtail_admin.menu_items import HandlersMenuItem


def trial() -> MenuItem:
    return HandlersMenuItem(_("Try it"), reverse("clairdroit_questions_try_routing"), icon_name="view", order=10)


def needs() -> MenuItem:
    return HandlersMenuItem(
        _("Needs without a partner"), reverse("clairdroit_questions_needs"), icon_name="warning", order=11
    )
