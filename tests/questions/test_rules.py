"""Which rule decides, and what it makes of the partners."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clairdroit.questions import routing
from clairdroit.questions.enums import RoutingMode
from clairdroit.questions.models import PartnerAbsence, RoutingRule
from tests.partners_snippets.factories import PartnerFactory, PartnerKindFactory
from tests.questions.factories import (
    AssignmentFactory,
    PartnerAvailabilityFactory,
    RoutingRuleFactory,
    UnreachableAddressFactory,
)
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 26)


@pytest.fixture
def commune():
    return CommuneFactory()


def partner(commune, name, **values):
    return PartnerFactory(name=name, headings=["logement"], communes=[commune], **values)


def names(found):
    return [each.partner.name for each in found]


def reasons(plan, name):
    return next(each.reasons for each in [*plan.ready, *plan.left_out] if each.partner.name == name)


class TestWhichRuleDecides:
    def test_the_one_for_the_smallest_territory(self, commune):
        rules = [
            RoutingRuleFactory(),
            RoutingRuleFactory(departement=commune.departement),
            RoutingRuleFactory(epci=commune.epci),
            RoutingRuleFactory(commune=commune),
        ]
        while rules:
            assert routing.rule_for("logement", commune) == rules[-1]
            rules.pop().delete()
        assert routing.rule_for("logement", commune) is None

    def test_an_arrondissement_follows_its_town_unless_it_has_its_own(self):
        town = CommuneFactory(marseille=True)
        part = CommuneFactory(insee="13201", name="Marseille 1er", departement=town.departement, epci=None, parent=town)
        of_town = RoutingRuleFactory(commune=town)
        assert routing.rule_for("logement", part) == of_town
        own = RoutingRuleFactory(commune=part)
        assert routing.rule_for("logement", part) == own
        assert routing.rule_for("logement", town) == of_town

    def test_not_one_of_another_heading_or_place(self, commune):
        RoutingRuleFactory(heading="famille")
        RoutingRuleFactory(commune=CommuneFactory(viroflay=True))
        assert routing.rule_for("logement", commune) is None

    def test_without_a_commune_only_the_one_that_counts_everywhere(self, commune):
        RoutingRuleFactory(commune=commune)
        assert routing.rule_for("logement", None) is None
        everywhere = RoutingRuleFactory()
        assert routing.rule_for("logement", None) == everywhere
        assert routing.rule_for("", commune) is None

    def test_a_rule_that_is_not_saved_stands_in_for_itself(self, commune):
        saved = RoutingRuleFactory(how_many=1)
        draft = RoutingRule.objects.get()
        draft.how_many = 3
        assert routing.plan("logement", commune, draft=draft).how_many == 3
        assert routing.plan("logement", commune).how_many == 1
        closer = RoutingRuleFactory(commune=commune)
        assert routing.rule_for("logement", commune, draft=draft) == closer
        assert routing.rule_for("logement", commune, draft=RoutingRule(heading="famille")) == closer
        draft.heading = "famille"
        closer.delete()
        assert routing.rule_for("logement", commune, draft=draft) is None, f"{saved} is not what is being tried"


class TestWhatItMakesOfPartners:
    def test_wanted_kinds_come_in_their_order_then_the_others(self, commune):
        caf, ccas = PartnerKindFactory(key="caf"), PartnerKindFactory(key="ccas")
        for name, kind in (("Autre", None), ("CCAS", ccas), ("Caf", caf)):
            partner(commune, name, kind=kind)
        rule = RoutingRuleFactory(kinds=[caf, ccas])
        assert names(routing.candidates("logement", commune)) == ["Caf", "CCAS", "Autre"]
        rule.only_these_kinds = True
        rule.save()
        plan = routing.plan("logement", commune)
        assert names(plan.ready) == ["Caf", "CCAS"]
        assert "autres types" in reasons(plan, "Autre")[0]
        assert "n° 1" in reasons(plan, "Caf")[0]

    def test_named_partners_come_first_even_under_a_heading_that_they_do_not_list(self, commune):
        partner(commune, "Spécialiste")
        named = PartnerFactory(name="Nommé", headings=["famille"], communes=[commune])
        elsewhere = PartnerFactory(name="Ailleurs", headings=["logement"], communes=[CommuneFactory(viroflay=True)])
        RoutingRuleFactory(first=[elsewhere, named])
        plan = routing.plan("logement", commune)
        assert names(plan.ready) == ["Nommé", "Spécialiste"], "a rule sends nobody to where it does not work"
        assert "premier" in reasons(plan, "Nommé")[0]
        assert "la règle compte sur lui" in reasons(plan, "Nommé")[1]

    def test_a_partner_left_out_is_explained(self, commune):
        RoutingRuleFactory(never=[partner(commune, "Non"), partner(commune, "Jamais")])
        plan = routing.plan("logement", commune)
        assert names(plan.left_out) == ["Jamais", "Non"]
        assert plan.to_ask == []
        assert "Non" in plan.nobody

    def test_as_many_are_asked_as_it_says_and_one_in_turn(self, commune, settings):
        settings.CLAIRDROIT_PARTNERS_ASKED = 4
        for letter in "ABCDE":
            partner(commune, letter)
        assert names(routing.plan("logement", commune).to_ask) == list("ABCD")
        rule = RoutingRuleFactory(how_many=2)
        plan = routing.plan("logement", commune)
        assert (names(plan.to_ask), names(plan.further)) == (list("AB"), list("CDE"))
        rule.mode = RoutingMode.IN_TURN
        rule.save()
        plan = routing.plan("logement", commune)
        assert names(plan.to_ask) == ["A"]
        assert str(rule) in plan.decided_by


class TestAvailability:
    def test_a_full_partner_is_not_asked_and_one_with_room_is(self, commune):
        full = PartnerAvailabilityFactory(partner=partner(commune, "Plein"), capacity=1).partner
        PartnerAvailabilityFactory(partner=partner(commune, "Place"), capacity=1)
        AssignmentFactory(partner=full)
        AssignmentFactory(partner=full, declined=True)
        plan = routing.plan("logement", commune)
        assert names(plan.ready) == ["Place"]
        assert reasons(plan, "Plein") == ["Complet : 1 question(s) attendent sa réponse, et il en prend 1 à la fois."]
        assert reasons(plan, "Place")[-1] == "Prend une question à la fois, et en a 0."

    def test_questions_that_were_handed_in_or_closed_take_no_room(self, commune):
        one = PartnerAvailabilityFactory(partner=partner(commune, "Une"), capacity=1).partner
        AssignmentFactory(partner=one, proposed=True)
        AssignmentFactory(partner=one, question__assigned=False, question__closed=True)
        assert names(routing.candidates("logement", commune)) == ["Une"]

    def test_zero_at_once_is_nothing_at_all(self, commune):
        PartnerAvailabilityFactory(partner=partner(commune, "Fermé"), capacity=0)
        assert routing.candidates("logement", commune) == []

    @pytest.mark.parametrize(("first", "last", "there"), [(0, 0, False), (-3, 2, False), (-3, -1, True), (1, 5, True)])
    def test_declared_absences_count_from_the_first_to_the_last_day(self, commune, first, last, there):
        days = [TODAY + datetime.timedelta(days=each) for each in (first, last)]
        PartnerAvailabilityFactory(partner=partner(commune, "Absent"), away=days)
        plan = routing.plan("logement", commune, on=TODAY)
        assert bool(plan.ready) is there

    def test_the_day_on_which_it_is_back_is_told(self, commune):
        PartnerAvailabilityFactory(partner=partner(commune, "Absent"), away=(TODAY, datetime.date(2026, 12, 6)))
        (why,) = reasons(routing.plan("logement", commune, on=TODAY), "Absent")
        assert "7 décembre 2026" in why

    def test_a_refused_heading_keeps_its_questions_away(self, commune):
        PartnerAvailabilityFactory(partner=partner(commune, "Non"), refuses=["logement"])
        PartnerAvailabilityFactory(partner=partner(commune, "Oui"), refuses=["famille"])
        plan = routing.plan("logement", commune)
        assert names(plan.ready) == ["Oui"]
        assert "Mon logement" in reasons(plan, "Non")[0]

    @pytest.mark.parametrize(
        ("text", "taken"),
        [
            ("Je suis menacée d’EXPULSION.", False),
            ("Que faire contre des expulsions ?", False),
            ("Je cherche un logement.", True),
            ("", True),
            ("Le surendettement des ménages", False),
            ("Expulsionnisme", True),
        ],
    )
    def test_a_refused_word_keeps_questions_that_hold_it_away(self, commune, text, taken):
        words = ["expulsion", "  ", "Surendettement des ménages"]
        PartnerAvailabilityFactory(partner=partner(commune, "Mots"), refused_words=words)
        assert bool(routing.plan("logement", commune, text=text).ready) is taken

    def test_a_team_box_that_bounces_is_never_asked(self, commune):
        partner(commune, "Perdu", team_email="perdu@partenaire.invalid")
        UnreachableAddressFactory(bounced="Perdu@partenaire.invalid")
        plan = routing.plan("logement", commune)
        assert plan.ready == []
        assert "en sont revenus" in reasons(plan, "Perdu")[0]

    def test_all_obstacles_are_told_not_the_first_alone(self, commune):
        PartnerAvailabilityFactory(partner=partner(commune, "Tout", absent=True), capacity=0, refuses=["logement"])
        assert len(reasons(routing.plan("logement", commune), "Tout")) == 3

    def test_partners_without_a_team_box_are_counted_not_named(self, commune):
        partner(commune, "Muet", team_email="")
        plan = routing.plan("logement", commune)
        assert (plan.left_out, plan.without_box) == ([], 1)


def test_the_same_question_finds_the_same_partners_in_the_same_order(commune):
    kind = PartnerKindFactory(key="caf")
    for number in range(12):
        partner(commune, f"P{number % 4}", kind=kind if number % 3 else None)
    RoutingRuleFactory(kinds=[kind], how_many=5)
    plans = [routing.plan("logement", commune, text="Bonjour", on=TODAY) for _ in range(3)]
    orders = [[each.partner.pk for each in plan.ready] for plan in plans]
    assert orders[0] == orders[1] == orders[2]
    assert len(orders[0]) == 12


class TestImpossibleRows:
    def test_two_territories(self, commune):
        with pytest.raises(IntegrityError):
            RoutingRuleFactory(commune=commune, departement=commune.departement)

    def test_two_rules_for_the_same(self, commune):
        RoutingRuleFactory()
        RoutingRuleFactory(commune=commune)
        for values in ({}, {"commune": commune}):
            with pytest.raises(IntegrityError), transaction.atomic():
                RoutingRuleFactory(**values)

    def test_numbers_below_one(self):
        for values in ({"how_many": 0}, {"next_after_days": 0}, {"target_days": 0}):
            with pytest.raises(IntegrityError), transaction.atomic():
                RoutingRuleFactory(**values)

    def test_an_absence_that_ends_before_it_starts(self):
        availability = PartnerAvailabilityFactory()
        with pytest.raises(IntegrityError):
            PartnerAbsence.objects.create(
                availability=availability,
                starts_on=timezone.localdate(),
                ends_on=timezone.localdate() - datetime.timedelta(days=1),
            )
