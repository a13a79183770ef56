import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.serializers import partner_url
from clairdroit.partners_snippets.sitemaps import PartnerSitemap, partner_addresses
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


class TestAskedForAgain:
    """A crawler that has the file gets 304, and the site has read one row of numbers."""

    @pytest.fixture
    def partners(self, db):
        return PartnerFactory.create_batch(3)

    def again(self, client, url=URL):
        return client.get(url, headers={"If-None-Match": client.get(url)["ETag"]})

    @pytest.mark.parametrize("url", [URL, "/sitemap.xml", "/sitemap-pages.xml"])
    def test_nothing_is_read_or_sent_while_nothing_changed(self, client, partners, url):
        etag = client.get(url)["ETag"]
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url, headers={"If-None-Match": etag})
        assert (response.status_code, response.content) == (304, b"")
        assert response["Cache-Control"] == "public, max-age=3600"
        # Numbers, and which pages are not for everybody.
        assert all("COUNT" in query["sql"] or "pageviewrestriction" in query["sql"] for query in queries)
        assert len(queries) <= 4

    def test_compressed_on_the_way_it_is_known_again(self, client, partners):
        packed = client.get("/sitemap-partners.xml", headers={"Accept-Encoding": "gzip"})
        assert client.get(URL, headers={"If-None-Match": f"W/{packed['ETag'].removeprefix('W/')}"}).status_code == 304

    @pytest.mark.parametrize("change", ["added", "withdrawn", "deleted", "renamed"])
    def test_what_changes_the_file_changes_its_mark(self, client, partners, change):
        etag = client.get(URL)["ETag"]
        if change == "added":
            PartnerFactory(name="Nouveau venu")
        elif change == "withdrawn":
            partners[1].unpublish()
        elif change == "deleted":
            partners[1].delete()
        else:
            partners[1].name = "Autre nom"
            partners[1].save_revision().publish()
        response = client.get(URL, headers={"If-None-Match": etag})
        assert response.status_code == 200
        text = response.content.decode()
        assert ("nouveau-venu" in text) == (change == "added")
        assert ("autre-nom" in text) == (change == "renamed")

    def test_what_an_import_changes_is_told_within_the_hour(self, client, partners, time_machine):
        time_machine.move_to("2026-11-26 10:10:00+00:00")
        etag = client.get(URL)["ETag"]
        Partner.objects.filter(pk=partners[0].pk).update(name="Nom importé")
        time_machine.move_to("2026-11-26 11:10:00+00:00")
        assert "nom-importe" in client.get(URL, headers={"If-None-Match": etag}).content.decode()

    def test_each_file_and_each_host_has_its_own_mark(self, client, partners, monkeypatch, settings):
        monkeypatch.setattr(PartnerSitemap, "limit", 2)
        settings.ALLOWED_HOSTS = ["*"]
        marks = [client.get(url)["ETag"] for url in (URL, f"{URL}?p=2", "/sitemap.xml", "/sitemap-pages.xml")]
        marks.append(client.get(URL, headers={"Host": "autre.example"})["ETag"])
        assert len(set(marks)) == 5

    @pytest.mark.parametrize("url", [f"{URL}?p=99", f"{URL}?p=x", "/sitemap-autre.xml"])
    def test_what_does_not_exist_is_not_found(self, client, partners, url):
        assert client.get(url).status_code == 404
        assert client.post(URL).status_code == 405


def test_an_address_is_the_one_of_the_partner_s_page(db):
    for name in ("ADIL d’essai", "日本", "-", "É" * 150):
        partner = PartnerFactory(name=name)
        assert partner_addresses([(partner.pk, name)]) == {partner.pk: partner_url(partner)}
