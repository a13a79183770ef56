"""French punctuation keeps to its word on the page; addresses and stored texts stay as they are."""

import pytest

from clairdroit.comarquage.rendering.typography import typeset
from tests.comarquage.factories import OfficialSheetFactory


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Qui paie : le locataire ?", "Qui paie\u00a0: le locataire\u00a0?"),
        ("« Adulte » ; oui !", "«\u00a0Adulte\u00a0»\u00a0; oui\u00a0!"),
        ("50 % de 24 €.", "50\u00a0% de 24\u00a0€."),
        ("Déjà\u00a0: rien à faire", "Déjà\u00a0: rien à faire"),
        ("le tiers (voir « Aide ».)", "le tiers (voir «\u00a0Aide\u00a0».)"),
        ("A < B : C & D", "A &lt; B\u00a0: C &amp; D"),
    ],
)
def test_words_and_their_punctuation_stay_together(source, shown):
    assert typeset(source) == shown


def test_addresses_and_attributes_are_left_alone(client, db):
    link = '<LienExterne URL="https://exemple.invalid/a?b=1">le site</LienExterne>'
    body = f"<Texte><Paragraphe>Voir : {link} ?</Paragraphe></Texte>"
    sheet = OfficialSheetFactory(title="Un toit : comment ?", body=body)
    html = client.get(sheet.get_absolute_url()).content.decode()
    assert '<h1 lang="fr">Un toit\u00a0: comment\u00a0?</h1>' in html
    assert "Voir\u00a0: <a" in html
    assert 'href="https://exemple.invalid/a?b=1"' in html
    assert "</a>\u00a0?" in html
    assert b"Voir : <LienExterne" in sheet.xml
