from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Revision

from clairdroit.encryption import EncryptedTextField
from clairdroit.questions.enums import TellingKind, TellingWay
from clairdroit.questions.models.answers import ProposedAnswer
from clairdroit.questions.models.questions import Assignment, Question
from clairdroit.taxonomy.day_words import day_in_words


class TellingQuerySet(models.QuerySet["Telling"]):
    def waiting(self) -> "TellingQuerySet":
        """Not told yet, and there is still something to tell: the partner waits for the detail, the answer stands."""
        lapsed = Q(kind=TellingKind.DETAIL_ASKED, assignment__waiting_for_citizen_since__isnull=True)
        withdrawn = Q(kind=TellingKind.ANSWER, answer__live=False)
        return self.filter(told_at__isnull=True).exclude(lapsed).exclude(withdrawn)

    def told(self) -> "TellingQuerySet":
        return self.filter(told_at__isnull=False)


class Telling(models.Model):
    """In the place of an e-mail to somebody who has no address: what there is to tell, until somebody has told it."""

    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="tellings", verbose_name=_("question")
    )
    kind = models.CharField(_("what there is to tell"), max_length=20, choices=TellingKind.choices)
    answer = models.ForeignKey(
        ProposedAnswer,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="tellings",
        verbose_name=_("answer"),
    )
    # What is told of the answer, and no later correction of it.
    revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    # The partner that asks for a detail.
    assignment = models.ForeignKey(
        Assignment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="tellings",
        verbose_name=_("assignment"),
    )
    text = EncryptedTextField(_("words"), blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    told_at = models.DateTimeField(_("told on"), null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    way = models.CharField(_("how"), max_length=10, choices=TellingWay.choices, blank=True)

    objects = TellingQuerySet.as_manager()

    class Meta:
        verbose_name = _("what a person is to be told")
        verbose_name_plural = _("what people are to be told")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(name="telling_kind_is_known", condition=Q(kind__in=TellingKind.values)),
            models.CheckConstraint(
                name="telling_was_told_in_a_way",
                condition=Q(told_at__isnull=True, way="") | Q(told_at__isnull=False, way__in=TellingWay.values),
                violation_error_message=_("Of what was told it is known how; of nothing else."),
            ),
            models.CheckConstraint(
                name="telling_of_an_answer_has_one",
                condition=(Q(kind=TellingKind.ANSWER) & Q(answer__isnull=False))
                | (~Q(kind=TellingKind.ANSWER) & Q(answer__isnull=True)),
                violation_error_message=_("An answer to tell is one, and nothing else is."),
            ),
            models.UniqueConstraint(
                fields=["answer"], condition=Q(told_at__isnull=True), name="telling_waits_once_per_answer"
            ),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(told_at__isnull=True), name="telling_waits_once_per_assignment"
            ),
        ]

    def __str__(self) -> str:
        # Nothing of the words: this name stands in logs.
        return f"{self.question.reference} – {TellingKind(self.kind).label}"

    @property
    def is_answer(self) -> bool:
        return self.kind == TellingKind.ANSWER

    @property
    def asks_for_detail(self) -> bool:
        return self.kind == TellingKind.DETAIL_ASKED

    @property
    def words(self) -> str:
        """What is read out or printed; once it was told, as it was told then: an answer may be corrected later."""
        if self.answer is None:
            return self.text
        told = self.revision if self.told_at is not None else None
        return str(told.as_object().text) if told is not None else self.answer.text

    @property
    def in_words(self) -> str:
        """How it was told, when, and by whom."""
        if self.told_at is None:
            return ""
        day = day_in_words(self.told_at)
        who = get_user_display_name(self.told_by) if self.told_by else ""
        told = str(TellingWay(self.way).label)
        if not who:
            return gettext("%(how)s on %(date)s") % {"how": told, "date": day}
        return gettext("%(how)s on %(date)s by %(who)s") % {"how": told, "date": day, "who": who}

    @property
    def partner_name(self) -> str:
        """In whose name: of the answer's partners, or of the one that asks; empty for the team's own words."""
        if self.answer is not None:
            return self.answer.signature
        return self.assignment.partner.name if self.assignment is not None else ""
