"""What the search holds of the page tree. Loaded by the search alone."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction

from clairdroit.kb_pages.dates import when
from clairdroit.kb_pages.models import ArticlePage, EventPage, InformationPage, NewsPage, TopicPage
from clairdroit.kb_pages.models.articles import TaggedArticle
from clairdroit.kb_pages.models.base import SitePage
from clairdroit.kb_pages.new_articles import topics_open_to
from clairdroit.kb_pages.translating.reading import original_of
from clairdroit.search.api import Document, SearchSource, sources, writers
from clairdroit.taxonomy.publics import publics_named

RICH_TITLE = re.compile(r"<h[2-6][^>]*>(.*?)</h[2-6]>", re.S)


def live_pages(model: type[SitePage]) -> Callable[[], QuerySet]:
    return lambda: model.objects.live().public().filter(alias_of=None).select_related("locale")


def to_document(page: SitePage, **more: Any) -> Document | None:
    parts = page.get_url_parts()
    # Under no site's root, or on one without an address: nobody could open it.
    if parts is None or parts[2] is None:
        return None
    body = getattr(page, "body", None)
    published = page.last_published_at or page.first_published_at
    original = original_of(page) if page.locale.language_code != settings.LANGUAGE_CODE else None
    values: dict[str, Any] = {
        "title": page.title,
        "url_path": parts[2],
        "summary": page.lead,
        "chapters": " ".join(titles(body.raw_data)) if body else "",
        "body": "\n".join(body.stream_block.get_searchable_content(body)) if body else "",
        "heading_keys": [page.heading_key] if page.heading_key else [],
        "language": page.locale.language_code,
        "is_translated": True,
        "is_local": True,
        "updated_on": timezone.localdate(published) if published else None,
    }
    document = Document(**(values | more))
    if original is None:
        return document
    texts = original.shown_in(f"{document.title}\n{document.summary}\n{document.body}")
    return dataclasses.replace(document, other_language=original.language, other_texts=texts)


def titles(raw: Any) -> Iterator[str]:
    """The titles inside a body, at any depth: fields of that name, and those of rich text."""
    if isinstance(raw, str):
        yield from (strip_tags(title) for title in RICH_TITLE.findall(raw))
    elif isinstance(raw, dict):
        for key, value in raw.items():
            yield from [value] if key == "title" and isinstance(value, str) else titles(value)
    # StreamField's raw data is a sequence of its own class.
    elif isinstance(raw, list | tuple) or hasattr(raw, "__iter__"):
        for value in raw:
            yield from titles(value)


def article_document(article: ArticlePage) -> Document | None:
    return to_document(
        article,
        extra_words=" ".join([article.audience, article.search_description, *article.tags.names()]),
        audience_keys=publics_named(f"{article.title}. {article.audience}"),
        area_codes=[territory.code for territory in article.territories.all()],
        verified_on=article.verified_at,
        verified_by=article.verified_by,
        is_stale=article.is_stale,
    )


def topic_document(topic: TopicPage) -> Document | None:
    return to_document(topic, body=strip_tags(topic.intro))


def news_document(news: NewsPage) -> Document | None:
    return to_document(news, updated_on=news.date)


def event_document(event: EventPage) -> Document | None:
    # The day is indexed in words, in the language of the page.
    with translation.override(event.locale.language_code):
        day = when(event, has_year=True)
    return to_document(
        event,
        extra_words=f"{event.address} {event.conditions}",
        # What a result shows, in words: `happens_on` only tells the search when it is over.
        place=", ".join(part for part in (capfirst(day), event.place_name) if part),
        happens_on=timezone.localdate(event.end),
        latitude=event.latitude,
        longitude=event.longitude,
    )


def pages_below(model: type[SitePage]) -> Callable[[PageViewRestriction], list[int]]:
    """What a restriction of access closes or opens again: a page with all that lies below it."""
    return lambda restriction: list(model.objects.descendant_of(restriction.page, True).values_list("pk", flat=True))


def live_articles() -> QuerySet:
    articles: Any = live_pages(ArticlePage)()
    return articles.not_answers()


def live_answers() -> QuerySet:
    articles: Any = live_pages(ArticlePage)()
    return articles.answers()


@dataclass(frozen=True)
class Kind:
    """`label` and `plural` are the model's, unless a model holds two kinds."""

    key: str
    model: type[SitePage]
    to_document: Callable[[Any], Document | None]
    order: int
    queryset: Callable[[], QuerySet] | None = None
    label: Any = ""
    plural: Any = ""


KINDS = [
    Kind("article", ArticlePage, article_document, 10, queryset=live_articles),
    Kind(
        "answer",
        ArticlePage,
        article_document,
        12,
        queryset=live_answers,
        label=_("answer to a question"),
        plural=_("answers to questions"),
    ),
    Kind("topic", TopicPage, topic_document, 15),
    Kind("news", NewsPage, news_document, 40),
    Kind("event", EventPage, event_document, 50),
    Kind("information", InformationPage, to_document, 60),
]
for kind in KINDS:
    model = kind.model
    sources.register(
        SearchSource(
            kind=kind.key,
            label=kind.label or model._meta.verbose_name,
            plural=kind.plural or model._meta.verbose_name_plural,
            model=model,
            queryset=kind.queryset or live_pages(model),
            to_document=kind.to_document,
            order=kind.order,
            parts=[
                (PageViewRestriction, pages_below(model)),
                *([(TaggedArticle, lambda item: [item.content_object_id])] if model is ArticlePage else []),
            ],
        )
    )


def writing_url(user: Any) -> str:
    return reverse("clairdroit_kb_pages_write") if topics_open_to(user).exists() else ""


writers.register(writing_url)
