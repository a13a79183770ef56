"""What development, tests and production share. Values come from the environment: docs/settings.md lists them."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from django.utils.translation import gettext_lazy as _

from clairdroit.mail import conf as mail_conf
from clairdroit.partners_snippets import conf as partners_conf
from clairdroit.search import conf as search_conf
from clairdroit.shell import conf as shell_conf
from clairdroit.sign_in import conf as sign_in_conf
from config import conf, document_kinds, environment
from config.encryption_keys import given_encryption_keys
from config.environment import ENV_FILE, given, given_to_apps, read_file, refuse

BASE_DIR = Path(__file__).resolve().parents[3]
read_file(ENV_FILE)
CLAIRDROIT_VAR_DIR = VAR_DIR = Path(given(conf.var_dir) or BASE_DIR / "var")
try:
    VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
except OSError:
    refuse(conf.var_dir.name, f"{VAR_DIR} cannot be made. It expects {conf.var_dir.expected}.")

# --- Applications ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "clairdroit.shell",
    "clairdroit.sign_in",
    # Clairdroit: each may import from those below it, never from those above; search knows none of them.
    "clairdroit.connections",
    "clairdroit.questions",
    "clairdroit.kb_pages",
    "clairdroit.comarquage",
    "clairdroit.partners_snippets",
    "clairdroit.moderation",
    "clairdroit.glossary",
    "clairdroit.freshness",
    "clairdroit.public_forms",
    "clairdroit.mail",
    "clairdroit.encryption",
    "clairdroit.taxonomy",
    "clairdroit.territories",
    "clairdroit.roles",
    "clairdroit.help_pages",
    "clairdroit.search",
    "clairdroit.page_store",
    "clairdroit.admin_lists",
    "clairdroit.facets",
    "clairdroit.retention",
    "clairdroit.app_settings",
    "wagtail_localize",
    "wagtail_localize.locales",  # replaces wagtail.locales
    "wagtail_modeladmin",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "leaflet",
    "axes",
    "django_otp",
    "django_otp_webauthn",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "config.middleware.RequestIdMiddleware",
    # Around all that may answer by itself: files, redirects, errors.
    "config.content_policy.KeyAddressMiddleware",
    "config.content_policy.ContentPolicyMiddleware",
    "config.middleware.PlainProgramsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.outage.OutageMiddleware",
    "clairdroit.partners_snippets.middleware.OpeningHoursMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.AddressLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "clairdroit.sign_in.middleware.SignInMiddleware",
    "config.bodies.BodyLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "clairdroit.kb_pages.redirects.PlaceRedirectMiddleware",
    "config.middleware.UnwritableMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "config.context_processors.signed_in",
                "clairdroit.shell.context_processors.site_shell",
                "clairdroit.territories.context_processors.reader_place",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# --- Data -------------------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SQLITE_OPTIONS = {
    # Writers wait for each other instead of failing; readers are never blocked (WAL).
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; "
    # What is deleted is written over with zeros, not merely given free.
    "PRAGMA secure_delete=ON;",
}


POSTGRES_POOL = {
    # Longer than a restart of the server takes: whoever asks meanwhile waits, and is answered.
    "timeout": 10,
    # Attempts to reconnect come at growing distances; after so long they begin anew, at short ones.
    "reconnect_timeout": 5,
    "min_size": 1,
}


def database(url: str, *, pool: int | None = None) -> dict:
    """Django's settings for a database address; SQLite gets what several processes on one file need.

    `pool`: how many connections to PostgreSQL the threads of a process share; 0: each request makes its own. None is
    for a process of one thread, which keeps its connection: those of threads that a web server ended would stay open.
    """
    config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    engine = str(config["ENGINE"])
    if engine.endswith("sqlite3"):
        config["OPTIONS"] = {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}
        if config["NAME"] != ":memory:":
            folder = Path(config["NAME"]).parent
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError:
                refuse("DATABASE_URL", f"{folder} cannot be made. It expects a file in a folder you may write to.")
    else:
        config["OPTIONS"] = {"connect_timeout": 5, **config.get("OPTIONS", {})}
        if pool is not None:
            config["CONN_MAX_AGE"] = 0
        if pool:
            config["OPTIONS"]["pool"] = POSTGRES_POOL | {"max_size": pool}
    return config


CLAIRDROIT_WEB_WORKERS = given(conf.web_workers)
CLAIRDROIT_WEB_THREADS = given(conf.web_threads)
# Of each process that answers requests; the worker and the clock, one thread each, keep one connection each.
CLAIRDROIT_DATABASE_POOL = given(conf.database_pool, CLAIRDROIT_WEB_THREADS)
DATABASES = {
    "default": database(
        given(conf.database_url) or f"sqlite:///{VAR_DIR / 'clairdroit.sqlite3'}",
        pool=CLAIRDROIT_DATABASE_POOL if environment.has_many_threads else None,
    )
}
# Wagtail's index there has fields of PostgreSQL alone; as of Django 6 its absence stops every command (postgres.E005).
# Elsewhere it would ask for psycopg.
if str(DATABASES["default"]["ENGINE"]).endswith("postgresql"):
    INSTALLED_APPS.append("django.contrib.postgres")

REDIS_URL = given(conf.redis_url)
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "config.caches.RedisOrMemoryCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
    if REDIS_URL
    # An hour, as long as uses of a form are counted.
    else {
        "BACKEND": "clairdroit.public_forms.caches.CountingDatabaseCache",
        "LOCATION": "clairdroit_cache",
        "TIMEOUT": 3600,
        # Django's 300 would let whoever fills the cache push out the counts of tries and of forms sent.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# The admin's own search; with a server, the database stays ready for when that does not answer.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "clairdroit.search.wagtail_database_backend"}}
if given(search_conf.elasticsearch_url):
    WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "clairdroit.search.wagtail_backend", "FALLBACK": "database"},
        "database": {"BACKEND": "clairdroit.search.wagtail_database_backend"},
    }

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Mail -------------------------------------------------------------------------------------------

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mails"
if mail_server := given(conf.email_url):
    globals().update(
        {name: value for name, value in dj_email_url.parse(mail_server).items() if name.startswith("EMAIL_")}
    )
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = given(conf.default_from_email)
SERVER_EMAIL = given(conf.server_email, DEFAULT_FROM_EMAIL)

# Django's and Wagtail's own mails wait in the outbox too: no page is ever slowed down by a mail server.
DELIVERY_BACKEND, EMAIL_BACKEND = EMAIL_BACKEND, "clairdroit.mail.backends.OutboxBackend"

# --- Languages --------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", _("French")), ("en", _("English"))]
# As people write dates here; a picker that expects 2026-01-31 turns "31/01/2026" into today without a word.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Europe/Paris"
# Those in which French towns are. All of the world's are six hundred, some of which browsers do not know.
WAGTAIL_USER_TIME_ZONES = [
    TIME_ZONE,
    "America/Cayenne",
    "America/Guadeloupe",
    "America/Marigot",
    "America/Martinique",
    "America/Miquelon",
    "America/St_Barthelemy",
    "Indian/Mayotte",
    "Indian/Reunion",
    "Pacific/Gambier",
    "Pacific/Marquesas",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Wallis",
]
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
# A translation begins as a draft: published at once, it would show its French text as English.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# --- Files ------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# For the service's user alone (config.private_files): Django sends them, no other server reads the folder.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- Accounts ---------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "clairdroit.sign_in.passwords.LocalWordsValidator"},
]
LOGIN_URL = "wagtailadmin_login"
AXES_HANDLER = "config.sign_in_pace.PaceHandler"
AXES_LOCKOUT_CALLABLE = "config.sign_in_pace.refusal"
AXES_CLIENT_IP_CALLABLE = "clairdroit.public_forms.client_address.client_address"
# The handler has its own; axes checks this one at the start.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ADMIN = False
SESAME_MAX_AGE = 60 * 60 * 24 * 30
# docs/sign-in.md. Django's own session outlasts ours by a day, so that the next morning's page can say what happened.
SESSION_COOKIE_AGE = (given(sign_in_conf.session_hours) + 24) * 3600
SESSION_SERIALIZER = "clairdroit.encryption.sessions.SealedSerializer"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Forms and Wagtail's scripts carry the token themselves.
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.csrf.failure"

# --- Wagtail ----------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Clairdroit"
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no third-party request from any page, the admin included
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # addresses that survive being read aloud or pasted into a mail
WAGTAILEMBEDS_FINDERS: list = []
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# Asked before a picture is unpacked (config.apps): 40 million points take 240 MB, a telephone's picture has 12 million.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = list(document_kinds.EXTENSIONS)
WAGTAILDOCS_CONTENT_TYPES = document_kinds.CONTENT_TYPES
WAGTAILDOCS_DOCUMENT_FORM_BASE = "config.documents.DocumentForm"
# Through Django, which asks the collection, and never shown in the site's own window.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_MAX_UPLOAD_SIZE = given(conf.max_document_mb) * 1024 * 1024
# Whoever decides is in a group; an administrator is not written to at each submission.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILADMIN_BASE_URL = given(conf.base_url)
# A passkey belongs to the address it was made at; the plain-text one here is the only one that browsers allow it at.
OTP_WEBAUTHN_HELPER_CLASS = "clairdroit.sign_in.passkeys.PasskeyHelper"
OTP_WEBAUTHN_RP_ID_CALLABLE = "clairdroit.sign_in.passkeys.site_domain"
OTP_WEBAUTHN_RP_NAME_CALLABLE = "clairdroit.sign_in.passkeys.shown_name"
OTP_WEBAUTHN_ALLOWED_ORIGINS = [
    WAGTAILADMIN_BASE_URL if WAGTAILADMIN_BASE_URL.startswith("https://") else "http://localhost"
]
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False
TAGGIT_CASE_INSENSITIVE = True
LEAFLET_CONFIG = {"TILES": [], "RESET_VIEW": False}
# What is not a file; config.bodies allows visitors no more than this in all, and fewer fields.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Headers ----------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        # config.content_policy loosens these two on the screens of Wagtail's admin that write some inline.
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list] = {
    name: [] for name in ("camera", "microphone", "payment", "usb", "accelerometer", "gyroscope", "magnetometer")
} | {"geolocation": ["self"]}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# --- Clairdroit: docs/settings.md -------------------------------------------------------------------

# What each app declares in its `conf.py`: name, default, and what a bad value is told.
globals().update(given_to_apps(INSTALLED_APPS))
# What the outbox speaks to the mail server with: EMAIL_URL says it.
CLAIRDROIT_MAIL_BACKEND = DELIVERY_BACKEND
# Development makes a file of its own at the first start, production too where the database lies beside it.
CLAIRDROIT_ENCRYPTION_KEYS = given_encryption_keys(VAR_DIR)
if map_tiles := given(partners_conf.map_tiles_url):
    tiles = urlsplit(map_tiles.replace("{s}", "*"))
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(f"{tiles.scheme}://{tiles.netloc}")
# Management commands that the worker runs: every so many minutes, or each day at a time.
CLAIRDROIT_PERIODIC_JOBS: dict[str, int | str] = {
    "send_outbox": 1,
    "send_webhooks": 1,
    "publish_scheduled": 1,
    "file_unread_mail": 10,
    # Before people come to work; on days that are not worked it does nothing.
    "send_reminders": "06:30",
    "enforce_retention": "02:40",
    "clearsessions": "03:10",
    "forget_sign_ins": "03:15",
    "prune_db_task_results": "03:20",
    # What becomes stale with the days changes no record: once a day the search looks at everything again.
    "rebuild_search": "03:40",
    "forget_searches": "03:30",
}
if given(search_conf.elasticsearch_url):
    CLAIRDROIT_PERIODIC_JOBS |= {"mirror_search": 1, "wagtail_update_index": "04:10"}
if given(mail_conf.imap_url):
    CLAIRDROIT_PERIODIC_JOBS |= {"fetch_mail": 2}
CLAIRDROIT_WORKER_SILENCE_SECONDS = given(conf.worker_silence_seconds)
if given(shell_conf.is_demo):
    INSTALLED_APPS.insert(1, "demo")

from config.logs import logging_config

LOGGING = logging_config(as_json=False)
