"""A partner hands a question over to another partner, with a word."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from clairdroit.mail import addresses
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.models import Partner, PartnerKind
from clairdroit.questions import actions, links, partner_space
from clairdroit.questions.drafts import latest
from clairdroit.questions.enums import AssignmentStatus, EventKind, MailKind, QuestionStatus
from clairdroit.questions.models import Assignment, ProposedAnswer
from clairdroit.questions.routing import partner_choice
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db
WORD = "C’est une question de dette de loyer : vous la connaissez mieux que nous."


@pytest.fixture
def asked():
    return AssignmentFactory(partner__name="ADIL 78")


@pytest.fixture
def other():
    return PartnerFactory(name="Maison de justice", team_email="mjd@partenaire.invalid")


def url(name, assignment):
    token = links.partner_token(assignment.partner)
    return reverse(f"clairdroit_questions:{name}", args=[token, assignment.question.uuid])


def hand_over(asked, other, **values):
    values = {"word": WORD, "user": team_user(asked.partner), **values}
    return partner_space.hand_over(assignment=asked, to=other, **values)


class TestTheAction:
    def test_the_other_partner_is_asked_and_the_first_is_done(self, asked, other):
        new = hand_over(asked, other)
        asked.refresh_from_db()
        assert (asked.status, asked.better_partner) == (AssignmentStatus.HANDED_OVER, other)
        assert asked.ended_at is not None
        assert (new.status, new.handed_over_by, new.handed_over_word) == (
            AssignmentStatus.NOTIFIED,
            asked.partner,
            WORD,
        )
        assert new.question.status == QuestionStatus.ASSIGNED

    def test_the_history_tells_the_word_and_both_steps(self, asked, other):
        hand_over(asked, other)
        steps = [(event.kind, event.detail) for event in asked.question.events.all()]
        assert steps[0] == (EventKind.HANDED_OVER, f"ADIL 78 → Maison de justice : {WORD}")
        assert steps[1][0] == EventKind.ASSIGNED

    def test_the_mail_brings_question_and_word_and_no_address_of_the_citizen(self, asked, other):
        hand_over(asked, other)
        mail = OutboxMail.objects.get()
        assert mail.question_mail.kind == MailKind.HANDED_OVER
        assert mail.to == [other.team_email]
        for words in ("ADIL 78", WORD, asked.question.text):
            assert words in mail.message
        assert asked.question.email not in mail.message + mail.html_message

    def test_a_draft_goes_along_only_when_the_partner_says_so(self, asked, other):
        actions.save_draft(assignment=asked, user=team_user(asked.partner), text="Début.", note="Pour l’équipe.")
        hand_over(asked, other)
        assert ProposedAnswer.objects.count() == 1

        second = AssignmentFactory()
        actions.save_draft(assignment=second, user=team_user(second.partner), text="Début.", note="Pour l’équipe.")
        new = hand_over(second, other, with_draft=True)
        draft = latest(ProposedAnswer.objects.get(assignment=new))
        assert (draft.text, draft.note) == ("Début.", "")

    def test_the_receiver_s_first_saving_does_not_overwrite_the_giver_s_revision(self, asked, other):
        actions.save_draft(assignment=asked, user=team_user(asked.partner), text="Début.")
        new = hand_over(asked, other, with_draft=True)
        answer = actions.save_draft(assignment=new, user=team_user(other), text="Autrement.")
        assert [revision.as_object().text for revision in answer.revisions.order_by("pk")] == ["Début.", "Autrement."]

    def test_nobody_but_the_partner_hands_its_question_over(self, asked, other):
        for stranger in (team_user(other), UserFactory(moderator=True)):
            with pytest.raises(PermissionDenied):
                hand_over(asked, other, user=stranger)
        assert not asked.question.events.exists()

    def test_without_a_word_it_is_refused(self, asked, other):
        with pytest.raises(actions.EmptyTextError):
            hand_over(asked, other, word=" \n")

    def test_two_partners_cannot_pass_a_question_to_and_fro(self, asked, other):
        new = hand_over(asked, other)
        with pytest.raises(actions.AlreadyAskedError):
            hand_over(new, asked.partner)
        new.refresh_from_db()
        assert new.status == AssignmentStatus.NOTIFIED

    @pytest.mark.parametrize("trait", [{"team_email": ""}, {"live": False}, {"is_absent_until": "tomorrow"}])
    def test_a_partner_that_cannot_be_asked_is_refused(self, asked, trait):
        if "is_absent_until" in trait:
            trait = {"is_absent_until": timezone.localdate() + datetime.timedelta(days=1)}
        with pytest.raises(actions.NotReachableError):
            hand_over(asked, PartnerFactory(**trait))
        assert Assignment.objects.count() == 1

    def test_what_waits_no_more_is_not_handed_over(self, asked, other):
        hand_over(asked, other)
        with pytest.raises(actions.NotWaitingError):
            hand_over(asked, PartnerFactory())

    def test_an_editor_who_asks_the_first_partner_again_starts_afresh(self, asked, other):
        new = hand_over(asked, other)
        editor = UserFactory(moderator=True)
        again = actions.assign(question=asked.question, partner=asked.partner, user=editor)
        assert (again.pk, again.status) == (asked.pk, AssignmentStatus.NOTIFIED)
        actions.release(assignment=new, user=editor)
        new = actions.assign(question=asked.question, partner=other, user=editor)
        assert (new.handed_over_by, new.handed_over_word) == (None, "")

    def test_erasing_takes_the_word_along(self, asked, other):
        new = hand_over(asked, other)
        actions.erase(question=asked.question)
        new.refresh_from_db()
        assert new.handed_over_word == "-"


class TestChoosing:
    def test_those_that_the_routing_would_ask_next_are_offered_with_their_reasons(self, asked):
        commune = asked.question.commune
        fitting = PartnerFactory(headings=["logement"], communes=[commune], team_email="a@partenaire.invalid")
        PartnerFactory(headings=["sante"], communes=[commune], team_email="b@partenaire.invalid")
        offered = partner_choice.suggested(asked.question)
        assert [choice.partner for choice in offered] == [fitting]
        assert offered[0].reasons

    def test_names_are_found_without_accents_and_by_kind(self, asked, other):
        equality = PartnerFactory(name="Égalité femmes hommes", team_email="ef@partenaire.invalid")
        assert [c.partner for c in partner_choice.searched(asked.question, name="egalite", kind="")] == [equality]
        assert partner_choice.searched(asked.question, name="egalite justice", kind="") == []
        assert partner_choice.searched(asked.question, name="", kind="nulle-part") == []

    def test_the_kind_is_said_only_where_the_name_does_not_say_it(self):
        kind = PartnerKind(name="CCAS (centre communal d’action sociale)")
        said = [partner_choice.Choice(Partner(name=name, kind=kind), []).kind for name in ("CCAS de Versailles", "Ici")]
        assert said == ["", "CCAS"]

    def test_who_had_a_part_in_the_question_is_not_offered(self, asked):
        assert partner_choice.searched(asked.question, name="ADIL", kind="") == []


class TestThePage:
    def test_it_is_handed_over_by_the_form_alone(self, client, asked, other):
        page = client.post(url("hand_over", asked), {"q": "justice", "word": WORD, "search": "1"}).content.decode()
        assert f'value="{other.pk}"' in page
        assert WORD in page
        shown = client.post(
            url("hand_over", asked), {"q": "justice", "partner": other.pk, "word": WORD, "hand_over": "1"}, follow=True
        ).content.decode()
        assert "Vous avez transmis cette question à Maison de justice" in shown
        receiver = client.get(url("assignment", Assignment.objects.get(partner=other))).content.decode()
        assert "ADIL 78 vous transmet cette question" in receiver
        assert WORD in receiver

    def test_what_is_missing_is_named_and_what_was_typed_stays(self, client, asked, other):
        page = client.post(url("hand_over", asked), {"q": "justice", "word": WORD, "hand_over": "1"}).content.decode()
        assert "Choisissez un partenaire dans la liste" in page
        assert WORD in page
        page = client.post(
            url("hand_over", asked), {"q": "justice", "partner": other.pk, "hand_over": "1"}
        ).content.decode()
        assert 'id="id_word_error"' in page
        assert "checked" in page
        assert Assignment.objects.count() == 1

    @pytest.mark.parametrize("value", ["", "x", "9" * 30, "\x00", "-1"])
    def test_a_partner_that_the_page_did_not_offer_is_refused(self, client, asked, value):
        page = client.post(url("hand_over", asked), {"partner": value, "word": WORD, "hand_over": "1"})
        assert page.status_code == 200
        assert Assignment.objects.count() == 1

    def test_a_word_that_comes_too_late_is_shown_so_that_it_can_be_copied(self, client, asked, other):
        address = url("hand_over", asked)
        actions.close(question=asked.question, user=UserFactory(moderator=True))
        page = client.post(address, {"partner": other.pk, "word": WORD, "hand_over": "1"}).content.decode()
        assert WORD in page
        assert "n’a pas été enregistré" in page
        assert client.get(address).status_code == 302

    def test_another_partner_s_question_is_not_there(self, client, asked):
        stranger = links.partner_token(PartnerFactory())
        address = reverse("clairdroit_questions:hand_over", args=[stranger, asked.question.uuid])
        assert client.get(address).status_code == 404

    def test_the_editor_reads_both_parts_in_the_file(self, client, asked, other):
        hand_over(asked, other)
        client.force_login(UserFactory(moderator=True))
        page = client.get(reverse("questions_modeladmin_inspect", args=[asked.question.pk])).content.decode()
        assert "Transmise à Maison de justice" in page
        assert "Transmise par ADIL 78" in page
        assert WORD in page


def test_a_partner_whose_team_box_does_not_work_is_not_offered(asked, other):
    addresses.note_bounce(address=other.team_email, hard=True, detail="550 5.1.1 mailbox unknown")
    assert partner_choice.searched(asked.question, name="justice", kind="") == []
    with pytest.raises(actions.NotReachableError):
        hand_over(asked, other)
