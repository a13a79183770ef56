import json

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.enums import AddressVisibility, Audience
from clairdroit.partners_snippets.models import Partner, PartnerMember
from clairdroit.partners_snippets.permissions import audience_of, user_can_act_for
from clairdroit.partners_snippets.serializers import serialize_partner
from tests.partners_snippets.factories import PartnerFactory, PlaceFactory, PrivateContactFactory
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db

PRIVATE_VALUES = [
    "Camille Exemple",
    "Responsable",
    "01 99 00 98 76",
    "camille.exemple",
    "Joindre avant",
    "equipe@interne",
]
ADDRESS_VALUES = ["12 rue des Essais", "Bâtiment C", "48.8049", "2.1204", "Accueil de nuit", "acceslibre"]


def as_text(record):
    return json.dumps(record, default=str, ensure_ascii=False)


@pytest.fixture
def partner():
    partner = PartnerFactory(with_private_contact=True, verified=True, headings=["logement"])
    PlaceFactory(
        partner=partner,
        complement="Bâtiment C",
        label="Accueil de nuit",
        accessibility_url="https://acceslibre.invalid/12",
    )
    return partner


def test_nothing_private_is_in_the_public_representation(partner):
    text = as_text(serialize_partner(partner, Audience.PUBLIC, CommuneFactory()))
    assert [value for value in PRIVATE_VALUES if value in text] == []
    assert "accueil@ccas.invalid" in text


def test_no_field_added_later_reaches_the_public_by_itself(partner):
    record = serialize_partner(partner, Audience.PUBLIC)
    extra = set(serialize_partner(partner, Audience.PROFESSIONAL)) - set(record)
    assert extra == {"private_contacts", "team_email", "is_absent_until"}
    assert not extra & set(record)


def test_professionals_see_the_private_lines(partner):
    text = as_text(serialize_partner(partner, Audience.PROFESSIONAL))
    assert [value for value in PRIVATE_VALUES if value not in text] == []


@pytest.mark.parametrize(
    ("visibility", "audience", "address", "commune"),
    [
        (AddressVisibility.PUBLIC, Audience.PUBLIC, True, True),
        (AddressVisibility.COMMUNE, Audience.PUBLIC, False, True),
        (AddressVisibility.HIDDEN, Audience.PUBLIC, False, False),
        (AddressVisibility.COMMUNE, Audience.PROFESSIONAL, True, True),
        (AddressVisibility.HIDDEN, Audience.PROFESSIONAL, False, True),
    ],
)
def test_an_address_is_told_as_far_as_it_may_be(partner, visibility, audience, address, commune):
    partner.places.update(address_visibility=visibility)
    partner = Partner.objects.with_page_data().get()
    place = serialize_partner(partner, audience, CommuneFactory(viroflay=True))["places"][0]
    text = as_text(place)
    assert [value for value in ADDRESS_VALUES if value in text] == (ADDRESS_VALUES if address else [])
    assert (place["city"], place["insee"]) == (("Versailles", "78646") if commune else ("", None))
    assert (place["distance_km"] is not None) == commune
    assert place["address_is_withheld"] is not address


def test_a_withheld_address_is_not_told_by_its_postal_code_or_its_distance(partner):
    partner.places.update(
        address_visibility=AddressVisibility.COMMUNE, city="Quartier Montreuil", postal_code="78009", latitude=48.9
    )
    partner = Partner.objects.with_page_data().get()
    versailles = CommuneFactory()
    place = serialize_partner(partner, Audience.PUBLIC, versailles)["places"][0]
    assert (place["postal_code"], place["city"], place["distance_km"]) == ("78000", "Versailles", 0)
    assert Partner.objects.near(versailles)[0].distance_km == 0


def test_a_hidden_place_is_never_near(partner):
    partner.places.update(address_visibility=AddressVisibility.HIDDEN)
    assert Partner.objects.near(CommuneFactory(), km=50) == []
    assert Partner.objects.near(CommuneFactory())[0].distance_km is None


def test_many_partners_cost_the_same_number_of_queries(django_assert_num_queries):
    for _number in range(6):
        partner = PartnerFactory(headings=["logement", "emploi"], with_place=True)
        PrivateContactFactory(partner=partner)
    for size in (2, 6):
        with django_assert_num_queries(5):
            for partner in Partner.objects.with_page_data()[:size]:
                serialize_partner(partner, Audience.PROFESSIONAL)


def request_of(user, with_session=True):
    request = RequestFactory().get("/")
    request.user = user
    if with_session:
        request.COOKIES["sessionid"] = "x"
    return request


def test_only_someone_with_the_permission_is_a_professional(django_user_model):
    user = django_user_model.objects.create_user("lise", "lise@interne.invalid")
    assert audience_of(request_of(AnonymousUser())) == Audience.PUBLIC
    assert audience_of(request_of(user)) == Audience.PUBLIC
    user.groups.add(Group.objects.get(name="Professionnels"))
    user = django_user_model.objects.get(pk=user.pk)
    assert audience_of(request_of(user)) == Audience.PROFESSIONAL
    assert audience_of(request_of(user, with_session=False)) == Audience.PUBLIC
    user.is_active = False
    assert audience_of(request_of(user)) == Audience.PUBLIC


def test_a_team_box_is_made_once_and_opens_with_no_password():
    partner = PartnerFactory(name="ADIL d’essai")
    user = team_user(partner)
    partner.team_email = "nouvelle@interne.invalid"
    assert team_user(partner) == user
    user.refresh_from_db()
    assert user.email == "nouvelle@interne.invalid"
    assert not user.has_usable_password()
    assert user_can_act_for(user, partner)
    assert not user_can_act_for(user, PartnerFactory())


def test_a_partner_has_one_team_box(django_user_model):
    partner = PartnerFactory()
    team_user(partner)
    other = django_user_model.objects.create_user("autre")
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerMember.objects.create(partner=partner, user=other, is_team_box=True)


def test_a_source_has_an_identifier_once():
    PartnerFactory(source="essai", source_id="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerFactory(source="essai", source_id="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerFactory(source="essai", source_id="")


def test_half_a_position_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceFactory(partner=PartnerFactory(), latitude=None)


def test_questions_go_to_the_team_box_else_to_the_public_address():
    assert PartnerFactory().account_email == "equipe@interne.invalid"
    assert PartnerFactory(team_email="").account_email == "accueil@ccas.invalid"


def test_an_absence_ends_on_its_day():
    assert PartnerFactory(absent=True).is_absent
    assert not PartnerFactory().is_absent
