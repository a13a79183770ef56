"""What a reader finds on each page."""

import datetime
import itertools
import re

import pytest
from django.utils import timezone
from wagtail.models import Locale

from clairdroit.kb_pages.models import ArticleTerritory
from clairdroit.territories.models import Commune, Departement
from tests.kb_pages.reading import graph, read

from .factories import (
    ArticlePageFactory,
    EventPageFactory,
    InformationPageFactory,
    NewsPageFactory,
    TopicPageFactory,
    stream,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    departement = Departement.objects.create(code="78", name="Yvelines", region_code="11", region_name="Île-de-France")
    return Commune.objects.create(
        insee="78646",
        name="Versailles",
        slug="versailles",
        search_name="versailles",
        sound="versailles",
        main_postal_code="78000",
        departement=departement,
        latitude=48.8,
        longitude=2.13,
    )


@pytest.fixture
def every_page(tree, article):
    return [
        tree.home,
        tree.headings["logement"],
        article.get_parent().specific,
        article,
        tree.news_index,
        NewsPageFactory(parent=tree.news_index),
        tree.event_index,
        EventPageFactory(parent=tree.event_index),
        InformationPageFactory(parent=tree.home),
    ]


def test_no_page_sets_a_cookie_or_varies_on_one(client, every_page):
    for page in every_page:
        answer = client.get(page.get_url())
        assert answer.status_code == 200, page
        assert not answer.cookies, page
        assert "cookie" not in answer.headers.get("Vary", "").lower(), page
        assert "csrf" not in answer.content.decode().lower(), page


def test_every_page_has_a_title_a_description_an_address_and_one_h1(client, every_page):
    for page in every_page:
        html = read(client, page)
        assert "<title>" in html
        assert f'<link rel="canonical" href="http://testserver{page.get_url()}">' in html, page
        assert html.count("<h1") == 1, page
        assert graph(html)["WebPage"]["url"] == f"http://testserver{page.get_url()}"


def test_every_page_shows_who_helps_and_offers_to_ask(client, every_page):
    for page in every_page:
        html = read(client, page)
        assert 'class="who-helps' in html, page
        assert "/poser-ma-question/" in html, page
        assert "/signaler-une-erreur/" in html, page


def test_headings_never_skip_a_level(client, every_page):
    for page in every_page:
        levels = [int(level) for level in re.findall(r"<h([1-6])", read(client, page))]
        assert levels[0] == 1, page
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), (page, levels)


def test_the_breadcrumb_leads_back_through_the_heading(client, tree, article):
    html = read(client, article)
    crumbs = re.search(r'<nav class="breadcrumb".*?</nav>', html, re.S)[0]
    links = re.findall(r'href="([^"]+)"', crumbs)
    topic = article.get_parent()
    assert links == ["/", tree.headings["logement"].get_url(), topic.get_url()]
    trail = graph(html)["BreadcrumbList"]["itemListElement"]
    assert [item["name"] for item in trail] == ["Accueil", "Mon logement", topic.title, article.title]


def test_the_question_form_is_reached_with_the_heading_and_the_commune(client, article, commune):
    assert "/poser-ma-question/?rubrique=logement" in read(client, article)
    assert "/poser-ma-question/?rubrique=logement&amp;commune=78646" in read(client, article, "?commune=78646")


def test_the_readers_commune_stays_in_every_link_to_a_page(client, tree, article, commune):
    article.body = stream(
        type(article), ("paragraph", '<p><a href="/sante/">Ma santé</a> <a href="https://www.caf.fr/">CAF</a></p>')
    )
    article.save()
    for page in (article, article.get_parent().specific, tree.headings["logement"], tree.home):
        main = re.search(r"<main.*?</main>", read(client, page, "?commune=78646"), re.S)[0]
        links = [
            link for link in re.findall(r'href="(/[^"]*)"', main) if not link.startswith(("/static/", "/ma-commune/"))
        ]
        assert links
        lost = [link for link in links if "commune=78646" not in link and not link.endswith((".atom", ".ics"))]
        assert lost == [], page
    assert 'href="https://www.caf.fr/"' in read(client, article, "?commune=78646")


def test_the_home_page_shows_eight_doors_news_and_what_is_coming(client, tree):
    NewsPageFactory(parent=tree.news_index, title="Du nouveau")
    EventPageFactory(parent=tree.event_index, title="Une permanence")
    EventPageFactory(parent=tree.event_index, title="Une réunion passée", over=True)
    html = read(client, tree.home)
    assert html.count('class="door heading-') == 8
    assert "Du nouveau" in html
    assert "Une permanence" in html
    assert "Une réunion passée" not in html


def test_a_heading_lists_its_articles_news_and_events(client, tree, article):
    NewsPageFactory(parent=tree.news_index, title="Le loyer change", about="logement")
    NewsPageFactory(parent=tree.news_index, title="La santé change", about="sante")
    EventPageFactory(parent=tree.event_index, title="Atelier logement", about="logement")
    html = read(client, tree.headings["logement"])
    assert article.title in html
    assert "Le loyer change" in html
    assert "La santé change" not in html
    assert "Atelier logement" in html
    assert 'class="heading-logement"' in html


def test_an_article_says_when_and_by_whom_it_was_verified(client, article):
    html = read(client, article)
    assert "Vérifié le" in html
    assert "par l’ADIL" in html
    page = graph(html)["WebPage"]
    assert page["lastReviewed"] == timezone.localdate().isoformat()
    assert page["reviewedBy"]["name"] == "l’ADIL"


def test_an_article_that_nobody_verified_says_so(client, topic):
    html = read(client, ArticlePageFactory(parent=topic))
    assert "À vérifier" in html
    assert "lastReviewed" not in html


def test_an_article_says_whom_and_where_it_is_for(client, article, commune):
    article.audience = "Les locataires d’un particulier"
    article.territories.add(ArticleTerritory(departement=commune.departement))
    article.save()
    html = read(client, article, "?commune=78646")
    assert "Les locataires d’un particulier" in html
    assert "Yvelines" in html
    assert "n’est pas écrite pour" not in html


def test_a_reader_from_elsewhere_is_told_that_rules_may_differ(client, article, commune):
    elsewhere = Departement.objects.create(code="71", name="Saône-et-Loire", region_code="27", region_name="Bourgogne")
    article.territories.add(ArticleTerritory(departement=elsewhere))
    article.save()
    assert "n’est pas écrite pour Versailles" in read(client, article, "?commune=78646")
    assert "n’est pas écrite pour" not in read(client, article)


def test_a_title_cannot_end_the_script_that_describes_the_page(client, topic):
    article = ArticlePageFactory(parent=topic, title="Loyer </script><script>alert(1)</script>")
    html = read(client, article)
    assert "<script>alert(1)" not in html
    assert graph(html)["WebPage"]["name"] == article.title


def test_a_cancelled_event_says_so(client, tree):
    event = EventPageFactory(parent=tree.event_index, is_cancelled=True, registration_url="https://exemple.invalid/")
    html = read(client, event)
    assert "annulé" in html
    assert "S’inscrire" not in html
    assert graph(html)["Event"]["eventStatus"] == "https://schema.org/EventCancelled"


def test_past_events_have_their_own_list(client, tree):
    EventPageFactory(parent=tree.event_index, title="Déjà passé", over=True)
    EventPageFactory(parent=tree.event_index, title="Encore à venir")
    assert "Déjà passé" not in read(client, tree.event_index)
    past = read(client, tree.event_index, "?quand=passes")
    assert "Déjà passé" in past
    assert "Encore à venir" not in past


def test_news_are_kept_to_a_heading_and_come_by_pages(client, tree):
    start = datetime.date(2026, 1, 1)
    for number in range(17):
        NewsPageFactory(parent=tree.news_index, about="sante", date=start + datetime.timedelta(number))
    NewsPageFactory(parent=tree.news_index, title="Du loyer", about="logement")
    first = read(client, tree.news_index, "?rubrique=sante")
    assert "Du loyer" not in first
    assert "?rubrique=sante&amp;page=2" in first
    second = read(client, tree.news_index, "?rubrique=sante&page=2")
    assert second.count("<time ") == 2


def test_an_unknown_heading_in_the_address_shows_everything(client, tree):
    NewsPageFactory(parent=tree.news_index, title="Du loyer", about="logement")
    assert "Du loyer" in read(client, tree.news_index, "?rubrique=vacances")


def test_a_translated_page_offers_its_other_language(client, tree):
    english = Locale.objects.create(language_code="en")
    home = tree.home.copy_for_translation(english)
    home.save_revision().publish()
    heading = tree.headings["sante"].copy_for_translation(english)
    heading.title = "My health"
    heading.save_revision().publish()
    html = read(client, tree.headings["sante"])
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/sante/">' in html
    answer = client.get("/en/sante/")
    assert answer.status_code == 200
    assert 'hreflang="fr" href="http://testserver/sante/"' in answer.content.decode()
    assert '<html lang="en"' in answer.content.decode()


def test_the_site_map_lists_articles(client, article):
    html = client.get("/sitemap-pages.xml").content.decode()
    assert f"http://testserver{article.get_url()}" in html


def test_an_unpublished_article_is_not_shown(client, topic):
    article = ArticlePageFactory(parent=topic, live=False, title="Un brouillon")
    assert client.get(article.get_url()).status_code == 404
    assert "Un brouillon" not in read(client, topic)


def test_a_topic_without_articles_invites_to_ask(client, tree):
    topic = TopicPageFactory(parent=tree.headings["sante"])
    assert "Rien n’est encore écrit ici" in read(client, topic)


def test_a_page_made_from_a_question_says_so_with_its_day_and_the_day_it_is_read_again(client, article):
    today = timezone.localdate()
    assert "Réponse à une question" not in read(client, article)
    article.answered_on, article.verified_at, article.review_months = "2026-05-03", today, 3
    article.save_revision().publish()
    shown = read(client, article)
    assert "Réponse à une question, donnée le 3 mai 2026" in shown
    assert "Nous la relirons avant le" in shown
    assert "Réponse à une question, donnée le 3 mai 2026" in read(client, article.get_parent().specific)
    article.verified_at = today - datetime.timedelta(days=365)
    article.save()
    assert "Nous la relirons" not in read(client, article)
