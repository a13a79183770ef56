"""The list of accounts: people and what each may do; the accounts behind partners' links apart."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from clairdroit.kb_pages import roles
from clairdroit.partners_snippets.actions import closed_boxes, team_user
from clairdroit.roles import Role
from tests.partners_snippets.factories import PartnerFactory, PartnerMemberFactory

pytestmark = pytest.mark.django_db
User = get_user_model()
LIST = reverse("wagtailusers_users:index")
BOXES = {"comptes": "partenaires"}


@pytest.fixture
def boss(client):
    boss = User.objects.create_superuser("boss", "boss@ville.invalid", "un mot de passe de chef")
    client.force_login(boss)
    return boss


@pytest.fixture
def box():
    return team_user(PartnerFactory(name="ADIL 78"))


def listed(client, **asked):
    return {account.pk for account in client.get(LIST, asked).context["object_list"]}


def test_the_account_behind_a_partners_links_is_no_person(client, boss, box):
    assert listed(client) == {boss.pk}
    assert listed(client, q="ADIL") == set()
    assert box.get_username() not in client.get(LIST).content.decode()


def test_it_is_found_apart_and_can_be_switched_off_there(client, boss, box):
    assert listed(client, **BOXES) == {box.pk}
    bulk = reverse("wagtail_bulk_action", args=["auth", "user", "set_active_state"])
    client.post(f"{bulk}?next={LIST}&id={box.pk}&comptes=partenaires", {"mark_as_active": "False"})
    assert len(closed_boxes()) == 1


@pytest.mark.parametrize("action", ["set_active_state", "delete"])
def test_everybody_in_the_list_does_not_mean_the_boxes(client, boss, box, action):
    person = User.objects.create_user("nadia")
    bulk = reverse("wagtail_bulk_action", args=["auth", "user", action])
    client.post(f"{bulk}?next={LIST}&id=all", {"mark_as_active": "False"})
    box.refresh_from_db()
    assert box.is_active
    assert not User.objects.filter(pk=person.pk, is_active=True).exists()


def test_each_line_says_what_the_person_may_do(client, member_of, boss):
    person = member_of(Role.MODERATORS)
    person.groups.add(Group.objects.get(name=roles.editors_of("logement")))
    PartnerMemberFactory(user=person, partner=PartnerFactory(name="ADIL 78"))
    page = client.get(LIST).content.decode()
    assert "Modérateurs, Éditeurs – Logement, Partenaire\u00a0: ADIL 78" in page
    assert "Administration" in page


def test_members_of_partners_are_named_and_not_by_their_login(client, boss, box):
    person = User.objects.create_user("n.durand", first_name="Nadia", last_name="Durand")
    PartnerMemberFactory(user=person, partner=PartnerFactory())
    page = client.get("/admin/snippets/clairdroit_partners_snippets/partnermember/").content.decode()
    assert "Nadia Durand" in page
    assert box.get_username() not in page


def test_a_member_is_chosen_among_people_by_name(client, boss, box):
    User.objects.create_user("n.durand", first_name="Nadia", last_name="Durand")
    page = client.get("/admin/snippets/clairdroit_partners_snippets/partnermember/add/").content.decode()
    assert "Nadia Durand" in page
    assert f'<option value="{box.pk}">' not in page
    own = box.partner_memberships.get()
    kept = client.get(f"/admin/snippets/clairdroit_partners_snippets/partnermember/edit/{own.pk}/").content.decode()
    assert f'<option value="{box.pk}" selected>' in kept
