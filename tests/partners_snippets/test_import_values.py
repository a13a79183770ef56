"""What sources write into one cell, and what of it is kept."""

import pytest

from clairdroit.partners_snippets.imports import cleaning
from clairdroit.partners_snippets.imports.values import fingerprint


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("www.exemple.fr", "https://www.exemple.fr"),
        ("http://exemple.fr", "http://exemple.fr"),
        ("HTTP://www.exemple.fr", "http://www.exemple.fr"),
        ("Https://exemple.fr/Contact", "https://exemple.fr/Contact"),
        ("http:/exemple.fr", "http://exemple.fr"),
        ("//exemple.fr", "https://exemple.fr"),
        ("exemple.fr ; autre.fr", "https://exemple.fr"),
        ("ftp://exemple.fr", ""),
        ("javascript:alert(1)", ""),
        ("voir la mairie", ""),
    ],
)
def test_a_site_is_kept_as_an_address(written, kept):
    assert cleaning.url(written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ccas@exemple.fr", "ccas@exemple.fr"),
        ("mailto:ccas@exemple.fr", "ccas@exemple.fr"),
        ("MAILTO: ccas@exemple.fr", "ccas@exemple.fr"),
        ("ccas@exemple.fr, mairie@exemple.fr", ""),
        ("ccas@", ""),
    ],
)
def test_a_mailbox_is_kept_as_an_address(written, kept):
    assert cleaning.email(written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("130966038", "01 30 96 60 38"),
        ("+33 (0)1 30 96 60 38", "01 30 96 60 38"),
        ("39 49", "3949"),
        ("115", "115"),
        ("+269 269 61 12 34", "+262 269 61 12 34"),
        ("01.30.96.60.38 / 06", ""),
    ],
)
def test_a_telephone_is_kept_in_one_form(written, kept):
    assert cleaning.phone(written) == kept


@pytest.mark.parametrize("nothing", [None, "", [], False])
def test_nothing_has_no_fingerprint_however_it_is_written(nothing):
    assert fingerprint(nothing) == ""


def test_another_value_has_another_fingerprint():
    assert len({fingerprint(value) for value in ("a", "b", ["a"], True, [48.8, 2.1])}) == 5
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
