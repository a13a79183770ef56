"""The editors' screens about routing: rules, the box that tries them, needs, addresses, baskets."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from clairdroit.mail.models import UnreachableAddress
from clairdroit.questions import actions
from clairdroit.questions.enums import AssignmentStatus, RoutingMode
from clairdroit.questions.models import PartnerAvailability, RoutingRule
from tests.partners_snippets.factories import PartnerFactory, PartnerKindFactory
from tests.questions.factories import (
    AssignmentFactory,
    PartnerAvailabilityFactory,
    QuestionFactory,
    RoutingRuleFactory,
    UnreachableAddressFactory,
    UserFactory,
)
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db

RULES = "wagtailsnippets_clairdroit_questions_routingrule"
TRIAL = "/admin/routage/essai/"
NEEDS = "/admin/routage/besoins/"


@pytest.fixture
def commune():
    return CommuneFactory()


def rule_data(**values):
    empty = {f"{name}-{key}": 0 for name in ("kinds", "partners") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {
        "heading": "logement",
        "commune": "",
        "epci": "",
        "departement": "",
        "mode": "parallel",
        "how_many": "1",
        "next_after_days": "3",
        "target_days": "",
        **empty,
        **values,
    }


def named(partner, choice):
    return {
        "partners-TOTAL_FORMS": 1,
        "partners-0-partner": partner.pk,
        "partners-0-choice": choice,
        "partners-0-ORDER": 1,
        "partners-0-DELETE": "",
    }


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


class TestRules:
    def test_a_rule_is_written_with_its_territory_typed(self, client, editor, commune):
        kind = PartnerKindFactory(key="caf")
        data = rule_data(
            commune="versailles",
            mode="in_turn",
            target_days="2",
            **{"kinds-TOTAL_FORMS": 1, "kinds-0-kind": kind.pk, "kinds-0-ORDER": 1, "kinds-0-DELETE": ""},
        )
        assert client.post(reverse(f"{RULES}:add"), data).status_code == 302
        rule = RoutingRule.objects.get()
        assert (rule.commune, rule.mode, rule.target_days) == (commune, RoutingMode.IN_TURN, 2)
        assert rule.kinds.get().kind == kind
        assert rule.revisions.count() == 1
        page = text_of(client.get(reverse(f"{RULES}:edit", args=[rule.pk])))
        assert "Versailles (78000) #78646" in page
        assert rule.territory_label in text_of(client.get(reverse(f"{RULES}:list")))

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"commune": "Nulle-Part-sur-Rien"}, "Nulle-Part-sur-Rien"),
            ({"commune": "Versailles", "departement": "78"}, "un seul territoire"),
            ({"how_many": "0"}, "how_many"),
            ({"target_days": "9999"}, "target_days"),
        ],
    )
    def test_a_wrong_one_is_explained_and_kept(self, client, editor, commune, wrong, sentence):
        page = client.post(reverse(f"{RULES}:add"), rule_data(**wrong))
        assert sentence in text_of(page)
        assert not RoutingRule.objects.exists()

    def test_a_second_one_for_the_same_is_refused_in_words(self, client, editor, commune):
        RoutingRuleFactory()
        page = client.post(reverse(f"{RULES}:add"), rule_data())
        assert "déjà une règle pour cette rubrique" in text_of(page)


class TestTrial:
    def test_tells_who_is_asked_why_and_who_is_not(self, client, editor, commune):
        PartnerFactory(name="Présent", headings=["logement"], communes=[commune])
        PartnerFactory(name="Suivant", headings=["logement"], departements=[commune.departement])
        PartnerFactory(name="Absent", headings=["logement"], communes=[commune], absent=True)
        rule = RoutingRuleFactory(commune=commune, target_days=2)
        page = text_of(client.get(TRIAL, {"rubrique": "logement", "lieu": "78646"}))
        places = [page.index(words) for words in (str(rule), "Présent", "Suivant", "Absent")]
        assert places == sorted(places)
        assert "Intervient à Versailles même." in page
        assert "Absent jusqu’au" in page
        assert "sous 2 jours ouvrés" in page.replace("\u00a0", " ")

    def test_the_words_of_a_question_count_too(self, client, editor, commune):
        partner = PartnerFactory(name="Sélectif", headings=["logement"], communes=[commune])
        PartnerAvailabilityFactory(partner=partner, refused_words=["expulsion"])
        query = {"rubrique": "logement", "lieu": "Versailles", "texte": "Une expulsion"}
        assert "sur «\u00a0expulsion\u00a0»" in text_of(client.get(TRIAL, query))

    def test_nobody_means_a_coordinator(self, client, editor, commune):
        page = text_of(client.get(TRIAL, {"rubrique": "logement", "lieu": "Versailles"}))
        assert "attend un coordinateur" in page

    def test_several_towns_are_offered(self, client, editor):
        for number in (1, 2):
            CommuneFactory(insee=f"0100{number}", name="Saint-Martin", main_postal_code=f"0100{number}")
        page = text_of(client.get(TRIAL, {"rubrique": "logement", "lieu": "Saint-Martin"}))
        assert 'href="?rubrique=logement&amp;lieu=Saint-Martin+%2801001%29' in page
        chosen = text_of(client.get(TRIAL, {"rubrique": "logement", "lieu": "Saint-Martin (01001)"}))
        assert "Saint-Martin (01001)</h2>" in chosen

    @pytest.mark.parametrize("query", [{}, {"lieu": ""}, {"lieu": "\x00", "rubrique": "x"}, {"lieu": "Zzzzzz"}])
    def test_without_a_place_nothing_is_shown_and_nothing_fails(self, client, editor, query):
        assert "Interrogés" not in text_of(client.get(TRIAL, query))

    def test_a_rule_is_tried_before_it_is_saved(self, client, editor, commune):
        first = PartnerFactory(name="Un", headings=["logement"], communes=[commune])
        PartnerFactory(name="Deux", headings=["logement"], communes=[commune])
        data = rule_data(trial_place="Versailles", **named(first, "first"))
        page = text_of(client.post(f"{TRIAL}0/", data))
        assert page.index("Un</a></strong>") < page.index("Deux</a></strong>")
        assert "La règle le met en premier" in page
        assert not RoutingRule.objects.exists()

    def test_a_changed_rule_is_tried_in_place_of_the_saved_one(self, client, editor, commune):
        partner = PartnerFactory(name="Écarté", headings=["logement"], communes=[commune])
        rule = RoutingRuleFactory()
        page = text_of(client.post(f"{TRIAL}{rule.pk}/", rule_data(trial_place="78000", **named(partner, "never"))))
        assert "La règle l’écarte" in page
        assert not rule.partners.exists()

    def test_a_closer_rule_that_decides_is_named(self, client, editor, commune):
        closer = RoutingRuleFactory(commune=commune)
        page = text_of(client.post(f"{TRIAL}0/", rule_data(trial_place="78000")))
        assert f"c’est la règle «\u00a0{closer}\u00a0» qui décide" in page

    def test_a_rule_that_is_not_complete_is_explained(self, client, editor, commune):
        page = text_of(client.post(f"{TRIAL}0/", rule_data(how_many="beaucoup", trial_place="")))
        assert "La règle n’est pas encore complète" in page
        assert "Écrivez une commune" in page


class TestNeeds:
    def test_are_counted_by_heading_and_commune(self, client, editor, commune):
        for _ in range(2):
            actions.route_question(question=QuestionFactory(commune=commune))
        other = QuestionFactory(heading="famille", commune=commune)
        actions.route_question(question=other)
        actions.close(question=other, user=editor)
        actions.mark_spam(question=_unrouted(heading="emploi"), user=editor)
        page = client.get(NEEDS)
        rows = [(row["heading"], row["total"], row["still_open"]) for row in page.context["rows"]]
        assert rows == [("logement", 2, 2), ("famille", 1, 0)]
        assert "Versailles (78000)" in text_of(page)
        register = client.get("/admin/questions/?panier=sans-candidat&heading__exact=logement")
        assert register.context["result_count"] == 2

    def test_old_ones_fall_out_of_sight(self, client, editor):
        actions.route_question(question=QuestionFactory(received_at=timezone.now() - datetime.timedelta(days=200)))
        assert len(client.get(NEEDS).context["rows"]) == 1
        assert client.get(NEEDS, {"mois": "3"}).context["rows"] == []


def _unrouted(**values):
    question = QuestionFactory(**values)
    actions.route_question(question=question)
    return question


class TestAddresses:
    def test_an_editor_sees_whose_it_is_and_believes_it_again(self, client, editor):
        PartnerFactory(name="ADIL", team_email="perdue@equipe.invalid")
        row = UnreachableAddressFactory(bounced="perdue@equipe.invalid", detail="550 5.1.1 unknown")
        assert "perdue@equipe.invalid" in text_of(client.get("/admin/adresses/"))
        page = text_of(client.get(f"/admin/adresses/inspect/{row.pk}/"))
        assert "ADIL" in page
        assert "550 5.1.1" in page
        client.post(reverse("clairdroit_mail_clear_bounce", args=[row.pk]))
        assert not UnreachableAddress.objects.exists()

    def test_nobody_else_does(self, client):
        row = UnreachableAddressFactory()
        client.force_login(UserFactory())
        client.post(reverse("clairdroit_mail_clear_bounce", args=[row.pk]))
        assert UnreachableAddress.objects.exists()


class TestBaskets:
    def test_late_questions_say_since_when(self, client, editor):
        due_at = timezone.now() - datetime.timedelta(days=10)
        question = QuestionFactory(due_at=due_at)
        QuestionFactory(due_at=timezone.now() + datetime.timedelta(days=1))
        page = client.get("/admin/questions/?panier=en-retard")
        assert page.context["result_count"] == 1
        assert "En retard de" in text_of(page)
        assert "En retard de" in text_of(client.get(f"/admin/questions/inspect/{question.pk}/"))

    def test_no_reply_holds_those_whose_partners_are_all_silent(self, client, editor):
        silent = AssignmentFactory(status=AssignmentStatus.SILENT)
        AssignmentFactory(status=AssignmentStatus.SILENT, question__answered=True, question__assigned=False)
        half = AssignmentFactory(status=AssignmentStatus.SILENT)
        AssignmentFactory(question=half.question)
        page = client.get("/admin/questions/?panier=sans-reponse")
        assert [row.pk for row in page.context["object_list"]] == [silent.question_id]

    def test_the_first_page_counts_them(self, client, editor):
        QuestionFactory(due_at=timezone.now() - datetime.timedelta(days=10))
        AssignmentFactory(status=AssignmentStatus.SILENT)
        page = text_of(client.get("/admin/"))
        assert "/relances/?liste=retard" in page
        assert "/relances/?liste=sans-reponse" in page

    def test_without_any_it_does_not_speak_of_them(self, client, editor):
        assert "?liste=retard" not in text_of(client.get("/admin/"))


def test_an_editor_keeps_what_a_partner_takes_on(client, editor):
    partner = PartnerFactory(name="ADIL")
    data = {
        "partner": partner.pk,
        "capacity": "3",
        "refused_words": "expulsion",
        "wants_reminders": "on",
        "refused_headings": ["famille"],
        "absences-TOTAL_FORMS": 1,
        "absences-INITIAL_FORMS": 0,
        "absences-0-starts_on": "01/12/2026",
        "absences-0-ends_on": "05/12/2026",
        "absences-0-DELETE": "",
    }
    address = "wagtailsnippets_clairdroit_questions_partneravailability"
    assert client.post(reverse(f"{address}:add"), data).status_code == 302
    found = PartnerAvailability.objects.get()
    assert (found.capacity, found.refused_words, found.absences.count()) == (3, ["expulsion"], 1)
    assert "expulsion" in text_of(client.get(reverse(f"{address}:list")))
    assert "expulsion" in text_of(client.get(reverse(f"{address}:edit", args=[found.pk])))


@pytest.mark.parametrize("address", [TRIAL, NEEDS, "/admin/adresses/"])
def test_only_those_who_handle_questions_see_these_pages(client, address):
    client.force_login(UserFactory())
    assert client.get(address).status_code in (302, 403)
