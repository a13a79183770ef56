"""Settings come from the environment; a bad value stops the start with one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "k3JcO-8mXw_q2ZtV7bN1yRfP5sLdH9uAeGiTzCxWvBnMoQpEr4S6",
    "ALLOWED_HOSTS": "droits.example.org",
    "CLAIRDROIT_BASE_URL": "https://droits.example.org",
}


def manage(*arguments, tmp_path, **variables):
    names = ("PATH", "HOME", "LANG", "SSL_CERT_FILE")
    environment = {name: os.environ[name] for name in names if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment | {"CLAIRDROIT_VAR_DIR": str(tmp_path)} | variables,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_deployment_check_is_clean_in_production(tmp_path):
    result = manage("check", "--deploy", "--fail-level", "INFO", tmp_path=tmp_path, **PRODUCTION)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://localhost/clairdroit"),
        ("DATABASE_URL", "not an address"),
        ("REDIS_URL", "localhost:6379"),
        ("ELASTICSEARCH_URL", "localhost:9200"),
        ("EMAIL_URL", "carrier-pigeon://roof"),
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", ""),
        ("CLAIRDROIT_BASE_URL", "http://droits.example.org"),
        ("SECURE_HSTS_SECONDS", "a year"),
        ("CLAIRDROIT_DEMO", "perhaps"),
        ("REDIS_URL", "redis://127.0.0.1:many"),
        ("DEFAULT_FROM_EMAIL", "Vos droits en clair"),
        ("SERVER_EMAIL", "nobody"),
        ("CLAIRDROIT_BASE_URL", "https://"),
        ("CLAIRDROIT_PARTNERS_ASKED", "0"),
        ("CLAIRDROIT_CLIENT_ADDRESS_HEADER", "X Forwarded For"),
        ("CLAIRDROIT_MAP_TILES_URL", "tiles.example.org"),
        ("DATABASE_URL", "sqlite:////proc/nowhere/site.sqlite3"),
        ("SECURE_SSL_REDIRECT", "perhaps"),
    ],
)
def test_a_bad_value_stops_the_start_with_a_sentence_that_names_it(name, value, tmp_path):
    result = manage("check", tmp_path=tmp_path, **PRODUCTION | {name: value})
    assert result.returncode != 0
    assert result.stderr.startswith(f"{name}: ")
    assert "expects" in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("value", ["smtp://user:secret@mail.example.org:25", "submission://mail.example.org:587"])
def test_a_mail_server_is_one_address(value, tmp_path):
    result = manage(
        "shell",
        "-c",
        "from django.conf import settings as s; b = s.POST_OFFICE['BACKENDS']; print(b['default'], s.EMAIL_HOST)",
        tmp_path=tmp_path,
        EMAIL_URL=value,
        **PRODUCTION,
    )
    assert "smtp.EmailBackend mail.example.org" in result.stdout


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
