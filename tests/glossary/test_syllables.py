"""Known words, counted by hand as they are said, the hard cases among them. A mute e at the end is not counted."""

import pytest

from clairdroit.glossary.plain_language.syllables import syllables

BY_HAND = {
    1: """
        rente loi droit aide juge soin paie vie rue tous vous peut huit lieu bien seul fille mère oui deux temps quand
        guerre somme eau août lettre versent peuvent doivent est et sœur œil feu trois voir rien mieux foi nuit cent
        dettes roue taxe père frère crise choix poids fait ans an plus moins logent crèche parlent forment
    """,
    2: """
        loyer payer famille enfant travail caution social maison argent agent parent client patient pays maïs juillet
        créer réel jouer accueil conseil pension retraite justice service moment souvent présent demandent conjointe
        pitié action nation mangeons mairie dossier demande année urgent adresse emploi chômage ressources content
        guichet quotient partir prison voyage contrat préfet recours santé dentiste billet école avance logis assurent
    """,
    3: """
        logement document commission ouvrier oublier domicile alcool février hôpital revenu tribunal
        situé employeur locataire signature bénéfice procédure différent justifient évaluer surveillance
        immédiat handicap dépendance préfecture régulier avocat aérien parlement étranger juridique
        prestation quotidien souterrain maternelle versement évidemment
    """,
    4: """
        allocation propriétaire appartement situation complémentaire bénéficiaire indemnité allocations réalité
        européen déclaration conciliation attestation gratuitement département éducation prioritaire
        association inconvénient
    """,
    5: """
        mensualité régulièrement évaluation extraordinaire surendettement immédiatement
        renouvellement coopérative indemnisation réglementation
    """,
    6: "complémentarité immatriculation",
}


@pytest.mark.parametrize(("word", "count"), [(word, n) for n, words in BY_HAND.items() for word in words.split()])
def test_a_word_has_the_syllables_that_one_hears(word, count):
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"), [("RSA", 3), ("CAF", 1), ("CCAS", 4), ("l’assurance", 3), ("rendez-vous", 3)]
)
def test_acronyms_elisions_and_compounds(word, count):
    assert syllables(word) == count


@pytest.mark.parametrize("word", ["", "b", "...", "x²", "ß", "’", "e", "es", "ent"])
def test_every_word_has_at_least_one(word):
    assert syllables(word) == 1
