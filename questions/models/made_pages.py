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
