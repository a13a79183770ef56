"""The way back from a screen about one question: all questions, its file, this screen."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clairdroit.breadcrumbs import way_back
from clairdroit.questions.models import Question


def file_crumbs(question: Question, title: str) -> list[dict[str, Any]]:
    return way_back(
        (_("Questions"), reverse("questions_modeladmin_index")),
        (question.reference, reverse("questions_modeladmin_inspect", args=[question.pk])),
        here=title,
    )
