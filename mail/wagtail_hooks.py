from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.viewsets.model import ModelViewSet

from clairdroit.help_pages.pages import HelpPage
from clairdroit.mail.screens import admin_urls, menu
from clairdroit.mail.screens.summary import MailSummaryItem

menu.outbox.register_with_wagtail()


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ModelViewSet]:
    return [menu.addresses]


@hooks.register("register_admin_urls")
def register_action_urls() -> list[URLPattern]:
    return admin_urls.urlpatterns


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    return menu.group()


@hooks.register("construct_homepage_summary_items")
def add_mail_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    items.append(MailSummaryItem(request))


@hooks.register("clairdroit_help_pages")
def offer_help() -> list[HelpPage]:
    return [
        HelpPage(
            "envoi",
            _("Look after e-mails"),
            _("Find an e-mail, send it again, see which addresses do not work."),
            "mail/help/outbox",
            ("clairdroit_mail_", "courriels_", "adresses:"),
            order=35,
        ),
    ]
