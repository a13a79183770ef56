"""The way back from a screen about one question: all questions, its file, this screen."""

from django.urls import reverse
from django.utils.translation import gettext as _

from clairdroit.questions.models import Question


def file_crumbs(question: Question, title: str) -> list[dict[str, str]]:
    """For `breadcrumbs_items` of Wagtail's header, whose last entry is the screen itself."""
    return [
        {"url": reverse("questions_modeladmin_index"), "label": _("Questions")},
        {"url": reverse("questions_modeladmin_inspect", args=[question.pk]), "label": question.reference},
        {"url": "", "label": title},
    ]
