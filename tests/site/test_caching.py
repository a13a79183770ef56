"""Each page with opening hours says how long it may be kept, and by whom."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from clairdroit.partners_snippets.middleware import OpeningHoursMiddleware, note_opening_hours
from clairdroit.partners_snippets.serializers import partner_url
from tests.comarquage.factories import OfficialSheetFactory
from tests.kb_pages.factories import ArticlePageFactory, TopicPageFactory, site_tree
from tests.partners_snippets.factories import PartnerFactory


@pytest.fixture
def addresses(db):
    heading = site_tree().headings["logement"]
    article = ArticlePageFactory(parent=TopicPageFactory(parent=heading))
    return {
        "home": "/",
        "heading": heading.get_url(),
        "topic": article.get_parent().get_url(),
        "article": article.get_url(),
        "fiche": OfficialSheetFactory().get_absolute_url(),
        "directory": "/a-qui-s-adresser/",
        "partner": partner_url(PartnerFactory()),
    }


def directives(response):
    return {part.strip() for part in response.get("Cache-Control", "").split(",")}


def test_a_visitors_page_may_be_kept_five_minutes_by_anyone(client, addresses):
    for name, url in addresses.items():
        response = client.get(url)
        assert response.status_code == 200, name
        assert directives(response) == {"public", "max-age=300"}, name
        assert directives(client.head(url)) == {"public", "max-age=300"}, name


def test_what_a_signed_in_person_gets_is_kept_by_nobody(client, admin_user, addresses):
    client.force_login(admin_user)
    others = {"search": "/recherche/?q=loyer", "not found": "/nulle-part/", "report": "/signaler-une-erreur/"}
    for name, url in (addresses | others).items():
        assert directives(client.get(url)) == {"private", "no-store"}, name


class TestMiddleware:
    def answer(self, seconds=(), method="get", cookies=None, **response):
        request = getattr(RequestFactory(), method)("/")
        request.COOKIES.update(cookies or {})

        def view(request):
            for value in seconds:
                note_opening_hours(request, value)
            return HttpResponse("", **response)

        return directives(OpeningHoursMiddleware(view)(request))

    def test_the_next_door_to_open_or_close_decides(self):
        assert self.answer(seconds=(300, 40, 120)) == {"public", "max-age=40"}

    def test_pages_without_opening_hours_are_left_alone(self):
        assert self.answer() == {""}
        assert self.answer(cookies={"sessionid": "x"}, content_type="text/calendar") == {""}

    def test_no_page_of_somebody_signed_in_is_kept(self):
        assert self.answer(cookies={"sessionid": "x"}) == {"private", "no-store"}
        said = {"Cache-Control": "no-cache"}
        assert self.answer(cookies={"sessionid": "x"}, headers=said) == {"no-cache"}

    def test_a_view_that_decides_for_itself_is_left_alone(self):
        kept = {"Cache-Control": "public, max-age=60"}
        assert self.answer(seconds=(300,), headers=kept) == {"public", "max-age=60"}
        assert self.answer(headers=kept, cookies={"sessionid": "x"}) == {"private", "no-store"}

    def test_errors_and_forms_sent_are_not_kept(self):
        assert self.answer(seconds=(300,), status=404) == {""}
        assert self.answer(seconds=(300,), method="post") == {""}
