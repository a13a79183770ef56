import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clairdroit.partners_snippets.serializers import partner_url
from clairdroit.partners_snippets.sitemaps import PartnerSitemap
from tests.partners_snippets.factories import PartnerFactory

pytestmark = pytest.mark.django_db
URL = "/sitemap-partners.xml"


def test_the_site_map_names_every_published_partner(client):
    shown, draft = PartnerFactory(name="ADIL d’essai"), PartnerFactory(name="Brouillon", draft=True)
    text = client.get(URL).content.decode()
    assert f"<loc>http://testserver{partner_url(shown)}</loc>" in text
    assert partner_url(draft) not in text


def test_the_index_leads_to_pages_and_partners_however_many(client, monkeypatch):
    monkeypatch.setattr(PartnerSitemap, "limit", 2)
    partners = PartnerFactory.create_batch(3)
    index = client.get("/sitemap.xml").content.decode()
    assert "<loc>http://testserver/sitemap-pages.xml</loc>" in index
    assert f"<loc>http://testserver{URL}</loc>" in index
    assert f"<loc>http://testserver{URL}?p=2</loc>" in index
    assert partner_url(partners[2]) in client.get(f"{URL}?p=2").content.decode()
    assert client.get(f"{URL}?p=3").status_code == 404


def test_many_partners_cost_no_more_queries(client):
    def cost(url):
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    PartnerFactory()
    few = cost(URL), cost("/sitemap.xml")
    PartnerFactory.create_batch(5)
    assert (cost(URL), cost("/sitemap.xml")) == few
