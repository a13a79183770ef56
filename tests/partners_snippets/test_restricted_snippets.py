"""What somebody has nothing to do with, no window of the admin names to them."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.kb_pages import roles
from clairdroit.partners_snippets.models import Partner, PartnerKind, PartnerMember
from clairdroit.questions.models import PartnerAvailability, ProposedAnswer, RoutingRule, StandardPhrase
from clairdroit.roles import Role
from tests.partners_snippets.factories import PartnerMemberFactory
from tests.questions.factories import (
    PartnerAvailabilityFactory,
    PhraseFactory,
    RoutingRuleFactory,
    UserFactory,
    proposed_answer,
)

pytestmark = pytest.mark.django_db
# Whoever writes cites them: their names stand on public pages, those of drafts in the chooser of pages too.
CITED = {Partner, PartnerKind, GlossaryEntry}
RESTRICTED = {PartnerMember, PartnerAvailability, ProposedAnswer, RoutingRule, StandardPhrase}


@pytest.fixture
def things():
    call_command("setup_site", verbosity=0)
    answer = proposed_answer()
    member = PartnerMemberFactory(partner=answer.assignment.partner, user=UserFactory(username="zoe.personne"))
    made = (answer, member, PartnerAvailabilityFactory(), RoutingRuleFactory(), PhraseFactory())
    return {type(each): each for each in made}


def role(client, name):
    user = UserFactory(username="quelquun")
    user.groups.set(Group.objects.filter(name=name))
    client.force_login(user)


def windows(model, thing):
    chooser = f"wagtailsnippetchoosers_{model._meta.app_label}_{model._meta.model_name}"
    names = [model._meta.app_label, model._meta.model_name]
    yield reverse(f"{chooser}:choose")
    yield reverse(f"{chooser}:choose_results")
    yield reverse(f"{chooser}:chosen", args=[thing.pk])
    yield reverse(f"{chooser}:chosen_multiple") + f"?id={thing.pk}"
    yield reverse("wagtail_localize:snippets_api_listing", args=names)
    yield reverse("wagtail_localize:snippets_api_detail", args=[*names, thing.pk])
    yield reverse("wagtail_bulk_action", args=[*names, "delete"]) + f"?id={thing.pk}"
    yield reverse("wagtail_bulk_action", args=[*names, "delete"]) + "?id=all"


def test_each_snippet_is_known_as_cited_or_as_restricted():
    assert set(get_snippet_models()) == CITED | RESTRICTED


@pytest.mark.parametrize("model", sorted(RESTRICTED, key=lambda model: model.__name__))
def test_no_window_names_it_to_an_editor(client, things, model):
    role(client, roles.editors_of("logement"))
    thing = things[model]
    for window in windows(model, thing):
        answer = client.get(window)
        assert answer.status_code in (302, 403), window
        assert str(thing) not in answer.content.decode()


def test_whoever_has_to_do_with_it_still_chooses_it(client, things):
    role(client, Role.MODERATORS)
    for window in windows(ProposedAnswer, things[ProposedAnswer]):
        assert client.get(window).status_code == 200, window


def test_an_editor_still_chooses_the_partner_of_an_article(client, things):
    role(client, roles.editors_of("logement"))
    partner = things[ProposedAnswer].assignment.partner
    *lists, _one, _all = windows(Partner, partner)
    for window in lists:
        assert client.get(window).status_code == 200, window
