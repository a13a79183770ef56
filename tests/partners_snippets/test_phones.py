import pytest

from clairdroit.partners_snippets.phones import phone_in_words, phone_uri


@pytest.mark.parametrize(
    ("given", "uri", "words"),
    [
        ("01 99 00 10 20", "tel:+33199001020", "01 99 00 10 20"),
        ("0199001020", "tel:+33199001020", "01 99 00 10 20"),
        ("01.99.00.10.20", "tel:+33199001020", "01 99 00 10 20"),
        ("+33 1 99 00 10 20", "tel:+33199001020", "01 99 00 10 20"),
        ("115", "tel:115", "115"),
        ("39 19", "tel:3919", "39 19"),
        ("+32 2 555 12 12", "tel:+3225551212", "+32 2 555 12 12"),
    ],
)
def test_numbers_are_dialled_in_full_and_read_in_pairs(given, uri, words):
    assert phone_uri(given) == uri
    assert phone_in_words(given).replace("\xa0", " ") == words


@pytest.mark.parametrize("given", ["", "voir le site", "12", "01 99"])
def test_what_is_no_number_is_shown_and_not_dialled(given):
    assert phone_uri(given) == ""
    assert phone_in_words(given) == given
