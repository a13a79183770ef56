"""What an editor reads before something is deleted, and what stays to be done after."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.html import escape, strip_tags
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page

from clairdroit.glossary.explaining import Explained, Explainer
from clairdroit.glossary.models import GlossaryEntry
from clairdroit.kb_pages.models.base import SitePage
from clairdroit.kb_pages.withdrawing.links import (
    leading,
    live_translations,
    naming,
    snippets_naming,
    with_addresses,
    with_all_below,
)
from clairdroit.kb_pages.withdrawing.telling import tell_of_addresses, tell_of_links, tell_of_translations, ticked


def what_shows(model: type[Model], usage_url: str, user: Any) -> dict[str, Any] | None:
    """Of what Wagtail asks about, named as its screens name it: by the model and the address of its usage."""
    thing = _thing(model, usage_url)
    if thing is None:
        return None
    if isinstance(thing, GlossaryEntry):
        return {"is_word": True, "pages": with_addresses(pages_explaining(thing), user)}
    if isinstance(thing, Page):
        gone = with_all_below([thing])
        return {"is_page": True, "pages": leading(gone, user), "naming": naming(gone, user)}
    return {"pages": leading([thing], user)}


def _thing(model: type[Model], usage_url: str) -> Model | None:
    try:
        found = resolve(urlsplit(usage_url).path)
    except Resolver404:
        return None
    key = next(iter((*found.args, *found.kwargs.values())), None)
    return model._default_manager.filter(pk=unquote(str(key))).first() if key is not None else None


def pages_explaining(entry: GlossaryEntry) -> list[Page]:
    """Live pages in whose text the word stands. Reads every page of its language, for one question."""
    if not GlossaryEntry.objects.live().in_place().filter(pk=entry.pk).exists():
        return []
    # The very explainer of the pages, with this one word: what it marks is what readers would lose.
    words = Explainer([Explained(entry.pk, entry.term, entry.stands_for, entry.plain_wording, entry.explanation)])
    pages = Page.objects.live().filter(locale__language_code=entry.locale.language_code, alias_of=None)
    found = []
    for page in pages.select_related("locale").order_by("path").specific():
        text = "\n".join(f"<p>{escape(part)}</p>" for part in _texts(page)) if isinstance(page, SitePage) else ""
        if words.explain(text, page.locale.language_code) != text:
            found.append(page)
    return found


def _texts(page: SitePage) -> list[str]:
    body = getattr(page, "body", None)
    return [strip_tags(text) for text in _strings(body.raw_data)] if body else []


def _strings(raw: Any) -> list[str]:
    if isinstance(raw, str):
        return [raw]
    values = raw.values() if isinstance(raw, dict) else raw if hasattr(raw, "__iter__") else ()
    return [text for value in values for text in _strings(value)]


def note_what_leads_there(request: HttpRequest, page: Page) -> None:
    """Before: nothing tells it any more once the page is gone."""
    if request.method == "POST":
        gone = [page, *(other for other in live_translations(page) if other.pk in ticked(request))]
        page.led_to_by = leading(with_all_below(gone), request.user)
        page.named_by = snippets_naming(with_all_below(gone))


def delete_translations(request: HttpRequest, page: Page) -> None:
    """What was ticked, but for what the person may not delete."""
    chosen = [other for other in live_translations(page) if other.pk in ticked(request)]
    gone = [other for other in chosen if other.permissions_for_user(request.user).can_delete()]
    for other in gone:
        DeletePageAction(other, user=request.user).execute(skip_permission_checks=True)
    tell_of_translations(request, len(gone))
    tell_of_links(request, len(page.led_to_by))
    tell_of_addresses(request, len(page.named_by))
