"""The header and footer, seen from the 404 page: it asks more of the shell than any other."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from clairdroit.kb_pages.models import SiteIdentity
from tests.shell import factories
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db
NOWHERE = "/nulle-part/"


@pytest.fixture
def home():
    return factories.site_with_a_home_page()


def shown(path=NOWHERE):
    return Client().get(path).content.decode()


def test_the_header_names_the_site_and_its_town(home):
    identity = SiteIdentity.for_site(home.get_site())
    identity.site_name, identity.town = "Droits à Clairval", "Clairval"
    identity.save()
    html = shown()
    assert '<span class="brand__name">Droits à Clairval</span>' in html
    assert "Ville de Clairval et ses partenaires" in html


def test_the_words_of_the_town_are_french_in_the_english_header_too(home):
    identity = SiteIdentity.for_site(home.get_site())
    identity.site_name, identity.town, identity.tagline = "Droits à Clairval", "Clairval", "Tous ensemble"
    identity.save()
    assert '<span class="brand__town">Tous ensemble</span>' in shown()
    english = shown("/en/nowhere/")
    assert '<span class="brand__name" lang="fr">Droits à Clairval</span>' in english
    assert '<span class="brand__town">Town of Clairval and its partners</span>' in english
    identity.town = ""
    identity.save()
    assert '<span class="brand__town" lang="fr">Tous ensemble</span>' in shown("/en/nowhere/")


def test_the_header_reads_in_the_order_in_which_it_is_seen():
    assert not re.search(r"\border:", (settings.BASE_DIR / "site/shell/static/shell/layout.css").read_text())


def test_a_site_whose_tree_is_not_built_yet_still_has_a_header():
    # Wagtail's own first page, before anybody built the tree.
    assert "Vos droits en clair" in shown()


def test_the_menu_leads_to_the_news_once_they_exist(home):
    assert "Actualités" not in shown()
    factories.news_index(home)
    assert 'href="/actualites/"' in shown()


def test_an_unpublished_news_index_leaves_the_menu(home):
    factories.news_index(home).unpublish()
    assert "Actualités" not in shown()


def test_information_pages_stand_in_the_footer_unless_kept_out_of_menus(home):
    factories.footer_page(home, "Vos données")
    hidden = factories.footer_page(home, "Note interne")
    hidden.show_in_menus = False
    hidden.save()
    html = shown()
    assert 'href="/vos-donnees/"' in html
    assert "Note interne" not in html


def test_a_missing_page_shows_the_headings_as_doors(home):
    factories.heading(home, "logement", "Mon logement")
    html = shown()
    assert 'class="door heading-logement" href="/mon-logement/"' in html


def test_no_language_is_offered_before_a_home_page_is_translated(home):
    factories.english()
    assert "hreflang" not in shown()


def test_without_an_english_home_page_the_english_address_leads_to_the_french_one(home):
    answer = Client().get("/en/?commune=78646")
    assert (answer.status_code, answer["Location"]) == (302, "/?commune=78646")


def test_an_alias_in_the_english_tree_leads_to_the_french_page_it_repeats(home):
    page = factories.footer_page(home, "Vos données")
    factories.in_english(home, "Home")
    page.copy_for_translation(factories.english(), alias=True)
    answer = Client().get("/en/vos-donnees/")
    assert (answer.status_code, answer["Location"]) == (302, "/vos-donnees/")


def test_french_information_pages_stand_in_the_english_footer_and_say_so(home):
    factories.footer_page(home, "Vos données")
    factories.in_english(home, "Home")
    assert 'href="/vos-donnees/" lang="fr" hreflang="fr"' in shown("/en/nowhere/")


def test_a_translated_home_page_is_offered_in_its_own_language(home):
    factories.in_english(home, "Home")
    assert 'href="/en/" lang="en" hreflang="en"' in shown()


def test_under_the_english_address_the_shell_speaks_english_and_offers_french(home):
    factories.in_english(home, "Home")
    with translation.override("en"):
        html = shown("/en/nowhere/")
    assert '<html lang="en">' in html
    assert "This page does not exist" in html
    assert 'href="/" lang="fr" hreflang="fr"' in html


def test_the_number_of_queries_does_not_grow_with_the_site(home, django_assert_max_num_queries):
    factories.news_index(home)
    factories.heading(home, "logement", "Mon logement")
    shown()  # fills the cache of the site's root addresses
    with CaptureQueriesContext(connection) as few:
        shown()
    before = len(few)  # read now: the next request empties the log
    for number in range(5):
        factories.footer_page(home, f"Page {number}")
    for key in ("famille", "emploi", "sante"):
        factories.heading(home, key, key)
    shown()
    with django_assert_max_num_queries(before):
        shown()


def test_a_page_offers_to_report_an_error_on_itself(home):
    html = shown("/nulle-part/")
    assert 'href="/signaler-une-erreur/?page=/nulle-part/"' in html


def test_a_signed_link_is_never_put_into_another_address(home):
    html = shown("/ma-question/un-jeton-qui-nexiste-pas/")
    assert "signaler-une-erreur/?page=" not in html


def test_a_visitor_without_a_session_gets_no_editing_bar(home):
    assert "wagtail-userbar" not in shown()


def test_an_editor_gets_the_editing_bar(home, admin_client):
    assert "wagtail-userbar" in admin_client.get("/nulle-part/").content.decode()


def test_the_reader_s_commune_stays_in_the_menu_s_addresses(home):
    factories.news_index(home)
    commune = CommuneFactory()
    html = shown(f"{NOWHERE}?commune={commune.pk}")
    assert f'href="/actualites/?commune={commune.pk}"' in html
    assert f'href="/?commune={commune.pk}#rubriques"' in html


def test_a_demonstration_site_says_so(home, settings):
    assert "Site de démonstration" not in shown()
    settings.CLAIRDROIT_DEMO = True
    assert "Site de démonstration" in shown()
