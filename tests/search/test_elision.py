"""What was typed without its apostrophe finds what it would have found with it."""

import pytest

from clairdroit.search import elision, indexing, suggestions, synonyms, titles
from clairdroit.search.query import search
from clairdroit.search.request import SearchRequest
from tests.search.factories import make_source, put


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("lecole", "ecole"),
        ("dactivite", "activite"),
        ("lhopital", "hopital"),
        ("quest", "est"),
        ("jai", "ai"),
        ("lapl", "apl"),
        ("leau", "eau"),
        ("jusqualors", "alors"),
        ("sage", ""),
        ("mage", ""),
        ("chien", "hien"),
        ("loyer", "oyer"),
        ("bail", ""),
        ("qualite", "alite"),
        ("la", ""),
        ("d1", ""),
        ("", ""),
    ],
)
def test_what_may_have_been_shortened(typed, rest):
    assert elision.rest_of(typed) == rest


@pytest.mark.django_db
class TestSearching:
    @pytest.fixture(autouse=True)
    def _pages(self, only_sources):
        only_sources(make_source("sheet", order=1))
        put("Inscrire son enfant à l’école", kind="sheet", key="ecole")
        put("La prime d’activité", kind="sheet", key="prime")
        put("Carte d’identité perdue", kind="sheet", key="carte")
        put("Le lait des bébés", kind="sheet", key="lait")
        put("Payer l’eau", kind="sheet", key="eau")
        indexing.count_terms()
        titles.follow_index("sheet")

    def found(self, text, **more):
        return search(SearchRequest(text=text), **more)

    @pytest.mark.parametrize(
        ("typed", "key"),
        [
            ("lécole", "ecole"),
            ("LECOLE", "ecole"),
            ("prime dactivité", "prime"),
            ("jai perdu ma carte didentité", "carte"),
            ("leau", "eau"),
            ("à l ecole", "ecole"),
        ],
    )
    def test_it_is_found_first_and_nobody_is_asked_what_they_meant(self, typed, key):
        found = self.found(typed)
        assert found.ranked[0].document.object_key == key
        assert not found.suggestion
        assert not found.is_corrected
        assert not found.is_partial

    def test_a_word_that_the_index_knows_stays_itself(self):
        assert [each.document.object_key for each in self.found("lait").ranked] == ["lait"]

    def test_what_is_no_word_without_its_first_letter_is_looked_up_as_a_mistake(self):
        assert self.found("layt").suggestion == "lait"
        assert self.found("dxqz").ranked == []

    def test_what_says_nothing_alone_is_kept_when_it_is_all_there_is(self):
        assert self.found("quest ce que cest").ranked == []

    def test_a_phrase_with_other_wordings_is_met(self):
        put("L’aide aux travailleurs modestes", kind="sheet", key="other")
        indexing.count_terms()
        thesaurus = synonyms.Thesaurus([["prime d’activité", "aide aux travailleurs modestes"]])
        found = self.found("prime dactivité", thesaurus=thesaurus)
        assert {each.document.object_key for each in found.ranked} >= {"prime", "other"}

    def test_nothing_more_is_asked_of_the_database_where_all_words_are_known(self, django_assert_max_num_queries):
        with django_assert_max_num_queries(3):
            self.found("école prime carte")

    @pytest.mark.parametrize(
        ("typed", "label"), [("lecol", "Inscrire son enfant à l’école"), ("dactiv", "La prime d’activité")]
    )
    def test_it_is_offered_while_it_is_typed(self, typed, label):
        assert [each.label for each in suggestions.suggest(typed, language="fr")] == [label]
