"""While a partner writes: who else has the draft open, what happens when two save, what is put in by one touch."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, links, partner_space, related
from clairdroit.questions.drafting_aids import drafting_aids, with_insertion
from clairdroit.questions.drafts import current_version, latest
from clairdroit.questions.models import DraftPresence, ProposedAnswer
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, PhraseFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return AssignmentFactory()


def url(name, assignment):
    token = links.partner_token(assignment.partner)
    return reverse(f"clairdroit_questions:{name}", args=[token, assignment.question.uuid])


def texts(assignment):
    answer = ProposedAnswer.objects.get(assignment=assignment)
    return [revision.as_object().text for revision in answer.revisions.order_by("pk")]


class TestPresence:
    def test_two_tabs_are_told_of_each_other_and_one_alone_is_not(self, client, asked):
        address = url("presence", asked)
        assert client.post(address, {"tab": "aaa"}).json()["message"] == ""
        assert "Une autre personne de votre équipe" in client.post(address, {"tab": "bbb"}).json()["message"]
        assert "2 autres personnes" in client.post(address, {"tab": "ccc"}).json()["message"]

    def test_a_tab_that_closes_or_falls_silent_counts_no_more(self, client, asked):
        address = url("presence", asked)
        for tab in ("aaa", "bbb", "ccc"):
            client.post(address, {"tab": tab})
        client.post(address, {"tab": "aaa", "closed": "1"})
        DraftPresence.objects.filter(tab="bbb").update(seen_at=timezone.now() - datetime.timedelta(minutes=2))
        assert client.post(address, {"tab": "ccc"}).json()["message"] == ""
        assert [row.tab for row in DraftPresence.objects.all()] == ["ccc"]

    def test_a_page_loaded_anew_is_not_somebody_else(self, client, asked):
        client.post(url("presence", asked), {"tab": "aaa"})
        assert client.post(url("presence", asked), {"tab": "bbb", "before": "aaa"}).json()["message"] == ""

    def test_another_question_s_or_partner_s_tabs_are_not_told(self, client, asked):
        client.post(url("presence", AssignmentFactory(question=asked.question)), {"tab": "aaa"})
        assert client.post(url("presence", asked), {"tab": "bbb"}).json()["message"] == ""
        with pytest.raises(PermissionDenied):
            partner_space.note_presence(assignment=asked, user=team_user(PartnerFactory()), tab="ccc")

    def test_a_text_saved_by_somebody_else_is_announced(self, client, asked):
        actions.save_draft(assignment=asked, user=team_user(asked.partner), text="Le premier.")
        told = client.post(url("presence", asked), {"tab": "aaa", "version": "0"}).json()
        assert "a enregistré un autre texte" in told["newer"]
        told = client.post(url("presence", asked), {"tab": "aaa", "version": current_version(asked)}).json()
        assert told["newer"] == ""

    @pytest.mark.parametrize("name", ["", "x" * 40, "é", "a b", "\x00"])
    def test_a_name_that_no_page_of_ours_makes_is_refused(self, client, asked, name):
        assert client.post(url("presence", asked), {"tab": name}).status_code == 422
        assert not DraftPresence.objects.exists()

    def test_what_waits_no_more_has_nobody_before_it(self, client, asked):
        actions.decline(assignment=asked, user=team_user(asked.partner), reason="Non.")
        client.post(url("presence", asked), {"tab": "aaa"})
        assert not DraftPresence.objects.exists()

    def test_without_javascript_the_page_says_it_too(self, client, asked):
        assert "<noscript>" not in client.get(url("assignment", asked)).content.decode()
        client.post(url("presence", asked), {"tab": "aaa"})
        page = client.get(url("assignment", asked)).content.decode()
        assert "<noscript><p" in page
        assert "Une autre personne de votre équipe" in page


class TestTwoTexts:
    @pytest.fixture
    def conflict(self, client, asked):
        """Somebody else saved while this page, made from nothing, was open."""
        actions.save_draft(assignment=asked, user=team_user(asked.partner), text="Le leur.")
        page = client.post(url("assignment", asked), {"text": "Le mien.", "version": "0", "keep": "1"})
        return {"text": "Le mien.", "version": current_version(asked), "after_conflict": "1"}, page.content.decode()

    def test_both_are_shown_with_what_can_be_done(self, conflict):
        _sent, page = conflict
        for words in ("Le leur.", "Le mien.", 'value="joindre"', 'value="mien"', 'value="leur"'):
            assert words in page

    @pytest.mark.parametrize(
        ("choice", "kept"), [("joindre", "Le mien.\n\nLe leur."), ("mien", "Le mien."), ("leur", "Le leur.")]
    )
    def test_a_button_settles_it_without_javascript(self, client, asked, conflict, choice, kept):
        sent, _page = conflict
        client.post(url("assignment", asked), {**sent, "settle": choice})
        assert latest(ProposedAnswer.objects.get()).text == kept

    def test_the_text_that_was_not_chosen_stays_in_the_history(self, client, asked, conflict):
        sent, _page = conflict
        client.post(url("assignment", asked), {**sent, "settle": "mien"})
        assert texts(asked) == ["Le leur.", "Le mien."]

    def test_a_third_text_in_between_is_shown_before_anything_is_replaced(self, client, asked, conflict):
        sent, _page = conflict
        actions.save_draft(assignment=asked, user=team_user(asked.partner), text="Un troisième.")
        page = client.post(url("assignment", asked), {**sent, "settle": "mien"}).content.decode()
        assert "Un troisième." in page
        assert latest(ProposedAnswer.objects.get()).text == "Un troisième."

    def test_the_script_hears_of_the_other_text_and_its_version(self, client, asked, conflict):
        answer = client.post(url("autosave", asked), {"text": "Le mien.", "version": "0"})
        assert answer.status_code == 409
        assert (answer.json()["theirs"], answer.json()["version"]) == ("Le leur.", current_version(asked))

    def test_ordinary_saving_leaves_one_revision(self, client, asked):
        version = "0"
        for text in ("D", "Dé", "Début"):
            version = client.post(url("autosave", asked), {"text": text, "version": version}).json()["version"]
        assert texts(asked) == ["Début"]


class TestAids:
    def test_phrases_of_the_heading_come_first_and_others_stay_away(self, asked):
        everywhere = PhraseFactory(text="Bonjour,")
        here = PhraseFactory(heading="logement", text="Bonjour, merci pour votre question sur le logement.")
        PhraseFactory(heading="sante", text="Bonjour, pour votre santé.")
        end = PhraseFactory(closing=True, text="Bien à vous.")
        aids = drafting_aids(asked.question, "")
        assert aids.openings == [here, everywhere]
        assert aids.closings == [end]

    def test_phrases_are_those_of_the_citizen_s_language_or_else_the_site_s(self):
        french, english = PhraseFactory(text="Bonjour,"), PhraseFactory(english=True, text="Hello,")
        assert drafting_aids(QuestionFactory(language="en"), "").openings == [english]
        english.delete()
        assert drafting_aids(QuestionFactory(language="en"), "").openings == [french]

    def test_pages_are_found_by_question_and_draft_and_have_a_whole_address(self, asked, only_registered, settings):
        settings.WAGTAILADMIN_BASE_URL = "https://droits.ville.invalid"
        heard = {}

        def find(text, commune, heading, limit):
            heard.update(text=text, commune=commune, heading=heading)
            return [
                related.RelatedHelp(
                    key="article:1",
                    kind="article",
                    kind_label="Article",
                    title="Payer son loyer",
                    url="/logement/loyer/",
                    url_here="/logement/loyer/?commune=1",
                    excerpt="",
                    age="",
                )
            ]

        only_registered(related.finders, find)
        (page,) = drafting_aids(asked.question, "Le FSL aide.").pages
        assert page.insertion == "Payer son loyer : https://droits.ville.invalid/logement/loyer/"
        assert asked.question.text in heard["text"]
        assert "Le FSL aide." in heard["text"]
        assert (heard["commune"], heard["heading"]) == (asked.question.commune, "logement")

    def test_a_button_puts_a_phrase_in_without_javascript(self, client, asked):
        phrase = PhraseFactory(text="Bonjour,\nmerci pour votre question.")
        page = client.get(url("assignment", asked)).content.decode()
        assert f'value="{phrase.text}"' in page
        sent = {"text": "Appelez le CCAS.", "version": "0", "insert_before": phrase.text.replace("\n", "\r\n")}
        response = client.post(url("assignment", asked), sent)
        assert response["Location"].endswith("#id_text")
        assert latest(ProposedAnswer.objects.get()).text == f"{phrase.text}\n\nAppelez le CCAS."

    @pytest.mark.parametrize(
        ("before", "text", "after", "result"),
        [
            ("Bonjour,", "", "", "Bonjour,"),
            ("Bonjour,", "Voici.", "", "Bonjour,\n\nVoici."),
            ("", "Voici.", "Au revoir.", "Voici.\n\nAu revoir."),
            ("", "Voici.\n\nAu revoir.\n", "Au revoir.", "Voici.\n\nAu revoir.\n"),
            ("Bonjour,", "Bonjour,\n\nVoici.", "", "Bonjour,\n\nVoici."),
            ("", "Voici.", "", "Voici."),
        ],
    )
    def test_what_is_put_in_stands_apart_and_once(self, before, text, after, result):
        assert with_insertion(text, before=before, after=after) == result

    def test_a_text_that_becomes_too_long_is_kept_in_the_page(self, client, asked):
        long = "x" * 19_990
        page = client.post(url("assignment", asked), {"text": long, "version": "0", "insert_after": "Au revoir."})
        assert 'id="id_text_error"' in page.content.decode()
        assert long in page.content.decode()
