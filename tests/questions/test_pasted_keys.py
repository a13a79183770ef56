"""People paste their own link where they write ("mon lien ne s’ouvre pas : …"). Whoever reads that text could act as
them: an editor as the citizen or the partner, a partner as the citizen, the citizen as the partner."""

import json
import re

import pytest
from django.urls import reverse

from clairdroit.mail.models import OutboxMail
from clairdroit.questions import links
from clairdroit.questions.models import ErrorReport, Event, ProposedAnswer, Question
from clairdroit.roles.actions import compose_roles
from tests.connections.factories import PartnerTokenFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    compose_roles()
    return AssignmentFactory()


@pytest.fixture
def keys(asked):
    return [links.follow_token(asked.question), links.partner_token(asked.partner)]


@pytest.fixture
def pasted(asked):
    return (
        f"Mon lien : {links.follow_url(asked.question)}\nle nôtre : <{links.assignment_url(asked)}>\n"
        f"ou bien {links.partner_token(asked.partner)} tout seul. Fin."
    )


def stands_nowhere(keys, *texts):
    for text in texts:
        assert "Fin." in text
        assert not [key for key in keys if key in text]


def address(name, asked):
    return reverse(f"clairdroit_questions:{name}", args=[links.partner_token(asked.partner), asked.question.uuid])


def test_in_a_question(client, old_token, pasted, keys):
    commune = CommuneFactory()
    typed = {"heading": "logement", "text": pasted, "place": commune.label, "email": "a@b.example", "consent": "on"}
    client.post(reverse("clairdroit_questions:ask"), {**typed, "token": old_token("question"), "help_seen": "1"})
    stands_nowhere(keys, Question.objects.latest("pk").text)


def test_in_a_detail_and_in_what_is_said_of_the_answer(client, asked, pasted, keys):
    token = links.follow_token(asked.question)
    client.post(reverse("clairdroit_questions:detail", args=[token]), {"detail": pasted})
    asked.question.refresh_from_db()
    stands_nowhere(keys, asked.question.words)
    answered = QuestionFactory(answered=True)
    words = f"Voyez {links.follow_url(asked.question)} Fin."
    client.post(
        reverse("clairdroit_questions:feedback", args=[links.follow_token(answered)]), {"helped": "non", "words": words}
    )
    answered.refresh_from_db()
    stands_nowhere(keys, answered.helped_words)


def test_in_an_error_report_and_in_its_page(client, old_token, asked, pasted, keys):
    page = reverse("clairdroit_questions:follow", args=[keys[0]])
    client.post(
        reverse("clairdroit_questions:report_error"), {"token": old_token("erreur"), "page": page, "text": pasted}
    )
    report = ErrorReport.objects.get()
    stands_nowhere(keys, report.text, report.page + "Fin.")


def test_a_link_with_a_bracket_behind_it_names_no_key_to_report(client, keys):
    """As when a mail program takes what stands behind the link for a part of it."""
    names = ("clairdroit_questions:follow", "clairdroit_partner_space:space")
    for name, key, status in zip(names, keys, (200, 404), strict=True):
        response = client.get(reverse(name, args=[key]) + ").", follow=True)
        assert response.status_code == status
        reports = re.findall(r'href="([^"]*\?page=[^"]*)"', response.content.decode())
        assert not [each for each in reports if key in each]


def test_in_a_draft_a_note_and_a_proposal(client, asked, pasted, keys):
    typed = {"text": pasted, "note": pasted, "version": "0"}
    client.post(address("autosave", asked), typed)
    answer = ProposedAnswer.objects.get(assignment=asked)
    client.post(address("assignment", asked), {**typed, "version": "", "hand_in": "1"})
    for found in (answer, ProposedAnswer.objects.get(assignment=asked).get_latest_revision_as_object()):
        for text in (found.text, found.note):
            if text:
                stands_nowhere(keys, text)
    assert "Fin." in found.text


def test_in_a_proposal_of_the_partners_software(client, asked, pasted, keys):
    PartnerTokenFactory(partner=asked.partner, raw="cdp_essai")
    client.post(
        f"/api/partenaire/v1/questions/{asked.question.uuid}/proposal",
        json.dumps({"text": pasted, "note": pasted}),
        content_type="application/json",
        headers={"Authorization": "Bearer cdp_essai"},
    )
    found = ProposedAnswer.objects.get(assignment=asked).get_latest_revision_as_object()
    stands_nowhere(keys, found.text, found.note)


def test_in_the_reason_for_declining(client, asked, pasted, keys):
    client.post(address("decline", asked), {"reason": pasted})
    asked.refresh_from_db()
    stands_nowhere(keys, asked.decline_reason)


def test_in_a_word_to_another_partner(client, asked, pasted, keys):
    other = PartnerFactory(headings=["logement"], communes=[asked.question.commune])
    client.post(
        address("hand_over", asked),
        {"hand_over": "1", "partner": other.pk, "word": pasted, "name": other.name, "q": ""},
    )
    said = "\n".join(Event.objects.values_list("detail", flat=True))
    stands_nowhere(keys, said)


def test_in_a_request_to_the_person(client, asked, pasted, keys):
    client.post(address("ask_citizen", asked), {"text": pasted, "contacts_confirmed": "on"})
    mail = OutboxMail.objects.order_by("-pk").first()
    own = [keys[1]]
    assert "Fin." in mail.message
    stands_nowhere(own, mail.message)


def test_in_the_remark_on_ones_own_record(client, asked, pasted, keys):
    client.post(reverse("clairdroit_partner_space:record", args=[keys[1]]), {"remark": pasted, "description": "x"})
    stands_nowhere(keys, ErrorReport.objects.get().text)
