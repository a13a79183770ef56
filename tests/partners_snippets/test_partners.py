import pytest

from clairdroit.partners_snippets.models import Partner
from clairdroit.taxonomy.enums import Heading
from clairdroit.taxonomy.models import HeadingTag
from tests.partners_snippets.factories import PartnerFactory, PlaceFactory
from tests.territories.factories import CommuneFactory, DepartementFactory, EpciFactory

pytestmark = pytest.mark.django_db


def test_a_partner_serves_a_commune_through_any_of_its_territories():
    versailles = CommuneFactory()
    serving = {
        PartnerFactory(communes=[versailles]),
        PartnerFactory(epcis=[EpciFactory()]),
        PartnerFactory(departements=[DepartementFactory()]),
        PartnerFactory(national=True),
    }
    PartnerFactory()
    PartnerFactory(communes=[CommuneFactory(marseille=True)])

    assert set(Partner.objects.serving(versailles)) == serving


def test_near_puts_the_nearest_first_and_those_without_a_place_last():
    versailles = CommuneFactory()
    nowhere = PartnerFactory(name="Sans lieu")
    far = PartnerFactory(name="Loin")
    PlaceFactory(partner=far, latitude=48.85, longitude=2.35)
    close = PartnerFactory(with_place=True)

    found = Partner.objects.near(versailles)

    assert found == [close, far, nowhere]
    assert found[0].distance_km < 1 < found[1].distance_km
    assert found[2].distance_km is None
    assert Partner.objects.near(versailles, km=5) == [close]
    assert Partner.objects.near(versailles, limit=2) == [close, far]


def test_the_headings_of_a_form_come_in_the_order_of_the_home_page():
    assert [tag.key for tag in HeadingTag.objects.in_order()] == Heading.values
