"""What every backend promises. The same suite runs on SQLite and, where one answers, on PostgreSQL."""

import pytest
from django.db import transaction

from clairdroit.search import analysis
from clairdroit.search.backends import Lookup
from clairdroit.search.enums import Shelf
from clairdroit.search.models import SearchDocument
from tests.search.factories import put


def ask(backend, text, **more):
    """The titles found for a typed text, best first."""
    values = {"terms": analysis.terms(text), "shelf": Shelf.CONTENT, "language": "fr"} | more
    found = backend.candidates([Lookup(**values)])[0]
    titles = dict(SearchDocument.objects.using(backend.using).values_list("pk", "title"))
    return [titles[candidate.document_id] for candidate in found]


def test_a_word_is_found_in_every_part_of_a_document(backend, using):
    put("Le loyer", using=using)
    put("Deux", summary="Payer un loyer", using=using)
    put("Trois", extra_words="loyers", using=using)
    put("Quatre", chapters="Votre loyer", using=using)
    put("Cinq", body="Il est question du loyer ici.", using=using)
    put("Six", body="Rien de tel.", using=using)
    assert set(ask(backend, "loyer")) == {"Le loyer", "Deux", "Trois", "Quatre", "Cinq"}


def test_a_title_weighs_more_than_a_body(backend, using):
    put("Aide", body="Le loyer, puis bien d’autres choses encore.", using=using)
    put("Le loyer", body="Une aide existe.", using=using)
    assert ask(backend, "loyer") == ["Le loyer", "Aide"]


@pytest.mark.parametrize("typed", ["dechirure", "DÉCHIRÉ", "déchirées", "l’déchirures", "dechires"])
def test_accents_case_elision_and_plural_are_forgiven(backend, using, typed):
    put("Papier déchiré", using=using)
    stems = set(analysis.terms(typed))
    assert ask(backend, typed) == (["Papier déchiré"] if stems & set(analysis.terms("déchiré")) else [])


def test_accents_and_plurals_meet_in_both_directions(backend, using):
    put("Congés payés des salariés", using=using)
    for typed in ["conge paye", "congés payés", "CONGÉ PAYÉ", "les conges payes d’un salarie"]:
        assert ask(backend, typed) == ["Congés payés des salariés"], typed


def test_ligatures_are_taken_apart(backend, using):
    put("Sœur et œuvre", using=using)
    assert ask(backend, "soeur") == ask(backend, "SŒUR") == ["Sœur et œuvre"]


def test_all_words_or_any_of_them(backend, using):
    put("Loyer impayé", using=using)
    put("Loyer", using=using)
    assert ask(backend, "loyer impayé", match_all=True) == ["Loyer impayé"]
    assert ask(backend, "loyer impayé") == ["Loyer impayé", "Loyer"]


def test_a_rare_word_weighs_more_than_a_common_one(backend, using):
    for number in range(8):
        put(f"Demande {number}", using=using)
    put("Tutelle", using=using)
    found = ask(backend, "demande tutelle", importance={"demand": 0.2, "tutel": 3.0})
    assert found[0] == "Tutelle"
    assert len(found) == 9


def test_the_beginning_of_a_term_is_enough_when_asked_for(backend, using):
    put("Accompagnement", using=using)
    assert ask(backend, "", prefixes=["acc"]) == ["Accompagnement"]
    assert ask(backend, "acc") == []


def test_shelves_are_apart(backend, using):
    put("Mairie", using=using)
    put("Mairie annexe", shelf=Shelf.DIRECTORY, kind="partner", using=using)
    assert ask(backend, "mairie") == ["Mairie"]
    assert ask(backend, "mairie", shelf=Shelf.DIRECTORY) == ["Mairie annexe"]


def test_kinds_headings_and_local_texts_can_be_asked_for(backend, using):
    put("Loyer un", kind="article", heading_keys=["logement", "precarite"], is_local=True, using=using)
    put("Loyer deux", kind="sheet", heading_keys=["logement"], using=using)
    put("Loyer trois", kind="sheet", using=using)
    assert ask(backend, "loyer", kinds=["article"]) == ["Loyer un"]
    assert ask(backend, "loyer", heading="precarite") == ["Loyer un"]
    assert set(ask(backend, "loyer", heading="logement")) == {"Loyer un", "Loyer deux"}
    assert ask(backend, "loyer", heading="loge") == []
    assert ask(backend, "loyer", is_local=True) == ["Loyer un"]


def test_a_box_keeps_what_lies_inside(backend, using):
    put("Aide ici", latitude=48.8, longitude=2.1, using=using)
    put("Aide là", latitude=43.3, longitude=5.4, using=using)
    put("Aide partout", using=using)
    assert ask(backend, "aide", box=(48.0, 49.0, 2.0, 3.0)) == ["Aide ici"]


def test_a_translated_page_is_found_in_its_own_language_only(backend, using):
    put("Loyer", is_translated=True, using=using)
    put("Loyer (rent)", language="en", is_translated=True, using=using)
    put("Loyer officiel", using=using)
    assert set(ask(backend, "loyer")) == {"Loyer", "Loyer officiel"}
    assert set(ask(backend, "loyer", language="en")) == {"Loyer (rent)", "Loyer officiel"}


def test_what_is_being_built_is_not_found(backend, using):
    staged = put("Loyer", is_live=False, using=using)
    assert ask(backend, "loyer") == []
    SearchDocument.objects.using(using).filter(pk=staged.pk).update(is_live=True)
    assert ask(backend, "loyer") == ["Loyer"]


def test_a_changed_text_is_found_by_its_new_words_alone(backend, using):
    row = put("Loyer", using=using)
    SearchDocument.objects.using(using).filter(pk=row.pk).update(terms_title="tutel")
    assert ask(backend, "loyer") == []
    assert ask(backend, "tutelle") == ["Loyer"]


def test_what_is_deleted_is_not_found(backend, using):
    put("Loyer", using=using).delete(using=using)
    assert ask(backend, "loyer") == []


def test_what_was_rolled_back_was_never_there(backend, using):
    class ChangedMyMindError(Exception):
        pass

    def change_ones_mind():
        with transaction.atomic(using=using):
            put("Loyer", using=using)
            raise ChangedMyMindError

    with pytest.raises(ChangedMyMindError):
        change_ones_mind()
    assert ask(backend, "loyer") == []


def test_the_limit_keeps_the_best(backend, using):
    for number in range(5):
        put(f"Texte {number}", body="loyer", using=using)
    put("Loyer", using=using)
    assert ask(backend, "loyer", limit=1) == ["Loyer"]


def test_no_word_finds_nothing(backend, using):
    put("Loyer", using=using)
    assert ask(backend, "") == []
    assert ask(backend, "le la les") == []


HOSTILE = [
    '"',
    "loyer OR 1=1",
    "NEAR(a b)",
    "loyer* AND (",
    "terms_title:loyer",
    "' & | ! <-> :*",
    "\\",
    "loyer\x00impayé",
    "🏠💶",
    "a" * 10_000,
    "%s %(x)s {}",
    "-loyer +x ^y ~z",
    "ﷺ العربية 中文",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_typed_is_taken_for_an_operator(backend, using, typed):
    put("Loyer", using=using)
    assert ask(backend, typed) in ([], ["Loyer"])
    assert ask(backend, typed, match_all=True, prefixes=[term[:4] for term in analysis.terms(typed)]) in ([], ["Loyer"])


@pytest.mark.parametrize("match_all", [True, False])
def test_a_phrasing_counts_as_its_term_when_it_stands_side_by_side(backend, using, match_all):
    put("Revenu de solidarité active", using=using)
    put("RSA", using=using)
    put("Solidarité, revenu, vie active", using=using)
    found = ask(backend, "rsa", phrasings={"rsa": ["revenu solidarit activ"]}, match_all=match_all)
    assert set(found) == {"Revenu de solidarité active", "RSA"}


def test_several_lookups_are_answered_in_their_order(backend, using):
    put("Loyer", using=using)
    put("Impayé", using=using)
    lookups = [Lookup(terms=analysis.terms(text), shelf=Shelf.CONTENT, language="fr") for text in ("loyer", "impayé")]
    titles = dict(SearchDocument.objects.using(using).values_list("pk", "title"))
    found = backend.candidates(lookups)
    assert [[titles[candidate.document_id] for candidate in pool] for pool in found] == [["Loyer"], ["Impayé"]]
