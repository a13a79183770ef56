"""Each setting is declared once, with a default that its own rule takes, and a bad value stops the start in words."""

import re
from pathlib import Path

import pytest
from django.core.checks import run_checks

from clairdroit.app_settings import Setting, declared, names, text, whole_number, yes_or_no

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "settings.md").read_text()
ROWS = dict(re.findall(r"^\| `(CLAIRDROIT_\w+)` \| (.+?) \|", PAGE, re.MULTILINE))
# Of those that the reference site takes from the environment, the page says what its production has without them.
OTHERWISE = {"CLAIRDROIT_CLIENT_ADDRESS_HEADER", "CLAIRDROIT_ENCRYPTION_KEYS", "CLAIRDROIT_COMARQUAGE_URL"}
WRONG = {
    "CLAIRDROIT_API_REQUESTS_PER_MINUTE": [0, "120", 1.5, True],
    "CLAIRDROIT_AUTHSERV_ID": ["mx ville", 7, "https://mx.ville.example"],
    "CLAIRDROIT_CLIENT_ADDRESS_HEADER": ["X Forwarded", 1],
    "CLAIRDROIT_COMARQUAGE_URL": ["a b", 3],
    "CLAIRDROIT_COMARQUAGE_VERSIONS": ["3.5", [3.5], [""]],
    "CLAIRDROIT_DEMO": ["true", 1],
    "CLAIRDROIT_DEPARTEMENT": ["Bas-Rhin", "1", 67],
    "CLAIRDROIT_DETAIL_WAIT_MINUTES": [-1, 21, "5"],
    "CLAIRDROIT_ELASTICSEARCH_PREFIX": ["Droits", "droits_ville", "-a"],
    "CLAIRDROIT_IDLE_MINUTES": [0, "60"],
    "CLAIRDROIT_IMAP_DONE_FOLDER": [1],
    "CLAIRDROIT_IMAP_KEEP_DAYS": [0, "30"],
    "CLAIRDROIT_MAILS_PER_ADDRESS": [-1, "5"],
    "CLAIRDROIT_MAIL_BACKEND": ["smtp", 1],
    "CLAIRDROIT_MAIL_BACKLOG_MINUTES": [0, "30"],
    "CLAIRDROIT_MAP_TILES_ATTRIBUTION": [1],
    "CLAIRDROIT_MAP_TILES_URL": ["tiles.ville.example", "https://tiles.ville.example/", 1],
    "CLAIRDROIT_PARTNERS_ASKED": [0, "1"],
    "CLAIRDROIT_PROXIES": ["10.1.2.3", ["ville"], [10], 7],
    "CLAIRDROIT_REMIND_AFTER": [0, "2"],
    "CLAIRDROIT_REPLY_ADDRESS": ["reponse", "a+b@ville.example", "A <a@ville.example>", 1],
    "CLAIRDROIT_REPLY_ADDRESS_DAYS": [0, "180"],
    "CLAIRDROIT_RETENTION_DAYS": [{"answered": 0}, {"answerd": 30}, {"spam": "10"}, [30], {"spam": True}],
    "CLAIRDROIT_SESSION_HOURS": [0, "12"],
    "CLAIRDROIT_SILENT_AFTER": [0, "5"],
    "CLAIRDROIT_TELL_CITIZEN_AFTER": [-1, "1"],
    "CLAIRDROIT_VERIFIER_LABEL": [7],
    "CLAIRDROIT_WEBHOOK_PATIENCE_DAYS": [0, "3"],
    "CLAIRDROIT_WEBHOOK_TRUSTED_HOSTS": ["metier.ville.lan", [1]],
}
# Their apps' own checks have tests of their own.
CHECKED_ELSEWHERE = {
    "CLAIRDROIT_ELASTICSEARCH_URL",
    "CLAIRDROIT_ENCRYPTION_KEYS",
    "CLAIRDROIT_IMAP_URL",
    "CLAIRDROIT_SECOND_FACTOR_REQUIRED",
}


def refusals():
    return [found.msg for found in run_checks() if found.id == "clairdroit_app_settings.E001"]


def test_each_setting_has_wrong_values_to_try():
    assert set(WRONG) | CHECKED_ELSEWHERE == set(declared)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_stops_the_start_and_is_not_told(settings, name, value):
    assert refusals() == []
    setattr(settings, name, value)
    assert refusals() == [f"{name}: it expects {declared[name].expected}."]


@pytest.mark.parametrize("name", sorted(declared))
def test_a_default_is_right_by_its_own_rule(name):
    assert declared[name].is_right(declared[name].default)


@pytest.mark.parametrize("name", sorted(declared))
def test_a_setting_that_is_not_there_has_its_default(settings, name):
    setattr(settings, name, None)
    assert declared[name]() == declared[name].default
    assert not [said for said in refusals() if said.startswith(f"{name}:")]


@pytest.mark.parametrize("name", sorted(declared))
def test_the_page_of_settings_tells_its_default(name):
    told, default = ROWS[name], declared[name].default
    if default in ("", (), {}, False) or name in OTHERWISE:
        return
    for each in default if isinstance(default, tuple) else (default,):
        assert str(each) in told


def test_a_setting_has_one_owner():
    with pytest.raises(ValueError, match="declared twice"):
        whole_number("CLAIRDROIT_DETAIL_WAIT_MINUTES", 5)


@pytest.mark.parametrize(
    ("kind", "right"),
    [
        (whole_number, [0, 7]),
        (text, ["", "mots"]),
        (names, [[], ["a"], ("a", "b")]),
        (yes_or_no, [True, False]),
    ],
)
def test_what_each_kind_takes(monkeypatch, kind, right):
    monkeypatch.setattr("clairdroit.app_settings.declared", {})
    setting: Setting = kind("CLAIRDROIT_ESSAI", right[0])
    assert all(setting.is_right(value) for value in right)


@pytest.mark.parametrize("name", sorted(declared))
def test_only_the_module_of_settings_reads_it(name):
    """The reference site's own settings are attributes of the site's: nobody else declares those."""
    readers = [
        str(path.relative_to(ROOT))
        for path in ROOT.glob("*/**/*.py")
        if not path.relative_to(ROOT).parts[0].startswith(".")
        and path.relative_to(ROOT).parts[0] not in ("tests", "build")
        and path.name != "conf.py"
        and "config/settings" not in str(path)
        and re.search(rf"settings(?:\.|, [\"']){name}\b", path.read_text())
    ]
    assert readers == []


def test_nobody_guesses_the_default_of_a_setting():
    found = [
        str(path.relative_to(ROOT))
        for path in ROOT.glob("*/**/*.py")
        if path.relative_to(ROOT).parts[0] not in ("tests", "build")
        and not path.relative_to(ROOT).parts[0].startswith(".")
        if re.search(r"getattr\(\s*settings,\s*[\"']CLAIRDROIT_", path.read_text())
    ]
    assert found == []
