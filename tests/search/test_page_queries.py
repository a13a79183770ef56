"""What the results page asks of the database, with the reference site's own templates and its own cache in a table."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clairdroit.kb_pages.models import HeadingPage, SiteIdentity
from clairdroit.search import indexing, titles
from clairdroit.search.enums import Shelf
from clairdroit.search.models import QueryDay
from tests.glossary.factories import GlossaryEntryFactory
from tests.search.factories import put
from tests.shell import factories
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db
MOST = 8
# The titles, searches and partners that come nearest take four; to count that the search was in vain, three; and how
# often this connection was counted, six of a cache that is a table (one of Redis).
MOST_IN_VAIN = 20
# Nothing is counted for a program.
READER = {"User-Agent": "Mozilla/5.0 Firefox/140.0", "Accept-Language": "fr"}


@pytest.fixture
def commune(settings):
    """The reader's, in a town with headings, news, pages in the footer, an English side and words to find."""
    settings.CACHES = {
        "default": {
            "BACKEND": "clairdroit.public_forms.caches.CountingDatabaseCache",
            "LOCATION": "clairdroit_cache",
        }
    }
    call_command("createcachetable", verbosity=0)
    home = factories.site_with_a_home_page()
    factories.in_english(home, "Home")
    for key in ("logement", "famille", "emploi"):
        factories.heading(home, key, f"Rubrique {key}")
    factories.news_index(home)
    factories.footer_page(home, "Vos données")
    identity = SiteIdentity.for_site(home.get_site())
    identity.town = "Clairval"
    identity.save()
    GlossaryEntryFactory(term="loyer", plain_wording="ce que l’on paie chaque mois")
    for number in range(20):
        put(f"Payer son loyer {number}", kind="sheet", heading_keys=["logement"], summary="Le loyer.")
        where = {"latitude": 48.8, "longitude": 2.13, "heading_keys": ["logement"]}
        put(f"Association du loyer {number}", kind="partner", shelf=Shelf.DIRECTORY, **where)
    indexing.count_terms()
    return CommuneFactory()


@pytest.fixture
def count(client, commune):
    """Asks for an address as a reader would, and gives the page with the number of queries that it took."""

    def count(address):
        address = address.format(commune=commune.pk)
        client.get(address, headers=READER)  # content types, and the compiled synonyms
        with CaptureQueriesContext(connection) as queries:
            content = client.get(address, headers=READER).content.decode()
        return content, len(queries)

    return count


@pytest.mark.parametrize(
    "address",
    [
        "/recherche/?q=loyer",
        "/recherche/?q=loyer&commune={commune}",
        "/recherche/?q=loyer&commune={commune}&type=sheet&rubrique=logement&page=2",
        "/recherche/?q=loyer&commune={commune}&type=partner&rubrique=logement&lieu=ici",
        # A word that nothing has, replaced by one that something has.
        "/recherche/?q=loyre+paier&commune={commune}",
        "/en/recherche/?q=loyer&commune={commune}",
    ],
)
def test_results_cost_few_queries_with_header_footer_and_all(count, address):
    content, queries = count(address)
    assert "<mark>loyer</mark>" in content
    assert "Rubrique logement" in content or "/en/" in address
    assert "Clairval" in content
    assert "Vos données" in content
    assert queries <= MOST
    # One word of the glossary and nothing else costs no more.
    assert ("ce que l’on paie chaque mois" in content.lower()) == ("q=loyer" in address and "type" not in address)


@pytest.mark.parametrize(
    "text",
    [
        "xylophone",
        "xylophone+mauve+logarithmique+au+quotidien",
        # Its beginning is known.
        "loyerxqz",
    ],
)
def test_a_search_in_vain_costs_little_more_however_many_words(count, text):
    for kind in ("sheet", "partner"):
        titles.follow_index(kind)
    content, queries = count(f"/recherche/?q={text}&commune={{commune}}")
    assert "Nous n’avons rien trouvé" in content
    assert ("Association du loyer" in content) == ("loy" in text)
    assert queries <= MOST_IN_VAIN
    assert QueryDay.objects.exists()


def test_words_that_nothing_of_what_was_chosen_has_are_not_called_in_vain(count):
    content, queries = count("/recherche/?q=loyre+paier&type=event&commune={commune}")
    assert "Rien parmi ce que vous avez choisi" in content
    assert "Nous n’avons rien trouvé" not in content
    assert queries <= MOST
    assert not QueryDay.objects.exists()


def test_a_page_without_a_search_costs_fewer(count):
    content, queries = count("/recherche/")
    assert "Rubrique logement" in content
    assert queries <= 3


@pytest.mark.parametrize(("address", "title"), [("/recherche", "Rubrique logement"), ("/en/recherche", "Housing")])
def test_suggestions_know_the_site_s_headings_in_the_reader_s_language(count, address, title):
    factories.in_english(HeadingPage.objects.get(key="logement"), "Housing")
    content, queries = count(f"{address}/suggestions/?q={title[:9].replace(' ', '+')}&commune={{commune}}")
    assert title in [suggestion["label"] for suggestion in json.loads(content)["suggestions"]]
    # Sites, tree, commune, titles, what others searched.
    assert queries <= 5
