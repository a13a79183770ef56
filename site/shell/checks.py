"""What a host project can forget without an error at its start: lines of docs/installing.md that would fail late."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.middleware.locale import LocaleMiddleware
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.module_loading import import_string

SEE = "See docs/installing.md."

# Apps whose templates, tags or addresses one of ours uses, and which of ours does.
NEEDED_APPS = {
    "clairdroit.admin_lists": "clairdroit.mail",
    "clairdroit.encryption": "clairdroit.questions",
    "clairdroit.freshness": "clairdroit.partners_snippets",
    "django.contrib.humanize": "clairdroit.freshness",
    "wagtail.contrib.settings": "clairdroit.kb_pages",
    "wagtail.contrib.typed_table_block": "clairdroit.kb_pages",
    "wagtail_localize": "clairdroit.kb_pages",
    "wagtail_localize.locales": "clairdroit.kb_pages",
    "wagtail_modeladmin": "clairdroit.mail",
}
# Which of our apps fills each; without its values the templates show less, and say nothing.
PROCESSORS = {
    "django.template.context_processors.i18n": "clairdroit.shell",
    "clairdroit.shell.context_processors.site_shell": "clairdroit.shell",
    "clairdroit.territories.context_processors.reader_place": "clairdroit.territories",
    "wagtail.contrib.settings.context_processors.settings": "clairdroit.kb_pages",
}
# One address of each app that has some.
ADDRESSES = {
    "clairdroit.territories": ("choose_commune",),
    "clairdroit.glossary": ("words",),
    "clairdroit.partners_snippets": ("directory",),
    "clairdroit.comarquage": ("index",),
    "clairdroit.kb_pages": ("file", "agenda/agenda.ics"),
    "clairdroit.questions": ("ask",),
    "clairdroit.search": ("results",),
}


def check_apps(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"{user} needs '{needed}'.",
            hint=f"Add '{needed}' to INSTALLED_APPS. {SEE}",
            id="clairdroit_shell.E001",
        )
        for needed, user in NEEDED_APPS.items()
        if apps.is_installed(user) and not apps.is_installed(needed)
    ]


def check_addresses(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The addresses of {app} lead nowhere.",
            hint=f"Include '{app}.urls' in ROOT_URLCONF, before wagtail.urls, which takes whatever follows it. {SEE}",
            id="clairdroit_shell.E002",
        )
        for app, (name, *parts) in ADDRESSES.items()
        if apps.is_installed(app) and not _is_reached(f"{app.replace('.', '_')}:{name}", parts)
    ]


def check_context_processors(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    present = {
        path
        for engine in engines.all()
        if isinstance(engine, DjangoTemplates)
        for path in engine.engine.context_processors
    }
    return [
        Warning(
            f"The templates of {app} need the context processor '{path}'.",
            hint=f"Add it to OPTIONS of TEMPLATES. {SEE}",
            id="clairdroit_shell.W003",
        )
        for path, app in PROCESSORS.items()
        if apps.is_installed(app) and path not in present
    ]


def check_languages(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    languages = dict(settings.LANGUAGES)
    if settings.LANGUAGE_CODE not in languages:
        # Django's own check lets its default, "en-us", pass.
        found.append(
            Error(
                f"LANGUAGE_CODE '{settings.LANGUAGE_CODE}' is none of LANGUAGES: the home page redirects to itself.",
                hint=f"Set LANGUAGE_CODE = 'fr'. {SEE}",
                id="clairdroit_shell.E004",
            )
        )
    if len(languages) < 2:
        return found
    if not any(_is_locale_middleware(path) for path in settings.MIDDLEWARE):
        found.append(
            Warning(
                "Without LocaleMiddleware every address answers in LANGUAGE_CODE.",
                hint=f"Add 'django.middleware.locale.LocaleMiddleware' to MIDDLEWARE, before CommonMiddleware. {SEE}",
                id="clairdroit_shell.W005",
            )
        )
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        found.append(
            Warning(
                "Pages cannot be translated.",
                hint=f"Set WAGTAIL_I18N_ENABLED = True. {SEE}",
                id="clairdroit_shell.W006",
            )
        )
    return found


def _is_reached(name: str, parts: list[str]) -> bool:
    try:
        # Both ways: an address that is made, but caught by wagtail.urls before ours, leads elsewhere.
        return resolve(reverse(name, args=parts)).view_name == name
    except (NoReverseMatch, Resolver404):
        return False


def _is_locale_middleware(path: str) -> bool:
    found = import_string(path)
    return isinstance(found, type) and issubclass(found, LocaleMiddleware)
