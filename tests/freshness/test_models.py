import datetime

import pytest
from django.contrib.auth import get_user_model
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Revision

from clairdroit.freshness.enums import ReviewRhythm
from clairdroit.partners_snippets.models import Partner
from tests.partners_snippets.factories import PartnerFactory

TODAY = datetime.date(2026, 11, 23)


@pytest.mark.django_db
class TestDueDate:
    def test_what_nobody_verified_is_stale_at_once(self):
        partner = PartnerFactory()
        assert partner.is_stale
        assert partner.review_due_on is None

    def test_the_rhythm_says_when_it_is_due(self):
        partner = PartnerFactory(verified_at=TODAY, review_months=ReviewRhythm.QUARTERLY)
        assert partner.review_due_on == datetime.date(2027, 2, 23)

    def test_it_is_stale_from_the_due_day_on(self, monkeypatch):
        partner = PartnerFactory(verified_at=datetime.date(2026, 5, 23), review_months=6)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY - datetime.timedelta(days=1))
        assert not partner.is_stale
        monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)
        assert partner.is_stale

    def test_a_stale_record_stays_published(self):
        partner = PartnerFactory(stale=True)
        assert partner.is_stale
        assert Partner.objects.live().overdue().get() == partner


class TestOverdueQuery(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(
        verified_at=st.none() | st.dates(datetime.date(2024, 1, 1), datetime.date(2026, 12, 31)),
        months=st.sampled_from(ReviewRhythm.values),
        on=st.dates(datetime.date(2026, 1, 1), datetime.date(2028, 12, 31)),
    )
    def test_the_query_and_the_property_agree(self, verified_at, months, on):
        partner = PartnerFactory(verified_at=verified_at, review_months=months)
        due = partner.review_due_on is None or partner.review_due_on <= on
        assert Partner.objects.overdue(on).filter(pk=partner.pk).exists() == due
        assert Partner.objects.up_to_date(on).filter(pk=partner.pk).exists() != due


@pytest.mark.django_db
def test_publishing_an_old_draft_does_not_undo_a_verification():
    user = get_user_model().objects.create_superuser("editrice", first_name="Alix", last_name="Essai")
    partner = PartnerFactory(stale=True)
    partner.name = "Nouveau nom"
    revision = partner.save_revision(user=user)
    Partner.objects.filter(pk=partner.pk).update(verified_at=TODAY, verified_by="l’ADIL")
    Revision.objects.get(pk=revision.pk).publish(user=user)
    partner = Partner.objects.get(pk=partner.pk)
    assert partner.name == "Nouveau nom"
    assert (partner.verified_at, partner.verified_by) == (TODAY, "l’ADIL")
