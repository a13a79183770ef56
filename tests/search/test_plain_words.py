"""Whatever somebody types into a search of the admin is words: it reaches the parser of no database."""

import pytest
from django.db.models import Exists, F, Q
from django.db.models.functions import Lower, Substr
from modelsearch.backends.base import SearchFieldError
from modelsearch.index import insert_or_update_object
from modelsearch.query import MATCH_ALL, MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from clairdroit.search.wagtail_database_backend import MOST_WORDS, plain_query, plain_words
from tests.access.addresses import every_address
from tests.access.world import World

pytestmark = pytest.mark.django_db

TYPED = [
    '"',
    '""',
    '"loyer',
    'loyer"',
    'lo"yer payer',
    '"loyer" "',
    '" OR "',
    "'",
    "l'aide d'urgence",
    "*",
    "loyer*",
    "NEAR(",
    "NEAR(loyer payer, 2)",
    "loyer AND",
    "NOT loyer",
    "title:loyer",
    "{title} : loyer",
    "^loyer",
    "%",
    "100 % %s",
    "\\",
    "\\'; DROP",
    "a&b|!c:*",
    "<->",
    "(((",
    "- -loyer",
    "…",
    "\0",
    "loyer\0",
    "é" * 400,
    "mot " * 2000,
]


@pytest.fixture
def page(db):
    page = Page.objects.get(depth=1).add_child(instance=Page(title="Payer son loyer", slug="payer"))
    insert_or_update_object(page)  # what Wagtail's task does after each save
    return page


def titles(found):
    return [each.title for each in found]


@pytest.mark.parametrize("typed", TYPED)
def test_it_is_searched_without_fail(page, typed):
    for search in (Page.objects.all().search, Page.objects.all().autocomplete):
        for operator in ("and", "or"):
            assert len(list(search(typed, operator=operator))) <= 3
            assert search(typed, operator=operator).count() <= 3


@pytest.mark.parametrize("typed", ["loyer", 'loyer"', '"loyer', '"loyer"', "loyer\0", 'payer" "loyer', " loyer "])
def test_the_words_in_it_are_found(page, typed):
    assert titles(Page.objects.all().search(typed)) == ["Payer son loyer"]
    assert titles(Page.objects.all().autocomplete(typed)) == ["Payer son loyer"]


@pytest.mark.parametrize("query", [PlainText('lo"yer'), Phrase('son "loyer"'), Not(PlainText('"')), PlainText('"')])
def test_what_a_program_asks_is_made_plain_too(page, query):
    for asked in (query, And([PlainText("payer"), query]), Or([query, PlainText("payer")])):
        assert len(list(Page.objects.all().search(asked))) <= 3


def test_all_and_nothing_stay_what_they_are(page):
    assert titles(Page.objects.filter(pk=page.pk).search(MATCH_ALL)) == ["Payer son loyer"]
    assert titles(Page.objects.all().search(MATCH_NONE)) == []


def test_nothing_to_look_for_finds_nothing(page):
    assert titles(Page.objects.all().search('"')) == []
    assert titles(Page.objects.all().autocomplete(And([PlainText('"'), Phrase('""')]))) == []


def test_how_a_query_is_made_plain():
    assert plain_words('l"a\0b  c') == "l a b c"
    assert len(plain_words("mot " * 500).split()) == MOST_WORDS
    boosted = plain_query(Boost(And([PlainText('a"', operator="or", boost=2), Phrase('"'), Fuzzy('b"')]), 3))
    assert repr(boosted) == repr(Boost(And([PlainText("a", operator="or", boost=2), Fuzzy("b")]), 3))
    assert plain_query(Not(Phrase('"'))) is None


def test_the_backend_is_that_of_the_database():
    """Not another one: indexing, rebuilding and facets are Wagtail's."""
    from modelsearch.backends import database

    assert isinstance(get_search_backend(), type(database.SearchBackend({})))


def test_no_screen_of_the_admin_fails_on_it(admin_client, settings, no_contexts):
    """Lists, choosers, registers, reports, bulk actions: whatever looks at a query."""
    settings.CLAIRDROIT_DEMO = True
    paths = sorted({address.path for address in every_address(World()) if address.path.startswith("/admin/")})
    assert len(paths) > 200
    admin_client.raise_request_exception = False
    cookies = admin_client.cookies.copy()

    def fails(path, typed):
        admin_client.cookies = cookies.copy()  # one of the addresses signs out
        return admin_client.get(path, typed).status_code == 500

    typed = [
        {"q": 'a"b NEAR("', "search": '"'},
        {"q": "mairie", "tag": "façade", "collection_id": "1", "ordering": "-title", "locale": "fr"},
        {"q": "mairie", "ordering": "nowhere", "p": "nine", "collection_id": "9" * 30, "page_type": "x.y", "o": "x"},
    ]
    failing = [path for path in paths if any(fails(path, each) for each in typed)]
    # Some fail without any query too, which the table of who may open what says of them.
    assert [path for path in failing if not fails(path, {})] == []


class TestFilters:
    """What a list is filtered and ordered by is no business of the index: Wagtail's image chooser failed on a tag."""

    @pytest.fixture
    def images(self, db):
        model = get_image_model()
        made = [
            model.objects.create(title=title, file=get_test_image_file(filename=f"{number}.png"))
            for number, title in enumerate(["La mairie", "La mairie de nuit", "Le guichet"])
        ]
        made[0].tags.add("façade")
        made[2].tags.add("façade")
        for image in made:
            insert_or_update_object(image)
        return model.objects

    def test_by_a_related_thing(self, images):
        assert titles(images.filter(tags__name="façade").search("mairie")) == ["La mairie"]
        assert titles(images.filter(tags__name="façade").autocomplete("mai")) == ["La mairie"]
        assert images.filter(tags__name="façade").search("mairie").count() == 1

    def test_by_a_column_that_the_index_does_not_hold(self, images):
        assert titles(images.filter(file_size=None).search("guichet")) == ["Le guichet"]

    def test_by_an_expression(self, images):
        found = images.annotate(first=Substr("title", 1, 2)).filter(Q(first="La") | Exists(images.none()))
        assert sorted(titles(found.search("mairie"))) == ["La mairie", "La mairie de nuit"]

    def test_in_any_order(self, images):
        for order in ("-file_hash", Lower("title").desc(), F("file_size").asc(nulls_last=True)):
            assert len(images.order_by(order).search("mairie", order_by_relevance=False)) == 2
        by_title = images.order_by(Lower("title").desc()).search("mairie", order_by_relevance=False)
        assert titles(by_title) == ["La mairie de nuit", "La mairie"]

    def test_a_field_that_no_search_knows_is_still_refused(self, images):
        with pytest.raises(SearchFieldError):
            images.search("mairie", fields=["file_hash"])

    @pytest.mark.parametrize("address", ["/admin/images/chooser/", "/admin/images/chooser/results/"])
    def test_the_chooser_with_a_word_and_a_tag(self, admin_client, images, address):
        page = admin_client.get(address, {"q": "mairie", "tag": "façade"}).content.decode()
        assert "La mairie" in page
        assert "La mairie de nuit" not in page
