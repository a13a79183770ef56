from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.defaults import VERSION_LENGTH
from clairdroit.questions.enums import MailKind
from clairdroit.questions.models.questions import Assignment, Question


class QuestionMail(models.Model):
    """Which question an e-mail belongs to, so that its file shows it and erasure finds it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="mails", verbose_name=_("question"))
    email = models.OneToOneField(
        OutboxMail, on_delete=models.CASCADE, related_name="question_mail", verbose_name=_("e-mail")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=MailKind.choices)
    # Empty for what goes to the citizen.
    assignment = models.ForeignKey(
        Assignment, on_delete=models.SET_NULL, null=True, blank=True, related_name="mails", verbose_name=_("assignment")
    )
    # Of the partner's links when it was written; empty for what goes to the citizen.
    links_version = models.CharField(max_length=VERSION_LENGTH, blank=True, default="", editable=False)
    # How many parts of the person's words it shows to a partner (`details`).
    parts = models.PositiveSmallIntegerField(default=0, editable=False)
    # As in the outbox: replies and bounces are found by it, and threads read it without the mail.
    message_id = models.CharField(max_length=255, blank=True, default="", db_index=True, editable=False)

    class Meta:
        verbose_name = _("e-mail about a question")
        verbose_name_plural = _("e-mails about questions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="mail_kind_is_known", condition=Q(kind__in=MailKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.question.reference} – {MailKind(self.kind).label}"

    @classmethod
    def of(cls, mail: OutboxMail) -> Self | None:
        """None for a mail that is about no question."""
        return getattr(mail, "question_mail", None)


class SentWords(models.Model):
    """What one mail of ours says, as digests that only this site can make (`mail.reading.sent_text`): the mail itself
    goes before its question does, and is quoted long after."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+", verbose_name=_("question"))
    digests = models.BinaryField()

    class Meta:
        verbose_name = _("words of an e-mail that was sent")
        verbose_name_plural = _("words of e-mails that were sent")

    def __str__(self) -> str:
        return f"{self.question_id}/{self.pk}"
