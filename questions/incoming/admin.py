"""The register of received e-mails: those that wait for a person first of all, with the reason in words.

Whatever a message holds is shown as text. Its attachments are named and never opened: whoever handles questions may
take them to their own machine, after a warning.
"""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clairdroit.admin_lists.registers import (
    Narrowing,
    RegisterIndexView,
    RegisterInspectView,
    by_choices,
)
from clairdroit.encryption import Unreadable
from clairdroit.mail.mailbox import notice
from clairdroit.questions.enums import QuestionStatus, ReadingPlace
from clairdroit.questions.models import Assignment, IncomingMail, Question
from clairdroit.questions.views.readings import Shown, ask_for_reading
from clairdroit.questions.wagtail_admin.registers import QuestionsRegister
from clairdroit.taxonomy.day_words import shortly

# In the form: the person who asked, beside the ids of assignments.
THE_PERSON = "personne"
Place = tuple[str, str, bool]


def places_for(mail: IncomingMail, question: Question) -> list[Place]:
    """Where its words may go in this file: value, label, and whether `decision` had found this one."""
    is_found = mail.question_id == question.pk
    places: list[Place] = []
    if not question.erased_at and question.status != QuestionStatus.SPAM:
        if question.is_open:
            label = str(_("The person who asked: it joins their question"))
        elif question.takes_details_by_mail:
            label = str(_("The person who asked: it takes their question up again"))
        else:
            label = str(_("The person who asked: it becomes a new question that follows from this one"))
        places.append((THE_PERSON, label, is_found and mail.assignment_id is None))
    if question.is_open:
        for assignment in question.assignments.waiting().select_related("partner"):
            label = str(_("%(partner)s: it joins their draft") % {"partner": assignment.partner.name})
            places.append((str(assignment.pk), label, is_found and mail.assignment_id == assignment.pk))
    return places


def receivers_for(mail: IncomingMail) -> list[Assignment]:
    """Partners that an attachment may be passed on to: asked about the question that the person's e-mail has joined."""
    if not mail.is_detail or mail.question is None:
        return []
    return list(mail.question.assignments.active().select_related("partner"))


def files_of(mail: IncomingMail) -> list[dict[str, Any]]:
    """Sizes are close to the real ones: nothing is unpacked for a list."""
    passed = list(mail.passed_files.select_related("assignment__partner"))
    return [
        {
            "number": number,
            "name": each["name"],
            "type": each["type"],
            "passed_to": [one.assignment.partner.name for one in passed if one.number == number],
            # base64 writes three bytes as four characters.
            "size": (each["end"] - each["start"]) * (3 if each["encoding"].strip().lower() == "base64" else 4) // 4,
        }
        for number, each in enumerate(mail.attachments, start=1)
    ]


class ReceivedMailIndexView(RegisterIndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(mailbox=notice.failure(), **kwargs)


class ReceivedMailInspectView(RegisterInspectView):
    page_title = _("Received mail")

    def get_page_subtitle(self) -> str:
        return str(_("no. %(number)s") % {"number": self.instance.pk})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        response = super().get(request, *args, **kwargs)
        questions = [self.instance.question] if self.instance.question is not None else []
        return ask_for_reading(request, response, [Shown(questions, ReadingPlace.RECEIVED)])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail = self.instance
        asked_for = self.request.GET.get("dossier", "").strip()[:40]
        question = Question.objects.with_reference(asked_for).first() if asked_for else mail.question
        return super().get_context_data(
            mail=mail,
            files=files_of(mail),
            asked_for=asked_for,
            question=question,
            receivers=receivers_for(mail),
            places=places_for(mail, question) if question else [],
            has_words=bool(mail.reply.strip()) and not isinstance(mail.reply, Unreadable),
            **kwargs,
        )


class ReceivedMailAdmin(QuestionsRegister):
    model = IncomingMail
    base_url_path = "courriels-recus"
    menu_label = _("Received mails")
    menu_icon = "download"
    list_display = ("subject_and_sender", "kind_and_reason", "state", "arrived", "reference")
    list_select_related = ("question",)
    list_per_page = 50
    search_fields = ("sender", "subject")
    index_template_name = "questions/incoming/received_mails.html"
    index_view_class = ReceivedMailIndexView
    inspect_view_class = ReceivedMailInspectView
    inspect_template_name = "questions/incoming/received_mail.html"

    def narrowings(self) -> list[Narrowing]:
        return [by_choices(IncomingMail, "status"), by_choices(IncomingMail, "kind")]

    @display(description=_("subject, sender"))
    def subject_and_sender(self, mail: IncomingMail) -> str:
        """Each in an element of its own: letters that run from right to left must not turn their neighbours round."""
        subject = Truncator(mail.subject).chars(90) or gettext("Without a subject")
        named = f"{mail.sender_name} <{mail.sender}>" if mail.sender_name else mail.sender
        return format_html(
            '<bdi>{}</bdi><br><span class="register__about"><bdi>{}</bdi></span>', subject, Truncator(named).chars(90)
        )

    @display(description=_("kind and reason"), ordering="kind")
    def kind_and_reason(self, mail: IncomingMail) -> str:
        if not mail.reason:
            return mail.get_kind_display()
        return format_html('{}<br><span class="register__about">{}</span>', mail.get_kind_display(), mail.reason)

    @display(description=_("state"), ordering="status")
    def state(self, mail: IncomingMail) -> str:
        return mail.state_in_words

    @display(description=_("Received on"), ordering="received_at")
    def arrived(self, mail: IncomingMail) -> str:
        return shortly(mail.received_at)

    @display(description=_("question"))
    def reference(self, mail: IncomingMail) -> str:
        return mail.question.reference if mail.question else "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[IncomingMail]:
        # A list of fifty long texts would be decrypted for nothing.
        return super().get_queryset(request).defer("reply", "quoted", "signature", "received_text", "attachment_list")
