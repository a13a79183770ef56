"""Where an editor corrects what a reader reported: the page, record or list that stands at that address."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Site

from clairdroit.kb_pages.models import EventIndexPage
from clairdroit.questions.citizen.reported_pages import corrections
from clairdroit.questions.citizen.waiting import ReportSource
from tests.comarquage.factories import OfficialSheetFactory
from tests.kb_pages.factories import ArticlePageFactory, HeadingPageFactory, HomePageFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import ErrorReportFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return UserFactory(is_superuser=True)


@pytest.fixture
def home():
    home = HomePageFactory()
    Site.objects.update(root_page=home)
    return home


@pytest.fixture
def article(home):
    return ArticlePageFactory(
        title="Payer mon loyer", slug="payer", parent=HeadingPageFactory(key="logement", slug="logement", parent=home)
    )


def found(address, user):
    return corrections([address], user).get(address)


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class TestWhatStandsThere:
    @pytest.mark.parametrize(
        "address",
        ["/logement/payer/", "/logement/payer", "/logement/payer/?commune=78646", "/logement/payer/#aides"],
    )
    def test_a_page(self, article, boss, address):
        assert found(address, boss) == ("Payer mon loyer", edit(article))

    def test_the_first_page(self, home, boss):
        assert found("/", boss).url == edit(home)

    def test_a_page_in_another_language(self, home, boss):
        english = home.copy_for_translation(Locale.objects.get_or_create(language_code="en")[0])
        assert found("/en/", boss).url == edit(english)

    def test_a_page_that_is_public_no_more(self, article, boss):
        article.unpublish()
        assert found("/logement/payer/", boss).url == edit(article)

    def test_a_page_that_moved_since(self, article, boss):
        Redirect.objects.create(old_path="/logement/ancienne", redirect_page=article)
        assert found("/logement/ancienne/", boss).url == edit(article)

    def test_the_calendar_of_a_page(self, home, boss):
        agenda = home.add_child(instance=EventIndexPage(title="Agenda", slug="agenda"))
        assert found("/agenda/agenda.ics", boss).url == edit(agenda)

    @pytest.mark.parametrize("prefix", ["", "/en"])
    def test_a_partner_by_its_number_whatever_its_name_was_then(self, boss, prefix):
        partner = PartnerFactory(name="ADIL 78")
        address = f"{prefix}/a-qui-s-adresser/ancien-nom-{partner.pk}/"
        url = reverse(partner.snippet_viewset.get_url_name("edit"), args=[partner.pk])
        assert found(address, boss) == ("ADIL 78", url)

    def test_an_official_sheet_is_named_and_changed_by_nobody_here(self, boss):
        sheet = OfficialSheetFactory(title="Dépôt de garantie")
        assert found(f"/fiches/{sheet.pk}/", boss) == ("Dépôt de garantie", "")

    def test_the_hard_words(self, boss):
        assert found("/mots-difficiles/", boss).url.endswith("/glossaryentry/")
        assert found("/mots-difficiles/", UserFactory()).url == ""

    @pytest.mark.parametrize(
        "address",
        [
            "/nulle-part/",
            "/a-qui-s-adresser/x-999999/",
            "/fiches/F99999999/",
            "/%00/",
            "//[",
            "pas une adresse",
            "",
            "?",
        ],
    )
    def test_nothing_there_is_nothing_said(self, article, boss, address):
        assert found(address, boss) is None

    def test_whoever_may_not_change_it_gets_its_name_alone(self, article):
        assert found("/logement/payer/", UserFactory()) == ("Payer mon loyer", "")


class TestWhereItIsShown:
    @pytest.fixture
    def editor(self, client):
        user = UserFactory(moderator=True)
        user.user_permissions.add(Permission.objects.get(codename="change_partner"))
        client.force_login(user)
        return user

    @pytest.fixture
    def partner(self):
        return PartnerFactory(name="ADIL 78")

    @pytest.fixture
    def report(self, partner):
        return ErrorReportFactory(page=f"/a-qui-s-adresser/adil-{partner.pk}/")

    @pytest.mark.parametrize("where", ["/admin/signalements/", "/admin/signalements/inspect/{}/", "/admin/a-decider/"])
    def test_report_list_and_queue_lead_to_the_editor(self, client, editor, partner, report, where):
        url = reverse(partner.snippet_viewset.get_url_name("edit"), args=[partner.pk])
        assert f'href="{url}"' in client.get(where.format(report.pk)).content.decode()

    def test_more_reports_cost_no_more_queries(self, editor, article):
        def cost():
            items = list(ReportSource().waiting(editor))
            with CaptureQueriesContext(
                connection,
            ) as queries:
                ReportSource().describe(items, editor)
            return len(queries)

        ErrorReportFactory(page=f"/a-qui-s-adresser/x-{PartnerFactory().pk}/")
        ErrorReportFactory(page="/logement/payer/")
        ErrorReportFactory(page="/nulle-part/")
        cost()
        before = cost()
        for _each in range(5):
            ErrorReportFactory(page=f"/a-qui-s-adresser/x-{PartnerFactory().pk}/")
            ErrorReportFactory(page="/logement/payer/")
            ErrorReportFactory(page="/nulle-part/ailleurs/")
        assert cost() <= before
