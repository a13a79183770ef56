"""Addresses and numbers that are said in words, spelled or packed in a person's own text; what only looks like it."""

import base64

import pytest
from django.utils.translation import override

from clairdroit.questions.masking import masked_words, person_of
from clairdroit.questions.masking.unfolding import unfold
from tests.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db

BEFORE, AFTER = "On me coupe l’électricité demain.", "Que faire ?"


def seen(text):
    question = QuestionFactory(text=text, email="quelquun@boite.example")
    with override("en"):
        return masked_words(question.text, person_of(question))


@pytest.mark.parametrize(
    "written",
    [
        "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
        "Zéro-six, douze, trente quatre, cinquante six, soixante dix huit",
        "zéro six : douze ; trente-quatre ; cinquante-six ; soixante-dix-huit",
        "zéro six\ndouze\ntrente-quatre\ncinquante-six\nsoixante-dix-huit",
        "zéro six puis douze puis trente-quatre puis cinquante-six et soixante-dix-huit",
        "zéro six un deux trois quatre cinq six sept huit",
        "zérosixdouzetrentequatrecinquantesixsoixantedixhuit",
        "o six douze trente-quatre cinquante-six soixante-dix-huit",
        "zero 6 12 34 56 78",
        "0 six 12 34 56 78",
        "06 douze 34 cinquante-six 78",
        "zéro six, quatre-vingt-douze, trente et un, zéro cinq, soixante et onze",
        "plus trente-trois six douze trente-quatre cinquante-six soixante-dix-huit",
        "+33 six douze trente-quatre cinquante-six soixante-dix-huit",
        "six douze trente-quatre cinquante-six soixante-dix-huit",
        "sept quatre-vingt-dix-sept vingt-deux quatre-vingts zéro un",
        "zero six one two three four five six seven eight",
        "oh six one two double three five six seven eight",
    ],
)
def test_a_number_in_words_is_masked(written):
    assert seen(f"{BEFORE} Mon numéro : {written}. {AFTER}") == f"{BEFORE} Mon numéro : [a telephone number]. {AFTER}"


@pytest.mark.parametrize(
    "written",
    [
        "jean arobase orange point fr",
        "jean point dupont arobase la poste point net",
        "jean arrobase orange point fr",
        "jean a robase orange point fr",
        "jean a commercial orange point fr",
        "jean-arobase-orange-point-fr",
        "jean, arobase, orange, point, fr",
        "jean arobase gmail",
        "jean arobase orange point f r",
        "jeanarobaseorangepointfr",
        "j e a n arobase o r a n g e point f r",
        "j-e-a-n arobase o-r-a-n-g-e point f-r",
        "jean at orange dot fr",
        "jean chez orange point fr",
    ],
)
def test_an_address_in_words_is_masked(written):
    read = seen(f"{BEFORE} Mon adresse : {written}. {AFTER}")
    assert "[an e-mail address]" in read
    left = "".join(each for each in unfold(read).text if each.isalnum())
    assert not any(part in left for part in ("jean", "orange", "gmail", "orang"))
    assert read.startswith(BEFORE)
    assert read.endswith(AFTER)


@pytest.mark.parametrize("text", ["nadia.benali@boite.example", "06 12 34 56 78", "0612345678", "jean@orange.fr"])
@pytest.mark.parametrize(
    "packed",
    [
        lambda raw: base64.b64encode(raw),
        lambda raw: base64.b64encode(raw).rstrip(b"="),
        lambda raw: base64.urlsafe_b64encode("écrire à ".encode() + raw),
        lambda raw: raw.hex().encode(),
        lambda raw: raw.hex().upper().encode(),
    ],
)
def test_what_is_packed_into_letters_is_masked_with_them(text, packed):
    sequence = packed(text.encode()).decode()
    read = seen(f"{BEFORE} Voici : {sequence} {AFTER}")
    assert sequence not in read
    assert read.startswith(f"{BEFORE} Voici : [")
    assert read.endswith(f"] {AFTER}")


@pytest.mark.parametrize(
    "text",
    [
        "J’ai deux enfants de six et sept ans, et trois de dix, douze et quatorze ans.",
        "Les mardis six, treize, vingt et vingt-sept, puis les quatre, onze, dix-huit et vingt-cinq.",
        "Comptez : un, deux, trois, quatre, cinq, six, sept, huit, neuf, dix.",
        "Il me reste zéro euro. Six fois j’ai écrit, sept fois j’ai appelé.",
        "Mille six cent quarante-deux euros et soixante-dix-huit centimes par mois pour sept personnes.",
        "Le point sur ma situation : chez Orange, le point relais est fermé. À la Poste aussi.",
        "Je suis arrivé à Paris point final. Le signe arobase manque sur mon clavier.",
        "Le dossier AbCdEfGhIjKlMnOpQrStUv a été perdu, anticonstitutionnellement.",
        "Référence 4f3a9c0d2b1e4f3a9c0d2b1e4f3a9c0d, puis SGVsbG8gd29ybGQh dans l’adresse de la page.",
        "Zéro un deux, voilà tout. Rendez-vous à six heures dix, dix-huit heures vingt.",
        "Article L. 412-1 à L. 412-8 ; formulaire 12 34 ; six mois, douze mois, vingt-quatre mois.",
    ],
)
def test_what_only_looks_like_it_stays(text):
    assert seen(text) == text


@pytest.mark.parametrize(
    "piece", ["zéro ", "six ", "zérosix", "a ", "a-", "arobase ", "point ", "AbC1", "6e", "é==", "plus "]
)
def test_however_often_a_piece_comes_again_it_is_read_once(piece):
    """No clock: a pattern that tries every way to read these ends in no lifetime."""
    assert seen(piece * (12_000 // len(piece)) + " §").endswith("§")
