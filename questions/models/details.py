from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clairdroit.encryption import EncryptedTextField
from clairdroit.questions.details import QuestionPart
from clairdroit.questions.enums import DetailWay
from clairdroit.questions.models.questions import Question


class QuestionDetail(models.Model):
    """What a person added to their question. The question's own text is what they asked, and never changes by it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="details", verbose_name=_("question"))
    at = models.DateTimeField(_("added on"), default=timezone.now)
    way = models.CharField(_("how it came"), max_length=10, choices=DetailWay.choices)
    # Who wrote down what the person said.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written down by"),
    )
    # The e-mail that it came by: noted as thanks or set aside, that takes the detail out again.
    mail = models.OneToOneField(
        "clairdroit_questions.IncomingMail",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="detail",
        verbose_name=_("e-mail"),
    )
    text = EncryptedTextField(_("text"))

    class Meta:
        verbose_name = _("detail")
        verbose_name_plural = _("details")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="detail_has_text", condition=~Q(text="")),
            models.CheckConstraint(name="detail_way_is_known", condition=Q(way__in=DetailWay.values)),
        ]

    def __str__(self) -> str:
        # Nothing of the text: this name stands in logs and titles.
        return f"{self.question.reference} – {self.added_on}"

    @property
    def added_on(self) -> str:
        return timezone.localtime(self.at).strftime("%d/%m/%Y")

    @property
    def part(self) -> QuestionPart:
        return QuestionPart(self.text, self.added_on)
