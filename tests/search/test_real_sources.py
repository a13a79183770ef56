"""What the apps register, with their real models: the index holds what is public, when it is, and nothing private."""

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction, Site

from clairdroit.comarquage.enums import SheetKind
from clairdroit.search import indexing
from clairdroit.search.models import SearchDocument, SearchTerm
from tests.comarquage.factories import OfficialSheetFactory
from tests.kb_pages.factories import (
    ArticlePageFactory,
    EventPageFactory,
    HeadingPageFactory,
    HomePageFactory,
    NewsPageFactory,
    TopicPageFactory,
)
from tests.partners_snippets.factories import PartnerFactory, PlaceFactory, PrivateContactFactory
from tests.territories.factories import DepartementFactory

pytestmark = pytest.mark.django_db

PRIVATE = [
    "Zoé Confidentielle",
    "confidentielle",
    "01 99 00 77 77",
    "zoe@privee.invalid",
    "Sonner deux fois",
    "equipe@interne.invalid",
    "9 rue Cachée",
    "cache",
    "48.8123",
    "2.1987",
]


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def topic(site_of_pages):
    return site_of_pages["topic"]


@pytest.fixture
def site_of_pages(db):
    home = HomePageFactory()
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    heading = HeadingPageFactory(parent=home)
    return {"home": home, "heading": heading, "topic": TopicPageFactory(parent=heading)}


def indexed(kind):
    return sorted(SearchDocument.objects.live().filter(kind=kind).values_list("title", flat=True))


def secretive_partner(**more):
    partner = PartnerFactory(name="Foyer du Parc", headings=["logement"], **more)
    PlaceFactory(
        partner=partner, secret=True, street="9 rue Cachée", latitude=48.8123, longitude=2.1987, label="Accueil"
    )
    PrivateContactFactory(
        partner=partner,
        name="Zoé Confidentielle",
        phone="01 99 00 77 77",
        email="zoe@privee.invalid",
        notes="Sonner deux fois",
    )
    partner.save()
    return partner


def test_every_kind_of_public_thing_is_found_once(site_of_pages, topic, commit):
    with commit():
        ArticlePageFactory(parent=topic, title="Payer son loyer")
        NewsPageFactory(parent=site_of_pages["home"], title="Nouvelle aide")
        EventPageFactory(parent=site_of_pages["home"], title="Atelier du jeudi")
        PartnerFactory(name="CCAS de Versailles")
        OfficialSheetFactory(title="Dépôt de garantie")
    assert indexed("article") == ["Payer son loyer"]
    assert indexed("news") == ["Nouvelle aide"]
    assert indexed("event") == ["Atelier du jeudi"]
    assert indexed("partner") == ["CCAS de Versailles"]
    assert indexed("sheet") == ["Dépôt de garantie"]


def test_an_article_is_found_while_it_is_published(topic, commit):
    with commit():
        article = ArticlePageFactory(parent=topic, title="Payer son loyer", live=False)
    assert indexed("article") == []
    with commit():
        article.save_revision().publish()
    assert indexed("article") == ["Payer son loyer"]
    with commit():
        article.title = "Brouillon du loyer"
        article.save_revision()
    assert indexed("article") == ["Payer son loyer"]
    with commit():
        article.get_latest_revision().publish()
    assert indexed("article") == ["Brouillon du loyer"]
    with commit():
        article.refresh_from_db()
        article.unpublish()
    assert indexed("article") == []
    with commit():
        article.save_revision().publish()
        article.delete()
    assert indexed("article") == []


def test_an_article_says_for_whom_and_where_it_holds(topic, commit):
    with commit():
        article = ArticlePageFactory(parent=topic, title="Aide au loyer", audience="Étudiants de la ville")
        article.territories.create(departement=DepartementFactory(code="78"))
        article.save_revision().publish()
    row = SearchDocument.objects.get(kind="article")
    assert (row.audience_keys, row.area_codes) == (" etudiants ", " departement-78 ")


def test_the_words_of_a_new_article_are_known_at_once_and_forgotten_with_it(topic, commit):
    with commit():
        article = ArticlePageFactory(parent=topic, title="Le xylophone")
    assert SearchTerm.objects.get(shelf="content", term="xylophon").documents == 1
    assert SearchTerm.objects.get(shelf="content", term="xylophon").word == "xylophone"
    with commit():
        article.delete()
    assert not SearchTerm.objects.filter(term="xylophon").exists()


def test_counts_kept_by_refreshes_are_those_of_a_whole_count(site_of_pages, topic, commit):
    with commit():
        article = ArticlePageFactory(parent=topic, title="Payer son loyer")
        other = ArticlePageFactory(parent=topic, title="Demander un loyer plus bas")
        secretive_partner()
    with commit():
        article.title = "Payer son gaz"
        article.save_revision().publish()
    with commit():
        other.unpublish()
    kept = set(SearchTerm.objects.values_list("shelf", "term", "documents"))
    indexing.count_terms()
    assert kept == set(SearchTerm.objects.values_list("shelf", "term", "documents"))


def test_a_moved_heading_takes_the_addresses_of_its_articles_along(site_of_pages, topic, commit):
    with commit():
        ArticlePageFactory(parent=topic, slug="payer")
    with commit():
        heading = site_of_pages["heading"]
        heading.slug = "mon-toit"
        heading.save_revision().publish()
    assert SearchDocument.objects.get(kind="article").url_path.startswith("/mon-toit/")


def test_pages_closed_to_the_public_leave_and_come_back(site_of_pages, topic, commit):
    with commit():
        ArticlePageFactory(parent=topic, title="Payer son loyer")
    with commit():
        closed = PageViewRestriction.objects.create(page=site_of_pages["heading"], restriction_type="login")
    assert indexed("article") == []
    with commit():
        closed.delete()
    assert indexed("article") == ["Payer son loyer"]


def test_a_partner_is_found_while_it_is_public(commit):
    with commit():
        partner = PartnerFactory(name="CCAS de Versailles", live=False)
    assert indexed("partner") == []
    with commit():
        partner.save_revision().publish()
    assert indexed("partner") == ["CCAS de Versailles"]
    with commit():
        partner.refresh_from_db()
        partner.unpublish()
    assert indexed("partner") == []


def test_a_withdrawn_sheet_is_not_found(commit):
    with commit():
        OfficialSheetFactory(is_withdrawn=True)
        kept = OfficialSheetFactory(title="Dépôt de garantie")
    assert indexed("sheet") == ["Dépôt de garantie"]
    with commit():
        kept.delete()
    assert indexed("sheet") == []


def test_a_form_is_found_as_such_whether_or_not_it_stands_in_a_dossier(commit):
    with commit():
        OfficialSheetFactory(title="Dépôt de garantie")
        OfficialSheetFactory(title="Formulaire : demande de logement", is_form=True, dossier=None)
        OfficialSheetFactory(title="Se loger", kind=SheetKind.DOSSIER)
    assert indexed("sheet") == ["Dépôt de garantie"]
    assert indexed("service") == ["Formulaire : demande de logement"]


def test_what_a_text_refers_to_is_named_as_it_is_found(commit):
    text = (
        "<Texte><Paragraphe>Le <LienInterne LienPublication='R11'>formulaire</LienInterne> et le "
        "<LienInterne LienPublication='F12'>bail</LienInterne>.</Paragraphe></Texte>"
    )
    with commit():
        OfficialSheetFactory(body=text)
    assert SearchDocument.objects.get(kind="sheet").cites == "service:R11 sheet:F12"


def test_the_passages_of_a_sheet_are_kept_apart(commit):
    body = (
        "<Texte><Chapitre><Titre><Paragraphe>Montant</Paragraphe></Titre><Paragraphe>Un mois de "
        "<MiseEnEvidence>loyer</MiseEnEvidence>, sans charges</Paragraphe></Chapitre></Texte>"
    )
    with commit():
        OfficialSheetFactory(body=body)
    assert SearchDocument.objects.get(kind="sheet").body == "Montant\nUn mois de loyer, sans charges"


def stored_values():
    """Everything that the search keeps, column by column, terms of the index included."""
    for row in [*SearchDocument.objects.values(), *SearchTerm.objects.values()]:
        yield from (str(value) for value in row.values() if value not in (None, ""))


@pytest.mark.parametrize("way", ["saved", "rebuilt"])
def test_no_private_value_is_anywhere_in_the_index(way, commit):
    with commit():
        secretive_partner()
    if way == "rebuilt":
        SearchDocument.objects.all().delete()
        call_command("rebuild_search", verbosity=0)
    assert indexed("partner") == ["Foyer du Parc"]
    everything = "\n".join(stored_values()).lower()
    assert "foyer" in everything
    assert [value for value in PRIVATE if value.lower() in everything] == []


def test_what_was_made_from_a_question_is_an_answer_and_no_article(client, topic, commit):
    with commit():
        ArticlePageFactory(parent=topic, title="Payer son loyer")
        answer = ArticlePageFactory(parent=topic, title="Loyer : qui peut payer ?", answered_on="2026-05-03")
    assert (indexed("article"), indexed("answer")) == (["Payer son loyer"], ["Loyer : qui peut payer ?"])
    shown = client.get("/recherche/", {"q": "loyer"}).content.decode()
    assert "Réponse à une question" in shown
    only_answers = client.get("/recherche/", {"q": "loyer", "type": "answer"}).content.decode()
    assert answer.url in only_answers
    assert "Payer son" not in only_answers.split("search-results")[1]
    with commit():
        answer.unpublish()
    assert indexed("answer") == []
