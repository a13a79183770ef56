"""A partner that declined, passed on or was released reads the file as it was then: its link and its key work on.

Every later step is tried after every way to leave, and all that the partner is shown or sent is compared with before.
`test_without_the_cut_…` takes the cut away: each of these comparisons fails then.
"""

import datetime
import io
import json
import re

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from clairdroit.connections.enums import WebhookEvent
from clairdroit.connections.models import WebhookDelivery
from clairdroit.connections.webhooks import queueing
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, citizen, editors, emails, ended_assignments, incoming, links, partner_space
from clairdroit.questions.actions.history import log
from clairdroit.questions.drafts import latest
from clairdroit.questions.enums import EventKind, IncomingStatus, QuestionOrigin
from clairdroit.questions.for_partners import AssignmentForPartner
from clairdroit.questions.models import Assignment, Event, ProposedAnswer, Question
from clairdroit.roles.actions import compose_roles
from tests.connections.factories import PartnerTokenFactory, WebhookFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db
API = "/api/partenaire/v1/questions"
CITIZEN = "nadia@citoyenne.example"
LATER = "CE-QUI-VINT-PLUS-TARD"
LINK = re.compile(r"https?://[^\s\"<]+")
FORM_TOKEN = re.compile(r'name="token" value="[^"]*"')


class File:
    """A question, a partner with a draft in it, another partner, and an editor."""

    def __init__(self, client, settings):
        settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"
        compose_roles()
        self.client, self.editor = client, UserFactory(moderator=True)
        self.question = QuestionFactory(assigned=True, email=CITIZEN, commune=CommuneFactory())
        self.mine = AssignmentFactory(question=self.question, partner__team_email="equipe@adil.example")
        self.other = AssignmentFactory(question=self.question, partner__team_email="equipe@ccas.example")
        self.partner = self.mine.partner
        self.token = links.partner_token(self.partner)
        PartnerTokenFactory(partner=self.partner, raw="cdp_partie")
        WebhookFactory(partner=self.partner)
        log(self.question, EventKind.ASSIGNED, assignment=self.mine)
        actions.save_draft(assignment=self.mine, user=team_user(self.partner), text="Notre brouillon d’alors.")

    def now(self):
        self.question = Question.objects.get(pk=self.question.pk)
        self.mine = Assignment.objects.select_related("question").get(pk=self.mine.pk)
        return self

    def ask_another(self):
        if not self.now().question.is_open:
            actions.reopen(question=self.question, user=self.editor)
        partner = PartnerFactory(team_email=f"equipe-{Assignment.objects.count()}@autre.example")
        return actions.assign(question=Question.objects.get(pk=self.question.pk), partner=partner, user=self.editor)

    def propose(self, text):
        assignment = self.ask_another()
        return actions.submit_proposal(assignment=assignment, user=team_user(assignment.partner), text=text)

    def answer(self):
        return actions.send_answer(answer=self.propose(f"{LATER} : la réponse."), user=self.editor)

    def own_answer(self):
        return ProposedAnswer.objects.get(assignment=self.mine)

    def url(self, name):
        return reverse(f"clairdroit_questions:{name}", args=[self.token, self.question.uuid])

    def seen(self, version, draft):
        """All that the partner is shown and sent, by where: its version and its draft's are those of the first look."""
        self.now()
        key = {"authorization": "Bearer cdp_partie"}
        get, post = self.client.get, self.client.post
        pages = {
            "space": get(reverse("clairdroit_partner_space:space", args=[self.token])),
            "page": get(self.url("assignment")),
            "late answer": post(self.url("assignment"), {"text": "Trop tard.", "keep": "1"}),
            "autosave": post(self.url("autosave"), {"text": "Trop tard.", "version": draft}),
            "presence": post(self.url("presence"), {"tab": "a1", "version": draft}),
            "list": get(API, headers=key),
            "detail": get(f"{API}/{self.question.uuid}", headers=key),
            "since": get(f"{API}?after={version}", headers=key),
            "guessed": post(
                f"{API}/{self.question.uuid}/proposal",
                json.dumps({"text": f"{LATER} : corrigé."}),
                content_type="application/json",
                headers=key,
            ),
        }
        found = {
            place: f"{each.status_code} {each.get('ETag', '')} {FORM_TOKEN.sub('', each.content.decode())}"
            for place, each in pages.items()
        }
        # Whatever is in the list, the cursor follows the whole site's steps.
        found["list"] = re.sub(r'"cursor": "\d+"', "", re.sub(r'^200 "\w+"', "200", found["list"]))
        found["since"] = re.sub(r'"cursor": "\d+"', "", re.sub(r'^200 "\w+"', "200", found["since"]))
        with transaction.atomic():
            mail = emails.partner_asked(self.mine)
            # Its links know the second.
            found["mail made anew"] = LINK.sub("", f"{mail.subject} {mail.message} {mail.html_message}")
            transaction.set_rollback(True)
        to_team = [mail for mail in OutboxMail.objects.order_by("pk") if mail.to == [self.partner.team_email]]
        found["mails"] = " ".join(f"{mail.pk} {mail.subject} {mail.message}" for mail in to_team)
        told = WebhookDelivery.objects.filter(webhook__partner=self.partner).order_by("pk")
        found["webhook"] = " ".join(each.body for each in told)
        return found


@pytest.fixture
def file(client, settings):
    return File(client, settings)


def told_by_program(file):
    return file.client.get(f"{API}/{file.question.uuid}", headers={"authorization": "Bearer cdp_partie"}).json()


def declines(file):
    actions.decline(assignment=file.mine, user=team_user(file.partner), reason="Ce n’est pas notre domaine.")


def is_released(file):
    actions.release(assignment=file.mine, user=file.editor)


def is_released_by_the_answer_of_another(file):
    answer = actions.submit_proposal(
        assignment=file.other, user=team_user(file.other.partner), text="Une première réponse."
    )
    actions.send_answer(answer=answer, user=file.editor)


def is_released_by_the_end(file):
    actions.close(question=file.question, user=file.editor, reason="La personne a trouvé.")


def hands_over(file):
    to = PartnerFactory(team_email="equipe@udaf.example")
    partner_space.hand_over(assignment=file.mine, user=team_user(file.partner), to=to, word="Pour vous.")


def was_answered_and_taken_up_again(file):
    answer = actions.submit_proposal(assignment=file.mine, user=team_user(file.partner), text="Notre réponse.")
    actions.send_answer(answer=answer, user=file.editor)
    citizen.give_feedback(question=file.question, helped=True)
    actions.add_detail(question=file.question, text=f"{LATER}, aussitôt.")


WAYS_TO_LEAVE = [
    declines,
    is_released,
    is_released_by_the_answer_of_another,
    is_released_by_the_end,
    hands_over,
    was_answered_and_taken_up_again,
]


def a_detail_by_the_form(file):
    if not file.question.takes_details:
        actions.reopen(question=file.question, user=file.editor)
    url = reverse("clairdroit_questions:detail", args=[links.follow_token(file.question)])
    file.client.post(url, {"detail": f"{LATER} : un détail."})
    assert LATER in file.now().question.words


def a_detail_by_mail(file):
    if not file.question.takes_details:
        actions.reopen(question=file.question, user=file.editor)
    to = emails.question_received(file.question).headers["Reply-To"]
    raw = f"From: <{CITIZEN}>\nTo: {to}\nMessage-ID: <1@citoyenne.example>\nSubject: Re\n\n{LATER} : par courriel.\n"
    mail, _created = incoming.receive(source=io.BytesIO(raw.encode()))
    assert mail.status == IncomingStatus.ACCEPTED
    assert LATER in file.now().question.words


def its_draft_is_corrected(file):
    """In Wagtail's own editor, which knows nothing of who has left."""
    current = latest(file.own_answer())
    current.text = f"{LATER} : corrigé."
    current.save_revision(user=file.editor)


def its_draft_is_sent(file):
    if not file.question.is_open:
        actions.reopen(question=file.question, user=file.editor)
    its_draft_is_corrected(file)
    actions.send_answer(answer=file.own_answer(), user=file.editor)
    assert file.own_answer().sent_at


def another_answers(file):
    file.answer()


def it_is_answered_and_taken_up_again(file):
    file.answer()
    if file.now().question.taken_up_again_at:
        # The person may do so once only.
        actions.reopen(question=file.question, user=file.editor)
    actions.add_detail(question=file.now().question, text=f"{LATER} : il manque quelque chose.")


def it_is_closed_and_reopened_for_another_day(file):
    if file.question.is_open:
        actions.close(question=file.question, user=file.editor)
    actions.reopen(question=file.now().question, user=file.editor)
    Question.objects.filter(pk=file.question.pk).update(due_at=timezone.now() - datetime.timedelta(days=9))


def the_person_says_whether_it_helped(file):
    file.answer()
    citizen.give_feedback(question=file.now().question, helped=False, words=f"{LATER} : non.")


def another_is_asked_and_hands_over(file):
    asked = file.ask_another()
    to = PartnerFactory(team_email="equipe@anah.example")
    partner_space.hand_over(assignment=asked, user=team_user(asked.partner), to=to, word=f"{LATER} : à vous.")


def the_proposals_of_others_are_joined(file):
    first, second = file.propose("Un."), file.propose("Deux.")
    joint = editors.merge_proposals(first=first, second=second, user=file.editor, text=f"{LATER} : les deux.")
    actions.send_answer(answer=joint, user=file.editor)


def it_is_linked_with_another_question(file):
    editors.link_questions(question=file.question, other=QuestionFactory(), user=file.editor)


def a_page_is_made_of_it(file):
    log(file.question, EventKind.PAGE_DRAFTED, user=file.editor, detail=LATER)


def it_ends_as_out_of_scope(file):
    if not file.question.is_open:
        actions.reopen(question=file.question, user=file.editor)
    actions.mark_out_of_scope(question=file.now().question, user=file.editor, explanation=f"{LATER} : ailleurs.")


# Each later step, and where a partner would learn of it if nothing were cut.
def its_heading_and_commune_are_corrected(file):
    question = file.now().question
    viroflay = CommuneFactory(viroflay=True)
    editors.change_matter(question=question, user=file.editor, heading="sante", commune=viroflay, origin="mail")


LATER_STEPS = {
    a_detail_by_the_form: {"page", "list", "detail", "since", "mail made anew"},
    a_detail_by_mail: {"page", "list", "detail", "since", "mail made anew"},
    its_draft_is_corrected: {"detail", "presence", "guessed"},
    its_draft_is_sent: {"space", "page", "list", "detail", "since", "webhook"},
    another_answers: {"list", "detail", "since", "webhook"},
    it_is_answered_and_taken_up_again: {"page", "list", "detail", "since", "webhook", "mail made anew"},
    it_is_closed_and_reopened_for_another_day: {"list", "detail", "since", "webhook"},
    the_person_says_whether_it_helped: {"list", "detail", "since", "webhook"},
    # No partner learns of another's part, whether it has left or not.
    another_is_asked_and_hands_over: set(),
    the_proposals_of_others_are_joined: {"list", "detail", "since", "webhook"},
    its_heading_and_commune_are_corrected: {"page", "list", "detail", "since", "mail made anew"},
    it_is_linked_with_another_question: {"list", "detail", "since"},
    a_page_is_made_of_it: {"list", "detail", "since"},
    it_ends_as_out_of_scope: {"list", "detail", "since", "webhook"},
}


def leave_and_go_on(file, leave, later):
    leave(file)
    file.now()
    first = told_by_program(file)
    known = (first["version"], first["draft"]["version"])
    before = file.seen(*known)
    later(file)
    after = file.seen(*known)
    return before, after


@pytest.mark.parametrize("later", LATER_STEPS, ids=lambda step: step.__name__)
@pytest.mark.parametrize("leave", WAYS_TO_LEAVE, ids=lambda way: way.__name__)
def test_nothing_that_came_later_is_seen(file, leave, later):
    before, after = leave_and_go_on(file, leave, later)
    assert {place for place in before if before[place] != after[place]} == set()
    assert {place for place, text in after.items() if LATER in text} == set()
    assert "Je n’arrive plus à payer mon loyer" in after["page"]
    assert "Notre" in told_by_program(file)["draft"]["text"]


@pytest.mark.parametrize("later", [step for step, told in LATER_STEPS.items() if told], ids=lambda step: step.__name__)
@pytest.mark.parametrize("leave", [declines, is_released], ids=lambda way: way.__name__)
def test_without_the_cut_each_of_these_steps_would_be_seen(file, monkeypatch, leave, later):
    """The comparison is no use unless it finds what it looks for."""
    known = ended_assignments.known_at_leaving
    everything = {"left_step": 2**62, "left_parts": 1000}
    monkeypatch.setattr(
        ended_assignments, "known_at_leaving", lambda assignment, event: known(assignment, event) | everything
    )
    monkeypatch.setattr(queueing, "TOLD_AFTERWARDS", tuple(EventKind))
    monkeypatch.setattr(Assignment, "has_left", False)
    if later is its_draft_is_sent:
        monkeypatch.setattr(
            type(Assignment.objects.all()), "handed_in", lambda rows: rows.filter(answer__sent_at__isnull=False)
        )
    before, after = leave_and_go_on(file, leave, later)
    assert {place for place in before if before[place] != after[place]} >= LATER_STEPS[later]


@pytest.mark.parametrize("kind", [kind for kind in EventKind if kind not in ended_assignments.TOLD_AFTERWARDS])
def test_no_step_of_any_kind_moves_the_question_in_the_partner_s_list(file, kind):
    declines(file)
    key = {"authorization": "Bearer cdp_partie"}

    def listed():
        (line,) = file.client.get(API, headers=key).json()["questions"]
        tag = file.client.get(f"{API}/{file.question.uuid}", headers=key)["ETag"]
        return line, tag, WebhookDelivery.objects.count()

    before = listed()
    log(file.now().question, kind, detail=LATER)
    log(file.question, kind, assignment=file.mine, detail=LATER)
    log(file.question, kind, assignment=file.other, detail=LATER)
    told = [each.event for each in WebhookDelivery.objects.all()][before[2] :]
    assert set(told) <= {WebhookEvent.ASSIGNED}, "an own part is told when it begins, and nothing of it afterwards"
    assert listed()[:2] == before[:2]


@pytest.mark.parametrize("leave", WAYS_TO_LEAVE, ids=lambda way: way.__name__)
@pytest.mark.parametrize("had_one", [True, False])
def test_an_address_given_or_corrected_later_is_no_news(file, leave, had_one):
    if not had_one:
        if leave is was_answered_and_taken_up_again:
            pytest.skip("the answer waits to be told, and nobody says whether it helped")
        Question.objects.filter(pk=file.question.pk).update(email="", origin=QuestionOrigin.PHONE)
        file.now()
    leave(file)
    for email in ("nadia@ailleurs.example", ""):
        Question.objects.filter(pk=file.question.pk).update(email=email, origin=QuestionOrigin.PHONE)
        assert AssignmentForPartner(file.now().mine).question.has_address is had_one
    if not file.question.is_open:
        actions.reopen(question=file.question, user=file.editor)
    again = actions.assign(question=file.now().question, partner=file.partner, user=file.editor)
    assert AssignmentForPartner(again).question.has_address is False


@pytest.mark.parametrize("leave", WAYS_TO_LEAVE, ids=lambda way: way.__name__)
def test_an_erasure_is_told_all_the_same(file, leave):
    leave(file)
    key = {"authorization": "Bearer cdp_partie"}
    version = told_by_program(file)["version"]
    told = WebhookDelivery.objects.count()
    actions.erase(question=file.now().question)
    assert file.client.get(f"{API}/{file.question.uuid}", headers=key).status_code == 410
    (line,) = file.client.get(f"{API}?after={version}", headers=key).json()["questions"]
    assert line["state"] == "erased"
    assert WebhookDelivery.objects.count() == told + 1
    assert file.client.get(file.url("assignment")).status_code == 404
    row = Assignment.objects.get(pk=file.mine.pk)
    assert (row.left_draft, row.left_sent) == (None, None)


def test_so_is_that_the_words_are_gone_by_age(file):
    is_released_by_the_end(file)
    version = Event.objects.filter(assignment=file.mine).latest("pk").pk
    actions.expire(question=file.now().question)
    answer = file.client.get(f"{API}?after={version}", headers={"authorization": "Bearer cdp_partie"})
    assert [each["state"] for each in answer.json()["questions"]] == ["erased"]


@pytest.mark.parametrize("leave", [declines, is_released, hands_over], ids=lambda way: way.__name__)
def test_a_partner_that_is_asked_again_reads_all_of_it(file, leave):
    leave(file)
    a_detail_by_the_form(file)
    assert LATER not in file.client.get(file.url("assignment")).content.decode()
    actions.assign(question=file.question, partner=file.partner, user=file.editor)
    assert LATER in file.client.get(file.url("assignment")).content.decode()
    row = Assignment.objects.get(pk=file.mine.pk)
    assert {getattr(row, name) for name in ended_assignments.LIFTED} == {None}
    assert LATER in file.mine.mails.latest("pk").email.message


def test_what_it_knew_stays_its_answer_and_that_it_helped(file):
    was_answered_and_taken_up_again(file)
    page = file.client.get(reverse("clairdroit_partner_space:space", args=[file.token])).content.decode()
    assert "cela m’a aidé" in page
    assert "Notre réponse." in file.client.get(file.url("assignment")).content.decode()
    # An editor corrects and sends it once more: what the partner read then stays.
    its_draft_is_sent(file.now())
    page = file.client.get(file.url("assignment")).content.decode()
    assert "Notre réponse." in page
    assert LATER not in page
    told = told_by_program(file)
    assert (told["state"], told["answer"]["text"]) == ("answered", "Notre réponse.")


def test_a_revision_that_an_editor_goes_on_writing_in_is_no_longer_that_of_then(file):
    """Wagtail's editor may replace the last revision of the same person."""
    its_draft_is_corrected(file)
    is_released(file.now())
    answer = file.own_answer()
    current = latest(answer)
    current.text = f"{LATER} : repris."
    current.save_revision(user=file.editor, overwrite_revision=answer.latest_revision)
    told = told_by_program(file)
    assert told["draft"] == {"text": "", "note": "", "version": "0"}


def test_what_editors_wish_of_its_draft_later_is_not_told(file):
    """It declined after they had asked for changes: in Wagtail's own screens the draft still goes on."""
    answer = actions.submit_proposal(assignment=file.mine, user=team_user(file.partner), text="Notre réponse.")
    actions.ask_for_changes(answer=answer, user=file.editor, comment="Plus court.")
    assert told_by_program(file)["editor_comment"] == "Plus court."
    declines(file.now())
    before = told_by_program(file)
    file.own_answer().current_workflow_state.resume(file.editor)
    actions.ask_for_changes(answer=file.own_answer(), user=file.editor, comment=LATER)
    assert told_by_program(file) == before
    assert file.own_answer().comments.latest("pk").text == LATER


def test_nor_what_becomes_of_an_answer_that_was_joined_with_its_own(file):
    mine = actions.submit_proposal(assignment=file.mine, user=team_user(file.partner), text="Notre réponse.")
    joint = editors.merge_proposals(
        first=mine, second=file.propose("Une autre."), user=file.editor, text=f"{LATER} : les deux."
    )
    is_released(file.now())
    before = told_by_program(file)
    third = file.propose("Une troisième.")
    last = editors.merge_proposals(first=joint, second=third, user=file.editor, text=f"{LATER} : les trois.")
    assert told_by_program(file) == before
    actions.send_answer(answer=last, user=file.editor)
    assert told_by_program(file) == before
    page = file.client.get(file.url("assignment")).content.decode()
    assert LATER not in page
    space = file.client.get(reverse("clairdroit_partner_space:space", args=[file.token])).content.decode()
    assert "la question a été réglée autrement" in space
    assert third.assignment.partner.name not in space


def test_words_that_look_like_a_detail_are_still_the_question(file):
    Question.objects.filter(pk=file.question.pk).update(text="Bonjour.\n\n[12/03/2026] J’ai reçu une lettre.")
    declines(file.now())
    a_detail_by_the_form(file)
    page = file.client.get(file.url("assignment")).content.decode()
    assert "J’ai reçu une lettre." in page
    assert LATER not in page


def test_a_text_without_its_key_is_cut_when_the_key_is_back(file, settings):
    keys = settings.CLAIRDROIT_ENCRYPTION_KEYS
    actions.add_detail(question=file.question, text="Un détail d’avant.")
    settings.CLAIRDROIT_ENCRYPTION_KEYS = ["b" * 43 + "="]
    actions.release(assignment=file.mine, user=file.editor)
    settings.CLAIRDROIT_ENCRYPTION_KEYS = keys
    a_detail_by_the_form(file.now())
    page = file.client.get(file.url("assignment")).content.decode()
    assert "Un détail d’avant." in page
    assert LATER not in page
