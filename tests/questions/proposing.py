"""A partner's proposal."""

from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory
from tests.roles.composed import composed_roles


def propose(question, name, text):
    composed_roles()
    assignment = AssignmentFactory(question=question, partner=PartnerFactory(name=name))
    return actions.submit_proposal(assignment=assignment, user=team_user(assignment.partner), text=text)
