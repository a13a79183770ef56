"""Wagtail's date picker leaves what is typed alone: only the server says what is no date."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django_filters.fields import DateRangeField
from wagtail.admin.telepath import JSContext
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput
from wagtail.blocks import DateBlock, DateTimeBlock, TimeBlock

from clairdroit.kb_pages.models import NewsPage

WIDGETS = [AdminDateInput, AdminDateTimeInput, AdminTimeInput]


@pytest.mark.parametrize("widget", WIDGETS)
def test_a_field_of_a_form_is_left_alone(widget):
    context = widget().get_context("day", None, {})
    config = json.loads(context["widget"]["config_json"])
    assert config["validateOnBlur"] is False
    assert config["format"]


@pytest.mark.parametrize("block", [DateBlock, DateTimeBlock, TimeBlock])
def test_a_field_of_a_block_is_left_alone(block):
    assert '"validateOnBlur": false' in json.dumps(JSContext().pack(block(name="day")))


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["31/02/2026", "29/02/2027", "32/01/2026", "12/13/2026", "demain", "3 mars"])
def test_the_server_refuses_what_is_no_day(typed):
    with translation.override("fr"):
        field = NewsPage.get_edit_handler().get_form_class()(instance=NewsPage()).fields["date"]
        with pytest.raises(ValidationError, match="Saisissez une date valide"):
            field.clean(typed)


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("name", ["wagtailadmin_reports:site_history", "wagtailadmin_reports:aging_pages"])
def test_a_list_answers_to_the_first_and_the_last_day_of_all(admin_client, name, day):
    address = reverse(name)
    for query in (
        f"timestamp_from={day}&timestamp_to={day}",
        f"last_published_at_from={day}&last_published_at_to={day}",
    ):
        assert admin_client.get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize("days", [("0001-01-01", ""), ("", "9999-12-31")])
def test_such_a_day_is_refused_in_words(days):
    with translation.override("fr"), pytest.raises(ValidationError, match="Saisissez une date valide"):
        DateRangeField(required=False).clean(days)
