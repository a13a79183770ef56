from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from clairdroit.help_pages.pages import HelpPage
from clairdroit.mail.mailbox import notice
from clairdroit.mail.models import OutboxMail
from clairdroit.questions.citizen import admin_urls as citizen_urls
from clairdroit.questions.editors import admin_urls as editors_urls
from clairdroit.questions.editors.account import DigestPanel
from clairdroit.questions.editors.answers.viewsets import ProposedAnswerViewSet, StandardPhraseViewSet
from clairdroit.questions.editors.answers.wagtails_screens import look_before_sending
from clairdroit.questions.editors.rules.viewsets import SUBMENU_HOOK, RoutingGroup
from clairdroit.questions.incoming import admin_urls as incoming_urls
from clairdroit.questions.menu import HandlersMenuItem, QuestionsGroup
from clairdroit.questions.models import Question
from clairdroit.questions.permissions import user_can_handle_questions
from clairdroit.questions.views import readings
from clairdroit.questions.wagtail_admin.help import HELP_PAGES

register_snippet(ProposedAnswerViewSet)
register_snippet(StandardPhraseViewSet)
register_snippet(RoutingGroup)
modeladmin_register(QuestionsGroup)


@hooks.register("register_admin_urls")
def register_action_urls() -> list[URLPattern]:
    return [
        path("questions/lectures/", readings.note_readings, name="clairdroit_questions_note_readings"),
        *citizen_urls.urlpatterns,
        *editors_urls.urlpatterns,
        *incoming_urls.urlpatterns,
    ]


hooks.register("construct_snippet_action_menu", look_before_sending)


@hooks.register(SUBMENU_HOOK)
def register_trial_menu_item() -> MenuItem:
    return HandlersMenuItem(_("Try it"), reverse("clairdroit_questions_try_routing"), icon_name="view", order=10)


@hooks.register(SUBMENU_HOOK)
def register_needs_menu_item() -> MenuItem:
    return HandlersMenuItem(
        _("Needs without a partner"), reverse("clairdroit_questions_needs"), icon_name="warning", order=11
    )


@hooks.register("register_account_settings_panel")
def register_digest_panel(request: HttpRequest, user: Any, profile: Any) -> DigestPanel:
    return DigestPanel(request, user, profile)


class WaitingSummaryItem(SummaryItem):
    """What needs a hand, in numbers, and is no decision: the queue's panel below counts those."""

    order = 80
    template_name = "questions/admin/summary.html"

    def is_shown(self) -> bool:
        return user_can_handle_questions(self.request.user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "late": Question.objects.late().count(),
            "no_reply": Question.objects.no_reply().count(),
            "mailbox": notice.failure(),
            "failed_mails": OutboxMail.objects.shown().failed().count(),
            "failed_account_mails": OutboxMail.objects.of_others().lately_failed().count(),
            "late_mails": OutboxMail.objects.shown().late().count(),
        }


@hooks.register("construct_homepage_summary_items")
def add_waiting_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    items.append(WaitingSummaryItem(request))


@hooks.register("clairdroit_help_pages")
def offer_help() -> list[HelpPage]:
    return HELP_PAGES
