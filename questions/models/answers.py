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
    TaskState,
    Workflow,
    WorkflowMixin,
)

from clairdroit.encryption import EncryptedTextField
from clairdroit.mail.models import OutboxMail
from clairdroit.questions.errors import NotSendableError
from clairdroit.questions.models.answer_comments import AnswerComment, AnswerTask
from clairdroit.questions.models.questions import Assignment, Question
from clairdroit.questions.signals import answer_published
from clairdroit.roles.moderation import workflow_of

if TYPE_CHECKING:
    from clairdroit.partners_snippets.models import Partner


class ProposedAnswerManager(models.Manager["ProposedAnswer"]):
    """With the rows that its text, its name and its signature are made of. As base manager it is also what Wagtail
    reads answers with, anew at each step of a workflow: each of them would ask for revision, question and partner."""

    def get_queryset(self) -> models.QuerySet["ProposedAnswer"]:
        return super().get_queryset().select_related("question", "assignment__partner", "latest_revision")


class ProposedAnswer(PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """An answer on its way to the citizen: Wagtail's drafts, revisions and moderation carry it.

    Publishing it is sending it, from wherever it is published (the moderation queue, the editor or an action): the
    action `deliver_answer` is called by the signal `answer_published`.
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

    objects = ProposedAnswerManager()

    # Nothing of it is used anywhere: the worker would note at each saving that it refers to its question.
    wagtail_reference_index_ignore = True
    # Set by an action that holds the question's row, and has read this one and its latest revision under it.
    is_held = False

    class Meta:
        base_manager_name = "objects"
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
    def waiting_task(self) -> TaskState | None:
        """The step that somebody may decide now, with what Wagtail goes through then and would else read anew."""
        states = self.workflow_states.active().filter(current_task_state__status=TaskState.STATUS_IN_PROGRESS)
        whole = states.select_related("workflow", "current_task_state__task", "current_task_state__revision")
        state = whole.first()
        if state is None:
            return None
        task_state = state.current_task_state.specific
        task_state.workflow_state, state.current_task_state = state, task_state
        for revision in (task_state.revision, self.latest_revision):
            if revision is not None:
                # Wagtail asks the database for the object of each revision and state it meets: all of them are this
                # one.
                revision.content_object = self
        state.content_object = self
        return task_state

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
        # Joined answers may be joined again: down to the proposals of partners.
        sources = self.sources.select_related("assignment__partner").order_by("pk")
        return [assignment for source in sources for assignment in source.assignments]

    def with_content_json(self, content: dict[str, Any]) -> "ProposedAnswer":
        """A revision is of the words alone: what was sent belongs to the row, and an older one must not bring back "not
        sent yet". Nor is the database asked for each of the rows that an old revision names."""
        # Every reference of the row stays as it is; only words come from the revision.
        own = [field for field in self._meta.concrete_fields if isinstance(field, models.ForeignKey)]
        answer = super().with_content_json({**content, **{field.name: None for field in own}})
        answer.sent_at = self.sent_at
        for field in own:
            setattr(answer, field.attname, getattr(self, field.attname))
            if field.is_cached(self):
                field.set_cached_value(answer, field.get_cached_value(self))
        return answer

    def get_workflow(self) -> Workflow:
        return super().get_workflow() or workflow_of(ProposedAnswer)

    @property
    def current_workflow_task(self) -> Any:
        """Wagtail's screens decide by it."""
        task = super().current_workflow_task
        return AnswerTask(task, self) if task is not None else None

    def comment_of(self, task_state: TaskState) -> str:
        """What was said with a decision on it: `freshness.changes_asked` asks, and keeps no words of its own then."""
        return AnswerComment.objects.of(task_state)

    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> None:
        """Wagtail's publication and the sending in one transaction: no answer is published without being on its way.

        The question's row is held first, as in every action, and the revision read anew under it: publishing
        writes the whole row, and a copy from before another publication would bring back "not sent yet".
        """
        # Wagtail's actions can only be imported after its models.
        from wagtail.actions.publish_revision import PublishRevisionAction

        skip_permission_checks = kwargs.pop("skip_permission_checks", False)
        with transaction.atomic(savepoint=not self.is_held):
            row, current = (self, revision) if self.is_held else self._read_under_lock(revision)
            if row is None or current is None:
                raise NotSendableError
            # What Wagtail builds the published object from.
            current.content_object = row
            # As Wagtail's own method, which does not give back what it saved.
            publication = PublishRevisionAction(current, user=user, **kwargs)
            publication.execute(skip_permission_checks=skip_permission_checks)
            answer_published.send(ProposedAnswer, answer=publication.object, revision=current, user=user)
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(publication.object, field.attname))

    def _read_under_lock(self, revision: Revision) -> "tuple[ProposedAnswer | None, Revision | None]":
        # The question's row first, as in every action (`actions.history.lock_question`).
        question = Question.objects.select_for_update().get(pk=self.question_id)
        row = ProposedAnswer.objects.filter(pk=self.pk).first()
        if row is not None:
            row.question = question
        return row, Revision.objects.filter(pk=revision.pk).first()

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "questions/admin/answer_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"answer": self, "question": self.question}
