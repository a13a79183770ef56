"""Error reports, answers found and addresses that do not work: Wagtail's lists, read by whoever handles questions."""

import datetime
import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from clairdroit.admin_lists import viewsets, word_search
from clairdroit.questions.enums import ReportStatus
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import ErrorReportFactory, FoundHelpFactory, UnreachableAddressFactory, UserFactory

pytestmark = pytest.mark.django_db

REPORTS, FOUND, ADDRESSES = "/admin/signalements/", "/admin/reponses-trouvees/", "/admin/adresses/"
FACTORIES = {REPORTS: ErrorReportFactory, FOUND: FoundHelpFactory, ADDRESSES: UnreachableAddressFactory}
INSPECTED = (REPORTS, ADDRESSES)


@pytest.fixture
def signed_in(client):
    client.force_login(UserFactory(moderator=True))
    return client


@pytest.fixture
def stranger():
    return UserFactory()


@pytest.fixture
def editor_of_pages():
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def rows(client, address, query=None):
    return [row.pk for row in client.get(address, query or {}).context["object_list"]]


def handled(**values):
    return ErrorReportFactory(status=ReportStatus.HANDLED, handled_at=timezone.now(), **values)


class TestWhoSeesThem:
    @pytest.mark.parametrize("address", FACTORIES)
    @pytest.mark.parametrize("part", ["", "results/"])
    def test_whoever_handles_questions(self, signed_in, address, part):
        FACTORIES[address]()
        assert signed_in.get(address + part).status_code == 200

    @pytest.mark.parametrize("address", FACTORIES)
    @pytest.mark.parametrize("person", ["stranger", "editor_of_pages"])
    def test_nobody_else(self, client, address, person, request):
        row = FACTORIES[address]()
        client.force_login(request.getfixturevalue(person))
        for part in ("", "results/", f"inspect/{row.pk}/"):
            answer = client.get(address + part)
            assert answer.status_code in (302, 403, 404)
            assert b"listing" not in answer.content

    @pytest.mark.parametrize("address", FACTORIES)
    def test_the_menu_offers_them_to_the_same(self, client, signed_in, editor_of_pages, address):
        assert address.encode() in signed_in.get("/admin/").content
        client.force_login(editor_of_pages)
        assert address.encode() not in client.get("/admin/").content

    def test_the_menu_keeps_its_order(self, signed_in):
        page = signed_in.get("/admin/").content.decode()
        lines = ["questions/", "questions/relances/", "reponses-trouvees/", "signalements/", "courriels-recus/"]
        lines += ["courriels/", "adresses/"]
        places = [page.index(f'"/admin/{line}"') for line in lines]
        assert places == sorted(places)


class TestNothingIsWritten:
    @pytest.mark.parametrize("name", ["signalements", "reponses-trouvees", "adresses"])
    @pytest.mark.parametrize("view", ["add", "edit", "delete", "copy", "history", "usage"])
    def test_no_form_writes_a_row(self, name, view):
        for args in ([], [1]):
            with pytest.raises(NoReverseMatch):
                reverse(f"{name}:{view}", args=args)

    @pytest.mark.parametrize("address", FACTORIES)
    def test_not_even_a_superuser_is_offered_one(self, client, address):
        FACTORIES[address]()
        client.force_login(UserFactory(is_superuser=True))
        page = client.get(address).content.decode()
        for word in ("Ajouter", "Modifier<", "Supprimer", "Exporter"):
            assert word not in page[page.index("listing-results") :]

    @pytest.mark.parametrize("address", FACTORIES)
    def test_nothing_is_posted_to_them(self, client, signed_in, editor_of_pages, address):
        row = FACTORIES[address]()
        parts = ["", "results/", *([f"inspect/{row.pk}/"] if address in INSPECTED else [])]
        assert [signed_in.post(address + part).status_code for part in parts] == [405] * len(parts)
        client.force_login(editor_of_pages)
        assert {client.post(address + part).status_code for part in parts} <= {302, 403}
        assert type(row).objects.filter(pk=row.pk).exists()

    @pytest.mark.parametrize("address", INSPECTED)
    def test_a_row_that_is_not_there_is_not_found(self, signed_in, address):
        assert signed_in.get(f"{address}inspect/999999/").status_code == 404
        assert signed_in.get(f"{address}inspect/x/").status_code == 404

    def test_lines_that_say_all_there_is_have_no_page(self, signed_in):
        assert signed_in.get(f"{FOUND}inspect/{FoundHelpFactory().pk}/").status_code == 404

    @pytest.mark.parametrize("address", INSPECTED)
    def test_each_row_leads_to_its_page_and_back(self, signed_in, address):
        row = FACTORIES[address]()
        page = f"{address}inspect/{row.pk}/"
        assert f'href="{page}"' in signed_in.get(address).content.decode()
        assert f'href="{address}"' in signed_in.get(page).content.decode()


class TestNarrowing:
    def test_reports_by_their_status(self, signed_in):
        new, done = ErrorReportFactory(), handled()
        assert rows(signed_in, REPORTS, {"status__exact": "new"}) == [new.pk]
        assert rows(signed_in, REPORTS, {"status__exact": "handled"}) == [done.pk]

    def test_answers_found_by_their_month_and_heading(self, signed_in):
        march = FoundHelpFactory(month=datetime.date(2026, 3, 1), heading="sante")
        february = FoundHelpFactory(month=datetime.date(2026, 2, 1), heading="emploi")
        assert rows(signed_in, FOUND, {"mois": "2026-02"}) == [february.pk]
        assert rows(signed_in, FOUND, {"heading__exact": "sante"}) == [march.pk]
        assert rows(signed_in, FOUND, {"heading__exact": "sante", "mois": "2026-02"}) == []

    def test_addresses_by_whether_they_exist(self, signed_in):
        gone, full = (
            UnreachableAddressFactory(bounced="a@b.invalid"),
            UnreachableAddressFactory(hard=False, soft_bounces=1, bounced="c@d.invalid"),
        )
        assert rows(signed_in, ADDRESSES, {"hard__exact": "1"}) == [gone.pk]
        assert rows(signed_in, ADDRESSES, {"hard__exact": "0"}) == [full.pk]

    @pytest.mark.parametrize(
        ("address", "name"), [(REPORTS, "status__exact"), (FOUND, "mois"), (FOUND, "heading__exact")]
    )
    @pytest.mark.parametrize("value", ["", "\x00", "2026-13", "' OR 1=1", "9" * 300])
    def test_a_choice_that_was_never_offered_narrows_nothing(self, signed_in, address, name, value):
        row = FACTORIES[address]()
        assert rows(signed_in, address, {name: value}) == [row.pk]

    @pytest.mark.parametrize(
        ("address", "chosen"),
        [(REPORTS, "status__exact"), (FOUND, "mois"), (FOUND, "heading__exact"), (ADDRESSES, "hard__exact")],
    )
    def test_without_scripts_there_is_a_form(self, signed_in, address, chosen):
        FACTORIES[address]()
        query = {"q": "mots"} if address == REPORTS else {}
        page = signed_in.get(address, query).content.decode()
        [form] = re.findall(r'<noscript>\s*<form[^>]*method="get".*?</noscript>', page, re.DOTALL)
        assert f'name="{chosen}"' in form
        assert ('name="q" value="mots"' in form) == bool(query)
        assert "<noscript>" not in signed_in.get(f"{address}results/").content.decode()

    @pytest.mark.parametrize("page", ["0", "-1", "x", "999", "\x00"])
    @pytest.mark.parametrize("address", FACTORIES)
    def test_a_page_of_the_list_that_is_not_there(self, signed_in, address, page):
        row = FACTORIES[address]()
        assert rows(signed_in, address, {"p": page}) == [row.pk]

    def test_a_column_sorts_the_list(self, signed_in):
        later = ErrorReportFactory(page="/b/")
        ErrorReportFactory(page="/a/")
        assert rows(signed_in, REPORTS, {"ordering": "-page"})[0] == later.pk
        assert rows(signed_in, REPORTS, {"ordering": "page"})[-1] == later.pk


class TestSearching:
    @pytest.mark.parametrize("words", ["téléphone", "TELEPHONE numero", "adil", "numéro\x00"])
    def test_reports_by_words_of_their_text_or_page(self, signed_in, words):
        meant = ErrorReportFactory(page="/a-qui-s-adresser/adil-3/", text="Le numéro de téléphone ne répond plus.")
        ErrorReportFactory(page="/logement/", text="Une coquille.")
        assert rows(signed_in, REPORTS, {"q": words}) == [meant.pk]

    def test_together_with_a_choice(self, signed_in):
        handled(text="Le loyer.")
        new = ErrorReportFactory(text="Le loyer.")
        assert rows(signed_in, REPORTS, {"q": "loyer", "status__exact": "new"}) == [new.pk]

    def test_older_ones_than_are_opened_are_spoken_of(self, signed_in, monkeypatch):
        for module in (viewsets, word_search):
            monkeypatch.setattr(module, "SEARCHED", 1)
        older, newer = ErrorReportFactory(text="Le loyer."), ErrorReportFactory(text="Le loyer.")
        for part in ("", "results/"):
            answer = signed_in.get(REPORTS + part, {"q": "loyer"})
            assert [row.pk for row in answer.context["object_list"]] == [newer.pk]
            assert "chiffrés" in answer.content.decode()
        assert "chiffrés" not in signed_in.get(REPORTS).content.decode()
        assert rows(signed_in, REPORTS) == [newer.pk, older.pk]

    def test_lists_without_words_offer_no_search(self, signed_in):
        for address in (FOUND, ADDRESSES):
            row = FACTORIES[address]()
            assert rows(signed_in, address, {"q": "rien de tel"}) == [row.pk]
            assert 'name="q"' not in signed_in.get(address).content.decode()


class TestWords:
    @pytest.mark.parametrize(
        ("address", "things"),
        [(REPORTS, "signalements"), (FOUND, "réponses trouvées sans question"), (ADDRESSES, "adresses")],
    )
    def test_an_empty_list_says_so_in_french(self, signed_in, address, things):
        page = signed_in.get(address).content.decode()
        assert "Rien ici pour l’instant" in page
        assert things in page
        assert "pas de adresses" not in page

    def test_what_is_not_found_is_said(self, signed_in):
        ErrorReportFactory()
        assert "Rien ne correspond à votre recherche" in signed_in.get(REPORTS, {"q": "zyx"}).content.decode()

    def test_the_columns_are_named(self, signed_in):
        for address, names in {
            REPORTS: ["Page", "Ce qui ne va pas", "Statut", "Créé"],
            FOUND: ["Mois", "Rubrique", "Page", "Nombre de fois"],
            ADDRESSES: ["Adresse", "État", "Dernière fois"],
        }.items():
            FACTORIES[address]()
            columns = signed_in.get(address).context["table"].columns.values()
            assert [str(column.label) for column in columns] == names

    def test_months_stand_above_the_answers_found(self, signed_in):
        FoundHelpFactory(month=datetime.date(2026, 3, 1), times=7)
        FoundHelpFactory(month=datetime.date(2026, 2, 1), times=5)
        assert signed_in.get(FOUND).context["months"] == [
            (datetime.date(2026, 3, 1), 7),
            (datetime.date(2026, 2, 1), 5),
        ]

    def test_what_a_reader_wrote_is_text(self, signed_in):
        report = ErrorReportFactory(page="/x/<script>/", text="<img src=x onerror=alert(1)>")
        found = FoundHelpFactory(title="<script>alert(1)</script>")
        for address in (REPORTS, f"{REPORTS}inspect/{report.pk}/", FOUND):
            page = signed_in.get(address).content.decode()
            assert "<img src=x" not in page
            assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in signed_in.get(FOUND).content.decode()
        assert found.title not in page


@pytest.mark.parametrize("address", FACTORIES)
def test_the_number_of_queries_does_not_grow_with_the_rows(signed_in, address):
    def queries():
        with CaptureQueriesContext(connection) as context:
            assert signed_in.get(address).status_code == 200
        return len(context)

    def another(number):
        values = {"page": f"/a-qui-s-adresser/x-{PartnerFactory().pk}/"} if address == REPORTS else {}
        if address == FOUND:
            values = {"help_key": f"sheet:F{number}"}
        if address == ADDRESSES:
            values = {"bounced": f"personne{number}@exemple.invalid"}
        FACTORIES[address](**values)

    for number in range(2):
        another(number)
    queries()  # what Wagtail keeps in memory is kept now
    few = queries()
    for number in range(2, 8):
        another(number)
    assert queries() == few
