"""Questions that are taken down at the front desk."""

from django.urls import reverse

from clairdroit.public_forms import FormToken
from clairdroit.questions import actions
from clairdroit.questions.editors.desk.views import GUARD
from clairdroit.questions.enums import QuestionStatus
from clairdroit.questions.models import Telling
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, proposed_answer
from tests.territories.factories import CommuneFactory

TAKE_DOWN = "clairdroit_questions:take_down"


WORDS = "Mon propriétaire veut que je parte avant Noël. Que puis-je faire ?"


ANSWER = "Écrivez au bailleur avant le 15."


def page_of(question, name="taken_down"):
    return reverse(f"clairdroit_questions:{name}", args=[question.uuid])


def filled(**values):
    return {
        "origin": "desk",
        "text": WORDS,
        "heading": "logement",
        "place": CommuneFactory(postal_codes=["78000"]).label,
        "email": "",
        "phone": "",
        "consent": "on",
        "token": FormToken.issue(GUARD.name).raw,
        **values,
    }


def take_down(client, **values):
    return client.post(reverse(TAKE_DOWN), filled(**values), follow=True)


def taken_by(user, **values):
    return QuestionFactory(without_address=True, taken_down_by=user, **values)


def answered_for(user, editor):
    """A question that `user` took down, with an answer that waits to be told."""
    question = taken_by(user, status=QuestionStatus.ASSIGNED)
    asked = AssignmentFactory(question=question, partner=PartnerFactory(name="ADIL 78"))
    actions.send_answer(answer=proposed_answer(ANSWER, assignment=asked), user=editor)
    return Telling.objects.get(question=question)
