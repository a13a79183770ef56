"""Heading, commune and origin of a question, corrected by an editor."""

import datetime
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from clairdroit.questions import actions, deadlines, editors
from clairdroit.questions.enums import EventKind, QuestionStatus
from clairdroit.questions.models import Assignment
from clairdroit.taxonomy import working_days
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, RoutingRuleFactory, UserFactory
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db

# The Wednesday before All Saints' Day, a Sunday in 2026; the next working days are 22, 23, 26, …
CAME = timezone.make_aware(datetime.datetime(2026, 10, 21, 10))


@pytest.fixture(autouse=True)
def friday(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: timezone.make_aware(datetime.datetime(2026, 10, 23, 12)))


@pytest.fixture
def question():
    commune = CommuneFactory(name="Versailles")
    return QuestionFactory(commune=commune, received_at=CAME, due_at=deadlines.due_at("logement", commune, CAME))


def change(question, editor, **values):
    same = {"heading": question.heading, "commune": question.commune, "origin": question.origin}
    return editors.change_matter(question=question, user=editor, **{**same, **values})


def test_each_change_is_kept_and_the_history_says_before_and_after(question, editor):
    other = CommuneFactory(viroflay=True)
    changed = change(question, editor, heading="sante", commune=other, origin="desk")
    changed.refresh_from_db()
    assert (changed.heading, changed.commune, changed.origin) == ("sante", other, "desk")
    event = changed.events.get(kind=EventKind.MATTER_CHANGED)
    assert event.user == editor
    assert event.detail.split(" ; ")[:2] == ["Mon logement → Ma santé", f"{question.place_label} → {other.label}"]
    assert event.detail.count("→") == 3


def test_the_day_of_the_answer_follows_the_rule_that_speaks_now_and_does_not_start_again(question, editor):
    RoutingRuleFactory(heading="sante", target_days=2)
    changed = change(question, editor, heading="sante")
    assert changed.due_at == working_days.deadline(CAME, 2, question.departement)
    assert changed.expected_on == datetime.date(2026, 10, 23)


def test_a_commune_with_another_public_holiday_counts_it(question, editor):
    RoutingRuleFactory(heading="logement", target_days=45)
    before = question.due_at
    strasbourg = CommuneFactory(insee="67482", name="Strasbourg", departement__code="67")
    changed = change(question, editor, commune=strasbourg)
    assert changed.due_at == working_days.deadline(CAME, 45, "67")
    assert changed.due_at != before


def test_a_question_that_came_back_counts_from_then(question, editor):
    actions.close(question=question, user=editor)
    actions.reopen(question=question, user=editor)
    RoutingRuleFactory(heading="sante", target_days=3)
    changed = change(question, editor, heading="sante")
    reopened = question.events.get(kind=EventKind.REOPENED).at
    assert changed.due_at == working_days.deadline(reopened, 3, question.departement)


def test_the_origin_alone_moves_no_day(question, editor):
    before = question.due_at
    RoutingRuleFactory(heading="logement", target_days=1)
    assert change(question, editor, origin="mail").due_at == before


def test_an_ended_question_keeps_its_day(question, editor):
    actions.close(question=question, user=editor)
    question.refresh_from_db()
    before = question.due_at
    RoutingRuleFactory(heading="sante", target_days=1)
    assert change(question, editor, heading="sante").due_at == before


def test_heading_and_commune_may_be_unknown(question, editor):
    changed = change(question, editor, heading="", commune=None)
    assert (changed.heading, changed.commune) == ("", None)
    assert changed.due_at is not None


def test_nobody_is_asked_or_released_by_it(question, editor):
    PartnerFactory(headings=["sante"], communes=[question.commune], team_email="s@s.invalid")
    asked = AssignmentFactory(question=question)
    change(question, editor, heading="sante")
    assert list(Assignment.objects.values_list("pk", "status")) == [(asked.pk, asked.status)]


def test_nothing_changed_is_no_step(question, editor):
    change(question, editor)
    assert not question.events.exists()


def test_an_erased_question_is_refused(editor):
    with pytest.raises(actions.ErasedError):
        change(QuestionFactory(erased=True), editor, heading="sante")


def test_nobody_else_may(question):
    with pytest.raises(PermissionDenied):
        change(question, UserFactory(), heading="sante")


class TestPage:
    @pytest.fixture(autouse=True)
    def signed_in(self, client, editor):
        client.force_login(editor)

    def url(self, question):
        return reverse("clairdroit_questions_matter", args=[question.pk])

    def send(self, client, question, **data):
        same = {"heading": "logement", "place": question.place_label, "commune": question.commune_id, "origin": "form"}
        return client.post(self.url(question), {**same, **data})

    def test_the_file_leads_there_and_the_form_says_how_it_is(self, client, question):
        file = client.get(reverse("questions_modeladmin_inspect", args=[question.pk])).content.decode()
        assert self.url(question) in file
        page = unescape(client.get(self.url(question)).content.decode())
        assert f'value="{question.place_label}"' in page
        assert '<option value="logement" selected>' in page

    def test_saving_it_as_it_is_keeps_the_commune_and_says_that_nothing_was_changed(self, client, question):
        file = unescape(client.get(self.send(client, question).url).content.decode())
        assert "Rien n’a été modifié" in file
        assert "sont enregistrées" not in file
        question.refresh_from_db()
        assert question.place_label
        assert not question.events.exists()

    def test_a_town_is_found_by_its_name_and_several_are_offered(self, client, question):
        one = CommuneFactory(insee="93066", name="Saint-Denis", departement__code="93")
        CommuneFactory(insee="97411", name="Saint-Denis", departement__code="974")
        page = unescape(self.send(client, question, place="Saint-Denis", commune="").content.decode())
        assert 'value="93066"' in page
        assert self.send(client, question, place="Saint-Denis", commune="93066").status_code == 302
        question.refresh_from_db()
        assert question.commune == one

    @pytest.mark.parametrize("wrong", [{"place": "Nullepart-sur-Rien"}, {"heading": "x"}, {"origin": "pigeon"}])
    def test_what_we_do_not_know_is_said_beside_its_field_and_nothing_changes(self, client, question, wrong):
        answer = self.send(client, question, commune="", **wrong)
        assert answer.status_code == 200
        assert 'role="alert"' in answer.content.decode()
        question.refresh_from_db()
        assert (question.heading, question.origin) == ("logement", "form")

    def test_an_empty_place_is_not_known(self, client, question):
        self.send(client, question, place="", commune=question.commune_id)
        question.refresh_from_db()
        assert question.commune is None

    def test_the_file_shows_at_once_whom_the_rules_would_ask(self, client, question):
        PartnerFactory(
            name="Centre de santé", headings=["sante"], communes=[question.commune], team_email="s@s.invalid"
        )
        answer = client.post(
            self.url(question),
            {"heading": "sante", "place": question.place_label, "commune": question.commune_id, "origin": "form"},
            follow=True,
        )
        page = unescape(answer.content.decode())
        assert "Rubrique, commune et origine sont enregistrées" in page
        assert "Centre de santé" in page

    def test_an_erased_question_has_no_such_page(self, client):
        assert client.get(self.url(QuestionFactory(erased=True))).status_code == 404

    def test_it_changes_nothing_by_being_fetched(self, client, question):
        client.get(self.url(question))
        question.refresh_from_db()
        assert question.status == QuestionStatus.RECEIVED
        assert not question.events.exists()

    def test_without_an_address_it_came_from_the_desk_or_by_telephone(self, client, editor):
        question = QuestionFactory(email="", origin="desk")
        page = client.get(self.url(question)).content.decode()
        assert '<option value="phone"' in page
        assert '<option value="form"' not in page
        assert self.send(client, question, origin="form").status_code == 200
        with pytest.raises(actions.NeedsAddressError):
            change(question, editor, origin="mail")
        assert change(question, editor, origin="phone").origin == "phone"
