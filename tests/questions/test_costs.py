"""What the two decisions that are taken most often ask of the database, savepoints included.

Much of it is Wagtail's own: it validates each state and log entry with a question for every row that they name.
"""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupApprovalTask, TaskState

from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, editors
from clairdroit.questions.drafts import latest, version_of
from clairdroit.questions.enums import AssignmentStatus, EventKind, QuestionStatus
from clairdroit.questions.models import Assignment, Event, ProposedAnswer
from clairdroit.roles.actions import compose_roles
from tests.questions.factories import AssignmentFactory, UserFactory, proposed_answer

pytestmark = pytest.mark.django_db

QUESTIONS_ROW = re.compile(r'^SELECT .* FROM "clairdroit_questions_question" ')


@pytest.fixture(autouse=True)
def known_content_types():
    """As in a process that has answered before: they are read once in its life."""
    ContentType.objects.get_for_models(ProposedAnswer, GroupApprovalTask, TaskState, for_concrete_models=False)


def told(queries):
    return "\n".join(query["sql"][:300] for query in queries)


def test_handing_in_asks_no_more_than_fifty():
    compose_roles()
    assignment = Assignment.objects.get(pk=AssignmentFactory().pk)
    user = team_user(assignment.partner)
    with CaptureQueriesContext(connection) as asked:
        answer = actions.submit_proposal(assignment=assignment, user=user, text="Prenez rendez-vous.", version="0")
    assert len(asked) <= 50, told(asked)
    assert len([each for each in asked if QUESTIONS_ROW.match(each["sql"])]) == 1
    assert latest(answer).text == "Prenez rendez-vous."
    assert answer.current_workflow_task_state.revision == answer.latest_revision
    assignment.refresh_from_db()
    assert assignment.status == AssignmentStatus.PROPOSED


def test_approving_with_a_correction_asks_no_more_than_sixty():
    answer = ProposedAnswer.objects.get(pk=proposed_answer().pk)
    editor = UserFactory(moderator=True)
    with CaptureQueriesContext(connection) as asked:
        saved = editors.edit_proposal(answer=answer, user=editor, text="Autre texte.", version=version_of(answer))
        sent = actions.send_answer(answer=saved, user=editor, version=version_of(saved))
    assert len(asked) <= 60, told(asked)
    # Once in each of the two actions: that is its lock.
    assert len([each for each in asked if QUESTIONS_ROW.match(each["sql"])]) == 2
    assert (sent.text, sent.live, sent.sent_revision) == ("Autre texte.", True, sent.latest_revision)
    assert "Autre texte." in OutboxMail.objects.get(pk=sent.sent_mail_id).message


def test_what_an_action_gives_back_is_what_the_database_holds():
    answer = proposed_answer()
    editor = UserFactory(moderator=True)
    saved = editors.edit_proposal(answer=answer, user=editor, text="Autre texte.")
    sent = actions.send_answer(answer=saved, user=editor)
    row = ProposedAnswer.objects.get(pk=answer.pk)
    for field in ProposedAnswer._meta.concrete_fields:
        assert getattr(sent, field.attname) == getattr(row, field.attname), field.name
    assert sent.question.status == row.question.status == QuestionStatus.ANSWERED


def test_publishing_from_wagtails_screens_takes_the_lock_itself():
    answer = proposed_answer()
    revision = ProposedAnswer.objects.get(pk=answer.pk).latest_revision
    stale = ProposedAnswer.objects.get(pk=answer.pk)
    with CaptureQueriesContext(connection) as asked:
        revision.publish(user=UserFactory(moderator=True))
    assert len([each for each in asked if QUESTIONS_ROW.match(each["sql"])]) == 1
    # A copy from before it was sent does not bring back "not sent yet".
    stale.publish(stale.latest_revision, user=UserFactory(moderator=True))
    assert Event.objects.filter(kind=EventKind.ANSWER_SENT).count() == 1
    assert ProposedAnswer.objects.get(pk=answer.pk).sent_revision_id == revision.pk
