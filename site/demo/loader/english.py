"""The English side of the town: translations of some French pages, with words of their own."""

from typing import Any

from wagtail.models import Locale, Page

from clairdroit.kb_pages.actions import Tree
from clairdroit.kb_pages.models import ArticlePage, TopicPage
from demo.loader import content
from demo.loader.blocks import BodyBuilder
from demo.loader.pages import home_fields, write
from demo.loader.progress import Loading


def load_english(tree: Tree, builder: BodyBuilder, loading: Loading) -> None:
    """What has no English text stays French only: the reader is led to it, never shown it as English."""
    english, _ = Locale.objects.get_or_create(language_code="en")
    _translated(tree.home, english, {"title": content.read("en/home")["title"]} | home_fields("en/home"), loading)
    for key, french in tree.headings.items():
        text = content.read(f"en/headings/{key}")
        fields = {
            "title": text["title"],
            "slug": text["slug"],
            "examples": text["examples"],
            "intro": text["introduction"],
        }
        _translated(french, english, fields, loading)
        for topic_text in text["topics"]:
            topic = TopicPage.objects.child_of(french).get(slug=topic_text["of"])
            fields = {"title": topic_text["title"], "slug": topic_text["slug"], "summary": topic_text["introduction"]}
            _translated(topic, english, fields, loading)
    for slug, text in content.read_folder("en/articles").items():
        fields = {name: text[name] for name in ("title", "slug", "summary", "audience")}
        article = ArticlePage.objects.get(pk=builder.markup.page_ids[slug])
        _translated(article, english, fields, loading, body=builder.body(text["body"]), tags=text["tags"])


def _translated(page: Page, locale: Locale, fields: dict[str, Any], loading: Loading, **content_fields: Any) -> Any:
    """The page in that language, made from the French one where it is missing."""
    translation = page.get_translation_or_none(locale) or page.copy_for_translation(locale)
    # Read anew: the copy still holds the French page's cached values.
    translation = type(page).objects.get(pk=translation.pk)
    write(translation, fields, loading, **content_fields)
    return translation
