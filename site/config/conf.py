"""Settings of the reference site itself: docs/settings.md lists them. Each app has its own `conf.py`."""

import re
from collections.abc import Sequence
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import dj_database_url
import dj_email_url

from clairdroit.app_settings import ONE_LINE, Setting, address, names, split_at_commas, whole_number, yes_or_no

LEAST_SECRET = 50


def is_secret(value: Any) -> bool:
    return isinstance(value, str) and len(value) >= LEAST_SECRET and len(set(value)) >= 5


def _are_secrets(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(map(is_secret, value))


def _is_database(value: Any) -> bool:
    if value == "":
        return True
    try:
        engine = str(dj_database_url.parse(value).get("ENGINE")) if isinstance(value, str) else ""
    except (ValueError, dj_database_url.ParseError):
        return False
    return engine.endswith(("sqlite3", "postgresql"))


def _is_mail_server(value: Any) -> bool:
    """Raises a sentence of its own for what smtplib cannot write: it knows names and passwords in ASCII alone."""
    try:
        server = dj_email_url.parse(value) if isinstance(value, str) and value else {}
        str(server.get("EMAIL_HOST") or "").encode("idna")
    except ValueError:
        return False
    login = (server.get("EMAIL_HOST_USER"), server.get("EMAIL_HOST_PASSWORD"))
    if not all(str(each or "").isascii() for each in login):
        raise ValueError("it expects a user and a password without accents: no mail could leave with these.")
    return value == "" or bool(server.get("EMAIL_BACKEND"))


def _is_mail_address(value: Any) -> bool:
    """With or without a name before it."""
    if not isinstance(value, str) or re.search(r"[\x00-\x1f\x7f]", value):
        return False
    mailbox, _, domain = parseaddr(value)[1].rpartition("@")
    return not value or bool(mailbox and domain)


# --- Who the site is, and where it keeps its files ---

secret_key = Setting(
    "SECRET_KEY",
    "",
    f"at least {LEAST_SECRET} random characters. "
    "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'",
    lambda value: value == "" or is_secret(value),
    str,
)
# Links in mails that left under a former one go on working. What is shorter is part of a key that had a comma in it.
secret_key_fallbacks: Setting[Sequence[str]] = Setting(
    "SECRET_KEY_FALLBACKS",
    [],
    f"a list of former values of SECRET_KEY, each of at least {LEAST_SECRET} characters",
    _are_secrets,
    split_at_commas,
    f"former values of SECRET_KEY, separated by commas, each of at least {LEAST_SECRET} characters",
)
allowed_hosts = names(
    "ALLOWED_HOSTS",
    of="the site’s host names",
    example=("droits.ville.example",),
    # Django's own two signs included: ".ville.example" for all below it, "*" for any.
    pattern=r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\]",
)
base_url = address(
    "CLAIRDROIT_BASE_URL",
    "http://127.0.0.1:8000",
    schemes=("http", "https"),
    expected="the site’s address, which mails link to: https://droits.ville.example",
)
# Empty: var/ beside the code.
var_dir: Setting[str | Path] = Setting(
    "CLAIRDROIT_VAR_DIR",
    "",
    "a folder that the site may write to: /var/lib/clairdroit",
    lambda value: isinstance(value, str | Path) and re.fullmatch(ONE_LINE, str(value)) is not None,
    str,
)
debug = yes_or_no("DEBUG", False)
secure_ssl_redirect = yes_or_no("SECURE_SSL_REDIRECT", True)
# A year.
secure_hsts_seconds = whole_number("SECURE_HSTS_SECONDS", 31_536_000)
max_document_mb = whole_number("CLAIRDROIT_MAX_DOCUMENT_MB", 20, least=1)

# --- What it works with ---

# Empty: a SQLite file in CLAIRDROIT_VAR_DIR.
database_url = Setting(
    "DATABASE_URL", "", "sqlite:///path/to/file or postgres://user:password@host:5432/name", _is_database, str
)
web_workers = whole_number("CLAIRDROIT_WEB_WORKERS", 2, least=1)
web_threads = whole_number("CLAIRDROIT_WEB_THREADS", 4, least=1)
# How many connections to PostgreSQL each process that answers requests keeps; 0: a new one for each request.
database_pool = whole_number("CLAIRDROIT_DATABASE_POOL", 4)
# Empty: the database keeps the cache.
redis_url = address("REDIS_URL", schemes=("redis", "rediss", "unix"), expected="redis://host:6379/0")
# Empty: mails are written to files.
email_url = Setting(
    "EMAIL_URL", "", "submission://user:password@host:587 (TLS) or smtp://host:25", _is_mail_server, str
)
default_from_email = Setting(
    "DEFAULT_FROM_EMAIL",
    "Vos droits en clair <ne-pas-repondre@clairdroit.invalid>",
    "an e-mail address: Vos droits en clair <droits@ville.example>",
    _is_mail_address,
    str,
)
# Empty: the same.
server_email = Setting("SERVER_EMAIL", "", "an e-mail address: machine@ville.example", _is_mail_address, str)


# --- What runs by itself ---


def _are_jobs(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(command, str)
        and (
            (isinstance(when, int) and not isinstance(when, bool) and when >= 1)
            or (isinstance(when, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", when))
        )
        for command, when in value.items()
    )


# Commands that the clock hands to the worker, every so many minutes, or each day at a time of TIME_ZONE.
periodic_jobs: Setting[dict[str, int | str]] = Setting(
    "CLAIRDROIT_PERIODIC_JOBS",
    {},
    'commands with whole numbers of minutes, or with times: {"send_outbox": 1, "clearsessions": "03:10"}',
    _are_jobs,
)
worker_silence_seconds = whole_number("CLAIRDROIT_WORKER_SILENCE_SECONDS", 180, least=1)
