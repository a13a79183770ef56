"""Each setting is declared once, with a default that its own rule takes, and a bad value stops the start in words."""

import re
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from clairdroit.app_settings import NotUnderstoodError, Setting, address, declared, names, text, whole_number, yes_or_no
from clairdroit.app_settings.checks import check_settings
from clairdroit.registries import registered

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "settings.md").read_text()
ROWS = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", PAGE, re.MULTILINE))
# Of those that the reference site takes from the environment, the page says what its production has without them.
OTHERWISE = {
    "CLAIRDROIT_CLIENT_ADDRESS_HEADER",
    "CLAIRDROIT_COMARQUAGE_URL",
    "CLAIRDROIT_DATABASE_POOL",
    "CLAIRDROIT_ENCRYPTION_KEYS",
    "DEFAULT_FROM_EMAIL",
    "SECURE_HSTS_SECONDS",
}
SHORT = "k3JcO-8mXw"
WRONG = {
    "ALLOWED_HOSTS": ["droits.ville.example", ["https://droits.ville.example"], ["droits.ville.example:443"], [""]],
    "CLAIRDROIT_API_REQUESTS_PER_MINUTE": [0, "120", 1.5, True],
    "CLAIRDROIT_AUTHSERV_ID": ["mx ville", 7, "https://mx.ville.example"],
    "CLAIRDROIT_BASE_URL": ["droits.ville.example", "https://", "ftp://droits.ville.example", 1],
    "CLAIRDROIT_CLIENT_ADDRESS_HEADER": ["X Forwarded", 1],
    "CLAIRDROIT_COMARQUAGE_URL": ["a b", "/srv/feed.zip", 3],
    "CLAIRDROIT_COMARQUAGE_VERSIONS": ["3.5", [3.5], [""], ["v3"]],
    "CLAIRDROIT_DATABASE_POOL": [-1, "4"],
    "CLAIRDROIT_DEMO": ["true", 1],
    "CLAIRDROIT_DEPARTEMENT": ["Bas-Rhin", "1", 67],
    "CLAIRDROIT_DETAIL_WAIT_MINUTES": [-1, 21, "5"],
    "CLAIRDROIT_ELASTICSEARCH_PREFIX": ["Droits", "droits_ville", "-a"],
    "CLAIRDROIT_ELASTICSEARCH_URL": ["search:9200", "http://", "http://search:many", 9200],
    "CLAIRDROIT_ENCRYPTION_KEYS": ["dGVzdHMtb25seS1ub3QtYS1zZWNyZXQtMDEyMzQ1Njc=", ["court"], [7]],
    "CLAIRDROIT_IDLE_MINUTES": [4, "60"],
    "CLAIRDROIT_IMAP_DONE_FOLDER": [1, "a\r\nb"],
    "CLAIRDROIT_IMAP_KEEP_DAYS": [0, "30"],
    "CLAIRDROIT_IMAP_URL": ["imap://a:b@imap.ville.example", "imaps://imap.ville.example", 7],
    "CLAIRDROIT_MAILS_PER_ADDRESS": [0, "5"],
    "CLAIRDROIT_MAIL_BACKEND": ["smtp", 1],
    "CLAIRDROIT_MAIL_BACKLOG_MINUTES": [0, "30"],
    "CLAIRDROIT_MAP_TILES_ATTRIBUTION": [1, "a\nb"],
    "CLAIRDROIT_MAP_TILES_URL": ["tiles.ville.example", "https://tiles.ville.example/", 1],
    "CLAIRDROIT_PAGE_STORE_MEGABYTES": [-1, 20_000, "64"],
    "CLAIRDROIT_MAX_DOCUMENT_MB": [0, "20"],
    "CLAIRDROIT_PARTNERS_ASKED": [0, "1"],
    "CLAIRDROIT_PERIODIC_JOBS": [
        ["send_outbox"],
        {"send_outbox": 0},
        {"send_outbox": "3:10"},
        {"send_outbox": "24:00"},
    ],
    "CLAIRDROIT_PROXIES": ["10.1.2.3", ["ville"], [10], 7],
    "CLAIRDROIT_REMIND_AFTER": [0, "2"],
    "CLAIRDROIT_REPLY_ADDRESS": ["reponse", "a+b@ville.example", "A <a@ville.example>", 1],
    "CLAIRDROIT_REPLY_ADDRESS_DAYS": [0, "180"],
    "CLAIRDROIT_RETENTION_DAYS": [{"answered": 0}, {"answerd": 30}, {"spam": "10"}, [30], {"spam": True}],
    "CLAIRDROIT_SECOND_FACTOR_REQUIRED": ["Coordination", [""], [3]],
    "CLAIRDROIT_SESSION_HOURS": [0, "12"],
    "CLAIRDROIT_SILENT_AFTER": [0, "5"],
    "CLAIRDROIT_TELL_CITIZEN_AFTER": [-1, "1"],
    "CLAIRDROIT_VAR_DIR": [7, "/var/lib\n"],
    "CLAIRDROIT_VERIFIER_LABEL": [7, "le\nCCAS"],
    "CLAIRDROIT_WEBHOOK_PATIENCE_DAYS": [0, "3"],
    "CLAIRDROIT_WEBHOOK_TRUSTED_HOSTS": ["metier.ville.lan", [1], ["https://metier.ville.lan"], ["metier:8080"]],
    "CLAIRDROIT_WEB_THREADS": [0, "4"],
    "CLAIRDROIT_WEB_WORKERS": [0, "2"],
    "CLAIRDROIT_WORKER_SILENCE_SECONDS": [0, "180"],
    "DATABASE_URL": ["mysql://localhost/clairdroit", "clairdroit.sqlite3", 1],
    "DEBUG": ["false", 0],
    "DEFAULT_FROM_EMAIL": ["Vos droits en clair", "droits@", "a@b.example\nBcc: c@d.example", 1],
    "EMAIL_URL": [
        "mail.ville.example:587",
        "carrier-pigeon://roof",
        "smtp://mail:many",
        "smtp://mail..ville.example:25",
        "submission://mairie:cl%C3%A9@mail.ville.example:587",
        "submission://mairié:secret@mail.ville.example:587",
        25,
    ],
    "REDIS_URL": ["127.0.0.1:6379", "redis://", "redis://127.0.0.1:many", 6379],
    "SECRET_KEY": [SHORT, "x" * 60],
    "SECRET_KEY_FALLBACKS": [SHORT * 6, [SHORT]],
    "SECURE_HSTS_SECONDS": [-1, "3600"],
    "SECURE_SSL_REDIRECT": ["true", 1],
    "SERVER_EMAIL": ["machine", 1],
}


# What is wrong with an address or a key says the module that reads it.
WITH_A_SENTENCE_OF_THEIR_OWN = {"CLAIRDROIT_ENCRYPTION_KEYS", "CLAIRDROIT_IMAP_URL", "EMAIL_URL"}


def refusals():
    return [found.msg for found in check_settings(None)]


def test_the_start_asks_that_check(settings):
    settings.CLAIRDROIT_REMIND_AFTER = 0
    found = [message.id for message in run_checks()]
    assert found.count("clairdroit_app_settings.E001") == 1


def test_each_setting_has_wrong_values_to_try():
    assert set(WRONG) == declared.keys()


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_stops_the_start_and_is_not_told(settings, name, value):
    assert refusals() == []
    setattr(settings, name, value)
    (refusal,) = refusals()
    assert refusal.startswith(f"{name}: ")
    assert declared[name].expected in refusal or name in WITH_A_SENTENCE_OF_THEIR_OWN


@pytest.mark.parametrize("name", sorted(declared.keys()))
def test_a_default_is_right_by_its_own_rule(name):
    assert declared[name].is_right(declared[name].default)


@pytest.mark.parametrize("name", sorted(each.name for each in declared if each.name.startswith("CLAIRDROIT_")))
def test_a_setting_that_is_not_there_has_its_default(settings, name):
    setattr(settings, name, None)
    assert declared[name]() == declared[name].default
    assert not [said for said in refusals() if said.startswith(f"{name}:")]


@pytest.mark.parametrize("name", sorted(declared.keys()))
def test_the_page_of_settings_tells_its_default(name):
    told, default = ROWS[name], declared[name].default
    if not default or name in OTHERWISE:
        return
    for each in default if isinstance(default, tuple) else (default,):
        assert (str(each).lower() if isinstance(each, bool) else str(each)) in told


def test_a_setting_has_one_owner():
    with pytest.raises(ImproperlyConfigured, match="declared twice"):
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
def test_what_each_kind_takes(kind, right):
    with registered(declared):
        setting: Setting = kind("CLAIRDROIT_ESSAI", right[0])
    assert all(setting.is_right(value) for value in right)


READS = [
    (whole_number, {}, " 7 ", 7, ["seven", "7.5", "0x7", "-1"]),
    (text, {}, " le CCAS ", "le CCAS", ["le\nCCAS"]),
    (text, {"pattern": r"\d\d", "parse": str.upper}, "67", "67", ["670"]),
    (names, {}, "Coordination, superusers,", ["Coordination", "superusers"], [",", " , "]),
    (yes_or_no, {}, "False", False, ["perhaps", "2"]),
    (
        address,
        {"schemes": ("redis", "unix"), "expected": "redis://a"},
        "redis://a:1/0",
        "redis://a:1/0",
        ["a", "redis://"],
    ),
    (address, {"schemes": ("redis", "unix"), "expected": "redis://a"}, "unix:///run/r", "unix:///run/r", ["unix://"]),
]


@pytest.mark.parametrize(("kind", "more", "given", "value", "wrong"), READS)
def test_how_each_kind_reads_a_variable(kind, more, given, value, wrong):
    default = {names: (), yes_or_no: True, whole_number: 3}.get(kind, "")
    with registered(declared):
        setting: Setting = kind("CLAIRDROIT_ESSAI", default, **more)
    assert setting.read(given) == value
    assert setting.read(" ") == default
    for each in wrong:
        with pytest.raises(NotUnderstoodError, match=r"^it expects ") as refused:
            setting.read(each)
        # What Python says of it shows the value, which may be a password.
        assert refused.value.__cause__ is None
        assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_what_only_a_settings_file_can_say_no_variable_says():
    with pytest.raises(NotUnderstoodError, match="settings file"):
        declared["CLAIRDROIT_PERIODIC_JOBS"].read("send_outbox=1")


@pytest.mark.parametrize("name", sorted(each.name for each in declared if each.name.startswith("CLAIRDROIT_")))
def test_only_the_module_of_settings_reads_it(name):
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
