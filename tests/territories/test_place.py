import pytest
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from django.utils.translation import override

from clairdroit.territories.context_processors import reader_place
from clairdroit.territories.distances import box_around, distance_km
from clairdroit.territories.models import LaterWords, PostalCode
from clairdroit.territories.place import reader_commune, url_with_place
from clairdroit.territories.templatetags.places import distance_in_words, links_with_place
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db


def test_the_commune_of_the_address_is_read_once(django_assert_num_queries):
    commune = CommuneFactory()
    request = RequestFactory().get("/?commune=78646")
    with django_assert_num_queries(1):
        assert reader_commune(request) == commune
        assert reader_place(request) == {"commune": commune, "place_query": "?commune=78646"}
        assert reader_commune(request).departement.name == "Yvelines"


@pytest.mark.parametrize("address", ["/", "/?commune=", "/?commune=' OR 1=1", "/?commune=7864600", "/?commune=abcde"])
def test_an_address_without_a_valid_code_costs_no_query(address, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert reader_place(RequestFactory().get(address)) == {"commune": None, "place_query": ""}


def test_an_unknown_code_is_no_commune():
    assert reader_commune(RequestFactory().get("/?commune=99999")) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/logement/", "/logement/?commune=78646"),
        ("/recherche/?q=a+b&page=2#fin", "/recherche/?q=a+b&page=2&commune=78646#fin"),
        ("/?commune=13055", "/?commune=78646"),
        ("/?commune=13055&commune=75056&q=x", "/?q=x&commune=78646"),
        ("/?q=&b", "/?q=&b=&commune=78646"),
        ("/?q=%C3%A9t%C3%A9%26", "/?q=%C3%A9t%C3%A9%26&commune=78646"),
        ("#bas", "?commune=78646#bas"),
        ("/?communes=1", "/?communes=1&commune=78646"),
    ],
)
def test_links_carry_the_readers_commune(url, expected):
    assert url_with_place(url, CommuneFactory()) == expected


def test_without_a_commune_the_parameter_goes():
    assert url_with_place("/logement/?commune=78646&q=x", None) == "/logement/?q=x"


def test_the_tag_escapes_what_it_writes():
    template = Template('{% load places %}<a href="{% with_place url %}">')
    html = template.render(Context({"url": '/?q="><script>', "commune": CommuneFactory()}))
    assert "<script>" not in html


def test_only_links_to_our_pages_are_rewritten():
    html = mark_safe(
        '<a class="x" href="/fiches/F1/?a=1&amp;b=2">1</a><a href="//ailleurs.invalid/">2</a>'
        '<a href="https://ailleurs.invalid/">3</a><a href="#bas">4</a><a href="/media/a.pdf">5</a>'
    )
    result = links_with_place(html, CommuneFactory())
    assert result == (
        '<a class="x" href="/fiches/F1/?a=1&amp;b=2&amp;commune=78646">1</a><a href="//ailleurs.invalid/">2</a>'
        '<a href="https://ailleurs.invalid/">3</a><a href="#bas">4</a><a href="/media/a.pdf">5</a>'
    )


def test_text_that_is_not_safe_is_left_to_be_escaped():
    assert links_with_place('<a href="/x/">', CommuneFactory()) == '<a href="/x/">'


def test_distances():
    assert distance_km(48.8566, 2.3522, 45.7640, 4.8357) == pytest.approx(391.5, abs=2)
    _south, north, _west, east = box_around(48.8, 2.1, 10)
    assert distance_km(48.8, 2.1, north, 2.1) == pytest.approx(10, abs=0.1)
    assert distance_km(48.8, 2.1, 48.8, east) == pytest.approx(10, abs=0.1)


@pytest.mark.parametrize(
    ("km", "words"),
    [
        (None, ""),
        (0.01, "à 50 m"),
        (0.46, "à 450 m"),
        (2.34, "à 2,3 km"),
        (1.02, "à 1 km"),
        (9.97, "à 10 km"),
        (26.8, "à 27 km"),
        (0, "à 50 m"),
        (0.94, "à 950 m"),
        (0.96, "à 1 km"),
        (9.94, "à 9,9 km"),
        (9.96, "à 10 km"),
        (10.4, "à 10 km"),
    ],
)
def test_distances_in_words(km, words):
    with override("fr"):
        assert distance_in_words(km).replace("\xa0", " ") == words


def test_an_arrondissement_has_the_services_of_its_town():
    town = CommuneFactory(marseille=True)
    first = CommuneFactory(marseille=True, insee="13201", name="Marseille 1er Arrondissement", parent=town)
    assert first.codes == ["13201", "13055"]
    assert town.codes == ["13055"]


def test_a_commune_has_a_postal_code_once():
    commune = CommuneFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        PostalCode.objects.create(code="78000", commune=commune)


def test_the_same_later_words_lead_to_a_commune_once():
    commune = CommuneFactory()
    LaterWords.objects.create(words="laye", commune=commune)
    with pytest.raises(IntegrityError), transaction.atomic():
        LaterWords.objects.create(words="laye", commune=commune)


@pytest.mark.parametrize("code", [" 78646 ", "2a004", "2A004"])
def test_a_code_is_read_with_its_blanks_and_in_small_letters(code):
    commune = CommuneFactory(insee=code.strip().upper())
    assert reader_commune(RequestFactory().get("/", {"commune": code})) == commune


@pytest.mark.parametrize("code", ["2C004", "A8646", "7864", "78646\n1", "78646\x00", "７８６４６x"])
def test_what_is_no_code_is_never_looked_up(code, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert reader_commune(RequestFactory().get("/", {"commune": code})) is None


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/static/a.css">x</a>',
        '<a href="/documents/1/a.pdf">x</a>',
        '<a href="/admin/">x</a>',
        '<a href="mailto:a@b.example">x</a>',
        '<a name="x">x</a>',
        '<area href="/x/">',
        'href="/x/"',
    ],
)
def test_files_the_admin_and_what_is_no_link_are_left_alone(html):
    assert links_with_place(mark_safe(html), CommuneFactory()) == html


def test_links_in_single_quotes_and_with_a_fragment_carry_the_place_too():
    html = mark_safe('<p><a href=\'/x/#bas\' rel="next">x</a> <a href="/y/">y</a></p>')
    assert links_with_place(html, CommuneFactory()) == (
        '<p><a href=\'/x/?commune=78646#bas\' rel="next">x</a> <a href="/y/?commune=78646">y</a></p>'
    )


def test_without_a_commune_a_text_is_left_as_it_is():
    html = mark_safe('<a href="/x/?commune=13055">x</a>')
    assert links_with_place(html, None) is html


def test_an_apostrophe_in_an_address_cannot_end_its_attribute():
    html = mark_safe("<a href='/x/?q=%27%22onclick'>x</a>")
    assert links_with_place(html, CommuneFactory()).count("'") == 2


@pytest.mark.parametrize(("one", "other"), [((0, 0, 0, 180), 20015), ((90, 0, -90, 0), 20015), ((48.8, 2.1) * 2, 0)])
def test_the_longest_and_the_shortest_distance_are_numbers(one, other):
    assert distance_km(*one) == pytest.approx(other, abs=1)
    assert distance_km(*one[2:], *one[:2]) == pytest.approx(other, abs=1)


@pytest.mark.parametrize("latitude", [-21.1, 0, 48.8, 89.9])
def test_a_box_holds_what_lies_within_in_all_four_directions(latitude):
    south, north, west, east = box_around(latitude, 55.5, 10)
    assert south < latitude < north
    assert west < 55.5 < east
    assert north - latitude == pytest.approx(latitude - south)
    assert distance_km(latitude, 55.5, min(north, 90), 55.5) >= 9.9
