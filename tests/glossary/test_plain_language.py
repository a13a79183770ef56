"""The plain-language check: what it points at, where, and what it leaves alone."""

import pytest

from clairdroit.glossary.plain_language import HardWord, Kind, Vocabulary, check, vocabulary
from clairdroit.glossary.plain_language.checking import MOST_FINDINGS
from clairdroit.glossary.plain_language.sentences import sentences
from clairdroit.glossary.plain_language.words import administrative_words
from tests.glossary.factories import GlossaryEntryFactory

NOTHING = Vocabulary([])
OURS = Vocabulary(administrative_words())
PLAIN = "Allez au centre social. Prenez une pièce d’identité. Une personne vous aide. Elle ne demande rien. " * 3
LEGAL = (
    "La juridiction territorialement compétente se prononce préalablement sur la recevabilité de la réclamation "
    "consécutive à la notification de la décision administrative individuelle défavorable intervenue postérieurement "
    "à l’expiration de la période réglementaire d’instruction de la sollicitation."
)


def found(text, vocabulary=NOTHING):
    return [(finding.kind, finding.marked) for finding in check(text, vocabulary).findings]


class TestSentences:
    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("Appelez. Puis venez.", 2),
            ("Voyez avec M. Dupont.", 1),
            ("Cela coûte 3.50 euros.", 1),
            ("C’est vrai ? Oui !", 2),
            ("« Venez. » Elle l’a dit.", 2),
            ("Écrivez à la mairie, etc. ou venez.", 1),
            ("Apportez :\n- un bail\n- une facture", 3),
            ("Appelez le 01.99.00.10.45 le matin.", 1),
            ("Voyez https://exemple.fr/aide. Puis appelez.", 2),
            ("…\n\n- \n", 0),
        ],
    )
    def test_a_text_is_cut_where_a_reader_stops(self, text, count):
        assert len(list(sentences(text))) == count

    def test_each_sentence_knows_its_place(self):
        text = "Bonjour,\n\n1. Appelez la CAF.  Puis venez.\n• Un bail"
        assert [text[part.start : part.end] for part in sentences(text)] == [part.text for part in sentences(text)]

    def test_links_and_figures_are_no_words(self):
        (part,) = sentences("Appelez le 01 99 00 10 45 ou écrivez à aide@exemple.fr l’après-midi")
        assert part.words == ["Appelez", "le", "ou", "écrivez", "à", "l’après-midi"]


class TestLongSentences:
    def test_a_sentence_over_twenty_five_words_is_shown_whole(self):
        long = " ".join(["mot"] * 26)
        assert found(f"Bonjour. {long}.") == [(Kind.LONG_SENTENCE, f"{long}.")]
        assert "26" in check(long, NOTHING).findings[0].advice

    def test_one_of_twenty_five_is_not(self):
        assert found(" ".join(["mot"] * 25) + ".") == []


class TestHardWords:
    def test_a_word_of_administrations_comes_with_its_plain_wording(self):
        (finding,) = check("Vous pouvez, le cas échéant, venir.", OURS).findings
        assert (finding.kind, finding.marked) == (Kind.JARGON, "le cas échéant")
        assert "si c’est votre cas" in finding.advice
        assert finding.before + finding.marked + finding.after == "Vous pouvez, le cas échéant, venir."

    @pytest.mark.parametrize(
        "text", ["Nonobstant le bail.", "NONOBSTANT le bail.", "En vue d'un accord.", "en  vue de"]
    )
    def test_capitals_apostrophes_and_spaces_do_not_hide_it(self, text):
        assert found(text, OURS)[0][0] == Kind.JARGON

    @pytest.mark.parametrize("text", ["Un bilan pérennes.", "sous-prestations-x", "l’usagère"])
    def test_a_part_of_another_word_is_left_alone(self, text):
        assert found(text, OURS) == []

    @pytest.mark.parametrize(
        "text",
        [
            "Une aide existe : le fonds de solidarité pour le logement (FSL).",
            "Le FSL (Fonds de Solidarité pour le Logement) aide.",
            "Voyez l’agence départementale d’information sur le logement (ADIL).",
            "L’État vous aide : l’École d’Été ( ÉÉ ) ouvre.",
        ],
    )
    def test_an_acronym_beside_its_own_words_is_explained(self, text):
        words = [HardWord((acronym,), "autre chose", is_acronym=True) for acronym in ("FSL", "ADIL", "ÉÉ")]
        assert found(text, Vocabulary(words)) == []

    @pytest.mark.parametrize(
        "text",
        [
            "Demandez au service social (FSL).",
            "Le FSL (une aide) existe.",
            "Le fonds de solidarité pour le logement aide.\nVoyez la mairie (FSL).",
            "Le FSL aide.",
        ],
    )
    def test_one_beside_other_words_is_not(self, text):
        assert found(text, Vocabulary([HardWord(("FSL",), "autre chose", is_acronym=True)])) == [(Kind.ACRONYM, "FSL")]

    def test_the_same_word_is_shown_once(self):
        assert len(found("L’octroi. Puis l’octroi. Et l’octroi.", OURS)) == 1

    def test_an_acronym_is_one_in_capitals_only_and_until_it_is_explained(self):
        words = Vocabulary([HardWord(("APL",), "aide personnalisée au logement", is_acronym=True)])
        assert found("Demandez l’APL.", words) == [(Kind.ACRONYM, "APL")]
        assert found("Demandez l’apl.", words) == []
        assert found("L’aide personnalisée au logement (APL) aide.", words) == []

    def test_an_acronym_that_no_list_knows_is_asked_about_too(self):
        report = check("Le JEX peut vous donner un délai. La CCAPEX aussi. Le JEX décide.", Vocabulary([]))
        assert [(each.kind, each.marked) for each in report.findings] == [
            (Kind.ACRONYM, "JEX"),
            (Kind.ACRONYM, "CCAPEX"),
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "Le juge de l’exécution (JEX) peut vous donner un délai.",
            "Envoyez un SMS, un PDF ou votre CERFA.",
            "NE PAYEZ PAS cette lettre.",
            "Au XVIII siècle, Louis XIV.",
            "Écrivez à ADIL@exemple.fr ou lisez https://exemple.fr/JEX/.",
            "Le OK de la mairie suffit.",
        ],
    )
    def test_what_is_explained_known_or_shouted_is_not(self, text):
        assert check(text, Vocabulary([])).findings == []

    def test_a_text_with_places_to_mend_is_not_simply_easy(self):
        easy = "Vous avez deux mois. Appelez vite. " * 8
        assert check(easy, Vocabulary([])).ease_in_words == "Facile à lire"
        assert check(f"{easy}Le JEX décide.", Vocabulary([])).ease_in_words == "Facile à lire, sauf par endroits"

    @pytest.mark.django_db
    def test_the_town_s_glossary_comes_before_our_own_list(self, django_assert_num_queries):
        GlossaryEntryFactory(term="octroi", plain_wording="cadeau", is_jargon=True)
        GlossaryEntryFactory(term="RSA", stands_for="revenu de solidarité active")
        GlossaryEntryFactory(term="logis", plain_wording="maison", is_jargon=False)
        with django_assert_num_queries(1):
            words = vocabulary("fr")
        report = check("L’octroi du RSA dans un logis.", words)
        assert [finding.marked for finding in report.findings] == ["octroi", "RSA"]
        assert "cadeau" in report.findings[0].advice

    def test_every_line_of_our_list_says_what_to_write_instead(self):
        assert len(administrative_words()) > 50
        assert all(word.plain and all(word.forms) for word in administrative_words())


class TestGrammar:
    @pytest.mark.parametrize(
        "text",
        [
            "Votre demande est étudiée par la commission.",
            "Le dossier doit être adressé à la mairie.",
            "Les droits seront rapidement ouverts par votre caisse.",
        ],
    )
    def test_a_passive_asks_who_does_it(self, text):
        assert found(text)[0][0] == Kind.PASSIVE

    @pytest.mark.parametrize(
        "text", ["Elle est arrivée hier.", "Vous êtes locataire.", "C’est ouvert le lundi.", "Il est utile de venir."]
    )
    def test_what_only_looks_like_one_is_left_alone(self, text):
        assert found(text) == []

    @pytest.mark.parametrize(
        "text",
        ["Vous ne pouvez pas venir sans bail.", "Il n’est pas impossible d’être aidé.", "Ne payez pas, sauf ordre."],
    )
    def test_two_negations_in_one_sentence(self, text):
        assert found(text)[0][0] == Kind.NEGATIONS

    def test_one_negation_is_fine(self):
        assert found("Ne payez pas. Venez sans rendez-vous.") == []


class TestReadingEase:
    def test_plain_words_are_easy_and_legal_ones_hard(self):
        assert check(PLAIN, NOTHING).ease > 80
        assert check(LEGAL, NOTHING).ease < 30

    def test_the_figures_are_those_of_kandel_and_moles(self):
        # 40 words of one syllable in four sentences: 207 − 1.015 × 10 − 73.6 × 1 = 123.25, shown as 100;
        # two syllables each: 207 − 10.15 − 147.2 = 49.65.
        assert check(("loi " * 9 + "loi. ") * 4, NOTHING).ease == 100
        assert check(("maison " * 9 + "maison. ") * 4, NOTHING).ease == 50

    def test_a_few_words_have_no_ease(self):
        report = check("Venez demain.", NOTHING)
        assert (report.ease, report.ease_in_words, report.is_hard) == (None, "", False)

    def test_nothing_is_nothing(self):
        assert check("  \n ", NOTHING).is_empty


def test_a_writer_is_shown_no_more_than_a_page_of_remarks():
    report = check("Le dossier doit être adressé. " * 40, NOTHING)
    assert (len(report.findings), report.more) == (MOST_FINDINGS, 40 - MOST_FINDINGS)


@pytest.mark.parametrize(
    "text", ["ne " * 7000, "a" * 20_000, "est étudié " * 1800, "(" * 20_000, "n'" * 10_000, "\u202e.\x0b" * 900]
)
def test_hostile_texts_of_the_greatest_length_are_read_to_the_end(text):
    assert check(text[:20_000], OURS).words >= 0
