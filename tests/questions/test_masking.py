"""What partners read of a person's words: neither how to reach them nor what they are called, however it is spelled."""

import pytest
from django.utils.translation import override

from clairdroit.questions.anonymising import propose
from clairdroit.questions.enums import IncomingKind, IncomingStatus
from clairdroit.questions.for_partners import QuestionForPartner
from clairdroit.questions.masking import masked_mention, masked_words, person_of
from clairdroit.questions.masking.unfolding import unfold
from clairdroit.questions.models import IncomingMail, QuestionDetail
from tests.partners_snippets.factories import PartnerFactory, PlaceFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory

pytestmark = pytest.mark.django_db

ADDRESS = "nadia.benali78@boite.example"
BEFORE, AFTER = "On me coupe l’électricité demain.", "Que faire ?"


def as_partners_see(question):
    return QuestionForPartner(AssignmentFactory(question=question)).text


def seen(text, **question):
    with override("en"):
        return as_partners_see(QuestionFactory(text=text, **{"email": ADDRESS, **question}))


def letters(text):
    """What is left to somebody who looks for it: letters and figures alone."""
    return "".join(each for each in unfold(text).text if each.isalnum())


@pytest.mark.parametrize(
    "written",
    [
        "nadia.benali78@boite.example",
        "NADIA.BENALI78@BOITE.EXAMPLE",
        "Nadia.Benali78@Boite.Example",
        "mailto:nadia.benali78@boite.example",
        "<nadia.benali78@boite.example>",
        "nadia.benali78 (at) boite.example",
        "nadia.benali78[at]boite[dot]example",
        "nadia.benali78 arobase boite point example",
        "nadia point benali78 arobase boite point example",
        "nadia.benali78 at boite dot example",
        "nadia.benali78&#64;boite.example",
        "nadia.benali78&#x40;boite&#46;example",
        "nadia.benali78&commat;boite&period;example",
        "nadia.benali78&amp;#64;boite.example",
        "nadia.benali78%40boite.example",
        "nadia%2Ebenali78%40boite%2Eexample",
        "%6E%61%64%69%61.benali78@boite.example",
        "nadia.benali78=40boite.example",
        "nadia.ben=\nali78@boite.example",
        "nadia.ben=\r\nali78@boite.example",
        "nadia.benali78@\nboite.example",
        "nadia.benali78@boite.\nexample",
        "nadia.benali\n> 78@boite.example",
        "n a d i a . b e n a l i 7 8 @ b o i t e . e x a m p l e",
        "nadia.benali78 @ boite . example",
        "nаdia.bеnali78@bоite.example",
        "ｎａｄｉａ.ｂｅｎａｌｉ７８＠ｂｏｉｔｅ．ｅｘａｍｐｌｅ",
        "𝐧𝐚𝐝𝐢𝐚.𝐛𝐞𝐧𝐚𝐥𝐢𝟕𝟖@boite.example",
        "nadia.\u200bbenali78\u00ad@boite.example",
        "ńadiâ.bénali78@boite.example",
        "nadia.benali78+aide@boite.example",
        "nadiabenali78@boite.example",
        "CV_nadia.benali78@boite.example.pdf",
        "De : Nadia Benali <nadia.benali78@boite.example>",
        "https://boite.example/?to=nadia.benali78%40boite.example&x=1",
        "nadia.benali78",
        "nadia.benali78 à boite point example",
        ".nadia.benali78@boite.example",
    ],
)
def test_the_persons_address_is_masked_however_it_is_spelled(written):
    text = seen(f"{BEFORE} Écrivez-moi : {written} {AFTER}")
    assert "benali" not in letters(text)
    assert text.startswith(BEFORE)
    assert text.endswith(AFTER)


@pytest.mark.parametrize(
    "written",
    [
        "06 12 34 56 78",
        "0612345678",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "06/12/34/56/78",
        "06_12_34_56_78",
        "06\u00a012\u202f34 56 78",
        "+33 6 12 34 56 78",
        "+33612345678",
        "+33 (0)6 12 34 56 78",
        "0033 6 12 34 56 78",
        "(0033) 612345678",
        "tel:+33612345678",
        "O6 12 34 56 78",
        "06 12 34\n56 78",
        "0 6 1 2 3 4 5 6 7 8",
        "06 12 34=\n 56 78",
        "&#48;6 12 34 56 78",
        "%2B33612345678",
        "０６ １２ ３４ ５６ ７８",
        "٠٦ ١٢ ٣٤ ٥٦ ٧٨",
        "06\u200b12\u200b34\u200b56\u200b78",
        "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
        "06 douze trente-quatre cinquante-six 78",
        "06,12,34,56,78",
        "06;12;34;56;78",
    ],
)
def test_a_telephone_number_is_masked_however_it_is_grouped(written):
    text = seen(f"{BEFORE} Mon numéro : {written}. {AFTER}")
    assert "[a telephone number]" in text
    assert not any(each in letters(text) for each in ("3456", "56", "cinquante"))
    assert text.startswith(BEFORE)
    assert text.endswith(AFTER)


@pytest.mark.parametrize("written", ["+212 6 12 34 56 78", "+44 20 7946 0958", "00 32 470 12 34 56"])
def test_foreign_numbers_are_masked_too(written):
    assert written not in seen(f"{BEFORE} {written} {AFTER}")


@pytest.mark.parametrize(
    "written",
    [
        ":.samir@autre.example",
        "...samir@autre.fr",
        "samir@autre,fr",
        "samir@autre ,com",
        "samir@autre;fr",
        "samir@autre fr",
        "samir@sous.autre,fr",
        "samir à autre point fr",
    ],
)
def test_an_address_with_a_slip_of_the_finger_is_one(written):
    text = seen(f"{BEFORE} Mon fils lit mieux : {written} {AFTER}")
    assert "samir" not in text
    assert "autre" not in text
    assert text.startswith(BEFORE)
    assert text.endswith(AFTER)


def test_another_address_of_the_persons_is_masked_as_well():
    assert seen(f"{BEFORE} Ou bien à ma fille : sarah@ailleurs.example.").endswith("[an e-mail address].")


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, ma rose est fanée, et le petit chat aussi. Merci de votre aide.",
        "Je paie 712,50 € depuis le 01/02/2024 10h30, soit 8 550 euros par an, à 78000 Versailles.",
        "La CAF me demande 1 234 euros. J’ai appelé le 3949, le 115 et le 0 806 00 12 13 : personne.",
        "J’ai écrit à contact@service.gouv.fr sans réponse. Que dit l’article L. 262-2 ?",
        "Merci de me rappeler vite\nBonne journée",
        "J’ai été nommé directeur de l’école, on m’appelle tous les jours. Cordialement",
        "Look at service-public.fr: is this true?",
        "Il est né le 3 mai 2019, elle le 12/04/2021 05/06/2022.",
    ],
)
def test_ordinary_words_stay_as_they_are(text):
    assert seen(text, email="x@boite.example") == text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Je m’appelle Nadia Benali et je suis locataire. Nadia, c’est moi, pas BENALI Karim.", ["Nadia", "BENALI"]),
        ("On m’expulse.\n\nCordialement,\nNadia BENALI\n06 12 34 56 78", ["Nadia", "BENALI"]),
        ("On m’expulse. Merci, nadia benali", ["nadia", "benali"]),
        ("Je soussignée Mme Benali demande un délai. mme benali", ["Benali", "benali"]),
        ("De : Nadia Benali <autre@boite.example>\nJ’ai déjà écrit. Nadia", ["Nadia", "Benali"]),
        ("Le courrier est au nom de BÉNALI Nadia, n'est-ce pas.", ["Nadia", "NALI"]),
    ],
)
def test_the_persons_name_is_masked_where_they_say_it_and_where_it_stands_again(text, gone):
    read = seen(text, email="x@boite.example")
    assert "[a name]" in read
    assert not any(each in read for each in gone)


def test_the_name_of_the_mails_sender_is_known_from_its_from_and_its_signature():
    question = QuestionFactory(email="x@boite.example", text="Bonjour.")
    QuestionDetail.objects.create(question=question, way="page", text="Maître Nguyen m’a dit que Thuy attend.")
    IncomingMail.objects.create(
        fingerprint="a",
        status=IncomingStatus.ACCEPTED,
        kind=IncomingKind.REPLY,
        question=question,
        sender="x@boite.example",
        sender_name="NGUYEN, Thuy",
        signature="Thuy Nguyen\n06 98 76 54 32",
    )
    with override("en"):
        assert as_partners_see(question).endswith("Maître [a name] m’a dit que [a name] attend.")
        mention = masked_mention("Rappelez-la au 698765432, ou +33 6 98 76 54 32.", person_of(question))
    assert mention == "Rappelez-la au [a telephone number], ou [a telephone number]."


def test_a_name_that_is_a_word_is_masked_only_where_it_is_the_name():
    person = person_of(QuestionFactory(email="x@boite.example", text="Je m’appelle Claire Petit."))
    with override("en"):
        read = masked_words("Petit problème : c’est clair. Mme Petit et Claire Petit, le petit chat.", person)
    assert read == "Petit problème : c’est clair. Mme [a name] et [a name], le petit chat."


def test_the_street_goes_and_the_commune_stays():
    read = seen("J’habite 12 rue des Lilas, 78000 Versailles. La mairie de Versailles dit non.")
    assert "Lilas" not in read
    assert "[an address]" in read
    assert "La mairie de Versailles dit non." in read


def test_what_is_a_partners_own_stays():
    partner = PartnerFactory(
        name="ADIL", phone="01 39 50 84 72", email="contact@adil.example", team_email="eq@adil.example"
    )
    PlaceFactory(partner=partner, phone="01.30.83.00.11")
    text = "J’ai écrit à juriste@adil.example, appelé le 0139508472 et le +33 1 30 83 00 11. Rien."
    assert seen(text) == text


def test_a_person_who_works_at_an_office_is_a_person_all_the_same():
    PartnerFactory(team_email="equipe@adil.example")
    assert "lea" not in seen("Écrivez à lea@adil.example.", email="lea@adil.example")
    assert "lea" not in seen("Écrivez à lea@x.gouv.fr.", email="lea@x.gouv.fr")


def test_what_others_wrote_keeps_their_own_contacts():
    person = person_of(QuestionFactory(email=ADDRESS, text="Je m’appelle Nadia Benali, 06 12 34 56 78."))
    with override("en"):
        read = masked_mention(
            "Appelez l’agence au 01 99 00 10 20, et Mme BENALI (nadia.benali78@boite.example).", person
        )
    assert read == "Appelez l’agence au 01 99 00 10 20, et Mme [a name] ([an e-mail address])."


def test_hostile_texts_take_no_more_steps_than_their_length_asks():
    """No clock: the patterns are bounded, so that these end at all."""
    person = person_of(QuestionFactory(email="a" * 60 + "@" + "b" * 60 + ".example"))
    for text in (
        "a" * 5000,
        "a." * 2500,
        "0 " * 2500,
        "&#" * 2500,
        "a point " * 600,
        "zéro " * 1000,
        "a@" * 2500,
        "=\n" * 2500,
    ):
        masked_words(text, person)
        masked_mention("aaaa" * 1000, person)


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (f"{'.'.join('a' * 20)}@boite.example", ".....".join("a" * 20)),
        (f"{'_'.join('a' * 20)}@boite.example", "._._.".join("a" * 20)),
        (f"{'l' * 40}@boite.example", "|" * 3000),
        (f"{'.'.join('l' * 20)}@boite.example", "|.|" * 1000),
        (f"{'.'.join(['point'] * 10)}@boite.example", " point " * 600),
    ],
)
def test_nobody_writes_a_text_in_which_the_search_for_their_own_address_never_ends(address, text):
    """Whoever asks chooses both. No clock: with patterns that try every way to read a gap, these end in no lifetime."""
    person = person_of(QuestionFactory(email=address))
    assert masked_mention(f"{text} fin", person).endswith(" fin")
    masked_words(text, person)


def test_an_address_that_is_made_of_words_for_signs_is_masked():
    for address in ("rond.point@boite.example", "le-tiret.dot@point.example", "moins.plus_a@boite.example"):
        for written in (address, address.replace("@", " (at) "), address.replace(".", " . ")):
            assert address.partition("@")[0] not in seen(f"{BEFORE} {written} {AFTER}", email=address), written


BEGINNINGS = ["Merci", "Cordialement,", "Je m’appelle", "Mon petit fils", "Nom :", "12", "06", "Au\nMme Aa", "rue de"]


@pytest.mark.parametrize("beginning", BEGINNINGS)
@pytest.mark.parametrize("run", [" ", "\t", "\n", " .", "- "])
def test_however_long_a_gap_is_it_is_read_once(beginning, run):
    """No clock: one question with five thousand blanks after "Merci" held its readers up for an hour."""
    text = f"{beginning}{run * (20_000 // len(run))}§"
    assert masked_words(text, person_of(QuestionFactory(text=text, email=ADDRESS))).endswith("§")
    assert propose(text).text.endswith("§")


def test_hundreds_of_addresses_and_numbers_ask_the_directory_once(django_assert_max_num_queries):
    PartnerFactory(team_email="equipe@adil.example", phone="01 99 00 10 20")
    text = " ".join(
        f"a{number}@boite{number}.example 06 12 34 {number // 100:02d} {number % 100:02d}" for number in range(120)
    )
    question = QuestionFactory(text=f"{text} equipe@adil.example 01.99.00.10.20", email=ADDRESS)
    with override("en"), django_assert_max_num_queries(8):
        read = masked_words(question.text, person_of(question))
    assert "boite" not in read
    assert "06 12" not in read
    assert read.endswith("equipe@adil.example 01.99.00.10.20")
