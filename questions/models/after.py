"""What may come of a question: a page for everyone, and others that are answered with it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clairdroit.questions.models.questions import Question


class QuestionPage(models.Model):
    """The page that was made from a question. It holds none of the citizen's words that a person did not read over."""

    question = models.OneToOneField(
        Question, on_delete=models.CASCADE, related_name="made_page", verbose_name=_("question")
    )
    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("page made from it")
    )
    made_at = models.DateTimeField(_("made on"), default=timezone.now)

    class Meta:
        verbose_name = _("page made from a question")
        verbose_name_plural = _("pages made from questions")

    def __str__(self) -> str:
        return f"{self.question.reference} → {self.page}"


class SharedNeed(models.Model):
    """Questions that an editor answers together. Each citizen hears of nobody else."""

    made_at = models.DateTimeField(_("made on"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )

    class Meta:
        verbose_name = _("questions answered together")
        verbose_name_plural = _("questions answered together")

    def __str__(self) -> str:
        return ", ".join(question.reference for question in self.questions.all())
