"""Who sees what on the board, and who may confirm it: one line per role."""

import datetime

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, ModelLogEntry, Page, PageLogEntry

from clairdroit.freshness import board
from clairdroit.freshness.actions import VERIFY_LOG_ACTION, VerifyError, mark_verified
from clairdroit.freshness.board import count_overdue
from clairdroit.freshness.enums import ReviewRhythm
from clairdroit.freshness.panels import verify_key
from clairdroit.freshness.permissions import user_can_verify
from clairdroit.kb_pages.models import ArticlePage
from clairdroit.partners_snippets.models import Partner
from clairdroit.taxonomy.months import add_months, latest_day_due_by
from tests.partners_snippets.factories import PartnerFactory

pytestmark = pytest.mark.django_db
BOARD = "/admin/freshness/"
VERIFY = "/admin/freshness/verify/"
ROLES = {
    "nobody": ((), ()),
    "writer of own pages": (("add_page",), ()),
    "editor": (("change_page",), ()),
    "publisher": (("publish_page",), ()),
    "partners": ((), ("change_partner",)),
    "partners to read": ((), ("view_partner",)),
    "partners to add": ((), ("add_partner", "delete_partner")),
}


@pytest.fixture
def user_of():
    def make(role, **values):
        page_rights, model_rights = ROLES[role]
        group = Group.objects.create(name=role)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for codename in model_rights:
            group.permissions.add(Permission.objects.get(codename=codename))
        for codename in page_rights:
            right = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
            GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=right)
        user = get_user_model().objects.create_user(role.replace(" ", "-"), **values)
        user.groups.add(group)
        return user

    return make


def article(title="Payer son loyer", **values):
    return Page.objects.get(depth=1).add_child(instance=ArticlePage(title=title, summary="Vite.", **values))


def names(response):
    return [str(row["item"]) for row in response.context["rows"]]


def verified_so_that_due_on(day):
    """Not every rhythm has a day that leads there: none is due on 31 December one month after its verification."""
    for months in ReviewRhythm.values:
        if add_months(verified_at := latest_day_due_by(day, months), months) == day:
            return {"review_months": months, "verified_at": verified_at}
    raise AssertionError(f"nothing can be due on {day}")


@pytest.mark.parametrize(
    ("role", "page_allowed", "partner_allowed"),
    [
        ("nobody", False, False),
        ("writer of own pages", False, False),
        ("editor", True, False),
        ("publisher", False, False),
        ("partners", False, True),
        ("partners to read", False, False),
        ("partners to add", False, False),
    ],
)
def test_what_each_role_may_confirm(user_of, client, role, page_allowed, partner_allowed):
    user = user_of(role)
    page, partner = article(), PartnerFactory(stale=True)
    client.force_login(user)
    for thing, allowed in ((page, page_allowed), (partner, partner_allowed)):
        assert user_can_verify(user, thing) is allowed
        response = client.post(VERIFY, {"item": verify_key(thing)})
        assert response.status_code == 302
        thing.refresh_from_db()
        assert thing.is_stale is not allowed
    logged = PageLogEntry.objects.filter(action=VERIFY_LOG_ACTION).count()
    assert logged == page_allowed
    assert ModelLogEntry.objects.filter(action=VERIFY_LOG_ACTION).count() == partner_allowed


def test_who_adds_pages_may_confirm_her_own(user_of):
    user = user_of("writer of own pages")
    assert user_can_verify(user, article(owner=user))


@pytest.mark.parametrize("role", ["editor", "partners"])
def test_an_account_that_was_closed_may_confirm_nothing(user_of, role):
    user = user_of(role, is_active=False)
    assert not user_can_verify(user, article())
    assert not user_can_verify(user, PartnerFactory())
    assert not user_can_verify(None, PartnerFactory())


def test_a_closed_account_gains_nothing_from_the_models_own_rule(user_of, monkeypatch):
    monkeypatch.setattr(Partner, "can_be_verified_by", lambda self, user: True, raising=False)
    assert not user_can_verify(user_of("nobody", is_active=False), PartnerFactory())


def test_a_model_whose_own_rule_refuses_still_heeds_the_right_to_change(user_of, monkeypatch):
    monkeypatch.setattr(Partner, "can_be_verified_by", lambda self, user: False, raising=False)
    assert user_can_verify(user_of("partners"), PartnerFactory())


def test_a_refusal_names_no_record_in_part(user_of):
    partner = PartnerFactory(stale=True)
    before = partner.verified_at, partner.verified_by
    with pytest.raises(VerifyError, match="Partner"):
        mark_verified(partner, user=user_of("editor"), label="moi")
    assert (partner.verified_at, partner.verified_by) == before


def test_of_several_ticked_one_forbidden_record_confirms_none(user_of, client):
    client.force_login(user_of("partners"))
    partners, page = [PartnerFactory(stale=True), PartnerFactory(stale=True)], article()
    client.post(VERIFY, {"item": [verify_key(thing) for thing in (*partners, page)]})
    assert not Partner.objects.up_to_date().exists()
    assert not ModelLogEntry.objects.filter(action=VERIFY_LOG_ACTION).exists()


def test_of_several_ticked_one_vanished_record_confirms_none(user_of, client):
    client.force_login(user_of("partners"))
    partner, gone = PartnerFactory(stale=True), PartnerFactory()
    keys = [verify_key(partner), verify_key(gone)]
    gone.delete()
    response = client.post(VERIFY, {"item": keys}, follow=True)
    assert "n’existe plus" in response.content.decode()
    partner.refresh_from_db()
    assert partner.is_stale


@pytest.mark.parametrize("key", ["9" * 5000 + "-1", "1-" + "9" * 5000, "²-1", "1-²", "1--1", "\x00-1", "-"])
def test_no_strange_key_breaks_the_page(user_of, client, key):
    client.force_login(user_of("partners"))
    partner = PartnerFactory(stale=True)
    content_type = verify_key(partner).split("-")[0]
    response = client.post(VERIFY, {"item": key.replace("1-", f"{content_type}-", 1)}, follow=True)
    assert response.status_code == 200
    assert not Partner.objects.up_to_date().exists()


def test_confirming_twice_is_no_failure_and_is_logged_twice(user_of, client):
    client.force_login(user_of("partners"))
    partner = PartnerFactory(stale=True)
    for _ in range(2):
        assert client.post(VERIFY, {"item": verify_key(partner)}).status_code == 302
    assert ModelLogEntry.objects.filter(action=VERIFY_LOG_ACTION).count() == 2


def test_a_label_that_is_too_long_confirms_nothing(user_of, client):
    client.force_login(user_of("partners"))
    partner = PartnerFactory(stale=True)
    client.post(VERIFY, {"item": verify_key(partner), "label": "x" * 256})
    partner.refresh_from_db()
    assert partner.is_stale


def test_confirming_one_language_leaves_other_texts_alone(user_of):
    user = user_of("editor")
    page, other = article(), article("Divorcer")
    english = page.copy_for_translation(Locale.objects.get_or_create(language_code="en")[0], copy_parents=True)
    mark_verified(english, user=user)
    page.refresh_from_db()
    other.refresh_from_db()
    assert not page.is_stale
    assert other.is_stale
    assert PageLogEntry.objects.filter(action=VERIFY_LOG_ACTION).count() == 1


class TestBoard:
    def test_an_unpublished_record_is_on_nobodys_list(self, user_of, client):
        user = user_of("editor")
        client.force_login(user)
        article("En ligne")
        article("Retiré", live=False)
        PartnerFactory(draft=True, owner=user)
        assert names(client.get(BOARD, {"state": "all"})) == ["En ligne"]
        assert count_overdue(user) == 1

    def test_a_text_in_two_languages_stands_once_and_one_in_english_alone_stands_too(self, user_of):
        user = user_of("editor")
        english = Locale.objects.get_or_create(language_code="en")[0]
        page = article("Deux langues")
        page.copy_for_translation(english, copy_parents=True, alias=False).get_latest_revision_as_object()
        ArticlePage.objects.filter(locale=english).update(live=True)
        article("English only", locale=english)
        assert sorted(board.items_for(user, ArticlePage).values_list("title", flat=True)) == [
            "Deux langues",
            "English only",
        ]

    def test_only_own_counts_only_own(self, user_of):
        user = user_of("partners")
        PartnerFactory(stale=True)
        PartnerFactory(stale=True, owner=user)
        assert (count_overdue(user), count_overdue(user, only_own=True)) == (2, 1)

    def test_pages_of_fifty_and_beyond_the_last_the_last(self, user_of, client):
        client.force_login(user_of("partners"))
        for number in range(51):
            PartnerFactory(name=f"Partenaire {number:02}", stale=True)
        assert len(names(client.get(BOARD))) == 50
        last = names(client.get(BOARD, {"p": 2}))
        assert len(last) == 1
        assert names(client.get(BOARD, {"p": 99})) == last
        assert client.get(BOARD, {"p": 2}).context["total"] == 51
        assert not set(names(client.get(BOARD))) & set(last)

    # Thirty-one days later it is the 31st after a month of thirty days; thirty days later the 29th of February.
    @pytest.mark.parametrize("today", ["2027-01-15", "2026-11-30", "2028-01-30", "2027-12-31"])
    @pytest.mark.parametrize(("days", "listed"), [(29, True), (30, True), (31, False)])
    def test_soon_is_thirty_days_and_no_more(self, user_of, client, today, days, listed):
        with time_machine.travel(f"{today} 12:00+01:00"):
            client.force_login(user_of("partners"))
            due = timezone.localdate() + datetime.timedelta(days=days)
            partner = PartnerFactory(**verified_so_that_due_on(due))
            assert partner.review_due_on == due
            assert bool(names(client.get(BOARD, {"state": "soon"}))) is listed
            assert names(client.get(BOARD)) == []

    def test_filters_narrow_together(self, user_of, client):
        user = user_of("partners")
        client.force_login(user)
        PartnerFactory(name="ADIL", stale=True, owner=user)
        PartnerFactory(name="ADIL ailleurs", stale=True)
        PartnerFactory(name="CCAS", stale=True, owner=user)
        assert names(client.get(BOARD, {"q": "adil", "mine": "on"})) == ["ADIL"]
        label = "clairdroit_kb_pages.articlepage"
        assert names(client.get(BOARD, {"q": "adil", "kind": label})) == []

    @pytest.mark.parametrize("q", ["%", "_", "\x00", "x" * 101, "' OR 1=1 --"])
    def test_nothing_typed_as_a_name_breaks_the_board(self, user_of, client, q):
        client.force_login(user_of("partners"))
        PartnerFactory(name="ADIL", stale=True)
        response = client.get(BOARD, {"q": q})
        assert response.status_code == 200
        if len(q) == 1 and q != "\x00":
            assert names(response) == []

    def test_the_board_only_reads(self, user_of, client):
        client.force_login(user_of("partners"))
        assert client.post(BOARD).status_code == 405


@pytest.mark.parametrize("months", ReviewRhythm.values)
@pytest.mark.parametrize(
    "on",
    [datetime.date(2026, 2, 28), datetime.date(2028, 2, 29), datetime.date(2026, 3, 31), datetime.date(2026, 4, 30)],
)
def test_at_a_months_end_the_database_and_the_record_agree(monkeypatch, on, months):
    """The days around the limit, which lies differently in short and long months."""
    limit = latest_day_due_by(on, months)
    for shift in (-1, 0, 1, 2):
        PartnerFactory(verified_at=limit + datetime.timedelta(days=shift), review_months=months)
    monkeypatch.setattr(timezone, "localdate", lambda *args: on)
    overdue = set(Partner.objects.overdue(on).values_list("pk", flat=True))
    assert overdue == {partner.pk for partner in Partner.objects.all() if partner.is_stale}
    assert overdue == set(Partner.objects.filter(verified_at__lte=limit).values_list("pk", flat=True))
    assert set(Partner.objects.up_to_date(on).values_list("pk", flat=True)).isdisjoint(overdue)
