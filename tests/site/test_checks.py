"""A line of docs/installing.md that a host project forgot is named by `manage.py check`, not found out by visitors."""

import pytest
from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.contrib.staticfiles import finders
from django.core.checks import run_checks
from django.urls import URLResolver, include, path
from wagtail import urls as wagtail_urls

from clairdroit.shell.checks import ADDRESSES, NEEDED_APPS, PROCESSORS
from config import urls as complete

FORGOTTEN = [
    ({"LANGUAGE_CODE": "en-us"}, "clairdroit_shell.E004", "LANGUAGE_CODE"),
    ({"WAGTAIL_I18N_ENABLED": False}, "clairdroit_shell.W006", "WAGTAIL_I18N_ENABLED"),
    ({"TIME_ZONE": "UTC"}, "clairdroit_partners_snippets.W002", "TIME_ZONE"),
    ({"SESAME_MAX_AGE": None}, "clairdroit_questions.W001", "SESAME_MAX_AGE"),
    ({"CLAIRDROIT_ENCRYPTION_KEYS": []}, "clairdroit_encryption.E001", "CLAIRDROIT_ENCRYPTION_KEYS"),
    (
        {"SESSION_SERIALIZER": "django.core.signing.JSONSerializer"},
        "clairdroit_encryption.W002",
        "clairdroit.encryption.sessions.SealedSerializer",
    ),
    (
        {"CLAIRDROIT_MAIL_BACKEND": "clairdroit.mail.backends.OutboxBackend"},
        "clairdroit_mail.E002",
        "CLAIRDROIT_MAIL_BACKEND",
    ),
    ({"CLAIRDROIT_MAIL_BACKEND": "courrier.absent.Backend"}, "clairdroit_mail.E003", "CLAIRDROIT_MAIL_BACKEND"),
]
COUNTING = "clairdroit.public_forms.caches.CountingDatabaseCache"
KEPT_IN_PRODUCTION = [
    (
        {"CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}},
        "clairdroit_public_forms.W002",
        COUNTING,
    ),
    (
        {"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}},
        "clairdroit_public_forms.W001",
        "CACHES",
    ),
    (
        {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"},
        "clairdroit_mail.W002",
        "clairdroit.mail.backends.OutboxBackend",
    ),
    ({"DEFAULT_FROM_EMAIL": "webmaster@localhost"}, "clairdroit_mail.W003", "DEFAULT_FROM_EMAIL"),
    ({"WAGTAILADMIN_BASE_URL": "http://example.com"}, "clairdroit_questions.W004", "WAGTAILADMIN_BASE_URL"),
]
urlpatterns = []  # what one test puts there


def ours(**options):
    return [found for found in run_checks(**options) if found.id.startswith("clairdroit_")]


def assert_named(found, check_id, line):
    assert [one.id for one in found] == [check_id]
    assert line in found[0].hint
    assert "docs/installing.md" in found[0].hint


@pytest.fixture
def production(settings, tmp_path):
    settings.EMAIL_BACKEND = "clairdroit.mail.backends.OutboxBackend"
    settings.CACHES = {"default": {"BACKEND": COUNTING, "LOCATION": "cache"}}
    settings.CLAIRDROIT_VAR_DIR = tmp_path


def test_a_complete_site_hears_nothing(production):
    assert not ours(include_deployment_checks=True)


@pytest.mark.parametrize(("changed", "check_id", "line"), FORGOTTEN)
def test_a_forgotten_setting_is_named(settings, changed, check_id, line):
    for name, value in changed.items():
        setattr(settings, name, value)
    assert_named(ours(), check_id, line)


@pytest.mark.parametrize(("changed", "check_id", "line"), KEPT_IN_PRODUCTION)
def test_a_default_that_production_must_not_keep_is_named_there_alone(settings, production, changed, check_id, line):
    for name, value in changed.items():
        setattr(settings, name, value)
    assert not ours()
    assert_named(ours(include_deployment_checks=True), check_id, line)


@pytest.mark.parametrize(
    ("app", "check_id"),
    [(app, "clairdroit_shell.E001") for app in NEEDED_APPS],
)
def test_a_forgotten_app_is_named(monkeypatch, app, check_id):
    is_installed = apps.is_installed
    monkeypatch.setattr(apps, "is_installed", lambda name: name != app and is_installed(name))
    assert_named([found for found in ours() if found.id.endswith("E001")], check_id, app)


def test_a_site_without_the_template_of_all_pages_is_told_so(monkeypatch):
    monkeypatch.setattr("clairdroit.territories.checks.BASE", "clairdroit/nowhere.html")
    assert_named(ours(), "clairdroit_territories.E001", "clairdroit/nowhere.html")


@pytest.mark.parametrize("app", ["clairdroit.search", "clairdroit.questions"])
def test_what_may_be_left_out_is_not_asked_for(monkeypatch, app):
    is_installed = apps.is_installed
    monkeypatch.setattr(apps, "is_installed", lambda name: name != app and is_installed(name))
    assert not ours()


@pytest.mark.parametrize(
    ("middleware", "check_id"),
    [
        ("config.middleware.AddressLocaleMiddleware", "clairdroit_shell.W005"),
        ("clairdroit.partners_snippets.middleware.OpeningHoursMiddleware", "clairdroit_partners_snippets.W001"),
    ],
)
def test_a_forgotten_middleware_is_named(settings, middleware, check_id):
    settings.MIDDLEWARE = [path for path in settings.MIDDLEWARE if path != middleware]
    assert_named(ours(), check_id, middleware.rpartition(".")[2].removeprefix("Address"))


def names(entry):
    return entry.urlconf_name.__name__ if isinstance(entry, URLResolver) else ""


@pytest.mark.parametrize("processor", PROCESSORS)
def test_a_forgotten_context_processor_is_named(settings, processor):
    (templates,) = settings.TEMPLATES
    kept = [path for path in templates["OPTIONS"]["context_processors"] if path != processor]
    settings.TEMPLATES = [{**templates, "OPTIONS": {"context_processors": kept}}]
    (found,) = ours()
    assert found.id == "clairdroit_shell.W003"
    assert processor in found.msg


# Wagtail's own pattern takes no dot, which all addresses of kb_pages have: their place does not matter.
@pytest.mark.parametrize(
    ("app", "place"),
    [
        *((app, "nowhere") for app in ADDRESSES),
        *((app, "after the pages") for app in ADDRESSES if app != "clairdroit.kb_pages"),
    ],
)
def test_forgotten_addresses_are_named(settings, monkeypatch, app, place):
    missing = [entry for entry in complete.localized if names(entry) == f"{app}.urls"]
    found_first = [entry for entry in complete.localized if entry not in missing]
    last = missing if place == "after the pages" else []
    patterns = i18n_patterns(*found_first, path("", include(wagtail_urls)), *last, prefix_default_language=False)
    monkeypatch.setattr(f"{__name__}.urlpatterns", [*complete.urlpatterns[:-1], *patterns])
    settings.ROOT_URLCONF = __name__
    assert missing
    assert_named(ours(), "clairdroit_shell.E002", f"{app}.urls")


def test_a_map_without_its_files_is_named(monkeypatch):
    monkeypatch.setattr(finders, "find", lambda name: None)
    assert_named(ours(), "clairdroit_partners_snippets.W003", "leaflet")
