"""In which texts of this app, and of those below it, a typed address of a page is looked for."""

from django.apps import apps
from wagtail.models import Page

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.kb_pages.withdrawing.addresses import find_addresses_in
from clairdroit.partners_snippets.models import Offer, Partner, Place


def watch_addresses() -> None:
    for model in apps.get_app_config("clairdroit_kb_pages").get_models():
        if issubclass(model, Page):
            find_addresses_in(model)
    for model in (Partner, Offer, Place, GlossaryEntry):
        find_addresses_in(model)
