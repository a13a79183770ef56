"""The page tree: home, headings, topics, articles, information pages, and the identity of the site."""

import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from clairdroit.freshness.actions import mark_verified
from clairdroit.kb_pages.actions import Tree
from clairdroit.kb_pages.models import ArticlePage, InformationPage, SiteIdentity, TopicPage
from clairdroit.partners_snippets.models import Partner
from clairdroit.taxonomy.enums import Heading
from demo.loader import content
from demo.loader.blocks import BodyBuilder, same_body
from demo.loader.progress import Loading

OWNERS = {Heading.LOGEMENT: "editeur-logement"}
IDENTITY_FIELDS = (
    "site_name",
    "town",
    "tagline",
    "contact_email",
    "contact_phone",
    "contact_address",
    "answer_delay_days",
    "publisher",
    "host",
    "data_protection_email",
)


def load_pages(tree: Tree, partners: dict[str, Partner], loading: Loading) -> BodyBuilder:
    """Pages first, bodies afterwards: a text may link to an article that comes later."""
    write(tree.home, home_fields("home"), loading)
    articles: dict[str, ArticlePage] = {}
    for key in Heading.values:
        articles |= _heading(tree, key, loading)
    builder = BodyBuilder(
        page_ids={slug: page.pk for slug, page in articles.items()},
        partner_ids={key: partner.pk for key, partner in partners.items()},
    )
    for slug, text in _article_texts().items():
        _write_article(articles[slug], text, builder, loading)
    return builder


def home_fields(name: str) -> dict[str, str]:
    text = content.read(name)
    return {
        "headline": text["headline"],
        "intro": text["introduction"],
        "search_examples": "\n".join(text["search_examples"]),
    }


def _article_texts() -> content.Texts:
    return {slug: text for key in Heading.values for slug, text in content.articles_of(key).items()}


def _heading(tree: Tree, key: str, loading: Loading) -> dict[str, ArticlePage]:
    """The heading's own words, its topics, and its articles: new ones stay empty drafts until they have a body."""
    text = content.read(f"headings/{key}")
    heading = tree.headings[key]
    fields = {"title": text["title"], "examples": text["examples"], "intro": text["introduction"]}
    write(heading, fields, loading)
    owner = loading.users[OWNERS.get(Heading(key), "coordination")]
    articles = {}
    for topic_text in text["topics"]:
        topic = add_child(heading, TopicPage, topic_text["slug"], {"title": topic_text["title"]}, loading, owner)
        write(topic, {"title": topic_text["title"], "summary": topic_text["introduction"]}, loading)
        for slug, article in content.articles_of(key).items():
            if article["topic"] == topic_text["slug"]:
                first = {"title": article["title"], "summary": article["summary"]}
                articles[slug] = add_child(topic, ArticlePage, slug, first, loading, owner)
    return articles


def _write_article(page: ArticlePage, text: dict[str, Any], builder: BodyBuilder, loading: Loading) -> None:
    fields = {name: text[name] for name in ("title", "summary", "audience", "review_months")}
    write(page, fields, loading, body=builder.body(text["body"]), tags=text["tags"])
    if page.verified_at is None:
        day = timezone.localdate() - datetime.timedelta(days=text["verified_days_ago"])
        mark_verified(page, user=loading.admin, on=day, label=text["verified_by"])


def load_information(tree: Tree, builder: BodyBuilder, loading: Loading) -> None:
    identity = SiteIdentity.for_site(tree.site)
    text = content.read("site")
    if not (loading.keep and identity.town):
        for name in IDENTITY_FIELDS:
            setattr(identity, name, text[name])
    for name, page_text in content.read_folder("pages").items():
        fields = {"title": page_text["title"], "summary": page_text["summary"]}
        page = add_child(tree.home, InformationPage, name, fields, loading, loading.admin)
        write(page, fields, loading, body=builder.body(page_text["body"]))
        if role := page_text.get("role"):
            setattr(identity, role, page.page_ptr)
    identity.save()


def add_child(parent: Page, model: type[Page], slug: str, fields: dict[str, Any], loading: Loading, owner: Any) -> Any:
    """The child with this address, made as a draft when it is missing."""
    existing = model.objects.child_of(parent).filter(slug=slug).first()
    if existing is not None:
        return existing
    return parent.add_child(instance=model(slug=slug, locale=parent.locale, owner=owner, live=False, **fields))


def write(
    page: Any,
    fields: dict[str, Any],
    loading: Loading,
    *,
    body: list[dict[str, Any]] | None = None,
    tags: list[str] | None = None,
) -> None:
    """Give a page these words and publish it, unless it has them already or someone's words are kept."""
    is_new = not page.first_published_at
    # `load_demo --keep`: an editor's words are worth more than ours.
    if loading.keep and not is_new:
        return
    changed = {name: value for name, value in fields.items() if getattr(page, name) != value}
    new_body = body is not None and not same_body(page.body.stream_block, page.body, body)
    # Loading twice makes no second revision.
    if not (is_new or changed or new_body):
        return
    for name, value in changed.items():
        setattr(page, name, value)
    if body is not None and new_body:
        page.body = page.body.stream_block.to_python(body)
    if tags is not None:
        page.tags.set(tags)
    page.save_revision(user=loading.admin).publish(user=loading.admin)
    page.refresh_from_db()
    loading.count("pages")
