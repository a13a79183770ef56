import pytest

from clairdroit.search import analysis, spelling
from clairdroit.search.models import SearchTerm
from clairdroit.search.stemming import light_stem


@pytest.mark.parametrize(
    ("one", "other", "mistakes"),
    [("loyer", "loyer", 0), ("loyer", "loyr", 1), ("loyer", "lyoer", 1), ("loyer", "layor", 2), ("caf", "mairie", 3)],
)
def test_mistakes_are_counted_up_to_the_limit(one, other, mistakes):
    assert spelling.distance(one, other, 2) == mistakes


def test_a_correction_keeps_the_rest_of_the_sentence():
    found = {"alocation": spelling.Correction("allocation")}
    assert spelling.rewrite("Une alocation, vite !", found) == "Une allocation, vite !"
    assert spelling.rewrite("Une allocation", {}) == ""


@pytest.mark.parametrize(
    "forms",
    [
        ("loyer", "loyers"),
        ("payer", "paye", "payee", "payez", "paiement", "paiements", "paie"),
        ("licencier", "licencie", "licenciee", "licenciement", "licenciements"),
        ("droit", "droits"),
        ("travail", "travaux"),
        ("national", "nationale", "nationaux", "nationales"),
        ("conge", "conges"),
        ("allocation", "allocations"),
        ("demissionner", "demission", "demissions", "demissionne"),
        ("francais", "francaise", "francaises"),
        ("bail", "baux"),
        ("oeil", "yeux"),
        ("bateau", "bateaux"),
        ("adoption", "adoptions"),
        ("heberger", "hebergement", "hebergements"),
        ("finir", "finir"),
        ("avocat", "avocate", "avocats", "avocates"),
        ("habitant", "habitants", "habitante", "habitantes"),
        ("expulser", "expulse", "expulsee", "expulsees", "expulses"),
    ],
)
def test_forms_of_a_word_share_a_stem(forms):
    assert len({light_stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("loi", "loyer"),
        ("caf", "cafe"),
        ("mari", "mariage"),
        ("ass", "asse"),
        ("bail", "balle"),
        ("cafe", "caf"),
        ("pension", "pense"),
        ("rente", "rentree"),
    ],
)
def test_other_words_have_another_stem(one, other):
    assert light_stem(one) != light_stem(other)


def test_words_of_another_alphabet_are_left_as_they_are():
    assert light_stem("квартиры") == "квартиры"


@pytest.mark.parametrize("word", ["cafe", "asse"])
def test_words_that_would_become_an_acronym_are_left_as_they_are(word):
    assert light_stem(word) == word


@pytest.mark.parametrize("word", ["rer", "mer", "ent", "ees", "aux", "eau", "use"])
def test_a_word_that_is_little_more_than_an_ending_keeps_its_letters(word):
    assert len(light_stem(word)) >= 3


def term(word, documents=1, shelf="content"):
    return SearchTerm.objects.create(
        shelf=shelf, term=analysis.terms(word)[0], word=word, documents=documents, length=len(analysis.terms(word)[0])
    )


def corrected(typed):
    found = spelling.corrections(analysis.query_words(typed))
    return {name: correction.word for name, correction in found.items()}


@pytest.mark.django_db
class TestCorrections:
    def test_among_equally_near_words_the_commonest_is_proposed(self):
        term("caution", documents=2)
        term("cantion", documents=9)
        assert corrected("cattion") == {"cattion": "cantion"}

    def test_a_nearer_word_goes_before_a_commoner_one(self):
        term("allocation", documents=1)
        term("allocateur", documents=900)
        assert corrected("alocation") == {"alocation": "allocation"}

    def test_the_written_word_is_proposed_with_its_accents(self):
        term("décès")
        assert corrected("deecs") == {"deecs": "décès"}

    def test_a_short_word_has_one_mistake_and_a_long_one_two(self):
        term("divorce")
        term("naturalisation")
        assert corrected("dvorec") == {}
        assert corrected("naturallissattion") == {}
        assert corrected("divorrce") == {"divorrce": "divorce"}
        assert corrected("naturallissation") == {"naturallissation": "naturalisation"}

    @pytest.mark.parametrize("typed", ["logemet", "logemment", "lgement", "logemenst"])
    def test_a_word_is_found_however_much_of_it_its_stem_leaves_out(self, typed):
        term("logement")
        assert corrected(typed) == {typed: "logement"}

    def test_an_unfinished_word_is_completed(self):
        term("naturalisation")
        assert corrected("naturalisat") == {"naturalisat": "naturalisation"}

    @pytest.mark.parametrize("typed", ["rsz", "99998"])
    def test_very_short_words_and_numbers_are_not_guessed_at(self, typed):
        term("rsa")
        term("99999")
        assert corrected(typed) == {}

    def test_the_first_letter_must_be_right(self):
        term("loyer")
        assert corrected("boyer") == {}

    def test_a_term_that_nobody_reads_is_never_proposed(self):
        SearchTerm.objects.create(shelf="content", term="loyr", word="", documents=5, length=4)
        assert corrected("loyra") == {}

    def test_documents_are_told_per_shelf(self):
        term("caution", documents=2)
        term("caution", documents=7, shelf="directory")
        (found,) = spelling.corrections(analysis.query_words("cautoin")).values()
        assert found.documents == {"content": 2, "directory": 7}

    def test_one_query_however_many_words_and_none_for_nothing(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            spelling.corrections(analysis.query_words("divorse mariaje garrde enfent loyeer impayee"))
        with django_assert_num_queries(0):
            spelling.corrections([])

    def test_no_more_than_a_few_words_are_guessed_at(self):
        words = ["divorce", "mariage", "garde", "logement", "caution", "pension"]
        for word in words:
            term(word)
        typed = analysis.query_words(" ".join(f"{word[:-2]}z{word[-2:]}" for word in words))
        assert list(spelling.corrections(typed)) == [word.folded for word in typed[: spelling.MAX_WORDS]]


def test_a_correction_replaces_every_place_of_the_word_and_nothing_beside_it():
    found = {"loyr": spelling.Correction("loyer")}
    assert spelling.rewrite("LOYR, loyr-loyra <b>", found) == "loyer, loyer-loyra <b>"
