"""Situations, cases and conditions: a sentence never leaves the case it belongs to."""

import pytest
from lxml import etree, html

from clairdroit.comarquage.models import ConditionLabel
from clairdroit.comarquage.rendering.conditions import MAX_ANSWERS, Answers, applies
from clairdroit.comarquage.rendering.sheets import render_sheet
from tests.comarquage.factories import OfficialSheetFactory, rendered_body

CASES = (
    '<Texte><Chapitre><Titre>Louer</Titre><BlocCas affichage="onglet">'
    '<Cas><Titre>Seul</Titre><Condition><estVrai var="T1"/></Condition><Paragraphe>Un nom suffit.</Paragraphe></Cas>'
    '<Cas><Titre>À deux</Titre><Condition><estVrai var="T2"/></Condition><Paragraphe>Deux noms.</Paragraphe>'
    "<BlocCas><Cas><Titre>Mariés</Titre><Paragraphe>Même bail.</Paragraphe></Cas>"
    "<Cas><Titre>Amis</Titre><Paragraphe>Chacun le sien.</Paragraphe></Cas></BlocCas></Cas></BlocCas>"
    "</Chapitre></Texte>"
)


def tree(body, **options):
    return html.fromstring(f"<div>{rendered_body(body, **options)}</div>")


def summaries_around(root, text):
    """The titles of the disclosures that hold a sentence, from the outside in."""
    found = root.xpath(f"//p[contains(., '{text}')]/ancestor::details/summary")
    return [" ".join(summary.text_content().split()) for summary in found]


@pytest.mark.django_db
class TestCases:
    def test_each_sentence_stays_under_its_case(self):
        root = tree(CASES)
        assert summaries_around(root, "Un nom suffit.") == ["Seul"]
        assert summaries_around(root, "Deux noms.") == ["À deux"]
        assert summaries_around(root, "Chacun le sien.") == ["À deux", "Amis"]

    def test_case_titles_are_headings_below_their_chapter(self):
        root = tree(CASES)
        assert [title.text for title in root.iter("h3")] == ["Seul", "À deux"]
        assert [title.text for title in root.iter("h4")] == ["Mariés", "Amis"]

    def test_several_cases_are_closed_and_a_single_one_is_open(self):
        assert not tree(CASES).xpath("//details[@open]")
        single = "<Texte><BlocCas><Cas><Titre>Tous</Titre><Paragraphe>x</Paragraphe></Cas></BlocCas></Texte>"
        assert len(tree(single).xpath("//details[@open]")) == 1

    def test_the_readers_own_case_comes_first_and_open(self):
        root = tree(CASES, answers=Answers.parse(["T2.-T1"]))
        outer = root.xpath("//div[@class='cases'][not(ancestor::details)]/details")
        assert [case.xpath("string(summary/h3)") for case in outer] == ["À deux", "Seul"]
        assert [case.get("open") is not None for case in outer] == [True, False]
        assert "pill--ok" in etree.tostring(outer[0].find("summary"), encoding="unicode")
        assert outer[1].xpath(".//*[contains(@class, 'condition')]")

    def test_situations_are_cases_with_chapters_inside(self):
        root = tree(
            '<ListeSituations affichage="onglet"><Situation><Titre>Je loue</Titre><Introduction><Texte>'
            "<Paragraphe>Bref.</Paragraphe></Texte></Introduction><Texte><Chapitre><Titre>Le bail</Titre>"
            "<Paragraphe>Signez.</Paragraphe></Chapitre></Texte></Situation><Situation><Titre>J'achète</Titre><Texte><Paragraphe>Comptez.</Paragraphe>"
            "</Texte></Situation></ListeSituations>"
        )
        assert summaries_around(root, "Signez.") == ["Je loue"]
        assert summaries_around(root, "Bref.") == ["Je loue"]
        assert summaries_around(root, "Comptez.") == ["J'achète"]
        assert root.xpath("string(//h3)") == "Le bail"

    def test_situations_in_sequence_are_sections_to_read_in_order(self):
        root = tree(
            '<ListeSituations affichage="sequentiel"><Situation><Titre>Avant</Titre><Texte><Paragraphe>a</Paragraphe>'
            "</Texte></Situation><Situation><Titre>Après</Titre><Texte><Paragraphe>b</Paragraphe></Texte></Situation>"
            "</ListeSituations>"
        )
        assert not root.xpath("//details")
        assert [title.text for title in root.iter("h2")] == ["Avant", "Après"]

    def test_a_title_holds_no_link_because_it_is_a_control(self):
        OfficialSheetFactory(sheet_id="F77")
        root = tree(
            '<Texte><BlocCas><Cas><Titre><Paragraphe><LienInterne LienPublication="F77">Bail</LienInterne></Paragraphe>'
            "</Titre><Paragraphe>x</Paragraphe></Cas></BlocCas></Texte>"
        )
        assert root.xpath("string(//summary/h2)") == "Bail"
        assert not root.xpath("//summary//a")


@pytest.mark.django_db
class TestFragments:
    FRAGMENT = (
        '<Texte><FragmentConditionne><Condition><estVrai var="T1"/></Condition>'
        "<Paragraphe>Gardez la quittance.</Paragraphe></FragmentConditionne></Texte>"
    )

    def rendered(self, *, label=None, answers=None):
        sheet = OfficialSheetFactory(body=self.FRAGMENT)
        if label:
            ConditionLabel.objects.create(sheet_id=sheet.pk, variable="T1", label=label)
        return render_sheet(sheet, answers=answers).body

    def test_it_is_set_apart_under_its_condition_in_words(self):
        assert "vous louez un meublé" in self.rendered(label="vous louez un meublé")
        assert '<div class="conditional">' in self.rendered()

    @pytest.mark.parametrize(("number", "is_said"), [(1, True), (3, True), (4, False)])
    def test_up_to_three_conditions_are_said_in_words(self, number, is_said):
        variables = [f"T{each}" for each in range(1, number + 1)]
        either = "".join(f'<estVrai var="{name}"/>' for name in variables)
        body = self.FRAGMENT.replace('<estVrai var="T1"/>', f"<ou>{either}</ou>")
        sheet = OfficialSheetFactory(body=body)
        for name in variables:
            ConditionLabel.objects.create(sheet_id=sheet.pk, variable=name, label=f"cas {name}")
        words = " ou ".join(f"cas {name}" for name in variables)
        assert (words in render_sheet(sheet).body) is is_said
        assert ("Selon votre situation" in render_sheet(sheet).body) is not is_said

    def test_it_stays_readable_whatever_the_answers(self):
        for answers in (None, Answers.parse(["T1"]), Answers.parse(["-T1"])):
            assert "Gardez la quittance." in self.rendered(answers=answers)

    def test_the_answers_say_whether_it_concerns_the_reader(self):
        assert "pill--ok" in self.rendered(answers=Answers.parse(["T1"]))
        assert "pill--ok" not in self.rendered(answers=Answers.parse(["-T1"]))

    def test_a_label_of_another_sheet_does_not_count(self):
        ConditionLabel.objects.create(sheet_id="F1", variable="T1", label="vous louez un meublé")
        assert "meublé" not in self.rendered()


class TestConditions:
    @pytest.mark.parametrize(
        ("condition", "answers", "expected"),
        [
            ('<estVrai var="T1"/>', "T1", True),
            ('<estVrai var="T1"/>', "-T1", False),
            ('<estVrai var="T1"/>', "T9", None),
            ('<estVrai var="T1"/>', "", None),
            ('<ou><estVrai var="T1"/><estVrai var="T2"/></ou>', "-T1.T2", True),
            ('<ou><estVrai var="T1"/><estVrai var="T2"/></ou>', "-T1.-T2", False),
            ('<ou><estVrai var="T1"/><estVrai var="T2"/></ou>', "-T1", None),
            ('<et><estVrai var="T1"/><estVrai var="T2"/></et>', "T1.T2", True),
            ('<et><estVrai var="T1"/><estVrai var="T2"/></et>', "T1.-T2", False),
            ('<ou><estVrai var="T1"/><estIndefini var="T1"/></ou>', "T9", True),
            ('<ou><estVrai var="T1"/><estIndefini var="T1"/></ou>', "-T1", False),
            ('<ou><et><estVrai var="T1"/></et><ou><estVrai var="T2"/></ou></ou>', "T1.-T2", True),
            ("<inconnu/>", "T1", None),
        ],
    )
    def test_conditions_are_true_false_or_undecided(self, condition, answers, expected):
        element = etree.fromstring(f"<Cas><Condition>{condition}</Condition></Cas>")
        assert applies(element, Answers.parse([answers])) is expected

    def test_a_passage_without_condition_is_undecided(self):
        assert applies(etree.fromstring("<Cas/>"), Answers.parse(["T1"])) is None

    def test_answers_survive_the_way_through_an_address(self):
        answers = Answers.parse(["T2.-T1", "T3"])
        assert str(answers) == "T2.T3.-T1"
        assert Answers.parse([str(answers)]) == answers

    def test_nonsense_in_the_address_is_no_answer(self):
        assert not Answers.parse(["<script>", "42", ""])

    def test_what_is_said_both_ways_counts_as_true_alone(self):
        answers = Answers.parse(["T1.-T1.-T2"])
        assert answers == Answers(frozenset({"T1"}), frozenset({"T2"}))
        assert str(answers) == "T1.-T2"

    def test_endless_answers_are_cut(self):
        assert len(Answers.parse([".".join(f"T{n}" for n in range(500))]).true) == MAX_ANSWERS

    def test_choosing_undoes_what_an_earlier_choice_set(self):
        element = etree.fromstring(
            '<Choix><SiSelectionne><affecteVrai var="T1"/><affecteFaux var="T2"/></SiSelectionne></Choix>'
        )
        assert Answers.parse(["T2.-T1"]).with_selected(element) == Answers(frozenset({"T1"}), frozenset({"T2"}))


@pytest.mark.django_db
def test_the_first_cases_of_a_page_say_what_to_do_with_them_and_only_they():
    cases = "<BlocCas><Cas><Titre>Seul</Titre></Cas><Cas><Titre>À deux</Titre></Cas></BlocCas>"
    body = rendered_body(f"<Texte>{cases}{cases}</Texte>")
    assert body.count("Ouvrez la situation qui est la vôtre.") == 1
    assert body.index("Ouvrez") < body.index("Seul")


@pytest.mark.django_db
def test_a_lone_case_is_open_and_needs_no_such_hint():
    body = rendered_body("<Texte><BlocCas><Cas><Titre>Seul</Titre><Paragraphe>a</Paragraphe></Cas></BlocCas></Texte>")
    assert "<details" in body
    assert "Ouvrez" not in body
