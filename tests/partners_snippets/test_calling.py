"""Whom a colleague telephones at a partner, and who may see which number."""

import pytest
from django.contrib.auth.models import Group

from clairdroit.partners_snippets.phone_order import lines
from tests.partners_snippets.factories import PartnerFactory, PlaceFactory, PrivateContactFactory
from tests.questions.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def professional():
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Professionnels"))
    return user


def test_its_own_number_comes_first_then_the_direct_lines(professional):
    partner = PartnerFactory(phone="01 99 00 10 20")
    PlaceFactory(partner=partner, phone="01 99 00 30 40")
    PrivateContactFactory(partner=partner)
    assert [(line.whose, line.in_words, line.uri) for line in lines(partner, professional)] == [
        ("", "01\u00a099\u00a000\u00a010\u00a020", "tel:+33199001020"),
        ("Camille Exemple, Responsable de l’accueil", "01\u00a099\u00a000\u00a098\u00a076", "tel:+33199009876"),
    ]


def test_without_a_number_of_its_own_that_of_its_first_place_is_told(professional):
    partner = PartnerFactory(phone="")
    PlaceFactory(partner=partner, phone="")
    PlaceFactory(partner=partner, phone="01 99 00 30 40")
    assert [line.number for line in lines(partner, professional)] == ["01 99 00 30 40"]


def test_direct_lines_are_for_whoever_may_see_private_contacts():
    partner = PartnerFactory(phone="3919")
    PrivateContactFactory(partner=partner)
    assert [line.uri for line in lines(partner, UserFactory())] == ["tel:3919"]


def test_a_contact_without_a_number_is_no_line(professional):
    partner = PartnerFactory(phone="")
    PrivateContactFactory(partner=partner, phone="")
    assert lines(partner, professional) == []


def test_what_cannot_be_dialled_is_told_as_it_was_written(professional):
    [line] = lines(PartnerFactory(phone="poste 12, par le standard"), professional)
    assert (line.uri, line.in_words) == ("", "poste 12, par le standard")
