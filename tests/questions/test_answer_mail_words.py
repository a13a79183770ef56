"""What the answer's e-mail says around the answer."""

import pytest

from clairdroit.mail.models import OutboxMail
from clairdroit.questions import actions
from tests.questions.factories import AssignmentFactory, UserFactory, proposed_answer

pytestmark = pytest.mark.django_db


def test_a_partner_s_name_that_holds_a_colon_stands_between_quotation_marks():
    assignment = AssignmentFactory(partner__name="ADIL : conseil logement")
    answer = proposed_answer("Écrivez au bailleur.", assignment=assignment)
    actions.send_answer(answer=answer, user=UserFactory(moderator=True))
    mail = OutboxMail.objects.get(question_mail__kind="answer")
    assert "Elle a été écrite par «\u00a0ADIL : conseil logement\u00a0»." in mail.message
