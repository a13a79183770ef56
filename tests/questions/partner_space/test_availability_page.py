"""What a partner takes on, kept by the partner in its space and by editors."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry

from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.space import links as space_links
from clairdroit.questions import links, partner_space
from clairdroit.questions.models import PartnerAbsence, PartnerAvailability
from clairdroit.questions.partner_space.actions.availability import Period
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import PartnerAvailabilityFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def partner():
    return PartnerFactory(name="ADIL", team_email="equipe@partenaire.invalid")


@pytest.fixture
def address(partner):
    return links.own_url(partner).removeprefix("http://127.0.0.1:8000")


def today():
    return timezone.localdate()


def data(**values):
    return {"starts_on": "", "ends_on": "", "capacity": "", "refused_words": "", "wants_reminders": "on", **values}


def test_the_page_opens_by_the_link_and_is_led_to_from_the_space(client, partner, address):
    page = client.get(address)
    assert "Ce que notre équipe prend en charge" in page.content.decode()
    assert not page.cookies
    space = client.get(space_links.space_url(partner).removeprefix("http://127.0.0.1:8000"))
    assert address.rpartition("disponibilite")[2] in space.content.decode()
    assert "/disponibilite/" in space.content.decode()


def test_all_of_it_is_saved_with_its_history(client, partner, address):
    first, last = today() + 3 * DAY, today() + 9 * DAY
    sent = data(
        starts_on=f"{first:%d/%m/%Y}",
        ends_on=f"{last:%Y-%m-%d}",
        capacity="4",
        refused_headings=["famille", "emploi"],
        refused_words="expulsion\n\n expulsion \nsurendettement",
    )
    page = client.post(address, sent, follow=True)
    assert "C’est enregistré" in page.content.decode()
    found = PartnerAvailability.objects.get(partner=partner)
    assert found.capacity == 4
    assert {heading.pk for heading in found.refused_headings.all()} == {"famille", "emploi"}
    assert found.refused_words == ["expulsion", "surendettement"]
    assert found.wants_reminders
    assert [(each.starts_on, each.ends_on) for each in found.absences.all()] == [(first, last)]
    assert found.revisions.get().user == team_user(partner)
    assert ModelLogEntry.objects.for_instance(found).get().action == "wagtail.create"


def test_a_period_that_is_unticked_goes_and_another_is_added(client, partner, address):
    PartnerAvailabilityFactory(partner=partner, away=(today() + DAY, today() + 2 * DAY))
    old = PartnerAbsence.objects.get()
    assert str(old) in client.get(address).content.decode()
    client.post(address, data(kept=[str(old)], starts_on=f"{today()}", ends_on=f"{today()}"))
    assert PartnerAbsence.objects.count() == 2
    client.post(address, data())
    assert not PartnerAbsence.objects.exists()


def test_sending_it_twice_declares_an_absence_once(client, partner, address):
    for _ in range(2):
        kept = [str(each) for each in PartnerAbsence.objects.all()]
        client.post(address, data(kept=kept, starts_on=f"{today()}", ends_on=f"{today()}"))
    assert PartnerAbsence.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"starts_on": "2026-02-31"}, "Écrivez le jour ainsi"),
        ({"starts_on": "demain", "ends_on": "jamais"}, "Écrivez le jour ainsi"),
        ({"starts_on": "2030-01-01"}, "Donnez les deux jours"),
        ({"ends_on": "2030-01-01"}, "Donnez les deux jours"),
        ({"starts_on": "2030-01-02", "ends_on": "2030-01-01"}, "vient après le premier"),
        ({"starts_on": "2020-01-01", "ends_on": "2020-01-05"}, "Vérifiez l’année"),
        ({"starts_on": "2026-01-01", "ends_on": "9999-12-31"}, "Vérifiez l’année"),
        ({"capacity": "-1"}, "Écrivez un nombre entier"),
        ({"capacity": "cinq"}, "Écrivez un nombre entier"),
        ({"capacity": "99999999999999999999"}, "Écrivez un nombre jusqu’à 500"),
        ({"refused_headings": "<script>"}, "Choisissez parmi les sujets"),
        ({"refused_words": "\n".join(f"mot {n}" for n in range(31))}, "Ne dépassez pas 30 lignes"),
        ({"kept": "2020-01-01 – 2020-01-02"}, "Ces jours ont changé"),
    ],
)
def test_what_cannot_be_is_explained_and_nothing_typed_is_lost(client, partner, address, wrong, sentence):
    PartnerAvailabilityFactory(partner=partner, away=(today(), today()))
    page = client.post(address, {**data(refused_words="tutelle"), **wrong})
    text = page.content.decode()
    assert page.status_code == 200
    assert sentence in text
    assert wrong.get("refused_words", "tutelle") in text
    assert PartnerAvailability.objects.get().refused_words == []


def test_hostile_words_are_kept_as_words(client, partner, address):
    client.post(address, data(refused_words="<script>alert(1)</script>\x00{{ 7|add:1 }}"))
    page = client.get(address).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:1 }}" in page


def test_a_broken_link_offers_a_new_one(client):
    assert client.get("/espace-partenaires/faux/disponibilite/").status_code == 403


def test_nobody_else_may_say_it_for_the_partner(partner):
    values = {
        "partner": partner,
        "capacity": 1,
        "refused_headings": [],
        "refused_words": [],
        "absences": [Period(today(), today())],
        "wants_reminders": True,
    }
    for stranger in (UserFactory(), team_user(PartnerFactory())):
        with pytest.raises(PermissionDenied):
            partner_space.set_availability(user=stranger, **values)
    assert not PartnerAvailability.objects.exists()
    partner_space.set_availability(user=UserFactory(moderator=True), **values)
    assert PartnerAvailability.objects.get().capacity == 1


def test_the_same_again_says_that_nothing_was_changed_and_makes_no_version(client, partner, address):
    first = {"capacity": "3", "refused_words": "surendettement"}
    assert "enregistre=1" in client.post(address, data(**first)).url
    kept = PartnerAvailability.objects.get()
    entries = ModelLogEntry.objects.count()
    response = client.post(address, data(**first))
    assert "pareil=1" in response.url
    page = client.get(response.url).content.decode()
    assert "Rien n’a été modifié" in page
    assert "Enregistré" not in page
    again = PartnerAvailability.objects.get()
    assert (again.latest_revision_id, ModelLogEntry.objects.count()) == (kept.latest_revision_id, entries)
    for changed in ({"capacity": "4"}, {"refused_words": "loyer"}, {"wants_reminders": ""}):
        assert "enregistre=1" in client.post(address, data(**{**first, **changed})).url
    period = {"starts_on": str(today() + DAY), "ends_on": str(today() + 2 * DAY)}
    assert "enregistre=1" in client.post(address, data(**first, **period)).url
    assert PartnerAbsence.objects.count() == 1
