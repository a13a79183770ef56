"""The page “Relances”: whom to telephone or remind, question by question."""

import datetime
from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clairdroit.questions import actions, emails
from clairdroit.questions.enums import AssignmentStatus, EventKind, MailKind
from clairdroit.questions.models import QuestionMail
from clairdroit.questions.reminders import editors, stages
from tests.partners_snippets.factories import PartnerFactory, PlaceFactory, PrivateContactFactory
from tests.questions.factories import (
    AssignmentFactory,
    EventFactory,
    PartnerAvailabilityFactory,
    QuestionFactory,
    UnreachableAddressFactory,
    UserFactory,
    proposed_answer,
)

pytestmark = pytest.mark.django_db

THURSDAY = datetime.date(2026, 11, 26)


def at(day, hour=9):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


@pytest.fixture(autouse=True)
def thursday(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(THURSDAY, 12))


def late(**values):
    """A question that was to be answered on Monday, sent to a partner the Wednesday before."""
    then = at(THURSDAY - datetime.timedelta(days=8))
    partner = values.pop("partner", None) or PartnerFactory(
        name="ADIL 78", phone="01 99 00 10 20", team_email="a@a.invalid"
    )
    question = QuestionFactory(assigned=True, received_at=then, due_at=at(THURSDAY - datetime.timedelta(days=2), 0))
    return AssignmentFactory(question=question, partner=partner, notified_at=then, **values)


def shown(client, query="liste=retard"):
    answer = client.get(f"{reverse('clairdroit_questions_chase')}?{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode()).replace("\xa0", " ")


def test_a_late_question_names_partner_telephone_days_and_the_button(client, editor):
    editor.user_permissions.add(*Permission.objects.filter(codename__in=["change_partner", "view_privatecontact"]))
    asked = late()
    PrivateContactFactory(partner=asked.partner)
    page = shown(client)
    assert asked.question.reference in page
    assert reverse("wagtailsnippets_clairdroit_partners_snippets_partner:edit", args=[asked.partner_id]) in page
    assert 'href="tel:+33199001020"' in page
    assert 'href="tel:+33199009876"' in page
    assert "6 jours ouvrés sans signe" in page
    assert "Relancer maintenant" in page


def test_the_number_of_a_place_stands_in_for_the_partner_s_own(client, editor):
    asked = late(partner=PartnerFactory(phone="", team_email="a@a.invalid"))
    PlaceFactory(partner=asked.partner, phone="01 99 00 30 40")
    assert 'href="tel:+33199003040"' in shown(client)


def test_the_button_reminds_and_leads_back_to_its_line(client, editor):
    asked = late()
    here = f"{reverse('clairdroit_questions_chase')}?liste=retard#question-{asked.question.reference}"
    assert f'value="{here}"' in shown(client)
    url = reverse("clairdroit_questions_act", args=[asked.question_id, "relancer"])
    answer = client.post(url, {"assignment": asked.pk, "next": here})
    assert answer.url == here
    assert QuestionMail.objects.filter(kind=MailKind.REMINDER, assignment=asked).count() == 1
    page = shown(client)
    assert "Relancé aujourd’hui à 12:00" in page
    assert "Relancer maintenant" not in page


def test_each_list_holds_what_the_first_page_counts(client, editor):
    late()
    AssignmentFactory(status=AssignmentStatus.SILENT, question__due_at=at(datetime.date(2026, 12, 31)))
    home = unescape(client.get(reverse("wagtailadmin_home")).content.decode())
    for key, total in (("retard", 1), ("sans-reponse", 1)):
        assert f"/questions/relances/?liste={key}" in home
        assert len(client.get(f"{reverse('clairdroit_questions_chase')}?liste={key}").context["rows"]) == total


def test_a_list_that_nobody_offered_is_that_of_late_ones(client, editor):
    asked = late()
    assert asked.question.reference in shown(client, "liste=%00")


def test_nobody_at_work_leads_to_the_file(client, editor):
    question = QuestionFactory(due_at=at(THURSDAY - datetime.timedelta(days=2), 0))
    page = shown(client)
    assert "Personne n’y travaille." in page
    assert f"{reverse('questions_modeladmin_inspect', args=[question.pk])}#partenaires" in page


def test_an_answer_that_waits_for_us_is_no_delay_of_the_partner(client, editor):
    answer = proposed_answer()
    question = answer.question
    question.due_at = at(THURSDAY - datetime.timedelta(days=2), 0)
    question.save()
    page = shown(client)
    assert reverse("clairdroit_questions_review", args=[answer.pk]) in page
    assert "sans signe" not in page
    assert "Relancer maintenant" not in page


def test_who_waits_for_the_person_is_neither_counted_nor_reminded(client, editor):
    late(waiting_for_citizen=True)
    page = shown(client)
    assert "En attente" in page or "attend" in page.lower()
    assert "sans signe" not in page
    assert "Relancer maintenant" not in page


def test_an_absence_is_said_whoever_wrote_it_down(client, editor):
    one, other = late(), late()
    one.partner.is_absent_until = THURSDAY + datetime.timedelta(days=5)
    one.partner.save()
    PartnerAvailabilityFactory(partner=other.partner, away=(THURSDAY, THURSDAY + datetime.timedelta(days=2)))
    page = shown(client)
    assert "absent jusqu’au 1er décembre" in page
    assert "absent jusqu’au 29 novembre" in page


def test_a_box_that_does_not_work_is_said_instead_of_the_button(client, editor):
    asked = late()
    UnreachableAddressFactory(address=asked.partner.team_email)
    page = shown(client)
    assert "sa boîte d’équipe ne fonctionne pas" in page
    assert "Relancer maintenant" not in page


def test_what_others_gave_to_read_starts_the_days_again():
    asked = late()
    EventFactory(question=asked.question, kind=EventKind.DETAIL_ADDED, at=at(THURSDAY - datetime.timedelta(days=1)))
    [with_signs] = type(asked).objects.with_signs()
    assert stages.days_without_sign(with_signs, THURSDAY) == stages.days_without_sign(asked, THURSDAY) == 1


def test_as_many_queries_for_many_as_for_one(client, editor):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(client)
        return len(queries)

    late()
    count()
    one = count()
    for number in range(6):
        asked = late(partner=PartnerFactory(name=f"Partenaire {number}", team_email=f"p{number}@a.invalid"))
        AssignmentFactory(question=asked.question, notified_at=asked.notified_at)
        PlaceFactory(partner=asked.partner)
    assert count() <= one + 1


def test_more_than_a_page_are_turned(client, editor):
    for _each in range(26):
        late()
    assert len(client.get(reverse("clairdroit_questions_chase")).context["rows"]) == 25
    assert len(client.get(f"{reverse('clairdroit_questions_chase')}?liste=retard&p=2").context["rows"]) == 1


def test_nobody_else_sees_it(client):
    client.force_login(UserFactory())
    assert client.get(reverse("clairdroit_questions_chase")).status_code in (302, 403)


def test_the_editor_s_digest_names_whom_to_call_and_leads_here(editor):
    late()
    AssignmentFactory(
        status=AssignmentStatus.SILENT, partner__name="CAF", notified_at=at(THURSDAY - datetime.timedelta(days=8))
    )
    mail = emails.editor_digest(editor, editors.what_waits())
    text = mail.message.replace("\xa0", " ")
    assert "(ADIL 78, 6 jours ouvrés sans signe)" in text
    assert "(CAF, 6 jours ouvrés sans signe)" in text
    assert "/questions/relances/?liste=retard" in text
    assert "/questions/relances/?liste=sans-reponse" in text


def test_reminding_again_the_next_day_is_possible(editor, monkeypatch):
    asked = late()
    actions.remind_now(assignment=asked, user=editor)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(THURSDAY + datetime.timedelta(days=1), 9))
    actions.remind_now(assignment=asked, user=editor)
    assert QuestionMail.objects.filter(kind=MailKind.REMINDER).count() == 2
