"""Other ways to say the same: met when the query is typed, so that they work at once and without a rebuild."""

import pytest

from clairdroit.search import analysis, indexing, registry, synonyms
from clairdroit.search.query import search
from clairdroit.search.request import SearchRequest
from tests.search.factories import make_source, put

RSA = ["RSA", "revenu de solidarité active"]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (["rsa"], {"rsa": ("revenu solidarit activ",)}),
        (
            ["demand", "revenu", "solidarit", "activ"],
            {"revenu": ("rsa",), "solidarit": ("rsa",), "activ": ("rsa",)},
        ),
        (["revenu", "activ"], {}),
        (["solidarit", "revenu"], {}),
        ([], {}),
    ],
    ids=["acronym", "phrase", "part of a phrase", "other order", "nothing"],
)
def test_a_phrase_is_met_whole_and_each_of_its_words_gets_the_other_wordings(terms, expected):
    assert synonyms.Thesaurus([RSA]).phrasings(terms) == expected


def test_a_word_of_two_groups_gets_both_and_what_is_only_filler_is_no_wording():
    thesaurus = synonyms.Thesaurus([["patron", "employeur"], ["patron", "chef", "le"]])
    assert thesaurus.phrasings(["patron"]) == {"patron": ("employeur", "chef")}
    assert thesaurus.phrasings(["employeur"]) == {"employeur": ("patron",)}


@pytest.fixture
def groups(only_registered):
    """The synonyms an editor keeps, and their version."""
    current = []
    source = registry.SynonymSource(version=lambda: tuple(map(tuple, current)), groups=lambda: current)
    only_registered(registry.synonym_sources, source)
    return current


@pytest.fixture
def _sheets(db, only_sources):
    only_sources(make_source("sheet"))
    put("Revenu de solidarité active : conditions", kind="sheet")
    put("Le RSA et vos revenus", kind="sheet")
    put("Solidarité entre voisins", kind="sheet")
    put("Rompre son contrat de travail", kind="sheet")
    indexing.count_terms()


def titles(text):
    return [item.document.title for item in search(SearchRequest(text=text)).ranked]


@pytest.mark.usefixtures("_sheets")
def test_an_acronym_and_its_words_find_each_other_as_soon_as_they_are_synonyms(groups):
    assert titles("rsa") == ["Le RSA et vos revenus"]
    groups.append(RSA)
    assert set(titles("rsa")) == {"Le RSA et vos revenus", "Revenu de solidarité active : conditions"}
    assert set(titles("le revenu de solidarité active")[:2]) == set(titles("rsa"))
    groups.clear()
    assert titles("rsa") == ["Le RSA et vos revenus"]


@pytest.mark.usefixtures("_sheets")
def test_a_word_that_no_text_has_is_not_corrected_when_a_synonym_is_known(groups):
    groups.append(["démission", "rompre son contrat"])
    found = search(SearchRequest(text="démission"))
    assert [item.document.title for item in found.ranked] == ["Rompre son contrat de travail"]
    assert not found.suggestion
    assert not found.is_partial


@pytest.mark.usefixtures("_sheets")
def test_the_words_of_a_synonym_are_marked_in_what_is_found(groups):
    groups.append(RSA)
    assert {"rsa", "revenu", "solidarit", "activ"} <= search(SearchRequest(text="rsa")).terms


SAS = ["SAS", "société par actions simplifiée"]


@pytest.mark.parametrize(
    ("typed", "counts"),
    [
        ("créer une SAS", True),
        ("sas", True),
        ("SAS", True),
        ("le sas de décompression", False),
        ("CREER UNE SAS", False),
        ("société par actions simplifiée", True),
    ],
)
def test_an_acronym_that_looks_like_a_common_word_counts_in_capitals_or_alone(typed, counts):
    terms = [word.term for word in analysis.query_words(typed)]
    found = synonyms.Thesaurus([SAS]).phrasings(terms, typed)
    assert bool(found) is counts


def test_an_acronym_that_is_no_common_word_counts_however_it_is_written():
    assert synonyms.Thesaurus([RSA]).phrasings(["demand", "rsa"], "demander le rsa")
