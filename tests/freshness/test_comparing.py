"""The difference between two versions, as people read it: words, lists, tables, choices, dates."""

import datetime
import re
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from lxml import html
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.embeds.blocks import EmbedBlock, EmbedValue

from clairdroit.freshness.comparing import changes_between, everything_in, marked, words
from clairdroit.freshness.comparing.blocks import lines
from clairdroit.kb_pages.models import ArticlePage
from clairdroit.partners_snippets.models import PartnerKind
from clairdroit.taxonomy.models import HeadingTag
from tests.kb_pages.factories import ArticlePageFactory, HomePageFactory
from tests.partners_snippets.factories import PartnerFactory

REMOVED, ADDED = re.compile(r"<del.*?</span>(.*?)</span></del>"), re.compile(r"<ins.*?</span>(.*?)</span></ins>")


@pytest.fixture(autouse=True)
def in_french():
    with translation.override("fr"):
        yield


def gone(text):
    return REMOVED.findall(text)


def come(text):
    return ADDED.findall(text)


def plain(text):
    return " ".join(html.fromstring(f"<div>{text}</div>").text_content().split())


class TestWords:
    def test_one_word_in_a_long_text_is_all_that_is_marked(self):
        before = " ".join(["le logement et la caution du logement"] * 120) + " dure deux mois, sauf accord."
        after = before.replace("deux mois", "trois mois")
        assert (gone(marked(before, after)), come(marked(before, after))) == (["deux"], ["trois"])

    def test_neighbours_are_read_as_one_change(self):
        told = marked("Appelez la mairie demain.", "Écrivez au CCAS demain.")
        assert (gone(told), come(told)) == (["Appelez la mairie"], ["Écrivez au CCAS"])

    def test_the_space_before_words_that_went_at_the_end_of_a_line_stays(self):
        shown = plain(marked("Les colocataires et les amis", "Les colocataires"))
        assert shown == "Les colocataires supprimé : et les amis"

    def test_lines_stay_lines_and_a_new_one_is_added_whole(self):
        told = marked("Un.\nTrois.", "Un.\nDeux.\nTrois.")
        assert come(told) == ["Deux."]
        assert told.count("<br>") == 2

    def test_what_people_wrote_is_text(self):
        told = marked("<b>gras</b> & net", "<script>alert(1)</script> & net")
        assert "<script" not in told
        assert "<b>" not in told
        assert "&amp; net" in told

    @pytest.mark.parametrize(("before", "after"), [("", ""), ("Même.", "Même."), ("", "Tout."), ("Tout.", "")])
    def test_nothing_all_or_the_same(self, before, after):
        told = marked(before, after)
        assert gone(told) == ([before] if before != after and before else [])
        assert come(told) == ([after] if before != after and after else [])

    def test_what_goes_and_what_comes_is_said_to_whoever_listens(self):
        assert plain(marked("deux mois", "trois mois")) == "supprimé : deux ajouté : trois mois"

    def test_two_very_long_texts_take_no_minutes(self):
        before = "\n".join(f"mot {number} " * 60 for number in range(100))
        told = marked(before, before.replace("mot 57 ", "terme 57 "))
        assert "terme" in "".join(come(told))
        assert "mot 58 " not in "".join(gone(told))


def table(*rows, caption="Délais"):
    columns = [{"type": "row_heading", "heading": "Lettre"}, {"type": "number", "heading": "Jours"}]
    return {"columns": columns, "rows": [{"values": list(row)} for row in rows], "caption": caption}


CALLOUT = {"kind": "savoir", "text": "<p>Le dépôt est rendu.</p>"}
BLOCKS = {
    "p": ("paragraph", "<p>Le premier loyer.</p><ul><li>Un bail</li><li>Une quittance</li></ul>"),
    "t": ("table", table(("Préavis", "8"), ("Congé", "90"))),
    "c": ("callout", CALLOUT),
    "a": (
        "amounts",
        {
            "title": "",
            "amounts": [{"type": "item", "id": "m", "value": {"label": "RSA", "amount": "635,71 €"}}],
            "valid_from": "2026-04-01",
            "valid_until": None,
            "note": "",
        },
    ),
}


def body(**changes):
    """In the order of BLOCKS; None takes one out, what is new comes last."""
    found = {**BLOCKS, **changes}
    return [{"type": kind[0], "value": kind[1], "id": key} for key, kind in found.items() if kind is not None]


def article(blocks, **fields):
    return ArticlePage(title="Payer", body=ArticlePage.body.field.to_python(blocks), **fields)


@pytest.fixture
def request_of(db):
    request = RequestFactory().get("/")
    request.user = get_user_model()(is_superuser=True, is_active=True)
    return request


def between(request, before, after, label="Texte"):
    found = {change.label: change for change in changes_between(before, after, request)}
    return found[next(name for name in found if name.startswith(label))].html


@pytest.fixture
def label():
    return str(ArticlePage.body.field.verbose_name).capitalize()


class TestBlocks:
    def changed(self, request, label, before=BLOCKS, **changes):
        return between(request, article(body()), article(body(**changes)), label)

    def test_a_table_is_read_by_rows(self, request_of, label):
        told = self.changed(request_of, label, t=("table", table(("Préavis", "8"), ("Congé", "60"))))
        assert (gone(told), come(told)) == (["90"], ["60"])
        assert "Lettre | Jours" in plain(told)
        assert "Préavis | 8" in plain(told)

    def test_a_row_more_is_a_line_more(self, request_of, label):
        rows = ("Préavis", "8"), ("Congé", "90"), ("Recours", "60")
        assert come(self.changed(request_of, label, t=("table", table(*rows)))) == ["Recours | 60"]

    def test_a_choice_is_its_words(self, request_of, label):
        told = self.changed(request_of, label, c=("callout", {**CALLOUT, "kind": "attention"}))
        assert (gone(told), come(told)) == (["À savoir"], ["Attention"])

    def test_a_date_is_written_out(self, request_of, label):
        told = self.changed(request_of, label, a=("amounts", {**BLOCKS["a"][1], "valid_from": "2026-10-01"}))
        assert (gone(told), come(told)) == (["avril"], ["octobre"])
        assert "None" not in told

    def test_items_of_a_list_stand_on_lines_of_their_own(self, request_of, label):
        told = self.changed(request_of, label, p=("paragraph", BLOCKS["p"][1].replace("Une quittance", "Deux avis")))
        assert "– Un bail" in plain(told)
        assert "bailUne" not in plain(told)
        assert (gone(told), come(told)) == (["Une quittance"], ["Deux avis"])

    def test_a_link_that_leads_elsewhere_is_seen(self, request_of, label):
        one, two = (f'<p>Voir <a href="https://{name}.example/">ce site</a>.</p>' for name in ("ancien", "neuf"))
        told = between(request_of, article(body(p=("paragraph", one))), article(body(p=("paragraph", two))), label)
        assert (gone(told), come(told)) == (["ancien"], ["neuf"])

    def test_new_gone_moved_and_unchanged_blocks_are_named_so(self, request_of, label):
        before = [*body()]
        after = [before[3], before[0], before[2], {"type": "paragraph", "value": "<p>Ajouté.</p>", "id": "n"}]
        told = plain(between(request_of, article(before), article(after), label))
        assert "– nouveau" in told
        assert "– supprimé" in told
        assert told.count("– déplacé") == 1
        assert "inchangé" in told

    def test_blocks_in_blocks_are_read_too(self, request_of, label):
        def cases(days):
            inner = [{"type": "table", "value": table(("Congé", days)), "id": "x"}]
            case = {"type": "item", "id": "i", "value": {"title": "Je loue", "body": inner}}
            other = {"type": "item", "id": "j", "value": {"title": "J’achète", "body": []}}
            return ("cases", {"title": "", "layout": "closed", "cases": [case, other]})

        told = between(request_of, article(body(k=cases("8"))), article(body(k=cases("15"))), label)
        assert (gone(told), come(told)) == (["8"], ["15"])

    def test_the_same_is_no_change(self, request_of):
        assert changes_between(article(body()), article(body()), request_of) == []


class TestAHostProjectsBlocks:
    @pytest.mark.parametrize(
        ("block", "value", "read"),
        [
            (blocks.BooleanBlock(), True, ["oui"]),
            (blocks.BooleanBlock(), False, ["non"]),
            (blocks.DateTimeBlock(), datetime.datetime(2026, 3, 1, 14, 30), ["1 mars 2026 14:30"]),
            (blocks.TimeBlock(), datetime.time(14, 30), ["14:30"]),
            (blocks.DecimalBlock(), Decimal("1635.71"), ["1\xa0635,71"]),
            (blocks.IntegerBlock(), 0, ["0"]),
            (blocks.MultipleChoiceBlock(choices=[("a", "Un"), ("b", "Deux")]), ["b", "a"], ["Deux, Un"]),
            (blocks.ChoiceBlock(choices=[("Cas", [("a", "Un")])]), "a", ["Un"]),
            (blocks.ChoiceBlock(choices=[("a", "Un")]), "disparu", ["disparu"]),
            (blocks.URLBlock(required=False), "", []),
            (blocks.RawHTMLBlock(), mark_safe("<b>gras</b>"), ["<b>gras</b>"]),
            (EmbedBlock(), EmbedValue("https://video.example/1"), ["https://video.example/1"]),
            (TableBlock(), {"data": [["Cas", "Mois"], ["Bail", None]], "table_caption": "Titre"}, None),
            (blocks.StaticBlock(), None, []),
        ],
    )
    def test_are_read_in_words(self, block, value, read):
        assert lines(block, value) == (read if read is not None else ["Titre", "Cas | Mois", "Bail | "])

    def test_what_calls_itself_safe_is_escaped_all_the_same(self):
        (told,) = lines(blocks.RawHTMLBlock(), mark_safe("<script>alert(1)</script>"))
        assert "<script" not in marked(told, "")
        assert "<script" not in marked("", told)


class TestFields:
    def test_a_record_reads_as_its_page_does(self, request_of):
        kind = PartnerKind.objects.get(key="adil")
        before = PartnerFactory(name="ADIL 78", phone="01 39 00 00 00")
        before.headings = [HeadingTag.objects.get_or_create(key=key)[0] for key in ("logement", "sante")]
        before.save()
        after = before.save_revision().as_object()
        after.kind, after.without_appointment, after.phone = kind, True, "01 39 00 00 01"
        after.headings = [HeadingTag.objects.get_or_create(key=key)[0] for key in ("sante", "emploi", "logement")]
        told = {change.label: change.html for change in changes_between(before, after, request_of)}
        assert (gone(told["Sans rendez-vous"]), come(told["Sans rendez-vous"])) == (["non"], ["oui"])
        assert come(told["Type de partenaire"]) == [str(kind)]
        assert (gone(told["Téléphone"]), come(told["Téléphone"])) == (["00"], ["01"])
        assert come(told["Rubriques"]) == [str(HeadingTag.objects.get(key="emploi"))]
        assert not gone(told["Rubriques"])
        assert len(told) == 4

    def test_the_same_headings_in_another_order_are_no_change(self, request_of):
        tags = [HeadingTag.objects.get_or_create(key=key)[0] for key in ("logement", "sante")]
        partner = PartnerFactory()
        partner.headings = tags
        partner.save()
        after = partner.save_revision().as_object()
        after.headings = tags[::-1]
        assert changes_between(partner, after, request_of) == []

    def test_opening_hours_are_a_week_in_words(self, request_of):
        partner = PartnerFactory()
        partner.places.create(label="Siège", opening_hours="Mo-Fr 09:00-12:00")
        after = partner.save_revision().as_object()
        place = after.places.get()
        place.opening_hours = "Mo-Fr 09:00-12:30"
        after.places = [place]
        (change,) = changes_between(partner, after, request_of)
        assert "Mo-Fr" not in change.html
        assert "lundi" in plain(change.html).lower()
        assert gone(change.html) != come(change.html)

    def test_a_place_more_and_a_place_less(self, request_of):
        partner = PartnerFactory()
        partner.places.create(label="Siège", city="Versailles")
        after = partner.save_revision().as_object()
        after.places = [*after.places.all(), type(partner.places.get())(label="Annexe", city="Viroflay")]
        more, less = (
            plain(changes_between(*pair, request_of)[0].html) for pair in ((partner, after), (after, partner))
        )
        assert "nouveau" in more
        assert "supprimé" in less
        assert all("Viroflay" in told and "Versailles" not in told for told in (more, less))

    def test_private_contacts_are_compared_for_those_who_see_them(self, request_of):
        partner = PartnerFactory(team_email="un@adil.example")
        after = partner.save_revision().as_object()
        after.team_email = "deux@adil.example"
        assert len(changes_between(partner, after, request_of)) == 1
        request_of.user = get_user_model().objects.create_user("sans-droits")
        assert changes_between(partner, after, request_of) == []


class TestWholeThing:
    def test_a_new_page_is_shown_whole_without_a_mark(self, request_of):
        found = {change.label: change for change in everything_in(article(body()), request_of)}
        told = plain("".join(change.html for change in found.values()))
        assert "Le premier loyer." in told
        assert "Congé | 90" in told
        assert "1 avril 2026" in told.replace("1er", "1")
        assert not any("<ins" in change.html or "None" in change.html for change in found.values())

    def test_its_prose_is_there_to_be_checked(self, request_of):
        texts = [change.text for change in everything_in(article(body()), request_of)]
        assert any("Le premier loyer." in text for text in texts)


@pytest.mark.django_db
def test_wagtails_own_screen_reads_the_same(client):
    client.force_login(get_user_model().objects.create_superuser("boss", "boss@ville.invalid", "x"))
    page = ArticlePageFactory(parent=HomePageFactory(), body=ArticlePage.body.field.to_python(body()))
    page.save_revision().publish()
    page.body = ArticlePage.body.field.to_python(body(c=("callout", {**CALLOUT, "kind": "attention"})))
    page.save_revision()
    url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"])
    shown = client.get(url).content.decode()
    assert "changes__field" in shown
    assert (gone(shown), come(shown)) == (["À savoir"], ["Attention"])
    page.latest_revision.publish()
    assert "Ces deux versions ne diffèrent pas" in client.get(url).content.decode()


@pytest.mark.parametrize("line", ["a", "", "de la même longueur", "<b>"])
def test_the_same_line_thousands_of_times_is_not_compared_with_each_other_one(line):
    before = "\n".join(["Avant.", *[line] * 30_000, "Fin."])
    after = "\n".join(["Avant.", "Une ligne.", *[line] * 15_000, "Fin."])
    found = marked(before, after)
    assert "Une ligne." in found
    assert found.startswith("Avant.")
    assert line != "<b>" or "&lt;b&gt;" in found


def test_what_is_the_same_around_many_equal_lines_is_not_marked(monkeypatch):
    monkeypatch.setattr(words, "MOST_PAIRS", 3)
    found = marked("Avant.\na\na\nb\nFin.", "Avant.\na\nc\na\na\nFin.")
    assert found.startswith("Avant.<br>a<br>")
    assert found.endswith("Fin.")
    assert marked("a\na\na", "a\na\na") == "a<br>a<br>a"
    assert not {"ins", "del"} & set(re.findall(r"<(\w+)", marked("a\na", "a\na")))
