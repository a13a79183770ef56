"""Articles that nobody should write, and that must be shown all the same."""

import itertools
import json
import re

import pytest
from django.urls import reverse
from lxml import html as lxml_html
from wagtail.test.utils.form_data import querydict_from_html

from clairdroit.kb_pages.models import ArticlePage, ArticleTerritory, EventPage, NewsPage
from clairdroit.territories.models import Departement
from tests.comarquage.factories import OfficialSheetFactory
from tests.partners_snippets.factories import PartnerFactory

from .factories import ArticlePageFactory, EventPageFactory, NewsPageFactory, stream

ATTACK = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>'{{ 7*7 }}</title>"


def read(client, page):
    answer = client.get(page.get_url())
    assert answer.status_code == 200
    return answer.content.decode()


def with_body(topic, *blocks, **fields):
    return ArticlePageFactory(parent=topic, body=stream(ArticlePage, *blocks), **fields)


def dangerous(html):
    """What would run: scripts that are not ours, handlers, addresses of code."""
    tree = lxml_html.fromstring(html)
    scripts = [s for s in tree.iter("script") if not s.get("src") and s.get("type") != "application/ld+json"]
    handlers = [e.tag for e in tree.iter() if any(name.startswith("on") for name in e.attrib)]
    addresses = [a for a in tree.xpath("//@href | //@src") if a.strip().lower().startswith(("javascript:", "data:"))]
    return [s.text for s in scripts if "alert" in (s.text or "")] + handlers + addresses


def in_rich(text):
    return f'<p>ici {text} <a href="javascript:alert(1)">lien</a></p>'


def every_block(text):
    """Each kind of block with `text` in each of its text fields."""
    rich = f"<p>{text}</p>"
    inner = [
        {"type": "paragraph", "value": rich},
        {"type": "steps", "value": {"title": text, "steps": [{"title": text, "text": rich}]}},
        {"type": "checklist", "value": {"title": text, "items": [rich]}},
    ]
    return [
        ("paragraph", rich),
        ("callout", {"kind": "savoir", "text": rich}),
        ("steps", {"title": text, "steps": [{"title": text, "text": rich}]}),
        ("checklist", {"title": text, "items": [rich]}),
        ("cases", {"title": text, "layout": "premier", "cases": [{"title": text, "body": inner}] * 2}),
        (
            "table",
            {
                "caption": text,
                "columns": [{"type": "row_heading", "heading": text}, {"type": "text", "heading": text}],
                "rows": [{"values": [text, text]}],
            },
        ),
        ("amounts", {"title": text, "amounts": [{"label": text, "amount": text}], "valid_from": "2026-01-01"}),
        ("accordion", {"title": "", "items": [{"title": text, "text": rich}]}),
        ("service", {"kind": "formulaire", "title": text, "url": "https://exemple.invalid/", "provider": text}),
        ("legal_references", {"references": [{"label": text, "url": ""}]}),
    ]


def test_no_field_of_an_article_can_carry_a_script(client, topic):
    plain = [block for block in every_block(ATTACK) if block[0] not in {"paragraph", "callout"}]
    article = with_body(topic, *plain, title=ATTACK, summary=ATTACK, audience=ATTACK)
    article.tags.add(ATTACK[:90])
    article.save()
    html = read(client, article)
    # Rich text is HTML in the database: what keeps it harmless is the editor, tried below.
    without_rich = re.sub(r"<p><script>alert\(1\)</script>.*?</p>", "", html, flags=re.S)
    assert "{{ 7*7 }}" in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<title>" + "&lt;script&gt;" in html
    assert dangerous(without_rich) == []
    json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])


@pytest.mark.parametrize("make", [NewsPageFactory, EventPageFactory])
def test_no_field_of_news_and_events_can_carry_a_script(client, tree, make):
    index = tree.news_index if make is NewsPageFactory else tree.event_index
    more = {} if make is NewsPageFactory else {"place_name": ATTACK, "address": ATTACK, "conditions": ATTACK}
    page = make(parent=index, title=ATTACK, summary=ATTACK, **more)
    for shown in (page, index, tree.home):
        assert dangerous(read(client, shown)) == [], shown


def test_rich_text_posted_by_hand_loses_its_scripts(client, admin_user, topic):
    """The editor's field keeps only the kinds of content that it offers, whatever is posted."""
    article = with_body(topic)
    client.force_login(admin_user)
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    form = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form").dict()
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}
    content = {
        "entityMap": {"0": entity},
        "blocks": [
            {
                "key": "a",
                "text": "<script>alert(1)</script>",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"offset": 0, "length": 25, "key": 0}],
            }
        ],
    }
    form |= {
        "body-count": "1",
        "body-0-type": "paragraph",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-value": json.dumps(content),
        "action-publish": "action-publish",
    }
    assert client.post(address, form).status_code == 302
    client.logout()
    html = read(client, article)
    assert "&lt;script&gt;alert(1)" in html
    assert dangerous(html) == []


def test_blocks_that_a_draft_left_empty_can_be_previewed(client, admin_user, topic):
    empty = [
        ("paragraph", ""),
        ("callout", {"kind": None, "text": ""}),
        ("steps", {"title": "", "steps": []}),
        ("checklist", {"title": "", "items": []}),
        ("cases", {"title": "", "layout": "fermes", "cases": []}),
        ("table", None),
        ("amounts", {"title": "", "amounts": [], "valid_from": None, "valid_until": None}),
        ("accordion", {"title": "", "items": []}),
        ("partners", {"title": "", "partners": [None]}),
        ("official_sheets", {"title": "", "sheets": [None]}),
        ("service", {"kind": None, "title": "", "url": ""}),
        ("legal_references", {"references": []}),
    ]
    assert {kind for kind, _ in empty} == set(ArticlePage.body.field.stream_block.child_blocks)
    article = with_body(topic, *empty, live=False)
    article.save_revision()
    client.force_login(admin_user)
    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[article.pk]))
    assert answer.status_code == 200
    assert "None" not in re.search(r"<article.*?</article>", answer.content.decode(), re.S)[0]


def test_a_table_of_twenty_columns_scrolls_in_its_own_box(client, topic):
    columns = [{"type": "text", "heading": f"Colonne {number}"} for number in range(20)]
    rows = [{"values": [f"{row}-{column}" for column in range(20)]} for row in range(30)]
    html = read(client, with_body(topic, ("table", {"caption": "", "columns": columns, "rows": rows})))
    assert '<div class="table-scroll" tabindex="0" role="region" aria-label="Tableau">' in html
    assert html.count("<th scope") == 20
    assert html.count("<td>") == 600


def test_a_tables_numbers_are_written_as_in_french_with_all_their_decimals(client, topic):
    table = {
        "caption": "Prix",
        "columns": [{"type": "number", "heading": "€"}, {"type": "rich_text", "heading": "Où"}],
        "rows": [{"values": ["12345.675", '<p><a href="/sante/">Santé</a></p>']}, {"values": [None, ""]}],
    }
    html = read(client, with_body(topic, ("table", table))).replace("\u202f", "\u00a0")
    assert "<td>12\u00a0345,675</td>" in html
    assert "<td></td>" in html


def test_two_hundred_cases_and_a_paragraph_of_ten_thousand_words_are_all_there(client, topic):
    cases = [
        {"title": f"Cas {number}", "body": [{"type": "paragraph", "value": f"<p>Règle {number}.</p>"}]}
        for number in range(200)
    ]
    words = " ".join(f"mot{number}" for number in range(10_000))
    article = with_body(
        topic,
        ("cases", {"title": "", "layout": "fermes", "cases": cases}),
        ("paragraph", f"<p>{words}</p>"),
    )
    html = read(client, article)
    assert html.count("<details") >= 200
    assert "Règle 199." in html
    assert "mot9999" in html


def test_headings_stay_in_order_inside_a_case(client, topic):
    inner = [
        {"type": "steps", "value": {"title": "Étapes", "steps": [{"title": "Une", "text": ""}]}},
        {"type": "checklist", "value": {"title": "Papiers", "items": ["<p>Un bail</p>"]}},
        {"type": "paragraph", "value": "<h4>Titre</h4><p>Texte.</p>"},
    ]
    cases = [{"title": "Un cas", "body": inner}] * 2
    article = with_body(topic, ("cases", {"title": "", "layout": "fermes", "cases": cases}))
    prose = re.search(r'<div class="prose article-body">.*?</article>', read(client, article), re.S)[0]
    levels = [int(level) for level in re.findall(r"<h([1-6])", prose)]
    assert levels == [2, 3, 4, 4, 4, 3, 4, 4, 4]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_text_from_right_to_left_is_kept_as_it_is(client, topic):
    words = "حقوقك في السكن"
    html = read(client, with_body(topic, ("paragraph", f"<p>{words}</p>"), title=words, summary=words))
    assert f"<h1>{words}</h1>" in html
    assert html.count(words) >= 3


def test_a_deleted_partner_and_a_deleted_sheet_leave_the_rest_of_the_article(client, topic):
    partner, other, sheet = PartnerFactory(name="Parti"), PartnerFactory(name="Resté"), OfficialSheetFactory()
    article = with_body(
        topic,
        ("partners", {"title": "", "partners": [partner.pk, other.pk]}),
        ("official_sheets", {"title": "", "sheets": [sheet.pk]}),
        ("paragraph", "<p>Le reste.</p>"),
    )
    partner.delete()
    sheet.delete()
    html = read(client, article)
    assert "Parti<" not in html
    assert "Resté" in html
    assert "Le reste." in html


def test_an_article_whose_only_partner_is_deleted_can_still_be_edited(client, admin_user, topic):
    partner = PartnerFactory()
    article = with_body(topic, ("partners", {"title": "", "partners": [partner.pk]}))
    partner.delete()
    client.force_login(admin_user)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).status_code == 200


def test_a_revision_that_names_a_territory_that_is_gone_can_still_be_opened(client, admin_user, topic):
    gone = Departement.objects.create(code="99", name="Disparu", region_code="11", region_name="x")
    article = with_body(topic)
    article.territories.add(ArticleTerritory(departement=gone))
    article.save()
    article.save_revision()
    gone.delete()
    client.force_login(admin_user)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).status_code == 200
    assert ArticlePage.objects.get(pk=article.pk).latest_revision.as_object().title == article.title


def test_every_page_type_with_a_body_offers_no_raw_html():
    for model in (ArticlePage, NewsPage, EventPage):
        names = {type(block).__name__ for block in model.body.field.stream_block.child_blocks.values()}
        assert not names & {"RawHTMLBlock", "EmbedBlock"}
