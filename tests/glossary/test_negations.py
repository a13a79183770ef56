"""Two negations in one sentence, tried on sentences that people who help have written."""

import re

import pytest

from clairdroit.glossary.plain_language.negations import two_negations

TWO = {
    "Ne le laissez pas sans réponse : demandez vite conseil.": "Ne le laissez pas sans",
    "Personne ne peut vous expulser sans décision d’un juge.": "ne peut vous expulser sans",
    "N’ouvrez pas un nouveau crédit pour rembourser l’ancien sans conseil.": (
        "N’ouvrez pas un nouveau crédit pour rembourser l’ancien sans"
    ),
    "Ne quittez jamais votre logement sans conseil.": "Ne quittez jamais votre logement sans",
    "Vous n’avez pas à attendre sans rien dire.": "n’avez pas à attendre sans",
    "Les médecins ne peuvent pas vous demander de supplément, sauf exigence de votre part.": (
        "ne peuvent pas vous demander de supplément, sauf"
    ),
    "Vous ne pouvez pas ne pas déclarer cet argent.": "ne pouvez pas ne ",
    "Nous n’étudions votre dossier que si vous ne manquez pas le rendez-vous.": (
        "n’étudions votre dossier que si vous ne "
    ),
    "Il n'est pas interdit de sous-louer.": "n'est pas interdit",
    "Vous n’êtes pas payé si vous n’êtes pas inscrit.": "n’êtes pas payé si vous n’",
    "Ne venez pas sans rendez-vous.": "Ne venez pas sans",
    "Ne dites pas non.": "Ne dites pas non",
    "Les personnes qui ne travaillent pas n’ont pas droit à cette prime.": "ne travaillent pas n’",
}
# Each was marked once.
ONE = [
    "Vos droits ne sont sans doute pas perdus : il manque votre nouvelle adresse.",
    "Ne signez rien et ne partez pas.",
    "Si vous n’êtes pas mariés, le père peut reconnaître l’enfant avant la naissance, dans n’importe quelle mairie.",
    "Quand on ne peut plus s’en passer, ce n’est pas un manque de volonté.",
    "Sans cette déclaration, vous n’êtes plus inscrit et vous n’êtes plus payé.",
    "Après, il ne reste qu’un chiffre dans nos statistiques, sans votre nom.",
    "Il ne reste qu’un chiffre sans votre nom.",
    "Elles ne peuvent pas refuser votre plainte.",
    "L’inscription ne peut pas être refusée pour cette raison.",
    "On ne peut pas refuser de vous soigner parce que vous n’avez pas de papiers, pas de carte ou pas d’argent.",
    "Il ne faut pas être étudiant ou en congé sans solde.",
    "Vous ne pouvez pas non plus le louer.",
    "Vous n’avez pas à payer des heures non faites.",
    "Le propriétaire ne peut pas vous expulser pour non-paiement d’une charge.",
    "N’hésitez pas à venir sans rendez-vous.",
    "Vous ne comprenez pas ? Venez sans rendez-vous.",
    "Vous n’avez pas de bail : nous vous recevons sans rendez-vous.",
    "Rappelez-nous avant que le délai ne passe, sans frais.",
    "Ne payez rien avant que le juge ne réponde.",
    "L’aide n’est pas versée aux sans-papiers.",
    "L’aide ne va pas aux personnes sans emploi.",
    "Vous ne recevez plus l’aide (la caisse n’a pas votre adresse).",
]


@pytest.mark.parametrize("sentence", TWO)
def test_what_has_to_be_reckoned_is_marked_from_the_first_to_the_second(sentence):
    start, end = two_negations(sentence)
    assert sentence[start:end] == TWO[sentence]


@pytest.mark.parametrize("sentence", ONE)
def test_what_is_read_at_once_is_left_alone(sentence):
    assert two_negations(sentence) is None


@pytest.mark.parametrize("mark", ["’", "'"])
def test_both_apostrophes_are_one(mark):
    for sentence in [*TWO, *ONE]:
        written = re.sub("[’']", mark, sentence)
        assert (two_negations(written) is None) == (sentence in ONE), written
