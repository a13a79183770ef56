"""What a question is about, where, and how it came: corrected by an editor."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from clairdroit.public_forms.fields import CleanTextField
from clairdroit.questions import actions, editors
from clairdroit.questions.editors.crumbs import file_crumbs
from clairdroit.questions.enums import QuestionOrigin
from clairdroit.questions.forms import UNKNOWN_HEADING, PersonsPlace, PlaceForm
from clairdroit.questions.models import Question
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.questions.views.readings import Shown, ask_for_reading
from clairdroit.taxonomy.enums import Heading


class MatterForm(PersonsPlace, PlaceForm):
    field_order = ("heading", "place", "commune", "origin")

    heading = forms.ChoiceField(
        label=gettext_lazy("Heading"), choices=[*Heading.choices, (UNKNOWN_HEADING, gettext_lazy("I do not know"))]
    )
    place = CleanTextField(
        label=gettext_lazy("Commune"),
        help_text=gettext_lazy("Its name or its postal code. Leave it empty when it is not known."),
        max_length=100,
        required=False,
    )
    origin = forms.ChoiceField(label=gettext_lazy("How it came"))

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["origin"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each, QuestionOrigin(each).label) for each in editors.origins_of(question)]


@require_http_methods(["GET", "HEAD", "POST"])
def change_matter(request: HttpRequest, pk: int) -> HttpResponse:
    require(user_can_handle_questions(request.user))
    question = get_object_or_404(Question.objects.with_place(), pk=pk, erased_at__isnull=True)
    form = MatterForm(
        request.POST if request.method == "POST" else None, question=question, initial=_as_it_is(question)
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            changed = editors.change_matter(
                question=question,
                user=request.user,
                heading=cleaned["heading"],
                commune=cleaned["commune"],
                origin=cleaned["origin"],
            )
        except actions.QuestionsError as error:
            messages.error(request, str(error))
        else:
            if _as_it_is(changed) == _as_it_is(question):
                messages.info(request, _("Nothing was changed: heading, commune and origin are as before."))
            else:
                told = _("Heading, commune and origin are saved. Below you see whom the rules would ask.")
                messages.success(request, told)
            return redirect("questions_modeladmin_inspect", pk)
    context = {
        "question": question,
        "form": form,
        "breadcrumbs_items": file_crumbs(question, _("Correct heading, commune, origin")),
    }
    return ask_for_reading(
        request, render(request, "questions/editors/file/change_matter.html", context), [Shown([question])]
    )


def _as_it_is(question: Question) -> dict[str, Any]:
    return {
        "heading": question.heading or UNKNOWN_HEADING,
        "place": question.place_label,
        "commune": question.commune_id or "",
        "origin": question.origin,
    }
