"""The screen that makes a question of a received e-mail: heading, commune, text and address are proposed."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from clairdroit.breadcrumbs import way_back
from clairdroit.encryption import Unreadable, UnreadableTextError
from clairdroit.public_forms.fields import AskedAddressField, CleanTextField, LongTextField
from clairdroit.questions import actions, incoming
from clairdroit.questions.enums import ReadingPlace
from clairdroit.questions.forms import UNKNOWN_HEADING, PersonsPlace, QuestionForm
from clairdroit.questions.incoming.decision import MAX_REPLY
from clairdroit.questions.incoming.details_by_mail import sender_address
from clairdroit.questions.incoming.proposing import commune_for, heading_for
from clairdroit.questions.models import IncomingMail
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.questions.views.readings import Shown, ask_for_reading
from clairdroit.taxonomy.enums import Heading


class MailQuestionForm(PersonsPlace, QuestionForm):
    text = LongTextField(
        rows=12,
        label=_("The question"),
        help_text=_("In the person’s own words. Take out what is no part of it: partners read the rest."),
        max_length=MAX_REPLY,
        error_messages={"required": _("Write the question.")},
    )
    place = CleanTextField(
        label=_("Town or postal code"), help_text=_("Leave it empty if nothing tells."), max_length=100, required=False
    )
    email = AskedAddressField(
        label=_("The person’s e-mail address"),
        help_text=_("The confirmation, with the link to follow the question, and the answer are sent there."),
        autocomplete="off",
        error_messages={"required": _("Write an address: the answer is sent there.")},
    )
    language = forms.ChoiceField(label=_("Language of the e-mails to the person"), choices=settings.LANGUAGES)
    # Whoever wrote is told what became of their e-mail, and may erase it.
    consent: Any = None

    visible = ("text", "heading", "place", "email", "language")


@require_http_methods(["GET", "HEAD", "POST"])
def make_question(request: HttpRequest, pk: int) -> HttpResponse:
    require(user_can_handle_questions(request.user))
    mail = get_object_or_404(IncomingMail.objects.select_related("question__commune"), pk=pk)
    user: Any = request.user
    if not mail.may_become_question or isinstance(mail.reply, Unreadable):
        messages.error(request, str(_("This e-mail cannot become a question (any more).")))
        return redirect("courriels-recus_modeladmin_inspect", pk)
    form = MailQuestionForm(request.POST) if request.method == "POST" else MailQuestionForm(initial=_proposed(mail))
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("text", "heading", "commune", "email", "language")}
        try:
            question = incoming.make_question(mail=mail, user=user, **given)
        except (actions.QuestionsError, UnreadableTextError) as error:
            form.add_error(None, str(error))
        else:
            done = _("The question is recorded. The person receives an e-mail that tells how to follow it.")
            messages.success(request, str(done))
            return redirect("questions_modeladmin_inspect", question.pk)
    context = {
        "breadcrumbs_items": way_back(
            (_("Received mails"), reverse("courriels-recus_modeladmin_index")),
            (str(mail), reverse("courriels-recus_modeladmin_inspect", args=[mail.pk])),
            here=_("Make a question of it"),
        ),
        "mail": mail,
        "form": form,
        "fields": [form[name] for name in MailQuestionForm.visible],
    }
    shown = render(request, "questions/incoming/making_question.html", context)
    questions = [mail.question] if mail.question is not None else []
    return ask_for_reading(request, shown, [Shown(questions, ReadingPlace.RECEIVED)])


def _proposed(mail: IncomingMail) -> dict[str, str]:
    """From its file where it has one; else from what it says."""
    known = mail.question
    said = f"{mail.subject}\n{mail.reply}\n{mail.signature}"
    commune = known.commune if known is not None and known.commune is not None else commune_for(said)
    heading = heading_for(mail.reply, commune) or (known.heading if known is not None else "")
    return {
        "text": mail.reply,
        "heading": heading if heading in Heading.values else UNKNOWN_HEADING,
        "place": commune.label if commune is not None else "",
        "commune": commune.pk if commune is not None else "",
        "email": sender_address(mail),
        "language": get_supported_language_variant(known.language if known is not None else settings.LANGUAGE_CODE),
    }
