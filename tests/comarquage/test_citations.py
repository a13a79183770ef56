"""What other sheets call a sheet: counted at the import, used by the search."""

import pytest

from clairdroit.comarquage.actions import import_feed
from clairdroit.comarquage.models import OfficialSheet
from clairdroit.comarquage.search_documents import audience_words, to_document
from tests.comarquage.factories import publication_xml, small_feed


def citing(sheet_id, *links):
    paragraphs = "".join(f'<LienInterne LienPublication="{target}">{words}</LienInterne> ' for target, words in links)
    return publication_xml(sheet_id, f"<Texte><Paragraphe>{paragraphs}</Paragraphe></Texte>", title=f"Fiche {sheet_id}")


def cited(pk):
    sheet = OfficialSheet.objects.get(pk=pk)
    return sheet.cited_by, sheet.cited_as.splitlines()


@pytest.mark.django_db
def test_an_import_counts_who_names_a_sheet_and_in_which_words(feed_zip):
    files = small_feed() | {
        "F3": citing("F3", ("F2", "le  contrat de location"), ("F2", "Bail"), ("F3", "moi-même")),
        "F4": citing("F4", ("F2", "bail"), ("F2", "Signer un bail"), ("F99", "ailleurs")),
    }
    import_feed(source=feed_zip(files))
    # Twice « bail », once the other; its own title is no other wording, nor does a sheet name itself.
    assert cited("F2") == (2, ["bail", "le contrat de location"])
    assert cited("F3") == cited("F1") == (0, [])
    document = to_document(OfficialSheet.objects.get(pk="F2"))
    assert (document.cited_by, document.chapters) == (2, "bail le contrat de location")
    assert to_document(OfficialSheet.objects.get(pk="F4")).cites == ["sheet:F2", "sheet:F99"]


@pytest.mark.django_db
def test_a_citation_that_is_gone_no_longer_counts(feed_zip):
    import_feed(source=feed_zip(small_feed() | {"F3": citing("F3", ("F2", "bail"))}))
    import_feed(source=feed_zip(small_feed() | {"F3": citing("F3", ("F1", "abri"))}))
    assert (cited("F2"), cited("F1")) == ((0, []), (1, ["abri"]))
    import_feed(source=feed_zip())
    assert cited("F1") == (0, [])


@pytest.mark.parametrize(
    ("title", "named", "other"),
    [
        ("Congé parental dans la fonction publique", "fonctionnaire", "salarié"),
        ("Démission d’un agent contractuel", "agent", "salarié"),
        ("Contrat de l’assistante maternelle", "nounou", "vendeur"),
        ("Retraite du militaire", "armée", "retraite"),
        ("Fin de mission d’intérim", "intérimaire", "fin"),
        ("Gratification d’un stagiaire", "stage", "salaire"),
    ],
)
def test_a_title_that_names_some_people_says_by_which_words_they_are_named(title, named, other):
    words = audience_words(title).split()
    assert named in words
    assert other not in words


@pytest.mark.parametrize(
    "title", ["Démission d’un salarié", "Carte de séjour", "Le stationnement", "Contrat de travail"]
)
def test_a_title_for_everyone_names_nobody(title):
    assert audience_words(title) == ""
