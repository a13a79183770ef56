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

        from clairdroit.kb_pages.withdrawing.addresses import find_addresses_in
        from clairdroit.mail.digests import register_readers
        from clairdroit.mail.receiving import register_receiver
        from clairdroit.moderation import registry
        from clairdroit.moderation.submitted import register_submitted
        from clairdroit.partners_snippets.space.sections import register as register_space
        from clairdroit.public_forms.ways import ASK, REPORT_ERROR, register_way
        from clairdroit.questions import checks, incoming, notices, signal_handlers
        from clairdroit.questions.citizen.waiting import ReportSource
        from clairdroit.questions.editors.waiting import QuestionSource, ToTellSource, WaitingAnswers
        from clairdroit.questions.incoming.waiting import MailSource
        from clairdroit.questions.models import ProposedAnswer, StandardPhrase
        from clairdroit.questions.partner_space.on_first_page import QuestionsInSpace
        from clairdroit.questions.permissions import AnswerPermissionPolicy
        from clairdroit.questions.team_boxes import TeamBoxes
        from clairdroit.questions.views.readings import ask_for_listing

        register_space(QuestionsInSpace())
        register_submitted(WaitingAnswers())
        for source in (ToTellSource, QuestionSource, ReportSource, MailSource):
            registry.register(source())
        registry.on_listing(ask_for_listing)
        register_permission_policy(ProposedAnswer, AnswerPermissionPolicy(ProposedAnswer))
        signal_handlers.register()
        notices.register()
        find_addresses_in(StandardPhrase)
        register_receiver(incoming.hand_on)
        register_way(ASK, "clairdroit_questions:ask")
        register_way(REPORT_ERROR, "clairdroit_questions:report_error")
        register_readers(TeamBoxes())
        register(checks.check_partner_links, Tags.security)
        register(checks.check_links, Tags.compatibility, deploy=True)
