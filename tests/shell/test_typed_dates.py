"""Wagtail's date picker leaves what is typed alone: only the server says what is no date."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
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
