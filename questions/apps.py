from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    """Citizens' questions, from the form to the answer they receive."""

    name = "clairdroit.questions"
    label = "clairdroit_questions"
    verbose_name = _("Questions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from clairdroit.admin_lists.permissions import RecordsPolicy
        from clairdroit.kb_pages.withdrawing.addresses import find_addresses_in
        from clairdroit.mail.digests import known_readers
        from clairdroit.mail.receiving import receiver
        from clairdroit.mail.screens.about import subjects, uses
        from clairdroit.mail.shown_keys import key_shapes
        from clairdroit.moderation import registry
        from clairdroit.moderation.submitted import submitted_kinds
        from clairdroit.partners_snippets.space.sections import space_apps
        from clairdroit.public_forms.form_addresses import ASK, REPORT_ERROR, forms
        from clairdroit.questions import checks, incoming, signal_handlers
        from clairdroit.questions.citizen.waiting import ReportSource
        from clairdroit.questions.editors.mails import QuestionsOfMails, open_questions
        from clairdroit.questions.editors.waiting import QuestionSource, ToTellSource, WaitingAnswers
        from clairdroit.questions.incoming.waiting import MailSource
        from clairdroit.questions.jobs import retention
        from clairdroit.questions.models import ErrorReport, FoundHelp, ProposedAnswer, StandardPhrase
        from clairdroit.questions.partner_space.on_first_page import QuestionsInSpace
        from clairdroit.questions.permissions import HANDLE, AnswerPermissionPolicy
        from clairdroit.questions.reply_addresses import TOKEN_SHAPE
        from clairdroit.questions.team_boxes import TeamBoxes
        from clairdroit.questions.views.readings import ask_for_listing

        space_apps.register(QuestionsInSpace())
        submitted_kinds.register(WaitingAnswers())
        for source in (ToTellSource, QuestionSource, ReportSource, MailSource):
            registry.sources.register(source())
        registry.on_listing.register(ask_for_listing)
        register_permission_policy(ProposedAnswer, AnswerPermissionPolicy(ProposedAnswer))
        for model in (ErrorReport, FoundHelp):
            register_permission_policy(model, RecordsPolicy(model, HANDLE))
        subjects.register(QuestionsOfMails())
        uses.register(open_questions)
        signal_handlers.register()
        retention.register()
        key_shapes.register(TOKEN_SHAPE)
        find_addresses_in(StandardPhrase)
        receiver.register(incoming.hand_on)
        forms.register("clairdroit_questions:ask", ASK)
        forms.register("clairdroit_questions:report_error", REPORT_ERROR)
        known_readers.register(TeamBoxes())
        register(checks.check_partner_links, Tags.security)
        register(checks.check_links, Tags.compatibility, deploy=True)
