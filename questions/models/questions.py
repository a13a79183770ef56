import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Revision

from clairdroit.encryption import EncryptedCharField, EncryptedEmailField, EncryptedTextField
from clairdroit.moderation import urgency
from clairdroit.questions.details import QuestionPart, joined
from clairdroit.questions.enums import (
    ACTIVE_ASSIGNMENTS,
    ENDED_ASSIGNMENTS,
    ENDED_STATUSES,
    OPEN_STATUSES,
    TAKEN_DOWN,
    TAKEN_UP_BY_MAIL,
    WAITING_ASSIGNMENTS,
    AssignmentStatus,
    EventKind,
    QuestionOrigin,
    QuestionStatus,
    ReadingPlace,
)
from clairdroit.questions.greetings import without_greeting
from clairdroit.questions.managers import AssignmentQuerySet, QuestionQuerySet
from clairdroit.taxonomy import working_days
from clairdroit.taxonomy.day_words import day_in_words
from clairdroit.taxonomy.enums import Heading


class Question(models.Model):
    """What a citizen asked. Statuses change only through `actions`, which write an `Event` each time."""

    uuid = models.UUIDField(_("reference"), default=uuid.uuid4, unique=True, editable=False)
    heading = models.CharField(
        _("heading"),
        max_length=20,
        choices=Heading.choices,
        blank=True,
        help_text=_("Empty when the citizen did not know."),
    )
    text = EncryptedTextField(_("question"))
    commune = models.ForeignKey(
        "clairdroit_territories.Commune",
        # A commune is never deleted from under a question: the import keeps those that something refers to.
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commune"),
    )
    email = EncryptedEmailField(
        _("e-mail"), blank=True, help_text=_("Empty for somebody who came or telephoned and has none.")
    )
    phone = EncryptedCharField(
        _("telephone"), max_length=30, blank=True, help_text=_("To call back somebody who has no e-mail address.")
    )
    language = models.CharField(_("language"), max_length=10, default="fr")
    # Of the person, or said to whoever took the question down (GDPR, art. 7: it has to be shown).
    consent_at = models.DateTimeField(_("consent given on"))
    origin = models.CharField(_("origin"), max_length=10, choices=QuestionOrigin.choices, default=QuestionOrigin.FORM)
    # Whoever wrote it down stays who they are, also where an editor corrects how it came.
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken down by"),
    )
    # Changes along QUESTION_TRANSITIONS only (`actions.history.move_question`).
    status = models.CharField(
        _("status"), max_length=20, choices=QuestionStatus.choices, default=QuestionStatus.RECEIVED, db_index=True
    )
    # A sentence of `spam`, for the editor; empty for a question that goes straight to partners.
    suspicion = models.CharField(
        _("why it looked suspicious"),
        max_length=200,
        blank=True,
        help_text=_("A suspicious question waits for an editor before any partner is asked."),
    )
    submission_key = models.CharField(
        max_length=64,
        unique=True,
        editable=False,
        help_text=_("The same for two copies of one submission: the second is recognised, not stored."),
    )
    received_at = models.DateTimeField(_("received on"), default=timezone.now, db_index=True)
    # Computed when it is received and kept: a rule that changes later moves no promise that was made.
    due_at = models.DateTimeField(
        _("answer expected before"), null=True, blank=True, db_index=True, help_text=_("The end of a working day.")
    )
    told_late_at = models.DateTimeField(_("told that it takes longer on"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended on"), null=True, blank=True)
    # None while the person has not said.
    helped = models.BooleanField(_("the answer helped"), null=True, blank=True)
    helped_words = EncryptedTextField(_("what the citizen said of it"), blank=True)
    # By the citizen, who may do so once.
    taken_up_again_at = models.DateTimeField(_("taken up again on"), null=True, blank=True)
    shared_need = models.ForeignKey(
        "clairdroit_questions.SharedNeed",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("answered together with"),
    )
    follows = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("follows from"),
        help_text=_("What the person wrote when that question had ended."),
    )
    # How often the address was corrected: the links of before then lead nowhere.
    follow_version = models.PositiveSmallIntegerField(default=0, editable=False)
    erased_at = models.DateTimeField(_("data erased on"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    # It refers to nothing that an editor could look for the uses of.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-received_at", "-pk"]
        permissions = [
            ("handle_question", _("Can assign, answer and close questions")),
            ("take_down_question", _("Can take down the question of somebody at the desk or on the telephone")),
        ]
        constraints = [
            models.CheckConstraint(
                name="question_status_is_known",
                condition=Q(status__in=QuestionStatus.values),
                violation_error_message=_("A question has one of the known statuses."),
            ),
            models.CheckConstraint(
                name="question_answered_has_date",
                condition=~Q(status=QuestionStatus.ANSWERED) | Q(answered_at__isnull=False),
                violation_error_message=_("An answered question has the date of its answer."),
            ),
            models.CheckConstraint(
                name="question_ended_has_date",
                condition=Q(status__in=sorted(OPEN_STATUSES), ended_at__isnull=True)
                | Q(status__in=sorted(ENDED_STATUSES), ended_at__isnull=False),
                violation_error_message=_("A question that ended has a date, an open one has none."),
            ),
            models.CheckConstraint(
                name="question_has_text_or_is_erased",
                condition=Q(erased_at__isnull=False) | ~Q(text=""),
                violation_error_message=_("A question keeps its text until it is erased."),
            ),
            models.CheckConstraint(
                name="question_has_address_or_was_taken_down",
                condition=Q(erased_at__isnull=False) | ~Q(email="") | Q(origin__in=sorted(TAKEN_DOWN)),
                violation_error_message=_(
                    "Only of somebody who came or telephoned the address may be missing: it is kept until it is erased."
                ),
            ),
            models.CheckConstraint(
                name="question_origin_is_known",
                condition=Q(origin__in=QuestionOrigin.values),
                violation_error_message=_("A question came by one of the known ways."),
            ),
            models.CheckConstraint(
                name="question_erased_holds_nothing",
                condition=Q(erased_at__isnull=True) | Q(email="", phone="", text=""),
                violation_error_message=_("An erased question holds neither text nor address."),
            ),
            models.CheckConstraint(
                name="question_answered_after_received",
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("received_at")),
                violation_error_message=_("A question cannot be answered before it was received."),
            ),
        ]

    def __str__(self) -> str:
        # Nothing of the text: this name stands in logs and titles.
        return f"{self.reference} – {self.heading_label}"

    @property
    def reference(self) -> str:
        """Short enough to be read out on the telephone; the address of the file uses the whole of it."""
        # 32 bits: two questions of a town share them by no chance that matters, and no address is made of them.
        return self.uuid.hex[:8].upper()

    @property
    def summary(self) -> str:
        """The first words of what was asked."""
        return Truncator(without_greeting(" ".join(self.text.split()))).chars(90)

    @property
    def parts(self) -> list[QuestionPart]:
        """What was asked, then what was added. One query, unless `details` was read along."""
        return [QuestionPart(self.text), *(detail.part for detail in self.details.all())]

    @property
    def words(self) -> str:
        """All of it, as one text. Unreadable where the key of any part is missing."""
        return joined(self.parts)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def has_address(self) -> bool:
        """Without one nothing is written to the person: what there is to tell them is handed or read out to them."""
        return bool(self.email)

    @property
    def takes_details(self) -> bool:
        """While it is open; and once after an answer, to say what is missing."""
        return self.is_open or (self.status == QuestionStatus.ANSWERED and self.taken_up_again_at is None)

    @property
    def takes_details_by_mail(self) -> bool:
        """Whoever writes an e-mail does not see that the question was closed."""
        return self.is_open or (self.status in TAKEN_UP_BY_MAIL and self.taken_up_again_at is None)

    @property
    def departement(self) -> str:
        """Whose public holidays count for this question."""
        return self.commune.departement_id if self.commune else working_days.home()

    @property
    def expected_on(self) -> datetime.date | None:
        """The last day that is not late."""
        # `due_at` is the midnight after the last day.
        return timezone.localdate(self.due_at - datetime.timedelta(seconds=1)) if self.due_at else None

    @property
    def is_late(self) -> bool:
        return self.is_open and urgency.is_late(self.due_at, timezone.now())

    @property
    def late_shortly(self) -> str:
        """By how much an open question is late; empty while it is not."""
        if not self.is_late:
            return ""
        assert self.expected_on is not None
        days = working_days.working_days_between(self.expected_on, timezone.localdate(), self.departement)
        if not days:
            return gettext("Late")
        return ngettext("Late by %(days)d working day", "Late by %(days)d working days", days) % {"days": days}

    @property
    def late_in_words(self) -> str:
        """By how much, and since when."""
        if not self.is_late:
            return ""
        assert self.expected_on is not None
        date = day_in_words(self.expected_on)
        return gettext("%(late)s: the answer was expected by %(date)s.") % {"late": self.late_shortly, "date": date}

    @property
    def left_in_words(self) -> str:
        """Until when an open question is expected to be answered, and how long that is; late ones say by how much."""
        if not self.is_open or self.expected_on is None:
            return ""
        if self.is_late:
            return self.late_in_words
        days = working_days.working_days_between(timezone.localdate(), self.expected_on, self.departement)
        # None is left before another day, too, where that day has become a holiday since it was promised.
        if self.expected_on == timezone.localdate():
            return gettext("Answer expected today")
        return ngettext(
            "Answer expected by %(date)s: %(days)d working day left",
            "Answer expected by %(date)s: %(days)d working days left",
            days,
        ) % {"date": day_in_words(self.expected_on, "l j F"), "days": days}

    @property
    def left_shortly(self) -> str:
        """The same for a narrow column."""
        if not self.is_open or self.expected_on is None:
            return ""
        return self.late_shortly or gettext("Expected by %(date)s") % {"date": day_in_words(self.expected_on, "j N")}

    @property
    def heading_label(self) -> str:
        return str(Heading(self.heading).label) if self.heading else str(_("I do not know"))

    @property
    def place_label(self) -> str:
        return self.commune.label if self.commune else ""


class Assignment(models.Model):
    """One partner asked about one question. Never shared: each partner sees only its own."""

    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("question")
    )
    partner = models.ForeignKey(
        "clairdroit_partners_snippets.Partner",
        on_delete=models.PROTECT,
        related_name="assignments",
        verbose_name=_("partner"),
    )
    status = models.CharField(
        _("status"), max_length=20, choices=AssignmentStatus.choices, default=AssignmentStatus.NOTIFIED
    )
    reasons = models.JSONField(
        _("why this partner"), default=list, blank=True, help_text=_("Sentences, in the order of their weight.")
    )
    notified_at = models.DateTimeField(_("asked on"), default=timezone.now)
    seen_at = models.DateTimeField(_("read on"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded on"), null=True, blank=True)
    proposed_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("declined or released on"), null=True, blank=True)
    # Free words about a person's case: as confidential as the question.
    decline_reason = EncryptedTextField(_("reason for declining"), blank=True)
    better_partner = models.ForeignKey(
        "clairdroit_partners_snippets.Partner",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner named instead"),
    )
    handed_over_by = models.ForeignKey(
        "clairdroit_partners_snippets.Partner",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed over by"),
    )
    handed_over_word = EncryptedTextField(_("word from the partner who handed it over"), blank=True)
    asked_of_citizen = EncryptedTextField(_("what the partner asked the citizen"), blank=True)
    # While it is set, the partner cannot be blamed for the delay.
    waiting_for_citizen_since = models.DateTimeField(_("waiting for the citizen since"), null=True, blank=True)
    # How far the partner's knowledge goes when its part has ended (`leaving`): the number of the last step, how many
    # parts the person's words had, its draft, and what was sent of it.
    left_step = models.PositiveBigIntegerField(null=True, editable=False)
    left_parts = models.PositiveIntegerField(null=True, editable=False)
    left_draft = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    left_sent = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    left_sent_at = models.DateTimeField(null=True, editable=False)
    left_helped = models.BooleanField(null=True, editable=False)
    # What it was about, and where, as far as the partner knows: both may be corrected later.
    left_heading = models.CharField(max_length=20, null=True, editable=False)
    left_commune = models.ForeignKey(
        "clairdroit_territories.Commune", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    left_has_address = models.BooleanField(null=True, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["notified_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "partner"],
                # Also where the partner is asked again after declining: the same row goes on.
                name="assignment_once_per_partner",
                violation_error_message=_("This partner has already been asked."),
            ),
            models.CheckConstraint(
                name="assignment_status_is_known",
                condition=Q(status__in=AssignmentStatus.values),
                violation_error_message=_("An assignment has one of the known statuses."),
            ),
            models.CheckConstraint(
                name="assignment_declined_has_reason",
                condition=~Q(status=AssignmentStatus.DECLINED) | ~Q(decline_reason=""),
                violation_error_message=_("A partner who declines says why."),
            ),
            models.CheckConstraint(
                name="assignment_ended_has_date",
                condition=Q(status__in=sorted(ENDED_ASSIGNMENTS), ended_at__isnull=False)
                | (~Q(status__in=sorted(ENDED_ASSIGNMENTS)) & Q(ended_at__isnull=True)),
                violation_error_message=_("A declined or released assignment has a date, no other has one."),
            ),
            models.CheckConstraint(
                name="assignment_ended_knows_how_far",
                condition=Q(status__in=sorted(ENDED_ASSIGNMENTS), left_step__isnull=False, left_parts__isnull=False)
                | (~Q(status__in=sorted(ENDED_ASSIGNMENTS)) & Q(left_step__isnull=True, left_parts__isnull=True)),
                violation_error_message=_("Of a part that ended, and of no other, it is known how far it went."),
            ),
            models.CheckConstraint(
                name="assignment_proposed_has_date",
                condition=~Q(status=AssignmentStatus.PROPOSED) | Q(proposed_at__isnull=False),
                violation_error_message=_("A proposed answer has a date."),
            ),
            models.CheckConstraint(
                name="assignment_waits_for_what_was_asked",
                condition=Q(waiting_for_citizen_since__isnull=True)
                | (Q(status__in=sorted(WAITING_ASSIGNMENTS)) & ~Q(asked_of_citizen="")),
                violation_error_message=_("Only a partner who still has to answer waits for the citizen’s detail."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.reference} → {self.partner}"

    @property
    def urgency(self) -> tuple[bool, urgency.Rank, int]:
        """For sorting a partner's list: what waits for the citizen comes last, there is nothing to do."""
        rank = urgency.rank(self.question.due_at, self.notified_at, timezone.now())
        return self.is_waiting_for_citizen, rank, self.pk

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE_ASSIGNMENTS

    @property
    def has_left(self) -> bool:
        """Declined, released or handed over: the partner reads the file as it was then (`leaving`)."""
        return self.status in ENDED_ASSIGNMENTS

    @property
    def is_silent(self) -> bool:
        return self.status == AssignmentStatus.SILENT

    @property
    def is_unread(self) -> bool:
        """Nobody of the partner has given a sign, or not since it was called silent."""
        return self.status in (AssignmentStatus.NOTIFIED, AssignmentStatus.SILENT)

    @property
    def is_waiting(self) -> bool:
        return self.status in WAITING_ASSIGNMENTS

    @property
    def is_reminded_today(self) -> bool:
        """By the clock or by an editor; not if it was asked anew since."""
        if self.reminded_at is None or self.reminded_at < self.notified_at:
            return False
        return timezone.localdate(self.reminded_at) == timezone.localdate()

    @property
    def is_waiting_for_citizen(self) -> bool:
        return self.waiting_for_citizen_since is not None


class Event(models.Model):
    """One step of a question's history: written with the change it tells of, never altered.

    `detail` is read by editors. It holds no address and, except for what the citizen erases with the
    question, none of the citizen's words.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="events", verbose_name=_("question"))
    kind = models.CharField(_("what happened"), max_length=20, choices=EventKind.choices)
    at = models.DateTimeField(_("when"), default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    assignment = models.ForeignKey(
        Assignment,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("assignment"),
    )
    detail = EncryptedTextField(_("detail"), blank=True)
    # Of a reading. `detail` says it in the reader's language: it tells nobody whether this reading is another one.
    place = models.CharField(max_length=12, choices=ReadingPlace.choices, blank=True, editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="event_kind_is_known",
                condition=Q(kind__in=EventKind.values),
                violation_error_message=_("An event is of a known kind."),
            ),
        ]

    def __str__(self) -> str:
        return f"{EventKind(self.kind).label} ({self.at:%Y-%m-%d %H:%M})"

    @property
    def who(self) -> str:
        """A person's name; a team box's account carries its partner's."""
        return get_user_display_name(self.user) if self.user else ""
