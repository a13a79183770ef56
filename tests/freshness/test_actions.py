import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import transaction
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry

from clairdroit.freshness.actions import VERIFY_LOG_ACTION, VerifyError, mark_verified
from clairdroit.freshness.signals import verified
from clairdroit.kb_pages.models import ArticlePage
from tests.partners_snippets.factories import PartnerFactory

TODAY = datetime.date(2026, 11, 23)
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return get_user_model().objects.create_superuser("direction", first_name="Dominique", last_name="Essai")


@pytest.fixture
def visitor():
    return get_user_model().objects.create_user("passage")


def article(**values):
    root = Page.objects.get(depth=1)
    return root.add_child(instance=ArticlePage(title="Payer son loyer", summary="Prévenez vite.", **values))


def test_verifying_writes_who_and_when_and_logs_it(admin):
    partner = PartnerFactory(stale=True)
    mark_verified(partner, user=admin, on=TODAY, label="l’ADIL")
    partner.refresh_from_db()
    assert (partner.verified_at, partner.verified_by, partner.verified_by_user) == (TODAY, "l’ADIL", admin)
    entry = ModelLogEntry.objects.get(action=VERIFY_LOG_ACTION)
    assert entry.user == admin
    assert entry.data == {"on": "2026-11-23", "by": "l’ADIL"}


def test_without_a_label_readers_see_the_name_and_never_the_login(admin, settings):
    partner = PartnerFactory()
    mark_verified(partner, user=admin)
    assert partner.verified_by == "Dominique Essai"
    admin.first_name = admin.last_name = ""
    mark_verified(partner, user=admin)
    assert partner.verified_by == ""
    settings.CLAIRDROIT_VERIFIER_LABEL = "le CCAS"
    mark_verified(partner, user=admin)
    assert partner.verified_by == "le CCAS"


def test_verifying_changes_no_text_and_makes_no_revision(admin):
    page = article()
    before = page.last_published_at, page.latest_revision_created_at, page.revisions.count()
    mark_verified(page, user=admin)
    page.refresh_from_db()
    assert (page.last_published_at, page.latest_revision_created_at, page.revisions.count()) == before
    assert PageLogEntry.objects.filter(action=VERIFY_LOG_ACTION, page=page).count() == 1


def test_all_languages_are_verified_at_once(admin):
    page = article()
    english = page.copy_for_translation(Locale.objects.get_or_create(language_code="en")[0], copy_parents=True)
    mark_verified(page, user=admin, on=TODAY)
    english.refresh_from_db()
    assert english.verified_at == TODAY


def test_who_may_not_edit_may_not_verify(visitor):
    partner = PartnerFactory(stale=True)
    for thing in (partner, article()):
        with pytest.raises(VerifyError):
            mark_verified(thing, user=visitor)
    partner.refresh_from_db()
    assert partner.is_stale
    assert not ModelLogEntry.objects.filter(action=VERIFY_LOG_ACTION).exists()


def test_the_right_to_change_the_model_is_enough(visitor):
    visitor.user_permissions.add(Permission.objects.get(codename="change_partner"))
    partner = PartnerFactory()
    mark_verified(partner, user=get_user_model().objects.get(pk=visitor.pk))
    assert not partner.is_stale


def test_a_model_may_let_its_own_people_verify(visitor, monkeypatch):
    partner = PartnerFactory()
    monkeypatch.setattr(type(partner), "can_be_verified_by", lambda self, user: user == visitor, raising=False)
    mark_verified(partner, user=visitor)
    assert not partner.is_stale


def test_others_hear_of_it_only_once_it_is_committed(admin, django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, instance, **kwargs):
        heard.append(instance.pk)

    verified.connect(listen)
    try:
        partner = PartnerFactory()
        with django_capture_on_commit_callbacks(execute=True):
            mark_verified(partner, user=admin)
            assert heard == []
        assert heard == [partner.pk]
        with transaction.atomic():
            mark_verified(partner, user=admin, on=TODAY)
            transaction.set_rollback(True)
        assert heard == [partner.pk]
    finally:
        verified.disconnect(listen)
