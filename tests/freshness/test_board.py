import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils import WagtailTestUtils

from clairdroit.freshness.board import count_overdue, verifiable_models
from clairdroit.freshness.panels import FRESHNESS_PANEL, verify_key
from clairdroit.kb_pages.models import ArticlePage
from clairdroit.partners_snippets.models import Partner
from tests.partners_snippets.factories import PartnerFactory

pytestmark = pytest.mark.django_db
BOARD = "/admin/freshness/"
VERIFY = "/admin/freshness/verify/"


@pytest.fixture
def admin(client):
    user = get_user_model().objects.create_superuser("direction", "direction@essai.invalid", "x")
    client.force_login(user)
    return user


@pytest.fixture
def editor(client):
    """May draft below the root, and enters the admin; no right on partners."""
    group = Group.objects.create(name="Rédaction d’essai")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=change)
    user = get_user_model().objects.create_user("redaction", password="x")
    user.groups.add(group)
    client.force_login(user)
    return user


def article(title="Payer son loyer", **values):
    return Page.objects.get(depth=1).add_child(instance=ArticlePage(title=title, summary="Vite.", **values))


def names(response):
    return [str(row["item"]) for row in response.context["rows"]]


def test_pages_and_partners_stand_in_one_list_the_most_urgent_first(admin, client):
    today = timezone.localdate()
    PartnerFactory(name="Il y a deux ans", verified_at=today - datetime.timedelta(days=730))
    PartnerFactory(name="Exact", verified_at=today)
    article("Jamais vérifié")
    article("Il y a un an", verified_at=today - datetime.timedelta(days=365))
    assert names(client.get(BOARD)) == ["Jamais vérifié", "Il y a deux ans", "Il y a un an"]
    assert count_overdue(admin) == 3


def test_the_rhythm_counts_and_not_the_date_alone(admin, client):
    today = timezone.localdate()
    PartnerFactory(name="Lent", verified_at=today - datetime.timedelta(days=740), review_months=24)
    PartnerFactory(name="Rapide", verified_at=today - datetime.timedelta(days=400), review_months=1)
    assert names(client.get(BOARD)) == ["Rapide", "Lent"]


def test_filters(admin, client):
    today = timezone.localdate()
    PartnerFactory(name="Bientôt", verified_at=today - datetime.timedelta(days=20), review_months=1)
    PartnerFactory(name="Exact", verified_at=today, owner=admin)
    article("Jamais vérifié")
    assert names(client.get(BOARD, {"state": "soon"})) == ["Jamais vérifié", "Bientôt"]
    assert names(client.get(BOARD, {"state": "all"})) == ["Jamais vérifié", "Bientôt", "Exact"]
    assert names(client.get(BOARD, {"state": "all", "mine": "on"})) == ["Exact"]
    assert names(client.get(BOARD, {"state": "all", "q": "bient"})) == ["Bientôt"]
    label = "clairdroit_partners_snippets.partner"
    assert names(client.get(BOARD, {"state": "all", "kind": label})) == ["Bientôt", "Exact"]


def test_wrong_filter_values_are_ignored(admin, client):
    article("Jamais vérifié")
    assert names(client.get(BOARD, {"state": "x", "kind": "auth.user", "p": "-3"})) == ["Jamais vérifié"]


def test_drafts_are_nobodys_stale_text(admin, client):
    PartnerFactory(draft=True)
    assert names(client.get(BOARD)) == []
    assert "Rien à vérifier ici." in client.get(BOARD).content.decode()


def test_an_editor_sees_what_she_may_edit_or_answers_for(editor, client):
    PartnerFactory(name="D’un autre")
    PartnerFactory(name="Le sien", owner=editor)
    article("Article")
    assert sorted(names(client.get(BOARD))) == ["Article", "Le sien"]


def test_the_number_of_queries_does_not_grow_with_the_rows(admin, client, django_assert_max_num_queries):
    PartnerFactory()
    article()
    client.get(BOARD)
    for number in range(12):
        PartnerFactory(owner=admin)
        article(f"Article {number}")
    with django_assert_max_num_queries(30) as few:
        client.get(BOARD)
    for number in range(12):
        PartnerFactory(owner=admin)
        article(f"Autre {number}")
    with django_assert_max_num_queries(len(few)):
        client.get(BOARD)


class TestVerify:
    def test_one_click_confirms_one_line(self, admin, client):
        partner, other = PartnerFactory(stale=True), PartnerFactory(stale=True)
        data = {"only": verify_key(partner), "item": [verify_key(other)], "next": BOARD + "?state=all"}
        response = client.post(VERIFY, data)
        assert response.url == BOARD + "?state=all"
        partner.refresh_from_db()
        other.refresh_from_db()
        assert not partner.is_stale
        assert other.is_stale

    def test_several_at_once_of_different_kinds(self, admin, client):
        things = [PartnerFactory(stale=True), article()]
        response = client.post(VERIFY, {"item": [verify_key(thing) for thing in things]}, follow=True)
        assert "2 contenus sont confirmés" in response.content.decode()
        for thing in things:
            thing.refresh_from_db()
            assert not thing.is_stale

    def test_nothing_ticked_is_said(self, admin, client):
        response = client.post(VERIFY, {}, follow=True)
        assert "Cochez au moins une ligne." in response.content.decode()

    @pytest.mark.parametrize("key", ["x-1", "1", "999999-1", "", "{user}-1"])
    def test_a_record_that_is_none_is_refused(self, admin, client, key):
        user_type = ContentType.objects.get_for_model(get_user_model()).pk
        response = client.post(VERIFY, {"item": [key.format(user=user_type)]}, follow=True)
        assert response.status_code == 200
        assert not Partner.objects.up_to_date().exists()

    def test_all_or_nothing(self, editor, client):
        page, partner = article(), PartnerFactory(stale=True)
        response = client.post(VERIFY, {"item": [verify_key(page), verify_key(partner)]})
        assert response.status_code in (302, 403)
        page.refresh_from_db()
        assert page.is_stale

    def test_a_link_alone_changes_nothing(self, admin, client):
        assert client.get(VERIFY).status_code == 405

    def test_without_an_account_there_is_no_board(self, client):
        assert reverse("wagtailadmin_login") in client.get(BOARD).url
        assert reverse("wagtailadmin_login") in client.post(VERIFY, {"item": "1-1"}).url

    def test_the_way_back_never_leads_elsewhere(self, admin, client):
        partner = PartnerFactory()
        response = client.post(VERIFY, {"item": verify_key(partner), "next": "https://ailleurs.invalid/"})
        assert response.url == BOARD

    def test_the_editors_button_gets_the_new_state_back(self, admin, client):
        partner = PartnerFactory(stale=True)
        response = client.post(VERIFY, {"item": verify_key(partner)}, headers={"X-Clairdroit-Fragment": "1"})
        assert "pill--ok" in response.content.decode()


class TestPanel(WagtailTestUtils):
    def bound(self, user, instance):
        request = RequestFactory().get("/")
        request.user = user
        panel = FRESHNESS_PANEL.bind_to_model(Partner)
        form = panel.get_form_class()(instance=instance, for_user=user)
        return panel.get_bound_panel(instance=instance, request=request, form=form)

    @pytest.fixture(autouse=True)
    def in_french(self):
        with translation.override("fr"):
            yield

    def test_a_saved_record_can_be_confirmed_in_its_editor(self, admin):
        partner = PartnerFactory(stale=True)
        html = self.bound(admin, partner).render_html()
        assert f'data-verify-item="{verify_key(partner)}"' in html
        assert "Toujours exact" in html

    def test_a_new_record_has_nothing_to_confirm(self, admin):
        assert "data-verify-item" not in self.bound(admin, Partner()).render_html()


def test_partners_and_articles_are_on_the_board():
    assert {Partner, ArticlePage} <= set(verifiable_models())


def test_the_home_page_of_the_admin_counts_them(admin, client):
    PartnerFactory(stale=True)
    assert reverse("clairdroit_freshness:board") in client.get(reverse("wagtailadmin_home")).content.decode()
