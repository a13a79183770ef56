"""Small feeds of our own words, and sheets as an import would have written them."""

import hashlib
import zipfile
import zlib
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import factory
from django.utils import timezone

from clairdroit.comarquage.enums import DossierLevel, SheetKind
from clairdroit.comarquage.models import Dossier, OfficialSheet
from clairdroit.comarquage.rendering import sheets

TODAY = timezone.now


def publication_xml(
    sheet_id="F1",
    body="<Texte><Paragraphe>Un toit pour chacun.</Paragraphe></Texte>",
    *,
    title="Trouver un toit",
    type_="Fiche d'information",
    root="Publication",
    version="3.3",
    date="modified 2020-10-05",
    dossier="",
):
    """A publication as the feed writes them, around a body of your own."""
    parent = f"<DossierPere ID={quoteattr(dossier)}><Titre>Se loger</Titre></DossierPere>" if dossier else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<{root} xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'ID="{sheet_id}" type={quoteattr(type_)} spUrl="https://www.service-public.fr/particuliers/{sheet_id}" '
        f'xsi:noNamespaceSchemaLocation="../Schemas/{version}/{root}.xsd">'
        f"<dc:title>{escape(title)}</dc:title><dc:description>Pour qui cherche un toit.</dc:description>"
        f"<dc:date>{date}</dc:date><Audience>Particuliers</Audience>{parent}{body}</{root}>"
    ).encode()


def theme_xml(sheet_id="N100", dossiers=(("N10", "Se loger"),), subtheme="N110"):
    entries = "".join(f'<Dossier ID="{pk}">{title}</Dossier>' for pk, title in dossiers)
    body = f'<SousTheme ID="{subtheme}"><Titre>Vivre chez soi</Titre>{entries}</SousTheme>'
    return publication_xml(sheet_id, body, title="Logis", type_="Theme")


def dossier_xml(sheet_id="N10", sheets=(("F1", "Un toit"), ("F2", "Un bail")), title="Se loger", questions=()):
    entries = "".join(f'<Fiche ID="{pk}">{name}</Fiche>' for pk, name in sheets)
    body = f'<SousDossier ID="{sheet_id}-1"><Titre>Chercher</Titre>{entries}</SousDossier>'
    body += "".join(f'<QuestionReponse ID="{pk}">Question</QuestionReponse>' for pk in questions)
    return publication_xml(sheet_id, body, title=title, type_="Dossier")


INDEX_FILES = {
    "arborescence": b'<Arborescence><Item ID="N100"><Item ID="N10"><Item ID="F1"/></Item></Item></Arborescence>',
    "menu": b'<Menu><Item ID="N100" type="Theme"><Titre>Logis</Titre></Item></Menu>',
    "questionsReponses": b'<QuestionsReponses><QuestionReponse ID="F1">Un toit ?</QuestionReponse></QuestionsReponses>',
    "servicesEnLigne": b'<ServicesEnLigne><ServiceEnLigne ID="R1"/></ServicesEnLigne>',
    "idxDateModifImp": b'<Index><Fiche ID="F1" date="2026-05-04"/></Index>',
    "redirections": b'<Redirections><Redirection ancien="F90" nouveau="F1"/></Redirections>',
}


def live_feed() -> dict[str, bytes]:
    """The small feed as the live one is in 2026: version 3.5, index files, an element that 3.3 did not have."""
    feed = {name: content.replace(b"/3.3/", b"/3.5/") for name, content in small_feed().items()}
    feed["F1"] = publication_xml(
        "F1",
        '<Texte><Chapitre><Titre>Chercher</Titre><Paragraphe>Un toit <Nuance nouveau="oui">bien <Valeur>sec</Valeur>'
        "</Nuance> pour chacun.</Paragraphe><Encart><Titre>Bon signe</Titre><Paragraphe>La porte ferme.</Paragraphe>"
        "</Encart></Chapitre></Texte>",
        dossier="N10",
        version="3.5",
    )
    return feed | INDEX_FILES


def write_zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.xml", content)
    return path


def small_feed() -> dict[str, bytes]:
    """A theme, its dossier, two sheets and a form."""
    return {
        "N100": theme_xml(),
        "N10": dossier_xml(),
        "F1": publication_xml("F1", dossier="N10"),
        "F2": publication_xml("F2", title="Signer un bail", dossier="N10"),
        "R1": publication_xml("R1", title="Demande de toit", type_="Formulaire", root="ServiceComplementaire"),
    }


class DossierFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Dossier

    class Params:
        is_theme = factory.Trait(level=DossierLevel.THEME)
        is_guide = factory.Trait(level=DossierLevel.GUIDE)

    dossier_id = factory.Sequence(lambda number: f"N{9000 + number}")
    title = "Se loger"


class OfficialSheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfficialSheet

    class Params:
        body = "<Texte><Paragraphe>Un toit pour chacun.</Paragraphe></Texte>"
        is_withdrawn = factory.Trait(withdrawn_at=factory.LazyFunction(TODAY))
        is_form = factory.Trait(kind=SheetKind.FORM, feed_type="Formulaire")

    sheet_id = factory.Sequence(lambda number: f"F{9000 + number}")
    kind = SheetKind.INFORMATION
    feed_type = "Fiche d'information"
    title = "Trouver un toit"
    description = "Pour qui cherche un toit."
    dossier = factory.SubFactory(DossierFactory)
    published_on = "2020-10-05"
    source_url = factory.LazyAttribute(lambda o: f"https://www.service-public.fr/particuliers/{o.sheet_id}")
    packed_xml = factory.LazyAttribute(
        lambda o: zlib.compress(
            publication_xml(
                o.sheet_id,
                o.body,
                title=o.title,
                type_=o.feed_type,
                root="ServiceComplementaire" if o.sheet_id.startswith("R") else "Publication",
            )
        )
    )
    checksum = factory.LazyAttribute(lambda o: hashlib.sha256(o.packed_xml).hexdigest())
    imported_at = factory.LazyFunction(TODAY)
    changed_at = factory.LazyFunction(TODAY)


def rendered_body(body: str, **options) -> str:
    """The HTML of a sheet with this body, as one line of single spaces."""
    sheet = OfficialSheetFactory(body=body)
    return " ".join(sheets.render_sheet(sheet, **options).body.split())


def rendered_sections(body: str, **options) -> dict[str, str]:
    sheet = OfficialSheetFactory(body=body)
    return {section.key: str(section.html) for section in sheets.render_sheet(sheet, **options).sections}
