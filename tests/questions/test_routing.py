import pytest
from django.core.exceptions import PermissionDenied

from clairdroit.mail.models import OutboxMail
from clairdroit.questions import actions, routing
from clairdroit.questions.enums import EventKind, QuestionStatus
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import QuestionFactory, UserFactory
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return CommuneFactory()


def names(found):
    return [candidate.partner.name for candidate in found]


def test_the_closest_territory_comes_first_then_the_most_specialised(commune):
    PartnerFactory(name="France", headings=["logement"], serves_france=True)
    PartnerFactory(name="Département", headings=["logement"], departements=[commune.departement])
    PartnerFactory(name="Généraliste", headings=["logement", "famille"], communes=[commune])
    PartnerFactory(name="Spécialiste", headings=["logement"], communes=[commune])
    found = routing.candidates("logement", commune)
    assert names(found) == ["Spécialiste", "Généraliste", "Département", "France"]


def test_each_candidate_comes_with_its_reasons_in_words(commune):
    PartnerFactory(headings=["logement"], communes=[commune])
    (candidate,) = routing.candidates("logement", commune)
    assert len(candidate.reasons) == 2
    assert "Mon logement" in candidate.reasons[0]
    assert commune.name in candidate.reasons[1]


def test_partners_outside_the_network_are_never_asked(commune):
    PartnerFactory(headings=["logement"], communes=[commune], team_email="")
    PartnerFactory(headings=["logement"], communes=[commune], live=False)
    PartnerFactory(headings=["famille"], communes=[commune])
    PartnerFactory(headings=["logement"], communes=[CommuneFactory(insee="75056")])
    assert routing.candidates("logement", commune) == []


def test_an_absent_partner_is_set_aside_and_the_editor_is_told_why(commune):
    partner = PartnerFactory(headings=["logement"], communes=[commune], absent=True)
    plan = routing.plan("logement", commune)
    assert plan.ready == []
    assert [each.partner for each in plan.left_out] == [partner]
    assert "Absent jusqu’au" in plan.left_out[0].reasons[0]


def test_without_heading_or_commune_nobody_is_chosen(commune):
    PartnerFactory(headings=["logement"], communes=[commune])
    assert routing.candidates("", commune) == []
    assert routing.candidates("logement", None) == []


def test_the_number_of_queries_does_not_grow_with_the_partners(commune, django_assert_max_num_queries):
    for _ in range(6):
        PartnerFactory(headings=["logement"], communes=[commune])
    with django_assert_max_num_queries(13):
        assert len(routing.candidates("logement", commune)) == 6


def test_a_question_without_candidate_waits_and_the_unmet_need_is_written_down(commune):
    question = QuestionFactory(commune=commune)
    assert actions.route_question(question=question) == []
    question.refresh_from_db()
    assert question.status == QuestionStatus.RECEIVED
    assert question.events.get().kind == EventKind.NO_CANDIDATE


def test_several_partners_each_get_their_own_assignment_and_mail(commune, settings):
    settings.CLAIRDROIT_PARTNERS_ASKED = 2
    for number in range(3):
        PartnerFactory(headings=["logement"], communes=[commune], team_email=f"equipe{number}@interne.invalid")
    asked = actions.route_question(question=QuestionFactory(commune=commune))
    assert len(asked) == 2
    assert OutboxMail.objects.count() == 2


def test_routing_again_asks_the_next_partner(commune):
    first, second = (PartnerFactory(name=name, headings=["logement"], communes=[commune]) for name in "AB")
    question = QuestionFactory(commune=commune)
    assert actions.route_question(question=question)[0].partner == first
    assert actions.route_question(question=question)[0].partner == second
    assert actions.route_question(question=question) == []


def test_only_handlers_route(commune):
    with pytest.raises(PermissionDenied):
        actions.route_question(question=QuestionFactory(commune=commune), user=UserFactory())
