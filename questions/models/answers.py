from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    Workflow,
    WorkflowMixin,
)

from clairdroit.encryption import EncryptedTextField
from clairdroit.questions.models.mail import OutboxMail
from clairdroit.questions.models.questions import Assignment, Question

if TYPE_CHECKING:
    from clairdroit.partners_snippets.models import Partner


class ProposedAnswer(PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """An answer on its way to the citizen: Wagtail's drafts, revisions and moderation carry it.

    Publishing it is sending it, from wherever it is published: the moderation queue, the editor or an action.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers", verbose_name=_("question"))
    # Empty for an answer that an editor wrote.
    assignment = models.OneToOneField(
        Assignment,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="answer",
        verbose_name=_("assignment"),
    )
    # An answer given to several questions: this one says the same as that one.
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    text = EncryptedTextField(_("answer"), blank=True)
    note = EncryptedTextField(_("note to the editor"), blank=True, help_text=_("Not sent to the person who asked."))
    # Set when an editor joined this proposal and another one into a third: it is kept, and never sent itself.
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=_("joined into"),
        editable=False,
    )
    created_at = models.DateTimeField(_("created on"), auto_now_add=True)
    # What was sent: publishing the same revision again sends nothing.
    sent_revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True, editable=False)
    sent_mail = models.ForeignKey(
        OutboxMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="proposed_answer", for_concrete_model=False)
    _workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="proposed_answer",
        for_concrete_model=False,
    )

    class Meta:
        verbose_name = _("proposed answer")
        verbose_name_plural = _("proposed answers")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="answer_live_has_text",
                condition=Q(live=False) | ~Q(text=""),
                violation_error_message=_("An empty answer cannot be sent."),
            ),
            models.CheckConstraint(
                name="answer_sent_has_date",
                condition=Q(sent_revision__isnull=True) | Q(sent_at__isnull=False),
                violation_error_message=_("An answer that was sent has the date of its sending."),
            ),
        ]

    def __str__(self) -> str:
        who = self.signature or _("the editors")
        return _("Answer to question %(number)s – %(partner)s") % {"number": self.question.reference, "partner": who}

    @property
    def revisions(self) -> GenericRelation:
        return self._revisions

    @property
    def workflow_states(self) -> GenericRelation:
        return self._workflow_states

    @property
    def is_joined(self) -> bool:
        """An editor made this proposal and another one into a third."""
        return self.merged_into_id is not None

    @property
    def final(self) -> "ProposedAnswer":
        """What it became: itself, or the joint answer that stands in its place."""
        answer: ProposedAnswer = self
        while answer.merged_into is not None:
            answer = answer.merged_into
        return answer

    @property
    def signature(self) -> str:
        """In whose name the citizen reads the answer; of joined proposals, in the name of all who wrote them."""
        names = [str(partner) for partner in (self.copied_from or self).partners]
        return str(_(" and ")).join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    @property
    def is_being_written(self) -> bool:
        """By an editor, who has not sent it yet."""
        return self.assignment_id is None and not self.live and self.current_workflow_state is None

    @property
    def writer(self) -> str:
        """For colleagues, of an answer that an editor is writing."""
        return get_user_display_name(self.author) if self.author else ""

    @property
    def partners(self) -> "list[Partner]":
        return [assignment.partner for assignment in self.assignments]

    @property
    def assignments(self) -> list[Assignment]:
        """Of whom the words are: one partner, none (an editor's own answer), or those whose proposals were joined."""
        if self.assignment:
            return [self.assignment]
        if self.pk is None:
            return []
        sources = self.sources.select_related("assignment__partner").order_by("pk")
        return [assignment for source in sources for assignment in source.assignments]

    def with_content_json(self, content: dict[str, Any]) -> "ProposedAnswer":
        """What was sent belongs to the row: an older revision must not bring back "not sent yet"."""
        answer = super().with_content_json(content)
        kept = ("question_id", "assignment_id", "merged_into_id", "copied_from_id")
        for name in (*kept, "sent_revision_id", "sent_at", "sent_mail_id"):
            setattr(answer, name, getattr(self, name))
        return answer

    def get_workflow(self) -> Workflow:
        from clairdroit.roles.moderation import workflow_of

        return super().get_workflow() or workflow_of(ProposedAnswer)

    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> None:
        """Wagtail's publication and the sending in one transaction: no answer is published without being on its way.

        The question's row is held first, as in every action, and the revision read anew under it: publishing
        writes the whole row, and a copy from before another publication would bring back "not sent yet".
        """
        from clairdroit.questions.actions import NotSendableError, deliver_answer

        with transaction.atomic():
            Question.objects.select_for_update().get(pk=self.question_id)
            current = Revision.objects.filter(pk=revision.pk).first()
            if current is None:
                raise NotSendableError
            super().publish(current, user=user, **kwargs)
            deliver_answer(answer_id=self.pk, revision=revision, user=user)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "questions/admin/answer_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"answer": self, "question": self.question}
