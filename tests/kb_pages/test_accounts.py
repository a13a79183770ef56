"""Nobody gives a right that they do not have, and nobody but a superuser touches one: attacked as each role."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, PageViewRestriction

from clairdroit.kb_pages import roles as role_names
from clairdroit.kb_pages.accounts.checks import check_account_screens
from clairdroit.kb_pages.accounts.permissions import groups_to_give, user_can_change_account
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.models import PartnerMember
from clairdroit.roles import Role
from tests.partners_snippets.factories import PartnerFactory

User = get_user_model()
EDITORS = role_names.editors_of("logement")
GROUPS = (EDITORS, Role.MODERATORS, Role.COORDINATION, Role.PROFESSIONALS)


@pytest.fixture
def boss(db):
    return User.objects.create_superuser("boss", "boss@ville.invalid", "un mot de passe de chef")


@pytest.fixture
def people(member_of, boss):
    return {name: member_of(name) for name in GROUPS} | {"superuser": boss}


@pytest.fixture
def coordinator(member_of):
    return member_of(Role.COORDINATION)


@pytest.fixture
def strong_group(roles):
    """A town's own group: one right more than the coordination has."""
    group = Group.objects.create(name="Informatique")
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    return group


def picture(user):
    user = User.objects.get(pk=user.pk)
    rights = sorted(user.groups.values_list("name", flat=True))
    return (user.username, user.email, user.password, user.is_active, user.is_superuser, rights)


def form_of(user, **changes):
    values = {"username": user.username, "email": "pris@attaque.invalid", "first_name": "P", "last_name": "R"}
    return {**values, "is_active": "on", "password1": "motdepasse-neuf-1", "password2": "motdepasse-neuf-1", **changes}


def attacks(client, victim, every_group):
    """Each way that Wagtail's screens have to change or remove this account."""
    bulk = f"?next=/admin/users/&id={victim.pk}"
    address = {
        name: reverse("wagtail_bulk_action", args=["auth", "user", name])
        for name in ("delete", "set_active_state", "assign_role")
    }
    edit = reverse("wagtailusers_users:edit", args=[victim.pk])
    yield client.post(edit, form_of(victim))
    yield client.post(edit, form_of(victim, is_superuser="on"))
    yield client.post(edit, form_of(victim, groups=every_group))
    yield client.post(edit, {**form_of(victim), "is_active": ""})
    yield client.post(reverse("wagtailusers_users:delete", args=[victim.pk]))
    yield client.post(address["delete"] + bulk)
    yield client.post(address["set_active_state"] + bulk, {"mark_as_active": "False"})
    yield client.post(address["set_active_state"] + "?next=/admin/users/&id=all", {"mark_as_active": "False"})
    for group in every_group:
        yield client.post(address["assign_role"] + bulk, {"role": group})


@pytest.mark.parametrize("role", GROUPS)
def test_no_role_touches_a_superuser(client, people, strong_group, role):
    victim = people["superuser"]
    before = picture(victim)
    client.force_login(people[role])
    for answer in attacks(client, victim, [strong_group.pk, Group.objects.get(name=role).pk]):
        assert answer.status_code in (200, 302, 403, 404)
        assert picture(victim) == before
    page = client.get(reverse("wagtailusers_users:edit", args=[victim.pk]))
    assert page.status_code != 200
    assert reverse("wagtailusers_users:edit", args=[victim.pk]) not in client.get(
        reverse("wagtailusers_users:index")
    ).content.decode(errors="replace")


@pytest.mark.parametrize("role", [name for name in GROUPS if name != Role.COORDINATION])
def test_who_does_not_look_after_accounts_touches_nobody(client, people, role):
    before = {name: picture(user) for name, user in people.items()}
    every_group = [Group.objects.get(name=Role.MODERATORS).pk]
    client.force_login(people[role])
    for victim in people.values():
        for _answer in attacks(client, victim, every_group):
            assert {name: picture(user) for name, user in people.items()} == before
    client.post(reverse("wagtailusers_users:add"), form_of(User(username="neuf")))
    assert not User.objects.filter(username="neuf").exists()


def test_the_refusal_says_why_in_words(client, coordinator, boss):
    client.force_login(coordinator)
    for method in (client.get, client.post):
        answer = method(reverse("wagtailusers_users:edit", args=[boss.pk]), follow=True)
        assert "Ce compte a plus de droits que le vôtre" in answer.content.decode()


def test_coordination_cannot_make_an_administrator(client, coordinator):
    client.force_login(coordinator)
    page = client.get(reverse("wagtailusers_users:add")).content.decode()
    assert 'name="is_superuser"' not in page
    answer = client.post(reverse("wagtailusers_users:add"), form_of(User(username="neuf"), is_superuser="on"))
    assert "Seule une administratrice ou un administrateur" in answer.content.decode()
    assert not User.objects.filter(username="neuf").exists()


def test_coordination_cannot_make_itself_stronger(client, coordinator, strong_group):
    client.force_login(coordinator)
    before = picture(coordinator)
    own = reverse("wagtailusers_users:edit", args=[coordinator.pk])
    # One's own address and password are changed elsewhere: tests/sign_in/test_account.py.
    same = {"email": coordinator.email, "password1": "", "password2": ""}
    answer = client.post(own, form_of(coordinator, **same, groups=[strong_group.pk]))
    assert "des groupes qui n’ont pas plus de droits que vous" in answer.content.decode()
    client.post(own, form_of(coordinator, **same, is_superuser="on"))
    bulk = reverse("wagtail_bulk_action", args=["auth", "user", "assign_role"])
    client.post(f"{bulk}?next=/admin/&id={coordinator.pk}", {"role": strong_group.pk})
    assert picture(coordinator) == before


def test_coordination_changes_nobody_who_may_do_more(client, coordinator, member_of, strong_group):
    stronger = member_of(EDITORS)
    stronger.groups.add(strong_group)
    before = picture(stronger)
    client.force_login(coordinator)
    for _answer in attacks(client, stronger, [strong_group.pk]):
        assert picture(stronger) == before


def test_coordination_makes_and_changes_the_accounts_of_its_own_roles(client, coordinator, member_of):
    client.force_login(coordinator)
    groups = Group.objects.in_bulk(GROUPS, field_name="name")
    for number, name in enumerate(GROUPS):
        answer = client.post(
            reverse("wagtailusers_users:add"), form_of(User(username=f"neuf-{number}"), groups=[groups[name].pk])
        )
        assert answer.status_code == 302, name
        made = User.objects.get(username=f"neuf-{number}")
        assert [each.name for each in made.groups.all()] == [name]
    editor = member_of(EDITORS)
    answer = client.post(
        reverse("wagtailusers_users:edit", args=[editor.pk]), form_of(editor, groups=[groups[Role.MODERATORS].pk])
    )
    assert answer.status_code == 302
    assert User.objects.get(pk=editor.pk).email == "pris@attaque.invalid"


def test_an_administrator_may_all_of_it(client, boss, people, strong_group):
    client.force_login(boss)
    other = User.objects.create_superuser("autre", "autre@ville.invalid", "un mot de passe de chef")
    page = client.get(reverse("wagtailusers_users:edit", args=[other.pk])).content.decode()
    assert 'name="is_superuser"' in page
    answer = client.post(
        reverse("wagtailusers_users:edit", args=[other.pk]), form_of(other, groups=[strong_group.pk], is_superuser="on")
    )
    assert answer.status_code == 302
    assert picture(other)[1] == "pris@attaque.invalid"


def test_a_team_box_is_set_by_the_partner_s_record_alone(client, coordinator):
    box = team_user(PartnerFactory(team_email="equipe@adil.invalid"))
    before = picture(box)
    client.force_login(coordinator)
    for _answer in attacks(client, box, [Group.objects.get(name=EDITORS).pk]):
        assert picture(box) == before


class TestSomebodyWhoActsForAPartner:
    """Coordination looks after their account, and cannot become them: it would write in the partner's name."""

    @pytest.fixture
    def volunteer(self, roles):
        user = User.objects.create_user("bénévole", "lise@adil.invalid", "son mot de passe à elle")
        PartnerMember.objects.create(partner=PartnerFactory(team_email="equipe@adil.invalid"), user=user)
        return user

    def change(self, client, user, **changes):
        same = {"email": user.email, "password1": "", "password2": ""}
        return client.post(reverse("wagtailusers_users:edit", args=[user.pk]), form_of(user, **(same | changes)))

    @pytest.mark.parametrize(
        "taking",
        [
            {"email": "pris@attaque.invalid"},
            {"password1": "motdepasse-neuf-1", "password2": "motdepasse-neuf-1"},
            {"password1": "motdepasse-neuf-1"},
            {"email": ""},
            {"email": "pris@attaque.invalid", "password1": "motdepasse-neuf-1", "password2": "motdepasse-neuf-1"},
        ],
    )
    def test_neither_address_nor_password_is_taken(self, client, coordinator, volunteer, taking):
        before = picture(volunteer)
        client.force_login(coordinator)
        page = client.get(reverse("wagtailusers_users:edit", args=[volunteer.pk])).content.decode()
        assert "password1" not in page
        assert "agit pour un partenaire" in page
        assert "agit pour un partenaire" in self.change(client, volunteer, **taking).content.decode()
        assert picture(volunteer) == before

    def test_no_other_screen_of_accounts_takes_them_either(self, client, coordinator, volunteer):
        client.force_login(coordinator)
        for _answer in attacks(client, volunteer, [Group.objects.get(name=EDITORS).pk]):
            now = User.objects.get(pk=volunteer.pk)
            assert (now.email, now.password) == (volunteer.email, volunteer.password)

    def test_everything_else_of_the_account_is_coordination_s(self, client, coordinator, volunteer):
        client.force_login(coordinator)
        answer = self.change(client, volunteer, last_name="Morel", groups=[Group.objects.get(name=EDITORS).pk])
        assert answer.status_code == 302
        # Whoever leaves: the form of a browser does not send a field that is not to be filled in.
        sent = {"username": volunteer.username, "first_name": "Lise", "last_name": "Morel"}
        assert client.post(reverse("wagtailusers_users:edit", args=[volunteer.pk]), sent).status_code == 302
        now = User.objects.get(pk=volunteer.pk)
        assert (now.last_name, now.is_active) == ("Morel", False)
        assert (now.email, now.password) == (volunteer.email, volunteer.password)

    def test_a_colleague_at_the_same_partner_and_an_administrator_may(self, client, coordinator, boss, volunteer):
        partner = volunteer.partner_memberships.get().partner
        PartnerMember.objects.create(partner=partner, user=coordinator)
        for user in (coordinator, boss):
            client.force_login(user)
            assert self.change(client, volunteer, email=f"{user.pk}@adil.invalid").status_code == 302
            assert User.objects.get(pk=volunteer.pk).email == f"{user.pk}@adil.invalid"

    def test_one_partner_more_is_one_too_many(self, client, coordinator, volunteer):
        partner = volunteer.partner_memberships.get().partner
        PartnerMember.objects.create(partner=partner, user=coordinator)
        PartnerMember.objects.create(partner=PartnerFactory(), user=volunteer)
        before = picture(volunteer)
        client.force_login(coordinator)
        self.change(client, volunteer, email="pris@attaque.invalid")
        assert picture(volunteer) == before


@pytest.mark.parametrize("role", GROUPS)
def test_what_groups_may_do_is_for_administrators_whoever_was_given_the_permission(client, people, role):
    group = Group.objects.get(name=role)
    group.permissions.add(*Permission.objects.filter(codename__in=["add_group", "change_group", "delete_group"]))
    client.force_login(User.objects.get(pk=people[role].pk))
    delete_user = Permission.objects.get(codename="delete_user")
    data = {"name": role, "permissions": [delete_user.pk], "page_permissions-TOTAL_FORMS": 0}
    data |= {f"{each}-{count}": 0 for each in ("page_permissions", "collection_permissions") for count in COUNTS}
    for name, args in (("index", []), ("add", []), ("edit", [group.pk]), ("delete", [group.pk])):
        url = reverse(f"wagtailusers_groups:{name}", args=args)
        assert client.get(url).status_code != 200, name
        client.post(url, {**data, "name": "Nouveau" if name == "add" else role})
    assert Group.objects.filter(name=role).exists()
    assert not Group.objects.filter(name="Nouveau").exists()
    assert delete_user not in group.permissions.all()


COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")


def grant_page_right_above(group, roles):
    GroupPagePermission.objects.create(
        group=group, page=roles.home, permission=Permission.objects.get(codename="publish_page")
    )


def grant_collection_right(group, roles):
    mine = GroupCollectionPermission.objects.filter(group__name=EDITORS).exclude(collection__depth=1).first()
    top = mine.collection.get_parent()
    GroupCollectionPermission.objects.create(group=group, collection=top, permission=mine.permission)


def grant_model_right(group, roles):
    group.permissions.add(Permission.objects.get(codename="handle_question"))


def grant_deciding(group, roles):
    GroupApprovalTask.objects.create(name="Relecture à part").groups.add(group)


def grant_reading(group, roles):
    restriction = PageViewRestriction.objects.create(
        page=roles.headings["sante"], restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(group)


@pytest.mark.parametrize(
    "grant", [grant_page_right_above, grant_collection_right, grant_model_right, grant_deciding, grant_reading]
)
def test_a_right_of_any_kind_that_one_lacks_keeps_a_group_from_being_given(roles, member_of, grant):
    editor = member_of(EDITORS)
    group = Group.objects.create(name="Neuf")
    assert group.pk in groups_to_give(editor), "it may nothing yet"
    grant(group, roles)
    assert group.pk not in groups_to_give(editor)
    other = member_of(EDITORS)
    other.groups.add(group)
    assert not user_can_change_account(editor, other)


def test_a_right_on_a_page_covers_what_lies_below_it(roles, coordinator):
    group = Group.objects.create(name="Neuf")
    grant_page_right_above(group, roles)
    grant_deciding(group, roles)
    grant_reading(group, roles)
    assert group.pk in groups_to_give(coordinator), "who publishes everywhere decides, and reads, everywhere"


def test_a_permission_given_to_the_account_itself_counts_too(roles, coordinator, member_of):
    stronger = member_of(EDITORS)
    stronger.user_permissions.add(Permission.objects.get(codename="delete_user"))
    assert not user_can_change_account(coordinator, stronger)


def test_a_project_with_screens_of_its_own_is_warned(monkeypatch):
    config = apps.get_app_config("wagtailusers")
    assert check_account_screens() == []
    monkeypatch.setattr(config, "user_viewset", "wagtail.users.views.groups.GroupViewSet")
    assert [found.id for found in check_account_screens()] == ["clairdroit_kb_pages.W001"]


def queries_of_the_list(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(200) as asked:
        assert client.get("/admin/users/").status_code == 200
    return len(asked)


def test_the_list_of_accounts_asks_who_is_within_reach_once_for_all_rows(
    client, coordinator, roles, django_assert_max_num_queries
):
    client.force_login(coordinator)
    client.get("/admin/users/")
    few = queries_of_the_list(client, django_assert_max_num_queries)
    for number in range(15):
        user = User.objects.create_user(f"agent-{number}")
        user.groups.add(Group.objects.get(name=GROUPS[number % len(GROUPS)]))
        team_user(PartnerFactory())
    assert queries_of_the_list(client, django_assert_max_num_queries) <= few + 3
