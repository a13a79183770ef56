"""Who may do what with questions: the one place to read."""

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.permission_policies import ModelPermissionPolicy

from clairdroit.partners_snippets.permissions import user_can_act_for
from clairdroit.questions.drafts import is_own
from clairdroit.questions.models import Assignment, ProposedAnswer, Question
from clairdroit.roles.users import AnyUser

HANDLE = "clairdroit_questions.handle_question"
PUBLISH = "clairdroit_questions.publish_proposedanswer"
TAKE_DOWN = "clairdroit_questions.take_down_question"
# Coordination's, not the moderators': `partners_snippets/roles.py`. Whoever has it learns of a partner's new team box.


def user_can_handle_questions(user: AnyUser) -> bool:
    """See every question with the citizen's address, assign, answer, close, decide on answers."""
    return bool(user.is_active and user.has_perm(HANDLE))


def user_can_take_down(user: AnyUser) -> bool:
    """Write down the question of somebody who came to the desk or telephoned."""
    return bool(user.is_active and user.has_perm(TAKE_DOWN))


def user_can_tell(user: AnyUser, question: Question) -> bool:
    """Read it and its answer, tell the person, add what they said, correct their address, erase it for them: whoever
    handles questions, and whoever took down this one, however it is said to have come."""
    return user_can_handle_questions(user) or (user_can_take_down(user) and question.taken_down_by_id == user.pk)


def user_can_send_answer(user: AnyUser, answer: ProposedAnswer) -> bool:
    """Look at the mail, and send it: whoever handles questions; also a host project's reviewers, who have Wagtail's
    right to publish answers and no other. What an editor is writing is sent by nobody of those."""
    return user_can_handle_questions(user) or bool(user.is_active and user.has_perm(PUBLISH) and not is_own(answer))


def user_can_draft(user: AnyUser, assignment: Assignment) -> bool:
    """Membership alone decides, staff rights do not: nobody writes in the name of a partner but the partner."""
    return user_can_act_for(user, assignment.partner)


def require(allowed: bool, **about: Any) -> None:
    """Raises the one error that Django answers with 403."""
    if not allowed:
        raise PermissionDenied(about.get("message", ""))


class AnswerPermissionPolicy(ModelPermissionPolicy):
    """Nobody adds an answer by Wagtail's form, whatever their rights: it would belong to no question."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)
