"""Settings come from the environment; a bad value stops the start with one sentence."""

import json
import os
import re
import subprocess
import sys
import zoneinfo

import pytest
from django.conf import settings

from tests.site.managing import PRODUCTION, ROOT, manage


def variables(text):
    return dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))


def test_the_deployment_check_is_clean_in_production(tmp_path):
    result = manage("check", "--deploy", "--fail-level", "INFO", tmp_path=tmp_path, **PRODUCTION)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


# Of each variable of docs/settings.md, what it cannot mean; "" where production cannot do without it.
BAD = {
    "ALLOWED_HOSTS": ["", "https://droits.example.org", ","],
    "CLAIRDROIT_API_REQUESTS_PER_MINUTE": ["0", "many"],
    "CLAIRDROIT_AUTHSERV_ID": ["mx ville"],
    "CLAIRDROIT_BASE_URL": ["http://droits.example.org", "https://", "droits.example.org"],
    "CLAIRDROIT_CLIENT_ADDRESS_HEADER": ["", "X Forwarded For"],
    "CLAIRDROIT_COMARQUAGE_URL": ["/srv/feed.zip"],
    "CLAIRDROIT_COMARQUAGE_VERSIONS": ["v3"],
    "CLAIRDROIT_DATABASE_POOL": ["-1"],
    "CLAIRDROIT_DEMO": ["perhaps", "true"],
    "CLAIRDROIT_DEPARTEMENT": ["Bas-Rhin"],
    "CLAIRDROIT_DETAIL_WAIT_MINUTES": ["21", "-1"],
    "CLAIRDROIT_ELASTICSEARCH_PREFIX": ["Droits_Ville"],
    "CLAIRDROIT_ENCRYPTION_KEYS": ["une phrase", ","],
    "CLAIRDROIT_IDLE_MINUTES": ["4"],
    "CLAIRDROIT_MAILS_PER_ADDRESS": ["0"],
    "CLAIRDROIT_MAIL_BACKLOG_MINUTES": ["0"],
    "CLAIRDROIT_MAP_TILES_ATTRIBUTION": ["a\x07b"],
    "CLAIRDROIT_MAP_TILES_URL": ["tiles.example.org", "https://tiles.example.org/"],
    "CLAIRDROIT_MAX_DOCUMENT_MB": ["0", "20 MB"],
    "CLAIRDROIT_PAGE_STORE_MEGABYTES": ["-1", "20000", "64 MB"],
    "CLAIRDROIT_PARTNERS_ASKED": ["0"],
    "CLAIRDROIT_PROXIES": ["nginx"],
    "CLAIRDROIT_REMIND_AFTER": ["0"],
    "CLAIRDROIT_REPLY_ADDRESS": ["reponse+a@ville.example", "reponse"],
    "CLAIRDROIT_REPLY_ADDRESS_DAYS": ["0"],
    "CLAIRDROIT_RETENTION_DAYS": ["answered=0", "answered", "answerd=30", "spam=ten"],
    "CLAIRDROIT_SECOND_FACTOR_REQUIRED": [",", "a\nb"],
    "CLAIRDROIT_SESSION_HOURS": ["0"],
    "CLAIRDROIT_SILENT_AFTER": ["0"],
    "CLAIRDROIT_TELL_CITIZEN_AFTER": ["-1"],
    "CLAIRDROIT_VAR_DIR": ["/proc/nowhere", "/etc/hostname"],
    "CLAIRDROIT_VERIFIER_LABEL": ["le\nCCAS"],
    "CLAIRDROIT_WEBHOOK_PATIENCE_DAYS": ["0"],
    "CLAIRDROIT_WEBHOOK_TRUSTED_HOSTS": ["https://metier.ville.lan"],
    "CLAIRDROIT_WEB_THREADS": ["0"],
    "CLAIRDROIT_WEB_WORKERS": ["0"],
    "CLAIRDROIT_WORKER_SILENCE_SECONDS": ["0"],
    "DATABASE_URL": ["mysql://localhost/clairdroit", "not an address", "sqlite:////proc/nowhere/site.sqlite3"],
    "DEFAULT_FROM_EMAIL": ["Vos droits en clair"],
    "DJANGO_SETTINGS_MODULE": ["config.settings.prod"],
    "ELASTICSEARCH_URL": ["localhost:9200"],
    "EMAIL_URL": ["", "   ", "carrier-pigeon://roof", "mail.example.org:25", "smtp://u:secr%C3%A9t@m.example:25"],
    "IMAP_DONE_FOLDER": ["a\nb"],
    "IMAP_KEEP_DAYS": ["0"],
    "IMAP_URL": ["imap://reponse:secret@imap.ville.example/INBOX", "imaps://imap.ville.example"],
    "REDIS_URL": ["localhost:6379", "redis://127.0.0.1:many"],
    "SECRET_KEY": ["", "short"],
    "SECRET_KEY_FALLBACKS": ["short"],
    "SECURE_HSTS_SECONDS": ["a year"],
    "SECURE_SSL_REDIRECT": ["perhaps"],
    "SERVER_EMAIL": ["nobody"],
}
# In development alone: production never asks.
DEVELOPMENT = {"DEBUG": ["perhaps"]}
TRIED = [(name, value) for name, values in (BAD | DEVELOPMENT).items() for value in values]
# Settings are read anew for each value, in one process: a start of Python for each would take minutes.
TRY_EACH = """
import json, os, sys
sys.path.insert(0, "site")
from config import environment
kept, said = dict(os.environ), []
for variables in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(kept | variables)
    for name in [name for name in sys.modules if name.startswith("config.settings")]:
        del sys.modules[name]
    try:
        environment.choose_settings_module("config.settings.production")
        __import__(os.environ["DJANGO_SETTINGS_MODULE"])
        said.append("")
    except SystemExit as refused:
        said.append(str(refused))
json.dump(said, sys.stdout)
"""


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """`{(name, value): the sentence that stops the start}`"""
    folder = str(tmp_path_factory.mktemp("var"))
    given = PRODUCTION | {"CLAIRDROIT_VAR_DIR": folder}
    dev = {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    asked = [given | (dev if name in DEVELOPMENT else {}) | {name: value} for name, value in TRIED]
    run = subprocess.run(
        [sys.executable, "-c", TRY_EACH], cwd=ROOT, input=json.dumps([given, *asked]), capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    right, *said = json.loads(run.stdout)
    assert right == ""
    return dict(zip(TRIED, said, strict=True))


def test_each_variable_of_the_page_of_settings_has_bad_values_to_try():
    page = (ROOT / "docs" / "settings.md").read_text().split("## In a settings file")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE)) == set(BAD) | set(DEVELOPMENT)


@pytest.mark.parametrize(("name", "value"), TRIED)
def test_a_bad_value_stops_the_start_with_a_sentence_that_names_it(name, value, refusals):
    sentence = refusals[name, value]
    assert sentence.startswith(f"{name}: ")
    assert "xpects" in sentence
    assert "\n" not in sentence
    assert "secret@" not in sentence


@pytest.mark.parametrize("name", ["DATABASE_URL", "EMAIL_URL", "CLAIRDROIT_REMIND_AFTER"])
def test_a_command_ends_with_that_sentence_and_no_trace(name, tmp_path):
    result = manage("check", tmp_path=tmp_path, **PRODUCTION | {name: "not this"})
    assert result.returncode != 0
    assert result.stderr.startswith(f"{name}: ")
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("value", ["smtp://user:secret@mail.example.org:25", "submission://mail.example.org:587"])
def test_a_mail_server_is_one_address(value, tmp_path):
    result = manage(
        "shell",
        "-c",
        "from django.conf import settings as s; print(s.CLAIRDROIT_MAIL_BACKEND, s.EMAIL_HOST)",
        tmp_path=tmp_path,
        **PRODUCTION | {"EMAIL_URL": value},
    )
    assert "smtp.EmailBackend mail.example.org" in result.stdout


@pytest.mark.parametrize("missing", ["CLAIRDROIT_CLIENT_ADDRESS_HEADER", "EMAIL_URL"])
def test_what_production_needs_is_asked_for_by_the_deployment_check_and_at_the_start(missing, tmp_path):
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    for command in (["check", "--deploy"], ["run_periodic_jobs"]):
        result = manage(*command, tmp_path=tmp_path, **given)
        assert result.returncode != 0
        assert result.stderr.startswith(f"{missing}: it expects")


READ_BACK = (
    "from django.conf import settings as s; "
    "print(repr(s.CLAIRDROIT_CLIENT_ADDRESS_HEADER), s.CLAIRDROIT_PROXIES, s.SECURE_PROXY_SSL_HEADER)"
)


def test_without_a_proxy_nobodys_headers_are_believed(tmp_path):
    given = PRODUCTION | {"CLAIRDROIT_CLIENT_ADDRESS_HEADER": "none"}
    assert manage("shell", "-v0", "-c", READ_BACK, tmp_path=tmp_path, **given).stdout == "'' () None\n"
    refused = manage("check", tmp_path=tmp_path, **given, CLAIRDROIT_PROXIES="10.1.2.3")
    assert refused.stderr.startswith("CLAIRDROIT_PROXIES: ")


def test_the_sample_environment_lacks_nothing_but_its_keys(tmp_path):
    sample = variables((ROOT / ".env.example").read_text())
    assert [name for name, value in sample.items() if not value] == [
        "SECRET_KEY",
        "CLAIRDROIT_ENCRYPTION_KEYS",
        "CLAIRDROIT_PROXIES",
        "POSTGRES_PASSWORD",
    ]
    keys = {
        "SECRET_KEY": PRODUCTION["SECRET_KEY"],
        "CLAIRDROIT_ENCRYPTION_KEYS": "dGVzdHMtb25seS1ub3QtYS1zZWNyZXQtMDEyMzQ1Njc=",
    }
    result = manage("check", "--deploy", "--fail-level", "INFO", tmp_path=tmp_path, **sample | keys)
    assert result.returncode == 0, result.stderr
    documented = (ROOT / "docs" / "settings.md").read_text().split("```")[1]
    assert set(variables(documented)) == set(sample) - {"CLAIRDROIT_PROXIES", "POSTGRES_PASSWORD"}


def test_sqlite_waits_for_writers_and_keeps_foreign_keys(tmp_path):
    result = manage(
        "shell",
        "-c",
        "from django.db import connection as c\n"
        "with c.cursor() as k: print([k.execute(f'PRAGMA {p}').fetchone()[0] for p in"
        " ('journal_mode', 'foreign_keys', 'busy_timeout')])",
        tmp_path=tmp_path,
    )
    assert "['wal', 1, 20000]" in result.stdout


def test_settings_that_do_not_exist_are_one_sentence(tmp_path):
    result = manage("check", tmp_path=tmp_path, DJANGO_SETTINGS_MODULE="config.settings.prod")
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("DJANGO_SETTINGS_MODULE: there is no module 'config.settings.prod'.")


ANSWER_KEYS = "from django.conf import settings as s; print(s.CLAIRDROIT_ENCRYPTION_KEYS)"


def test_the_first_start_makes_the_questions_key_for_this_user_alone_and_the_second_keeps_it(tmp_path):
    first = manage("shell", "-v0", "-c", ANSWER_KEYS, tmp_path=tmp_path, **PRODUCTION)
    file = tmp_path / "encryption-keys"
    assert file.stat().st_mode & 0o777 == 0o600
    [key] = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    assert first.stdout.strip() == f"['{key}']"
    second = manage("shell", "-v0", "-c", ANSWER_KEYS, tmp_path=tmp_path, **PRODUCTION)
    assert second.stdout == first.stdout
    assert [path.name for path in tmp_path.iterdir() if "keys" in path.name] == ["encryption-keys"]


def test_a_database_elsewhere_needs_a_key_that_is_not_in_a_folder_of_this_machine(tmp_path):
    elsewhere = PRODUCTION | {"DATABASE_URL": "postgres://clairdroit@127.0.0.1:1/clairdroit"}
    result = manage("check", tmp_path=tmp_path, **elsewhere)
    assert result.returncode != 0
    assert result.stderr.startswith("CLAIRDROIT_ENCRYPTION_KEYS: it expects the key")
    assert not (tmp_path / "encryption-keys").exists()


@pytest.mark.parametrize(
    ("database", "named"), [("postgres://clairdroit@127.0.0.1:1/clairdroit", "True"), ("sqlite:///:memory:", "False")]
)
def test_on_postgresql_wagtails_index_finds_the_app_of_its_fields(database, named, tmp_path):
    """Django 6 starts no command without it (postgres.E005)."""
    program = "from django.conf import settings as s; print('django.contrib.postgres' in s.INSTALLED_APPS)"
    shown = manage("shell", "-v0", "-c", program, tmp_path=tmp_path, DATABASE_URL=database)
    assert shown.stdout.strip() == named, shown.stderr


def test_an_emptied_file_of_keys_is_no_first_start(tmp_path):
    (tmp_path / "encryption-keys").write_text("# rien\n")
    result = manage("check", tmp_path=tmp_path, **PRODUCTION)
    assert result.returncode != 0
    assert "Put the questions' keys back" in result.stderr


# What a program that starts so runs with, where `.env` is the file that is named first.
STARTS = {
    "manage.py": "import runpy; sys.argv = ['manage.py', 'help']; runpy.run_path('manage.py', run_name='__main__')",
    "wsgi.py": "import config.wsgi",
}


def lines(variables):
    return "".join(f"{name}={value}\n" for name, value in variables.items())


def settings_module_of(start, file, **variables):
    """In a process of its own, as the settings of this one are chosen."""
    program = (
        "import atexit, os, pathlib, sys; sys.path.insert(0, 'site'); from config import environment\n"
        f"environment.ENV_FILE = pathlib.Path({str(file)!r})\n"
        "atexit.register(lambda: print('\\nwith', os.environ['DJANGO_SETTINGS_MODULE']))\n" + STARTS[start]
    )
    kept = {name: text for name, text in os.environ.items() if name in ("PATH", "HOME")}
    own = {"CLAIRDROIT_VAR_DIR": str(file.parent / "var")}
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=kept | own | variables, capture_output=True, text=True
    )
    return result.stdout.rpartition("\nwith ")[2].strip() or result.stderr


@pytest.mark.parametrize("start", STARTS)
def test_the_file_alone_chooses_the_settings_and_the_environment_goes_before_it(tmp_path, start):
    file = tmp_path / ".env"
    file.write_text(lines(PRODUCTION))
    assert settings_module_of(start, file) == "config.settings.production"
    development = {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    assert settings_module_of(start, file, **development) == "config.settings.dev"


def test_without_a_word_the_commands_develop_and_the_server_is_in_production(tmp_path):
    file = tmp_path / ".env"
    file.write_text(lines(PRODUCTION | {"DJANGO_SETTINGS_MODULE": ""}))
    assert settings_module_of("manage.py", file) == "config.settings.dev"
    assert settings_module_of("wsgi.py", file) == "config.settings.production"


def test_the_time_zones_offered_are_those_of_french_towns_and_browsers_know_them():
    """Debian's list has names of files in it, such as "localtime", at which Wagtail's script stops."""
    zones = settings.WAGTAIL_USER_TIME_ZONES
    assert settings.TIME_ZONE in zones
    assert "Indian/Reunion" in zones
    for name in zones:
        assert "/" in name
        zoneinfo.ZoneInfo(name)
