"""A register is narrowed by the filters that it shows and by nothing else.

modeladmin hands whatever else stands in the address to the database, through every relation: whoever sees a list could
ask letter by letter for another account's password, a partner's key or the day somebody signed in.
"""

import pytest
from django.urls import get_resolver, reverse

from tests.connections.factories import PartnerTokenFactory, WebhookFactory
from tests.partners_snippets.factories import PartnerMemberFactory
from tests.questions.factories import (
    AssignmentFactory,
    ErrorReportFactory,
    OutboxMailFactory,
    UnreachableAddressFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def registers():
    names = {name for name in get_resolver("wagtail.admin.urls").reverse_dict if isinstance(name, str)}
    return sorted(name for name in names if name.endswith("_modeladmin_index"))


@pytest.fixture
def target(client):
    """Somebody of whom each row below knows by one relation or more."""
    person = UserFactory(username="cible", email="cible@ville.example")
    person.set_password("un mot de passe que personne ne connait")
    person.save()
    assignment = AssignmentFactory()
    PartnerMemberFactory(partner=assignment.partner, user=person)
    ErrorReportFactory(handled_by=person)
    PartnerTokenFactory(partner=assignment.partner)
    WebhookFactory(partner=assignment.partner)
    OutboxMailFactory()
    UnreachableAddressFactory()
    client.force_login(UserFactory(coordinator=True))
    return person


@pytest.mark.parametrize("name", registers())
@pytest.mark.parametrize(
    "lookup",
    [
        "handled_by__password__startswith",
        "assignments__partner__members__user__password__startswith",
        "partner__members__user__password__startswith",
        "user__password__startswith",
        "question_mail__assignment__partner__members__user__password__startswith",
        "digest__startswith",
        "secret__startswith",
        "id",
    ],
)
def test_nobody_can_ask_for_what_no_filter_shows(client, target, name, lookup):
    right, wrong = client.get(reverse(name), {lookup: "pbkdf2"}), client.get(reverse(name), {lookup: "x"})
    assert (right.status_code, wrong.status_code) == (400, 400)


@pytest.mark.parametrize("name", registers())
def test_what_it_shows_still_narrows_it(client, target, name):
    shown = client.get(reverse(name))
    for spec in shown.context_data["view"].filter_specs:
        for choice in spec.choices(shown.context_data["view"]):
            assert client.get(reverse(name) + choice["query_string"]).status_code == 200
