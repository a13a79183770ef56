"""Whoever takes a partner's team box over answers as the partner; a key, which outlasts the link, is not made at once.

The former box and coordination hear of it, by whichever way the box was changed, and have three days to object.
"""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from clairdroit.connections import links as connection_links
from clairdroit.connections.actions import NewBoxError, make_partner_token
from clairdroit.connections.enums import ConnectionMail
from clairdroit.connections.models import PartnerToken
from clairdroit.connections.models.tokens import AFTER_NEW_BOX
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets import link_versions
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.enums import PartnerMail
from clairdroit.partners_snippets.models import LinkVersion, Partner
from clairdroit.partners_snippets.space.actions import renew_and_send
from clairdroit.questions import links
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import UserFactory

pytestmark = pytest.mark.django_db
OURS, THEIRS = "equipe@adil.example", "equipe@voleur.example"


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True, email="ines@ville.example")


@pytest.fixture
def partner(coordinator):
    return PartnerFactory(name="ADIL", team_email=OURS)


def save(partner, box):
    found = Partner.objects.get(pk=partner.pk)
    found.team_email = box
    found.save()


def publish(partner, box):
    found = Partner.objects.get(pk=partner.pk)
    found.team_email = box
    found.save_revision().publish()


def bulk(partner, box):
    found = Partner.objects.get(pk=partner.pk)
    found.team_email = box
    Partner.objects.bulk_update([found], ["team_email"])


def while_it_is_withdrawn(partner, box):
    Partner.objects.get(pk=partner.pk).unpublish()
    save(partner, box)
    Partner.objects.get(pk=partner.pk).save_revision().publish()


def at_once_with_a_withdrawal(partner, box):
    Partner.objects.filter(pk=partner.pk).update(team_email=box, live=False)
    Partner.objects.filter(pk=partner.pk).update(live=True)


def by_way_of_none(partner, box):
    save(partner, "")
    save(partner, box)


def after_a_link(partner, box):
    links.partner_token(partner)
    save(partner, box)


WAYS = [
    save,
    publish,
    lambda partner, box: Partner.objects.filter(pk=partner.pk).update(team_email=box),
    lambda partner, box: Partner.objects.filter(team_email=OURS).update(team_email=box),
    bulk,
    while_it_is_withdrawn,
    at_once_with_a_withdrawal,
    by_way_of_none,
    after_a_link,
]
NAMES = ["save", "publish", "update", "update by box", "bulk", "withdrawn", "with withdrawal", "by none", "after link"]


def now(partner):
    return Partner.objects.get(pk=partner.pk)


def mails(kind):
    return list(OutboxMail.objects.filter(kind=kind).order_by("pk"))


def key_asked(client, partner):
    """By whoever reads the team box of now: a link to the space comes there for the asking."""
    return client.post(
        reverse("clairdroit_connections:keys", args=[links.partner_token(now(partner))]), {"name": "Vol"}
    )


@pytest.mark.parametrize("way", WAYS, ids=NAMES)
def test_whoever_took_the_box_over_makes_no_key(client, partner, coordinator, way):
    way(partner, THEIRS)
    answer = key_asked(client, partner)
    assert answer.status_code == 409
    assert "La boîte d’équipe vient de changer" in answer.content.decode()
    assert not mails(ConnectionMail.KEY_ASKED)
    # A confirmation that was signed all the same, and coordination, which is told so in the form.
    signed = connection_links.new_key_url(now(partner), "Vol").rstrip("/").rpartition("/")[2]
    page = client.post(reverse("clairdroit_connections:new_key", args=[links.partner_token(now(partner)), signed]))
    assert "cdp_" not in page.content.decode()
    client.force_login(coordinator)
    made = client.post(reverse("cles-partenaires:add"), {"partner": partner.pk, "name": "Vol"})
    assert "La boîte d’équipe vient de changer" in made.content.decode()
    with pytest.raises(NewBoxError):
        make_partner_token(partner=now(partner), name="Vol", user=coordinator)
    assert not PartnerToken.objects.exists()


@pytest.mark.parametrize("way", WAYS, ids=NAMES)
def test_the_former_box_and_coordination_are_told(partner, way):
    way(partner, THEIRS)
    (left,) = mails(PartnerMail.BOX_LEFT)
    assert left.to == [OURS]
    assert "à une autre adresse" in left.message
    told = mails(PartnerMail.BOX_CHANGED)
    assert {mail.to[0] for mail in told} == {"ines@ville.example"}
    assert "boîte d’équipe de « ADIL » a changé" in told[-1].subject.replace("\xa0", " ")
    for mail in (left, *told):
        for private in (OURS, THEIRS):
            assert private not in mail.message + mail.html_message + mail.subject
    # No link of the space goes to whoever reads a box of before.
    assert "espace-partenaires" not in left.message + left.html_message


def test_a_statement_in_the_database_itself_is_noticed_before_a_key_is_made(partner, coordinator):
    links.partner_token(partner)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Partner._meta.db_table} SET team_email = %s WHERE id = %s", [THEIRS, partner.pk])
    with pytest.raises(NewBoxError):
        make_partner_token(partner=now(partner), name="Vol", user=coordinator)


@pytest.mark.parametrize("way", WAYS, ids=NAMES)
def test_after_three_days_the_partner_makes_its_key(client, partner, way):
    way(partner, THEIRS)
    with time_machine.travel(timezone.now() + AFTER_NEW_BOX - datetime.timedelta(minutes=1)):
        assert key_asked(client, partner).status_code == 409
    with time_machine.travel(timezone.now() + AFTER_NEW_BOX + datetime.timedelta(minutes=1)):
        assert key_asked(client, partner).status_code == 302
        (mail,) = mails(ConnectionMail.KEY_ASKED)
        link = re.search(r"http://127.0.0.1:8000(\S+/cles/\S+)", mail.message)[1]
        assert "cdp_" in client.post(link).content.decode()


def test_each_change_begins_the_three_days_anew(partner):
    save(partner, THEIRS)
    first = link_versions.box_changed_at(partner)
    save(partner, OURS)
    assert link_versions.box_changed_at(partner) > first
    assert [mail.to for mail in mails(PartnerMail.BOX_LEFT)] == [[OURS], [THEIRS]]


def test_a_first_box_is_no_new_one(client, coordinator):
    partner = PartnerFactory(team_email="")
    save(partner, OURS)
    assert key_asked(client, partner).status_code == 302
    assert not mails(PartnerMail.BOX_LEFT)
    assert not mails(PartnerMail.BOX_CHANGED)


@pytest.mark.parametrize("change", [{"phone": "01 99 00 00 01"}, {"team_email": OURS.upper()}])
def test_nor_is_the_same_one(client, partner, change):
    found = now(partner)
    for name, value in change.items():
        setattr(found, name, value)
    found.save()
    renew_and_send(partner=found, user=team_user(found))
    assert LinkVersion.objects.get().address_since is None
    assert key_asked(client, partner).status_code == 302
    assert not mails(PartnerMail.BOX_LEFT)


def test_the_page_of_keys_says_from_when_on_and_offers_no_form(client, partner):
    save(partner, THEIRS)
    page = client.get(reverse("clairdroit_connections:keys", args=[links.partner_token(now(partner))])).content.decode()
    assert "aucune clé n’est créée avant le" in page
    assert 'name="name"' not in page


def test_keys_of_before_go_on_and_can_be_withdrawn(client, partner, coordinator):
    _token, raw = make_partner_token(partner=partner, name="Suivi", user=coordinator)
    save(partner, THEIRS)
    assert client.get("/api/partenaire/v1/questions", headers={"Authorization": f"Bearer {raw}"}).status_code == 200
    page = client.get(reverse("clairdroit_connections:keys", args=[links.partner_token(now(partner))])).content.decode()
    assert "Suivi" in page
