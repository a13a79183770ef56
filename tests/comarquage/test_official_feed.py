"""The whole official feed of 2020-11-12: every fiche read, no text lost, no link to nowhere."""

from collections import Counter, defaultdict

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import RequestFactory
from lxml import etree, html

from clairdroit.comarquage.actions import import_feed
from clairdroit.comarquage.elements import INLINE
from clairdroit.comarquage.enums import SheetKind
from clairdroit.comarquage.feed.parser import parse_xml
from clairdroit.comarquage.models import Dossier, OfficialSheet
from clairdroit.comarquage.rendering.inline import web_address
from clairdroit.comarquage.rendering.sheets import render_sheet

EVERY = 40
# Machine keys, not words: the channel, "Particuliers" on every sheet, and which kind of office a contact is.
KEYS = {"Canal", "Audience", "PivotLocal"}
PUBLICATIONS = 4873

pytestmark = [pytest.mark.shared, pytest.mark.django_db]


def squeezed(text):
    return "".join(text.split())


def passages(root):
    """Every run of words of the source, as often as it stands there: a paragraph, a title, a cell, a name.

    Each with the titles of the cases it stands in: what is said of one case must not be read in another.
    """
    found, current = Counter(), []

    def close(cases):
        if text := squeezed("".join(current)):
            found[cases, text] += 1
        current.clear()

    def walk(element, cases):
        if element.tag in KEYS or element.tag.startswith("{"):
            return
        is_block = element.tag not in INLINE
        if is_block:
            close(cases)
        if element.tag in ("Situation", "Cas") and element.getparent().get("affichage") != "sequentiel":
            cases = (*cases, squeezed("".join(element.find("Titre").itertext())))
        current.append(element.text or "")
        for child in element:
            walk(child, cases)
            current.append(child.tail or "")
        if is_block:
            close(cases)

    walk(root, ())
    return found


def text_by_case(element):
    """The page's words by the titles of the disclosures they stand in, a disclosure's own title among its words."""
    found = defaultdict(list)

    def walk(element, cases):
        if "case" in element.get("class", "").split():
            cases = (*cases, squeezed(element.find("summary").text_content()))
        found[cases].append(element.text or "")
        for child in element.iterchildren(etree.Element):
            walk(child, cases)
            found[cases].append(child.tail or "")

    walk(element, ())
    return {cases: squeezed("".join(pieces)) for cases, pieces in found.items()}


def page_of(sheet):
    """The page's article as the view's template renders it; the page around it is the same for all."""
    request = RequestFactory().get(sheet.get_absolute_url())
    context = {"sheet": sheet, "kind": sheet.get_kind_display(), "rendered": render_sheet(sheet)}
    article = html.fromstring(render_to_string("comarquage/includes/article.html", context, request))
    return without_our_notes(article), context["rendered"]


def without_our_notes(element):
    """Without what we put inside the feed's sentences: how big a download is, what a hard word means."""
    for note in [*element.find_class("download-note"), *element.find_class("word-note")]:
        note.drop_tree()
    return element


def fiche_of(address):
    """The id of the fiche that an address of ours leads to."""
    if not address.startswith("/fiches/"):
        return ""
    return address.removeprefix("/fiches/").partition("/")[0]


def serve_a_sample(client, public):
    """Through the address, the view and the whole page: each 40th fiche, and every address of ours that it links to.

    The fiches among these are not asked for: every link to one was looked up in the walk.
    """
    lost, dead, answers = [], [], {}
    for sheet in list(OfficialSheet.objects.order_by("pk"))[::EVERY]:
        page = without_our_notes(html.fromstring(client.get(sheet.get_absolute_url()).content.decode()))
        text = squeezed(page.text_content())
        lost += [(sheet.pk, passage) for _cases, passage in passages(parse_xml(sheet.xml)) if passage not in text]
        for address in {address.partition("#")[0] for address in page.xpath("//a/@href") if address.startswith("/")}:
            if fiche_of(address) in public:
                continue
            if address not in answers:
                answers[address] = client.get(address).status_code
            if answers[address] not in (200, 301, 302, 410):
                dead.append((sheet.pk, address, answers[address]))
    return lost, dead


def test_every_sentence_and_link_of_every_fiche_survives(shared_data, client):
    call_command("setup_site", verbosity=0)
    source = shared_data / "fiches" / "vosdroits-particuliers-20201112.zip"
    entry = import_feed(source=str(source))
    assert (entry.read, entry.created) == (PUBLICATIONS, PUBLICATIONS)
    assert entry.rejected == []
    assert entry.unknown_elements == {}
    assert Dossier.objects.current().exclude(heading="").count() == 174
    assert not OfficialSheet.objects.for_reading().filter(dossier=None).exists()
    assert import_feed(source=str(source)).unchanged == PUBLICATIONS

    public = set(OfficialSheet.objects.public().values_list("pk", flat=True))
    lost, dead, broken, unlinked = [], [], [], []
    walked = in_cases = 0
    for sheet in OfficialSheet.objects.with_page_data().iterator(chunk_size=100):
        article, rendered = page_of(sheet)
        walked += 1
        assert not rendered.unknown, sheet.pk
        text = text_by_case(article)
        source_root = parse_xml(sheet.xml)
        wanted = passages(source_root)
        lost += [
            (sheet.pk, cases, passage)
            for (cases, passage), times in wanted.items()
            if text.get(cases, "").count(passage) < times
        ]
        in_cases += sum(bool(cases) for cases, _passage in wanted)
        hrefs = {address.partition("?")[0] for address in article.xpath(".//@href")}
        unlinked += [
            (sheet.pk, element.tag, element.get("URL"))
            for element in source_root.iter(etree.Element)
            if (address := web_address(element)) and address.partition("?")[0] not in hrefs
        ]
        ids = article.xpath(".//@id")
        if len(ids) != len(set(ids)):
            broken.append(sheet.pk)
        for address in article.xpath(".//a/@href"):
            if target := fiche_of(address):
                dead += [(sheet.pk, address)] if target not in public else []
            elif address.startswith("#"):
                dead += [(sheet.pk, address)] if address[1:] not in ids else []
    assert walked == PUBLICATIONS
    assert lost == []
    assert in_cases > 10_000
    assert unlinked == []
    assert dead == []
    assert broken == []
    assert OfficialSheet.objects.filter(kind=SheetKind.RESOURCE).count() == 0
    assert serve_a_sample(client, public) == ([], [])
