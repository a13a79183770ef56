"""A mistyped address is asked about once, and sent as it is when the person says that it is right."""

import pytest

from clairdroit.public_forms.likely_addresses import likely_address


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("marie@gmial.com", "marie@gmail.com"),
        ("marie@gamil.com", "marie@gmail.com"),
        ("marie@gmai.com", "marie@gmail.com"),
        ("marie@gmaill.com", "marie@gmail.com"),
        ("marie@gmail.con", "marie@gmail.com"),
        ("marie@gmail.co", "marie@gmail.com"),
        ("marie@gmail.fr", "marie@gmail.com"),
        ("Marie.D@GMAIL.CMO", "Marie.D@gmail.com"),
        ("marie@hotmial.fr", "marie@hotmail.fr"),
        ("marie@hotmil.com", "marie@hotmail.com"),
        ("marie@yaho.fr", "marie@yahoo.fr"),
        ("marie@orange.f", "marie@orange.fr"),
        ("marie@ornage.fr", "marie@orange.fr"),
        ("marie@laposte.ne", "marie@laposte.net"),
        ("marie@laposte.com", "marie@laposte.net"),
        ("marie@outlok.fr", "marie@outlook.fr"),
        ("marie@wanado.fr", "marie@wanadoo.fr"),
        ("marie@free.ft", "marie@free.fr"),
    ],
)
def test_a_slip_is_found(typed, meant):
    assert likely_address(typed) == meant


@pytest.mark.parametrize(
    "address",
    [
        "marie@gmail.com",
        "marie@hotmail.co.uk",
        "marie@orange.com",
        "marie@laposte.net",
        "marie@email.com",
        "marie@mail.com",
        "marie@ymail.com",
        "marie@live.fr",
        "marie@line.fr",
        "marie@fred.fr",
        "marie@ville.example",
        "marie@orange.ville.fr",
        "marie@free.asso.fr",
        "marie@orangerie.fr",
        "marie@citoyens.example.org",
        "marie",
        "@gmail.com",
        "",
    ],
)
def test_what_may_well_be_right_is_not_asked_about(address):
    assert likely_address(address) == ""
