"""Puts the rooms together in Wagtail's admin: their addresses, their menu, what they add to its pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from clairdroit.help_pages.pages import HelpPage
from clairdroit.questions.citizen import admin_urls as citizen_urls
from clairdroit.questions.editors import admin_urls as editors_urls
from clairdroit.questions.editors.account import DigestPanel
from clairdroit.questions.editors.answers.decision_comments import show_comments_in_log
from clairdroit.questions.editors.answers.viewsets import ProposedAnswerViewSet, StandardPhraseViewSet
from clairdroit.questions.editors.answers.wagtails_screens import look_before_sending
from clairdroit.questions.editors.rules import menu as rules_menu
from clairdroit.questions.editors.rules.viewsets import SUBMENU_HOOK, RoutingGroup
from clairdroit.questions.editors.summary import WaitingSummaryItem
from clairdroit.questions.incoming import admin_urls as incoming_urls
from clairdroit.questions.menu import QuestionsGroup, found_help, reports, without_group_of_mails
from clairdroit.questions.views import readings
from clairdroit.questions.wagtail_admin.help import HELP_PAGES

register_snippet(ProposedAnswerViewSet)
register_snippet(StandardPhraseViewSet)
register_snippet(RoutingGroup)
modeladmin_register(QuestionsGroup)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ModelViewSet]:
    return [found_help, reports]


@hooks.register("register_admin_urls")
def register_action_urls() -> list[URLPattern]:
    return [
        path("questions/lectures/", readings.note_readings, name="clairdroit_questions_note_readings"),
        *citizen_urls.urlpatterns,
        *editors_urls.urlpatterns,
        *incoming_urls.urlpatterns,
    ]


hooks.register("construct_snippet_action_menu", look_before_sending)
hooks.register(SUBMENU_HOOK, rules_menu.trial)
hooks.register(SUBMENU_HOOK, rules_menu.needs)
hooks.register("construct_main_menu", without_group_of_mails)
hooks.register("register_log_actions", show_comments_in_log, order=100)


@hooks.register("register_account_settings_panel")
def register_digest_panel(request: HttpRequest, user: Any, profile: Any) -> DigestPanel:
    return DigestPanel(request, user, profile)


@hooks.register("construct_homepage_summary_items")
def add_waiting_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    items.append(WaitingSummaryItem(request))


@hooks.register("clairdroit_help_pages")
def offer_help() -> list[HelpPage]:
    return HELP_PAGES
