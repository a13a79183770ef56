"""The screen where an editor corrects the address of the person who asked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from clairdroit.public_forms.fields import AskedAddressField, PlainForm
from clairdroit.questions import actions, editors
from clairdroit.questions.editors.crumbs import file_crumbs
from clairdroit.questions.enums import ReadingPlace
from clairdroit.questions.models import Question
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.questions.views.readings import Shown, ask_for_reading


class AddressForm(PlainForm):
    email = AskedAddressField(
        label=_("The person’s e-mail address"),
        autocomplete="off",
        error_messages={"required": _("Write the address.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    require(user_can_handle_questions(request.user))
    question = get_object_or_404(Question, pk=pk)
    user: Any = request.user
    form = AddressForm(request.POST) if request.method == "POST" else AddressForm(initial={"email": question.email})
    if request.method == "POST" and form.is_valid():
        try:
            mails = editors.correct_address(question=question, email=form.cleaned_data["email"], user=user)
        except actions.QuestionsError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, told(bool(mails), had_one=question.has_address))
            return redirect("questions_modeladmin_inspect", question.pk)
    context = {
        "breadcrumbs_items": file_crumbs(question, gettext("Correct the address")),
        "question": question,
        "form": form,
        "field": form["email"],
    }
    shown = render(request, "questions/editors/file/correct_address.html", context)
    return ask_for_reading(request, shown, [Shown([question], ReadingPlace.ADDRESS)])


def told(is_sent: bool, *, had_one: bool) -> str:
    """What was done, for whoever corrected it, in the admin or at the desk."""
    if not had_one:
        return str(_("The address is noted, and the message leaves.") if is_sent else _("The address is noted."))
    if is_sent:
        return str(_("The address is corrected. The former one is forgotten, and the message leaves again."))
    return str(_("The address is corrected, and the former one forgotten. There was no message to send again."))
