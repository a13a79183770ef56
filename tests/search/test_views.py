import pytest
from django.urls import reverse

from clairdroit.search import indexing, registry, titles
from clairdroit.search.enums import Shelf
from tests.search.factories import make_source, put

pytestmark = pytest.mark.django_db

PLACE = registry.Place("78646", "Versailles", frozenset(["commune-78646"]), 48.80, 2.13)


@pytest.fixture(autouse=True)
def _offered(only_sources):
    only_sources(
        make_source("article", order=1),
        make_source("sheet", order=2),
        make_source("partner", Shelf.DIRECTORY, order=3),
        headings=[lambda request: [registry.HeadingLink("logement", "Mon logement", "/logement/")]],
        places=[lambda code, request: PLACE if code == "78646" else None],
    )


@pytest.fixture
def page(client):
    def get(**query):
        indexing.count_terms()
        return client.get(reverse("clairdroit_search:results"), query)

    return get


def test_a_result_says_what_it_is_where_it_stands_and_how_old(page):
    put("Payer son loyer", kind="sheet", summary="Que faire ?", heading_keys=["logement"], updated_on="2020-11-12")
    content = page(q="loyer").content.decode()
    assert "Payer son <mark>loyer</mark>" in content
    assert "Mon logement" in content
    assert "12 novembre 2020" in content
    assert 'href="/sheet/' in content


def test_nothing_is_set_or_varied_for_an_anonymous_reader(page):
    put("Payer son loyer", kind="sheet")
    response = page(q="loyer")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_what_is_typed_comes_back_as_text(page):
    content = page(q='"><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in content
    assert "&lt;script&gt;" in content


def test_the_words_of_a_document_come_out_as_text(page):
    put("Loyer <script>alert(1)</script>", kind="sheet", summary="<b>loyer</b>")
    content = page(q="loyer").content.decode()
    assert "<script>alert" not in content
    assert "&lt;b&gt;" in content


def test_zero_results_offer_headings_and_the_question_form_filled_in(page):
    put("Payer son loyer", kind="sheet")
    content = page(q="xylophone quantique").content.decode()
    assert 'href="/logement/"' in content
    assert "question=xylophone+quantique" in content


def test_zero_results_offer_what_comes_nearest_and_who_helps_near_the_reader(page):
    put("Loyer impayé", kind="sheet", heading_keys=["logement"])
    near = {"place": "78000 Versailles", "latitude": 48.81, "longitude": 2.13, "heading_keys": ["logement"]}
    put("ADIL", kind="partner", shelf=Shelf.DIRECTORY, **near)
    put("Loin", kind="partner", shelf=Shelf.DIRECTORY, **near | {"latitude": 43.0})
    for kind in ("sheet", "partner"):
        titles.follow_index(kind)
    content = page(q="loyerxqz", commune="78646").content.decode()
    assert "<article" in content
    assert "Loyer impayé" in content
    assert "ADIL" in content
    assert "Loin" not in content
    assert 'href="/logement/"' in content
    # Without a place nobody is near.
    assert "ADIL" not in page(q="loyerxqz").content.decode()


@pytest.mark.parametrize("text", ["xqzw", "xqzw wzqx vvkk zzrr", "🏠", "%%%", "12345", "a" * 2000, '"' * 50])
def test_a_dead_end_always_leads_on(page, text):
    content = page(q=text).content.decode()
    assert 'href="/logement/"' in content
    assert ("moins de mots" in content) == (len(text.split()) > 3)


def test_a_misspelt_word_is_proposed(page):
    put("Allocation logement", kind="sheet")
    content = page(q="alocation logement").content.decode()
    assert "q=allocation+logement" in content


def test_choices_keep_the_rest_of_the_address(page):
    put("Loyer", kind="sheet", heading_keys=["logement"])
    put("Loyer", kind="article")
    content = page(q="loyer", commune="78646").content.decode()
    assert "?q=loyer&amp;type=sheet&amp;commune=78646" in content


def test_a_partner_near_the_reader_says_how_far(page):
    put("CCAS", kind="partner", shelf=Shelf.DIRECTORY, place="78000 Versailles", latitude=48.9, longitude=2.13)
    assert "11 km" in page(q="ccas", commune="78646").content.decode()


def test_results_are_cut_into_pages(page):
    for number in range(25):
        put(f"Loyer {number}", kind="sheet")
    assert page(q="loyer").content.decode().count("<article") == 10
    assert page(q="loyer", page="3").content.decode().count("<article") == 5
    assert page(q="loyer", page="99").content.decode().count("<article") == 5


@pytest.mark.parametrize(
    "query",
    [
        {"q": "a" * 10_000},
        {"q": "loyer " * 2_000},
        {"q": "\x00loyer\x00"},
        {"q": '" OR * NEAR('},
        {"q": "🏠"},
        {"q": "'; DROP TABLE x; --"},
        {"q": "loyer", "type": "nothing", "rubrique": "../..", "commune": "' OR 1=1", "page": "-1"},
        {"q": "loyer", "page": "x" * 500},
        {"q": ""},
        {},
    ],
    ids=range(10),
)
def test_nothing_in_the_address_breaks_the_page(page, query):
    put("Loyer", kind="sheet")
    assert page(**query).status_code == 200


def test_bytes_that_are_not_text_do_not_break_the_page(client):
    assert client.get("/recherche/?q=%ff%fe%00%ed%a0%80loyer").status_code == 200


def test_the_page_only_reads(client):
    assert client.post("/recherche/", {"q": "loyer"}).status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_results(client, django_assert_num_queries):
    put("Loyer", kind="sheet")
    indexing.count_terms()
    address = "/recherche/?q=loyer"
    client.get(address)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for number in range(20):
        put(f"Loyer {number}", kind="sheet", heading_keys=["logement"])
    with django_assert_num_queries(len(before)):
        client.get(address)


def test_the_list_is_narrowed_by_audience_and_place_and_the_choices_can_be_removed(page, only_registered):
    only_registered(registry.audience_labels, {"seniors": "Personnes âgées", "jeunes": "Jeunes"})
    put("Loyer des anciens", kind="sheet", audience_keys=["seniors"])
    put("Loyer des jeunes", kind="sheet", audience_keys=["jeunes"])
    put("Loyer à Versailles", kind="article", audience_keys=["jeunes"], is_local=True)
    content = page(q="loyer", commune="78646").content.decode()
    counts = {"Personnes âgées": 1, "Jeunes": 2, "À Versailles et autour": 1, "Partout en France": 2}
    for label, count in counts.items():
        assert f'> {label} <span class="chip__count">({count})</span></a>' in " ".join(content.split())
    narrowed = page(q="loyer", commune="78646", public="jeunes", lieu="ici").content.decode()
    assert "à Versailles</a>" in narrowed
    assert "des anciens" not in narrowed
    assert "des jeunes" not in narrowed
    assert 'href="?q=loyer&amp;commune=78646">Retirer ces choix' in narrowed
    assert '<input type="hidden" name="public" value="jeunes">' in narrowed


@pytest.mark.parametrize("query", [{"public": "nobody"}, {"lieu": "ici"}, {"lieu": "ailleurs", "commune": "78646"}])
def test_a_choice_that_is_not_offered_is_no_choice(page, query):
    put("Loyer", kind="sheet")
    assert ">Loyer" in page(q="loyer", **query).content.decode().replace("<mark>", "")


def test_choices_that_leave_nothing_are_taken_back_with_one_link(page):
    put("Loyer des anciens", kind="sheet")
    put("Loyer à payer", kind="sheet")
    content = page(q="loyer", commune="78646", type="article").content.decode()
    assert "Voir les 2 résultats sans ces choix" in content
    assert 'href="?q=loyer&amp;commune=78646">Voir les 2' in content
    assert "rien trouvé" not in content


def removed(response):
    return {str(choice.label): choice.url for choice in response.context["state"].chosen}


class TestChoices:
    @pytest.fixture
    def found(self, only_registered):
        only_registered(registry.audience_labels, {"seniors": "Personnes âgées", "jeunes": "Jeunes"})
        put("Loyer des anciens", kind="sheet", audience_keys=["seniors"], heading_keys=["logement"])
        put("Loyer des jeunes", kind="sheet", audience_keys=["jeunes"])
        put("Loyer à Versailles", kind="article", audience_keys=["jeunes", "seniors"], is_local=True)

    def test_they_combine_and_each_is_removed_by_itself(self, page, found):
        narrowed = page(q="loyer", commune="78646", public="jeunes", type="sheet", page="2")
        assert narrowed.context["page"].paginator.count == 1
        kind = next(choice.label for choice in narrowed.context["choices"]["kind"].choices if choice.value == "sheet")
        assert removed(narrowed) == {
            str(kind): "?q=loyer&public=jeunes&commune=78646",
            "Jeunes": "?q=loyer&type=sheet&commune=78646",
        }
        assert 'aria-label="Retirer\u00a0: Jeunes"' in narrowed.content.decode()

    @pytest.mark.parametrize("chosen", [{}, {"public": "seniors"}, {"type": "sheet", "lieu": "partout"}])
    def test_each_number_is_what_its_choice_then_shows(self, client, page, found, chosen):
        narrowed = page(q="loyer", commune="78646", **chosen)
        counted = 0
        for name, offered in narrowed.context["choices"].items():
            for choice in offered.choices:
                if choice.count is not None and not choice.is_chosen:
                    counted += 1
                    shown = client.get("/recherche/" + choice.url).context["page"].paginator.count
                    assert shown == choice.count, (name, choice)
        assert counted > 1

    def test_pages_keep_the_choices_and_another_choice_begins_at_the_first(self, page):
        for number in range(25):
            put(f"Loyer {number}", kind="sheet", heading_keys=["logement"])
        put("Loyer", kind="article")
        shown = page(q="loyer", type="sheet", page="2", utm_source="lettre")
        assert 'href="?q=loyer&amp;type=sheet&amp;page=3"' in shown.content.decode()
        assert all("page" not in choice.url for each in shown.context["choices"].values() for choice in each.choices)

    def test_one_kind_of_result_is_nothing_to_choose_between(self, page):
        put("Loyer", kind="sheet")
        assert page(q="loyer").context["choices"] == {}
