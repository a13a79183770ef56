"""The page of all words, and the words explained in articles and official sheets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clairdroit.kb_pages.models import ArticlePage
from tests.comarquage.factories import OfficialSheetFactory
from tests.kb_pages.factories import ArticlePageFactory, TopicPageFactory, stream

from .factories import GlossaryEntryFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/mots-difficiles/"


def test_the_page_lists_what_is_explained_from_a_to_z(client, tree):
    GlossaryEntryFactory(term="État civil")
    GlossaryEntryFactory(term="bailleur", plain_wording="celui qui loue")
    GlossaryEntryFactory(term="proprio", plain_wording="")
    GlossaryEntryFactory(term="brouillon", live=False)
    GlossaryEntryFactory(term="landlord", english=True)
    page = client.get(ADDRESS)
    assert [letter for letter, _entries in page.context["letters"]] == ["B", "E"]
    text = page.content.decode()
    assert "celui qui loue" in text
    assert 'id="mot-etat-civil"' in text
    assert not {"proprio", "brouillon", "landlord"} & set(text.split())


def test_a_language_has_its_own_words_and_else_the_site_s(client, tree):
    GlossaryEntryFactory(term="bailleur")
    assert '<dl class="glossary" lang="fr">' in client.get(f"/en{ADDRESS}").content.decode()
    GlossaryEntryFactory(term="landlord", english=True)
    text = client.get(f"/en{ADDRESS}").content.decode()
    assert "landlord" in text
    assert ">bailleur<" not in text


def test_an_empty_glossary_says_so_and_the_number_of_words_costs_nothing(client, tree):
    assert "Aucun mot" in client.get(ADDRESS).content.decode()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(ADDRESS)
        return len(captured)

    GlossaryEntryFactory()
    with_one = queries()
    GlossaryEntryFactory.create_batch(10)
    assert queries() == with_one


def test_every_page_leads_there(client, tree):
    assert f'href="{ADDRESS}"' in client.get("/").content.decode()


def test_an_article_explains_the_words_of_its_body_once(client, tree):
    GlossaryEntryFactory(acronym=True)
    topic = TopicPageFactory(parent=tree.headings["logement"], title="Le RSA")
    body = stream(ArticlePage, ("paragraph", "<p>Le RSA. <a href='https://x.example'>RSA</a> et RSA.</p>"))
    article = ArticlePageFactory(parent=topic, title="Le RSA", summary="Le RSA aide.", body=body)
    text = client.get(article.get_url()).content.decode()
    assert text.count('class="hard-word"') == 1
    assert "revenu de solidarité active" in text
    assert "glossary/glossary.css" in text


def test_a_page_with_many_words_costs_as_much_as_with_one(client, tree):
    topic = TopicPageFactory(parent=tree.headings["logement"])
    entries = GlossaryEntryFactory.create_batch(20)

    def queries(number):
        words = " ".join(entry.term for entry in entries[:number])
        body = stream(ArticlePage, ("paragraph", f"<p>{words}</p>"))
        article = ArticlePageFactory(parent=topic, body=body)
        client.get(article.get_url())
        with CaptureQueriesContext(connection) as captured:
            text = client.get(article.get_url()).content.decode()
        assert text.count('class="hard-word"') == number
        return len(captured)

    assert queries(1) == queries(20)


def test_an_official_sheet_explains_words_in_french_in_every_language(client, tree):
    GlossaryEntryFactory(acronym=True)
    OfficialSheetFactory(sheet_id="F1", body="<Texte><Paragraphe>Le RSA aide.</Paragraphe></Texte>")
    for address in ("/fiches/F1/", "/en/fiches/F1/"):
        assert client.get(address).content.decode().count('class="hard-word"') == 1
