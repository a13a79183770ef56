"""Letters that are taken for others: in a sender's address, and in words that should be masked."""

import unicodedata

import pytest

from clairdroit.mail.reading.look_alikes import LOOK_ALIKES, looks_like
from clairdroit.questions.masking.unfolding import unfold

EXPECTED = "abcdefghijklmnopqrstuvwxyz@ville.example"


@pytest.mark.parametrize("code", sorted(LOOK_ALIKES), ids=lambda code: unicodedata.name(chr(code)))
def test_an_address_with_one_of_another_alphabet_is_meant_to_be_taken_for_the_real_one(code):
    # Two others beside it: one letter that differs is caught without knowing that the two look alike.
    forged = EXPECTED.replace(LOOK_ALIKES[code], chr(code)).replace("x", "х").replace("l", "ӏ").replace("i", "і")
    assert forged != EXPECTED
    assert looks_like(forged, EXPECTED)
    assert unfold(chr(code)).text == LOOK_ALIKES[code]


@pytest.mark.parametrize("address", ["abcdef@vi11e.example", "abcdef@vil1e.examp1e"])
def test_in_an_address_a_figure_passes_for_a_letter_in_words_it_stays(address):
    assert looks_like(address, "abcdef@ville.example")
    assert unfold("01").text == "01"


def test_an_address_of_somebody_else_is_none():
    assert not looks_like("nadia@asso.example", EXPECTED)
    assert not looks_like(EXPECTED, EXPECTED)
