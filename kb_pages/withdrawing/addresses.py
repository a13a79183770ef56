"""Addresses of our own pages that somebody typed or pasted into a text, whole or beginning with a stroke.

They are references like links that were chosen: Wagtail's index asks each field of a model for its references
(`extract_references`), and `find_addresses_in` gives that method to fields that have none, or adds to theirs.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import Page, Site

from clairdroit.registries import Registry

# A whole address, with or without its scheme; or a path that follows no word (neither "and/or" nor "01/02/2026").
ADDRESS = re.compile(
    r"""(?:https?:)?//[^\s"'<>]+
    | (?<![\w.:/-]) [\w-]+ (?:\.[\w-]+)* (?::\d+)? /[^\s"'<>]*
    | (?<![\w.:/-]) /[^\s"'<>/][^\s"'<>]*""",
    re.VERBOSE | re.IGNORECASE,
)
# What ends a sentence or a bracket around the address.
BEHIND = ".,;:!?)]}»…\xa0\u202f"
Reference = tuple[type[Page], str, str, str]

# Filled while apps start; the order is that of the board's lines.
searched_models = Registry[type[models.Model]]()


def find_addresses_in(model: type[Any], *names: str) -> None:
    """From the next saving of each row on; `rebuild_references_index` reads those of before."""
    for name in names or [field.name for field in model._meta.local_fields if _holds_text(field)]:
        _find_in(model._meta.get_field(name))
    searched_models.register(model)


def searched_snippets() -> list[type[Any]]:
    """Those with a form of their own in the admin: what stands in their rows below counts as theirs."""
    return [model for model in searched_models if hasattr(model, "snippet_viewset")]


def pages_named_in(texts: Iterable[str]) -> list[int]:
    """Online or not."""
    paths = {path for text in texts for path in _paths_in(text)}
    if not paths:
        return []
    found = set(Page.objects.filter(url_path__in=_in_tree(paths)).values_list("pk", flat=True))
    # An address of before a page was moved or renamed.
    old = {Redirect.normalise_path(path) for path in paths}
    moved = Redirect.objects.filter(old_path__in=old, redirect_page__isnull=False)
    return sorted(found | set(moved.values_list("redirect_page", flat=True)))


def _holds_text(field: Any) -> bool:
    return isinstance(field, models.TextField | models.URLField | StreamField)


def _find_in(field: Any) -> None:
    if getattr(field, "finds_addresses", False):
        return
    # Rich text and streams tell of chosen links by their own: those come first, the typed ones are added.
    own = getattr(field, "extract_references", None)

    def extract_references(value: Any) -> Iterator[Reference]:
        if own is not None:
            yield from own(value)
        for texts, model_path, content_path in _parts(field, value):
            for key in pages_named_in(texts):
                yield Page, str(key), model_path, content_path

    field.extract_references, field.finds_addresses = extract_references, True


def _parts(field: Any, value: Any) -> Iterator[tuple[Iterable[str], str, str]]:
    """Of a stream each block, which the index names."""
    if not isinstance(field, StreamField):
        yield [str(value)], "", "address"
        return
    for block in value:
        yield _strings(block.block.get_prep_value(block.value)), block.block_type, f"{block.id}.address"


def _strings(raw: Any) -> Iterator[str]:
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, dict):
        for each in raw.values():
            yield from _strings(each)
    elif isinstance(raw, list | tuple):
        for each in raw:
            yield from _strings(each)


def _paths_in(text: str) -> Iterator[str]:
    for found in ADDRESS.findall(text):
        address = found.rstrip(BEHIND)
        if not address.lower().startswith(("/", "http:", "https:")):
            address = f"//{address}"
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.netloc and _host(parts.netloc) not in _own_hosts():
            continue
        # Browsers show « é » and copy “%C3%A9”.
        path = unquote(parts.path)
        yield path if path.endswith("/") else f"{path}/"


def _in_tree(paths: Iterable[str]) -> set[str]:
    """As the page tree writes them: each language's pages begin at the root of their own."""
    roots = {}
    for root in Site.get_site_root_paths():
        with translation.override(root.language_code):
            roots[reverse("wagtail_serve", args=("",))] = root.root_path
    found = set()
    for path in paths:
        # The longest: the default language's root "/" begins every path.
        prefix = max((each for each in roots if path.startswith(each)), key=len, default=None)
        if prefix is not None:
            found.add(roots[prefix] + path.removeprefix(prefix))
    return found


def _own_hosts() -> set[str]:
    roots = {urlsplit(root.root_url).netloc for root in Site.get_site_root_paths()}
    return {_host(each) for each in (*roots, urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc) if each}


def _host(netloc: str) -> str:
    # With or without www., a port or a name before an @: the same site for whoever reads the text.
    return netloc.rpartition("@")[2].partition(":")[0].lower().removeprefix("www.")
