"""An editor who may change partners but not see private contacts meets them on no page of the admin."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from clairdroit.partners_snippets.models import ImportedRecord, PrivateContact
from tests.partners_snippets.admin_form import PREFIX, form_data
from tests.partners_snippets.factories import PartnerFactory
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db
SECRETS = ("Camille", "01 99 00 98 76", "exemple@privee", "Joindre avant 9 h", "equipe@interne", "directrice")


@pytest.fixture
def sign_in(client, django_user_model):
    def sign_in(*more):
        codenames = ["access_admin", "add_partner", "change_partner", "publish_partner", "view_partner", *more]
        user = django_user_model.objects.create_user("lea", "lea@interne.invalid", "x" * 12)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def partner():
    """Live, with a draft that changes the private contact's role, and news of the source about contacts."""
    CommuneFactory()
    partner = PartnerFactory(name="CCAS", imported=True, with_place=True, with_private_contact=True)
    partner.save_revision().publish()
    contact = partner.private_contacts.get()
    contact.role = "Camille Exemple, directrice"
    partner.private_contacts.add(contact)
    partner.team_email = "equipe@interne-bis.invalid"
    partner.save_revision()
    ImportedRecord.objects.create(
        partner=partner,
        checksum="x",
        set_aside={"contacts": [["Camille Exemple", "", "", "", ""]], "phone": "01 99 00 00 01"},
        imported_at=datetime.datetime.now(datetime.UTC),
    )
    return partner


def pages(partner):
    first, last = partner.revisions.order_by("pk")
    yield reverse(f"{PREFIX}:edit", args=[partner.pk])
    yield reverse(f"{PREFIX}:inspect", args=[partner.pk])
    yield reverse(f"{PREFIX}:history", args=[partner.pk])
    yield reverse(f"{PREFIX}:usage", args=[partner.pk])
    yield reverse(f"{PREFIX}:revisions_compare", args=[partner.pk, first.pk, last.pk])
    yield reverse(f"{PREFIX}:revisions_compare", args=[partner.pk, "live", "latest"])
    yield reverse(f"{PREFIX}:revisions_view", args=[partner.pk, last.pk])
    yield reverse(f"{PREFIX}:revisions_revert", args=[partner.pk, first.pk])
    yield reverse(f"{PREFIX}:unpublish", args=[partner.pk])
    yield reverse(f"{PREFIX}:list")
    yield reverse(f"{PREFIX}:list") + "?export=csv"


def text_of(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def test_no_page_of_the_admin_tells_an_editor_a_private_contact(sign_in, partner):
    client = sign_in()
    for url in pages(partner):
        response = client.get(url)
        assert response.status_code == 200, url
        told = [secret for secret in SECRETS if secret in text_of(response)]
        assert told == [], url


def test_those_who_may_see_them_edit_and_compare_them(sign_in, partner):
    client = sign_in("view_privatecontact")
    edit, compare = (text_of(client.get(url)) for url in list(pages(partner))[0:5:4])
    assert all(secret in edit for secret in SECRETS)
    assert "Camille Exemple, directrice" in compare
    assert "bis" in compare


def test_what_an_editor_may_not_see_survives_the_edit(sign_in, partner):
    data = form_data(name="Nouveau nom", communes="", **{"action-publish": "1"})
    response = sign_in().post(reverse(f"{PREFIX}:edit", args=[partner.pk]), data)
    assert response.status_code == 302, response.context["form"].errors
    partner.refresh_from_db()
    assert partner.name == "Nouveau nom"
    assert partner.team_email == "equipe@interne-bis.invalid"
    assert partner.private_contacts.get().phone == "01 99 00 98 76"


def test_an_editor_cannot_write_them_by_hand_either(sign_in, partner):
    contact = partner.private_contacts.get()
    forged = {
        "team_email": "pirate@ailleurs.invalid",
        "private_contacts-TOTAL_FORMS": "1",
        "private_contacts-INITIAL_FORMS": "1",
        "private_contacts-0-id": str(contact.pk),
        "private_contacts-0-ORDER": "1",
        "private_contacts-0-DELETE": "on",
    }
    data = form_data(communes="", **forged, **{"action-publish": "1"})
    assert sign_in().post(reverse(f"{PREFIX}:edit", args=[partner.pk]), data).status_code == 302
    partner.refresh_from_db()
    assert partner.team_email == "equipe@interne-bis.invalid"
    assert PrivateContact.objects.filter(pk=contact.pk).exists()


def test_the_preview_of_an_edit_keeps_them_from_view(sign_in, partner):
    client = sign_in()
    url = reverse(f"{PREFIX}:preview_on_edit", args=[partner.pk])
    assert client.post(url, form_data(communes="")).json()["is_valid"]
    html = text_of(client.get(url, {"mode": ""}))
    assert [secret for secret in SECRETS if secret in html] == []
