"""An editor asks any partner, by its name, and reads what the rules say of it."""

import datetime
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, routing
from clairdroit.questions.routing import partner_choice
from tests.partners_snippets.factories import PartnerFactory, PartnerKindFactory
from tests.questions.factories import (
    AssignmentFactory,
    PartnerAvailabilityFactory,
    QuestionFactory,
    RoutingRuleFactory,
    UnreachableAddressFactory,
)
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def versailles():
    return CommuneFactory(name="Versailles")


@pytest.fixture
def question(versailles):
    return QuestionFactory(commune=versailles)


def adil(**values):
    return PartnerFactory(**{"name": "ADIL 78", "team_email": "equipe@adil.invalid", **values})


def opinion(question, partner):
    [found] = routing.opinions(question, [partner])
    return found


def against(question, partner):
    found = opinion(question, partner)
    assert not found.is_for
    return " ".join(found.reasons).replace("\xa0", " ")


class TestOpinion:
    def test_who_fits_is_judged_as_the_plan_judges_it(self, question, versailles):
        partner = adil(headings=["logement"], communes=[versailles])
        [candidate] = routing.plan("logement", versailles).ready
        found = opinion(question, partner)
        assert (found.is_for, found.can_be_asked, found.reasons) == (True, True, candidate.reasons)

    def test_another_heading_and_another_place_are_said_and_nothing_untrue(self, question):
        found = against(question, adil(headings=["sante"]))
        assert found == "Ne travaille pas sur « Mon logement ». N’intervient pas dans cette commune : Versailles."
        assert opinion(question, adil(headings=["sante"])).can_be_asked

    def test_a_partner_that_the_rule_names_need_not_list_the_heading(self, question, versailles):
        partner = adil(headings=["sante"], communes=[versailles])
        RoutingRuleFactory(first=[partner])
        assert opinion(question, partner).is_for

    def test_what_the_rule_says_against_it(self, question, versailles):
        partner = adil(headings=["logement"], communes=[versailles])
        RoutingRuleFactory(never=[partner])
        assert "La règle l’écarte" in against(question, partner)

    def test_without_heading_and_commune_what_can_be_said_is_said(self):
        question = QuestionFactory(heading="", commune=None)
        partner = adil(is_absent_until=timezone.localdate() + datetime.timedelta(days=4))
        found = against(question, partner)
        assert "La rubrique de la question n’est pas connue" in found
        assert "La commune de la question n’est pas connue" in found
        assert "Absent jusqu’au" in found
        assert opinion(question, partner).can_be_asked

    def test_without_a_team_box_there_is_the_telephone(self, question, versailles):
        partner = adil(team_email="", headings=["logement"], communes=[versailles])
        assert "téléphonez" in against(question, partner)
        assert not opinion(question, partner).can_be_asked

    def test_a_closed_account_is_said(self, question, versailles):
        partner = adil(headings=["logement"], communes=[versailles])
        account = team_user(partner)
        account.is_active = False
        account.save()
        assert "fermé" in against(question, partner)
        assert not opinion(question, partner).can_be_asked

    def test_who_is_at_work_is_not_asked_twice_and_who_declined_may_be_asked_again(self, question):
        at_work = AssignmentFactory(question=question, partner=adil())
        assert "Déjà sollicité" in against(question, at_work.partner)
        assert not opinion(question, at_work.partner).can_be_asked
        declined = AssignmentFactory(question=question, partner=adil(name="CAF"), declined=True)
        assert "Déjà sollicité : " in against(question, declined.partner)
        assert opinion(question, declined.partner).can_be_asked

    @pytest.mark.parametrize(
        ("trait", "words"),
        [
            ("refuses", "ne pas prendre de questions"),
            ("away", "Absent jusqu’au"),
            ("box", "boîte d’équipe ne fonctionne pas"),
        ],
    )
    def test_what_it_said_itself_and_what_is_known_of_it(self, question, versailles, trait, words):
        partner = adil(headings=["logement"], communes=[versailles])
        today = timezone.localdate()
        match trait:
            case "refuses":
                PartnerAvailabilityFactory(partner=partner, refuses=["logement"])
            case "away":
                PartnerAvailabilityFactory(partner=partner, away=(today, today + datetime.timedelta(days=3)))
            case "box":
                UnreachableAddressFactory(address=partner.team_email)
        assert words.casefold() in against(question, partner).casefold()

    def test_as_many_queries_for_twenty_as_for_two(self, question, versailles):
        partners = [
            adil(name=f"Partenaire {number}", headings=["logement"], communes=[versailles]) for number in range(20)
        ]

        def count(some):
            with CaptureQueriesContext(connection) as queries:
                routing.opinions(question, some)
            return len(queries)

        assert count(partners) == count(partners[:2])


class TestSearch:
    def test_by_words_without_accents_and_by_kind(self):
        found = PartnerFactory(name="Maison de l’Égalité", kind=PartnerKindFactory(key="association"))
        PartnerFactory(name="Mairie")
        PartnerFactory(name="Maison de l’égalité (fermée)", live=False)
        assert partner_choice.named(name="egalite maison", kind="").partners == [found]
        assert partner_choice.named(name="", kind="association").partners == [found]
        assert partner_choice.named(name="egalite", kind="ccas").partners == []

    def test_of_many_the_first_twenty_are_shown_with_a_box_before_without(self):
        for number in range(40):
            PartnerFactory(name=f"Mairie {number:03}", team_email="")
        last = PartnerFactory(name="Mairie de Versailles", team_email="m@mairie.invalid")
        found = partner_choice.named(name="mairie", kind="")
        assert (len(found.partners), found.total, found.partners[0]) == (partner_choice.FOUND, 41, last)

    def test_a_name_of_nothing_but_signs_finds_all_and_fails_nowhere(self):
        PartnerFactory(name="Mairie")
        assert partner_choice.named(name="\"%'", kind="").total in (0, 1)


class TestFile:
    def look(self, client, question, **data):
        answer = client.get(reverse("questions_modeladmin_inspect", args=[question.pk]), data)
        assert answer.status_code == 200
        return unescape(answer.content.decode()).replace("\xa0", " ")

    def test_the_form_is_there_and_nothing_is_listed_before_it_is_used(self, client, editor, question):
        adil()
        page = self.look(client, question)
        assert "Solliciter un autre partenaire" in page
        assert "partenaire trouvé" not in page

    def test_a_partner_that_fits_nowhere_is_found_with_reasons_and_a_button(self, client, editor, question):
        adil(headings=["sante"], phone="01 99 00 10 20")
        page = self.look(client, question, partenaire="adil")
        assert "1 partenaire trouvé" in page
        assert "Ne travaille pas sur « Mon logement »." in page
        assert "tel:+33199001020" in page
        assert "Solliciter quand même ADIL 78" in page

    def test_the_button_asks_it_and_the_reasons_stand_in_the_file(self, client, editor, question):
        partner = adil(headings=["sante"])
        url = reverse("clairdroit_questions_act", args=[question.pk, "demander"])
        client.post(url, {"partner": partner.pk})
        asked = question.assignments.get()
        assert asked.partner == partner
        assert asked.reasons[0] == "Choisi par la rédaction."
        assert "Ne travaille pas sur" in asked.reasons[1]

    def test_one_that_cannot_be_asked_has_no_button_and_a_post_is_refused_in_words(self, client, editor, question):
        partner = adil(team_email="")
        page = self.look(client, question, partenaire="adil")
        assert "Solliciter quand même ADIL" not in page
        url = reverse("clairdroit_questions_act", args=[question.pk, "demander"])
        told = unescape(client.post(url, {"partner": partner.pk}, follow=True).content.decode())
        assert "ne peut pas être sollicité" in told
        assert not question.assignments.exists()

    def test_whoever_the_rules_leave_out_can_be_asked_from_their_list(self, client, editor, question, versailles):
        partner = adil(headings=["logement"], communes=[versailles])
        RoutingRuleFactory(never=[partner])
        assert "Solliciter quand même ADIL 78" in self.look(client, question)

    def test_without_heading_and_commune_somebody_can_be_asked_all_the_same(self, client, editor):
        question = QuestionFactory(heading="", commune=None)
        partner = adil()
        assert "Solliciter quand même ADIL 78" in self.look(client, question, partenaire="adil")
        actions.assign(question=question, partner=partner, user=editor)
        assert question.assignments.get().partner == partner

    @pytest.mark.parametrize("odd", ["\x00", '"', "%", "é" * 500, "🙂"])
    def test_whatever_is_typed_gives_a_page(self, client, editor, question, odd):
        adil()
        assert "trouvé" in self.look(client, question, partenaire=odd, genre=odd) or odd == "\x00"

    def test_an_ended_question_asks_nobody(self, client, editor):
        adil()
        page = self.look(client, QuestionFactory(closed=True), partenaire="adil")
        assert "partenaire trouvé" not in page


def test_a_body_is_found_by_what_people_call_its_kind(question):
    kind = PartnerKindFactory(key="caf", name="CAF (caisse d’allocations familiales)")
    fund = PartnerFactory(name="Allocations familiales des Yvelines", kind=kind)
    PartnerFactory(name="Mairie")
    assert partner_choice.named(name="CAF", kind="").partners == [fund]
    assert partner_choice.named(name="caf yvelines", kind="").partners == [fund]
    assert [each.partner for each in partner_choice.searched(question, name="caf", kind="")] == [fund]
