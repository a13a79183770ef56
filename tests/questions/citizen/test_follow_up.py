import datetime
import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from lxml import html

from clairdroit.connections.webhooks.payloads import STEPS
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, links
from clairdroit.questions.enums import AssignmentStatus, EventKind, QuestionStatus
from clairdroit.questions.models import ProposedAnswer, Question
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory, proposed_answer

pytestmark = pytest.mark.django_db


def url(name, question):
    return reverse(f"clairdroit_questions:{name}", args=[links.follow_token(question)])


def shown(client, question):
    return client.get(url("follow", question)).content.decode()


def test_what_was_added_later_stands_under_its_day_and_shows_no_brackets(client):
    question = QuestionFactory()
    actions.add_detail(question=question, text="J’oubliais : je suis seule.")
    page = shown(client, question)
    assert "Ajouté le" in page
    assert f"[{timezone.localdate():%d/%m/%Y}]" not in page


@pytest.mark.parametrize(
    ("trait", "words"),
    [
        ({}, "Nous avons bien reçu votre question"),
        ({"assigned": True}, "Un partenaire s’en occupe"),
        ({"answered": True}, "Votre question a reçu une réponse"),
        ({"closed": True}, "Cette question est close"),
        ({"out_of_scope": True}, "Nous n’avons pas pu répondre"),
        ({"erased": True}, "Vos données sont effacées"),
    ],
)
def test_the_status_is_said_in_words(client, trait, words):
    assert words in shown(client, QuestionFactory(**trait))


def test_a_proposal_under_review_is_said_to_be_nearly_ready_without_showing_it(client):
    answer = proposed_answer("Texte pas encore relu.")
    page = shown(client, answer.question)
    assert "presque prête" in page
    assert "pas encore relu" not in page


def test_the_answer_that_was_sent_is_shown_and_no_later_draft(client):
    editor = UserFactory(moderator=True)
    answer = actions.send_answer(answer=proposed_answer("La bonne réponse."), user=editor)
    answer.text = "Un brouillon de correction."
    answer.save_revision(user=editor)
    page = shown(client, answer.question)
    assert "La bonne réponse." in page
    assert "brouillon de correction" not in page


def test_nothing_that_only_a_screen_can_do_is_printed(client):
    answer = actions.send_answer(answer=proposed_answer("La bonne réponse."), user=UserFactory(moderator=True))
    page = html.fromstring(shown(client, answer.question))
    controls = page.xpath("//main//form | //main//a[contains(@class, 'button')]")
    assert len(controls) == 3
    assert all(control.xpath("ancestor-or-self::*[contains(@class, 'no-print')]") for control in controls)


def test_the_page_is_kept_by_nobody_and_sets_no_cookie(client):
    response = client.get(url("follow", QuestionFactory()))
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies


@pytest.mark.parametrize("token", ["faux", "a.b", "0" * 32 + ".abc"])
def test_a_forged_link_opens_nothing(client, token):
    QuestionFactory()
    assert client.get(reverse("clairdroit_questions:follow", args=[token])).status_code == 404


def test_the_link_of_one_question_does_not_open_another(client):
    one, other = QuestionFactory(), QuestionFactory()
    forged = other.uuid.hex + "." + links.follow_token(one).split(".")[1]
    assert client.get(reverse("clairdroit_questions:follow", args=[forged])).status_code == 404


def test_saying_whether_it_helped_is_counted_once_per_change(client):
    question = QuestionFactory(answered=True)
    for _ in range(2):
        client.post(url("feedback", question), {"helped": "oui"})
    question.refresh_from_db()
    assert question.helped is True
    assert question.events.get().kind == EventKind.FEEDBACK
    client.post(url("feedback", question), {"helped": "non"})
    question.refresh_from_db()
    assert question.helped is False


def test_an_open_question_has_nothing_to_judge_yet(client):
    question = QuestionFactory()
    client.post(url("feedback", question), {"helped": "oui"})
    question.refresh_from_db()
    assert question.helped is None


def test_a_link_followed_by_a_machine_changes_nothing(client):
    question = QuestionFactory(answered=True)
    for name in ("feedback", "detail"):
        assert client.get(url(name, question)).status_code == 405
    assert client.get(url("erase", question)).status_code == 200
    question.refresh_from_db()
    assert question.erased_at is None


def test_a_detail_joins_the_question_and_tells_the_partner_at_work(client):
    assignment = AssignmentFactory()
    client.post(url("detail", assignment.question), {"detail": "Mon bail est de 2019."})
    question = Question.objects.get()
    assert "Mon bail est de 2019." in question.words
    mail = OutboxMail.objects.get()
    assert mail.to == [assignment.partner.team_email]
    assert "Mon bail est de 2019." in mail.message
    client.post(url("detail", question), {"detail": "Mon bail est de 2019."})
    assert OutboxMail.objects.count() == 1


def test_an_empty_detail_is_named_as_an_error(client):
    question = QuestionFactory()
    response = client.post(url("detail", question), {"detail": "  "})
    assert 'id="id_detail_error"' in response.content.decode()
    assert not question.events.exists()


def test_a_detail_after_the_answer_reopens_the_question(client):
    question = QuestionFactory(answered=True)
    client.post(url("detail", question), {"detail": "Ce n’est pas ma situation."})
    question.refresh_from_db()
    assert question.status == QuestionStatus.RECEIVED


@pytest.mark.parametrize("trait", ["closed", "spam", "erased"])
def test_an_ended_question_takes_no_detail(client, trait):
    question = QuestionFactory(**{trait: True})
    client.post(url("detail", question), {"detail": "Encore un mot."})
    assert not question.events.exists()


def test_a_detail_that_comes_too_late_is_shown_so_that_it_can_be_copied(client):
    page = client.post(url("detail", QuestionFactory(closed=True)), {"detail": "Mon <b>texte</b> tapé longtemps."})
    assert "Mon &lt;b&gt;texte&lt;/b&gt; tapé longtemps." in page.content.decode()
    assert "n’a pas été ajoutée" in page.content.decode()


def test_a_question_that_was_taken_up_again_waits_for_the_editors_who_may_ask_the_same_partner(client):
    editor = UserFactory(moderator=True)
    answer = actions.send_answer(answer=proposed_answer("Premier texte."), user=editor)
    client.post(url("detail", answer.question), {"detail": "Cela n’a pas marché."})
    question = Question.objects.get()
    assert list(Question.objects.unassigned()) == [question]
    asked = actions.assign(question=question, partner=answer.assignment.partner, user=editor)
    assert asked.is_waiting
    second = actions.submit_proposal(assignment=asked, user=team_user(asked.partner), text="Second texte.")
    actions.send_answer(answer=second, user=editor)
    assert question.mails.filter(kind="answer").count() == 2
    assert "Second texte." in shown(client, question)


def test_erasing_leaves_no_word_and_no_address_anywhere_in_the_database(client):
    answer = proposed_answer("Réponse-secrète-à-Nadia")
    question = answer.question
    actions.add_detail(question=question, text="Détail-secret-de-Nadia")
    editor = UserFactory(moderator=True)
    actions.send_answer(answer=ProposedAnswer.objects.get(), user=editor)
    client.post(url("erase", question))
    question.refresh_from_db()
    assert question.erased_at
    assert question.status == QuestionStatus.ANSWERED, "the counts stay"
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            content = str(cursor.fetchall())
            for secret in ("nadia@citoyenne", "payer mon loyer", "secret-de-Nadia", "secrète-à-Nadia"):
                assert secret not in content, f"{secret} is still in {table}"


def test_erasing_an_open_question_frees_its_partners_and_happens_once(client):
    assignment = AssignmentFactory()
    for _ in range(2):
        assert client.post(url("erase", assignment.question)).status_code == 302
    assignment.refresh_from_db()
    question = Question.objects.get()
    assert assignment.status == AssignmentStatus.RELEASED
    assert question.status == QuestionStatus.CLOSED
    assert [event.kind for event in question.events.all()] == [EventKind.RELEASED, EventKind.ERASED]


def test_erasing_keeps_what_a_declining_partner_did_but_not_its_words(client):
    declined = AssignmentFactory(declined=True)
    client.post(url("erase", declined.question))
    declined.refresh_from_db()
    assert declined.status == AssignmentStatus.DECLINED
    assert not re.search("domaine", declined.decline_reason)


def answered_question():
    return actions.send_answer(answer=proposed_answer(), user=UserFactory(moderator=True)).question


def test_a_sentence_may_follow_the_yes_or_no(client):
    question = answered_question()
    client.post(url("feedback", question), {"helped": "non"})
    client.post(url("feedback", question), {"helped": "non", "words": "Le numéro ne répond pas."})
    question.refresh_from_db()
    assert question.helped is False
    assert question.helped_words == "Le numéro ne répond pas."
    assert "Le numéro ne répond pas." in shown(client, question)


def test_a_sentence_that_is_too_long_is_shown_again(client):
    question = answered_question()
    page = client.post(url("feedback", question), {"helped": "oui", "words": "é" * 600}).content.decode()
    assert "é" * 600 in page
    question.refresh_from_db()
    assert question.helped is None


def test_an_answered_question_is_taken_up_again_once(client):
    question = answered_question()
    client.post(url("detail", question), {"detail": "Il manque l’adresse."})
    question.refresh_from_db()
    assert question.status == QuestionStatus.RECEIVED
    assert EventKind.TAKEN_UP_AGAIN in question.events.values_list("kind", flat=True)
    assert EventKind.TAKEN_UP_AGAIN in STEPS
    assert question.helped is None
    assert "Nous reprenons votre question" in shown(client, question)
    Question.objects.filter(pk=question.pk).update(status=QuestionStatus.ANSWERED, ended_at=question.answered_at)
    page = shown(client, question)
    assert "Poser une nouvelle question" in page
    assert "rubrique=logement" in page
    assert 'name="detail"' not in page
    refused = client.post(url("detail", question), {"detail": "Et encore une chose."}).content.decode()
    assert "Et encore une chose." in refused
    question.refresh_from_db()
    assert question.status == QuestionStatus.ANSWERED
    assert "Et encore" not in question.words


def test_erasing_takes_the_sentence_too(client):
    question = QuestionFactory(answered=True, helped=False, helped_words="Le numéro ne répond pas.")
    client.post(url("erase", question))
    question.refresh_from_db()
    assert question.helped_words == ""


def test_whoever_adds_a_detail_is_told_that_it_was_added(client):
    question = AssignmentFactory().question
    page = client.post(url("detail", question), {"detail": "Mon bail est de 2019."}, follow=True).content.decode()
    assert "Votre précision est ajoutée" in page
    assert "Votre précision est ajoutée" not in client.get(url("follow", question)).content.decode()


def test_the_page_says_by_when_an_answer_is_expected_and_when_it_takes_longer(client):
    question = QuestionFactory(assigned=True, due_at=timezone.now() + datetime.timedelta(days=5))
    assert "Une réponse est attendue le" in client.get(url("follow", question)).content.decode()
    Question.objects.filter(pk=question.pk).update(due_at=timezone.now() - datetime.timedelta(days=5))
    page = client.get(url("follow", question)).content.decode()
    assert "Votre question n’est pas oubliée." in page
    assert "Une réponse est attendue le" not in page
