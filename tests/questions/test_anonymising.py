"""What tells who somebody is gets words in its place; what only looks so is pointed at. All are invented."""

import pytest
from django.utils import translation

from clairdroit.questions.anonymising import MaskKind, propose
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _versailles():
    CommuneFactory(versailles=True, postal_codes=["78000"])


def masked(text, **more):
    with translation.override("fr"):
        return propose(text, **more).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Je m’appelle Nadia Benali et je suis seule.", "Je m’appelle [un nom] et je suis seule."),
        ("mme benali ma voisine", "mme [un nom] ma voisine"),
        ("Madame, Monsieur, bonjour", "Madame, Monsieur, bonjour"),
        ("Monsieur le maire, aidez-moi", "Monsieur le maire, aidez-moi"),
        ("mon fils Lucas a 12 ans", "mon fils [un nom] a 12 ans"),
        ("mes RTT et mon CDI", "mes RTT et mon CDI"),
        ("Karim BENALI m’a dit", "[un nom] m’a dit"),
        ("Que faire ?\nCordialement,\nNadia Benali", "Que faire ?\nCordialement,\n[un nom]"),
        ("Que faire ? Merci d’avance", "Que faire ? Merci d’avance"),
        ("My name is Nadia Benali.", "My name is [un nom]."),
        ("Karim m’a dit de venir", "[un nom] m’a dit de venir"),
        ("avec Fatou Diallo nous avons", "avec [un nom] nous avons"),
        ("j’ai vu Inès de La Tour hier", "j’ai vu [un nom] hier"),
        ("le dossier de LE GOFF Sophie est perdu", "le dossier de [un nom] est perdu"),
        ("l’école de Benali Karim ferme", "l’école de [un nom] ferme"),
        ("Merci, Nadia Berthier, 06 39 98 41 27", "Merci, [un nom], [un numéro de téléphone]"),
        ("Merci\nBerthier Nadia – tél. : 06 39 98 41 27", "Merci\n[un nom] – tél. : [un numéro de téléphone]"),
        ("à l’hôpital André Mignot ou au lycée Jean Moulin", "à l’hôpital André Mignot ou au lycée Jean Moulin"),
        ("avec Claire Martin", "avec [un nom]"),
        ("une Rose, une nuit Claire", "une Rose, une nuit Claire"),
        ("en France, à Noël ou à la Pentecôte", "en France, à Noël ou à la Pentecôte"),
        ("la carte CMI Stationnement", "la carte CMI Stationnement"),
        ("Appelez le 06 12 34 56 78 ce soir", "Appelez le [un numéro de téléphone] ce soir"),
        ("tel:+33(0)612345678", "tel:[un numéro de téléphone]"),
        ("Le loyer est de 650,50 € depuis 2019", "Le loyer est de 650,50 € depuis 2019"),
        ("nadia.benali@exemple.fr", "[une adresse e-mail]"),
        ("nadia (at) exemple . fr", "[une adresse e-mail]"),
        ("mon numéro 2 85 07 78 646 123 40", "mon numéro [un numéro de sécurité sociale]"),
        ("185072A64612334 est le mien", "[un numéro de sécurité sociale] est le mien"),
        ("RIB FR76 3000 6000 0112 3456 7890 189 merci", "RIB [un compte bancaire] merci"),
        ("compte be71096123456769", "compte [un compte bancaire]"),
        ("né le 12 mars 1985 à Lyon", "né le [une date de naissance] à Lyon"),
        ("mon numéro d’allocataire est 1234567 A", "mon numéro d’allocataire est [un numéro de dossier]"),
        ("loi n° 89462 et cerfa n° 1142306", "loi n° 89462 et cerfa n° 1142306"),
        ("ma voiture AB-123-CD", "ma voiture [une plaque d’immatriculation]"),
        ("j’habite 12 bis rue Victor Hugo, 78000 Versailles.", "j’habite [une adresse]."),
        ("j’habite 12 rue victor hugo et je cherche", "j’habite [une adresse] et je cherche"),
        ("appt 4, 3 place du Marché Versailles (78000)", "[une adresse])"),
        ("il y a 6 rue mais pas de numéro", "il y a 6 rue mais pas de numéro"),
    ],
)
def test_it_reads_well_afterwards(text, expected):
    assert masked(text) == expected


def test_the_key_decides_what_is_a_social_security_number():
    assert [mask.kind for mask in propose("numéro 285077864612340").masks] == [MaskKind.NIR]
    assert MaskKind.NIR not in [mask.kind for mask in propose("total 285077864612341").masks]


def test_an_account_number_with_a_wrong_key_is_none():
    assert MaskKind.IBAN not in [mask.kind for mask in propose("FR76 3000 6000 0112 3456 7890 188").masks]


@pytest.mark.parametrize(
    "number",
    [
        "UA21 3223 1300 0002 6007 2335 6600 1",
        "RS35 2600 0560 1001 6113 79",
        "TR33 0006 1005 1978 6457 8413 26",
        "AL47 2121 1009 0000 0002 3569 8741",
        "GE29 NB00 0000 0101 9049 17",
        "MD24 AG00 0225 1000 1310 4168",
        "NO93 8601 1117 947",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "MA64 0115 1900 0001 2050 0053 4921",
        "SN08 SN01 0015 2000 0485 0000 3035",
        "DZ58 0002 1000 0111 3000 0005 70",
    ],
)
@pytest.mark.parametrize("after", ["", " et mon loyer est de 500 euros", ", merci"])
def test_the_accounts_of_every_country_are_found_and_end_where_they_end(number, after):
    assert masked(f"Mon compte : {number}{after}") == f"Mon compte : [un compte bancaire]{after}"
    # Another key.
    wrong = number[:2] + f"{(int(number[2:4]) + 1) % 100:02d}" + number[4:]
    assert MaskKind.IBAN not in [mask.kind for mask in propose(f"Mon compte : {wrong}{after}").masks]


def test_people_whom_the_site_knows_are_found_without_a_title():
    assert masked("Demandez Zoé Martin à l’accueil", known_people=["Zoé Martin"]) == "Demandez [un nom] à l’accueil"


def test_a_name_found_once_is_found_everywhere():
    assert masked("Je m’appelle Nadia. Merci de répondre à Nadia vite.").count("Nadia") == 0


def test_what_only_looks_like_somebody_is_pointed_at_and_left():
    proposal = propose("Hier Benali est venu le 12/03/2026 avec le papier 4521 55.")
    assert [proposal.original[each.start : each.end] for each in proposal.suspicions] == [
        "Benali",
        "12/03/2026",
        "4521 55",
    ]
    assert not proposal.masks


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "é" * 5000, "1 " * 2500, "A" * 5000, "rue " * 1200, "@" * 3000])
def test_any_text_can_be_looked_at_and_comes_back_whole(text):
    assert "".join(part.text for part in propose(text).parts()) == text
