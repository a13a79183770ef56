"""A register or a list is narrowed by the filters that it shows and by nothing else.

modeladmin hands whatever else stands in the address to the database, through every relation: whoever sees a list could
ask letter by letter for another account's password, a partner's key or the day somebody signed in. Its registers refuse
such an address; Wagtail's own lists do not read what they do not offer.
"""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from clairdroit.questions import incoming
from clairdroit.questions.models import Question
from tests.connections.factories import PartnerTokenFactory, WebhookFactory
from tests.partners_snippets.factories import PartnerMemberFactory
from tests.questions.factories import (
    AssignmentFactory,
    ErrorReportFactory,
    FoundHelpFactory,
    OutboxMailFactory,
    QuestionFactory,
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
    incoming.receive(source=io.BytesIO(b"From: luc@maison.example\nSubject: Mon bail\n\nBonjour.\n"))
    client.force_login(UserFactory(coordinator=True))
    return person


LOOKUPS = [
    "handled_by__password__startswith",
    "assignments__partner__members__user__password__startswith",
    "partner__members__user__password__startswith",
    "user__password__startswith",
    "question_mail__assignment__partner__members__user__password__startswith",
    "digest__startswith",
    "secret__startswith",
    "id",
]


@pytest.mark.parametrize("name", registers())
@pytest.mark.parametrize("lookup", LOOKUPS)
def test_nobody_can_ask_for_what_no_filter_shows(client, target, name, lookup):
    right, wrong = client.get(reverse(name), {lookup: "pbkdf2"}), client.get(reverse(name), {lookup: "x"})
    assert (right.status_code, wrong.status_code) == (400, 400)


@pytest.mark.parametrize("name", ["signalements", "reponses-trouvees", "adresses", "webhooks", "cles-partenaires"])
@pytest.mark.parametrize("lookup", [*LOOKUPS, "ordering"])
def test_nor_of_wagtail_s_lists(client, target, name, lookup):
    FoundHelpFactory()
    shown = client.get(reverse(f"{name}:index"))
    assert shown.context["items_count"] == 1
    for value in ("pbkdf2", "x", "handled_by__password", "-address"):
        asked = client.get(reverse(f"{name}:index"), {lookup: value})
        assert list(asked.context["object_list"]) == list(shown.context["object_list"])


@pytest.mark.parametrize("name", registers())
def test_what_it_shows_still_narrows_it(client, target, name):
    shown = client.get(reverse(name))
    offered = [choice for each in shown.context_data["offered"] for choice in each.choices]
    assert any(choice.value for choice in offered)
    for choice in offered:
        narrowed = client.get(choice.url)
        assert narrowed.status_code == 200
        # What the number beside it said.
        assert choice.count in (None, narrowed.context_data["result_count"])


REGISTER = "/admin/questions/"


@pytest.fixture
def questions(client):
    client.force_login(UserFactory(coordinator=True))
    for heading, origin in (("logement", "form"), ("logement", "phone"), ("sante", "phone")):
        QuestionFactory(heading=heading, origin=origin)
    QuestionFactory(heading="logement", closed=True)


def choices(page, name):
    (offered,) = (each for each in page.context_data["offered"] if each.facet.name == name)
    return {choice.value: choice for choice in offered.choices}


def counts(page, name):
    return {value: choice.count for value, choice in choices(page, name).items() if value}


class TestChoices:
    def test_each_says_how_many_it_would_leave_beside_the_others(self, client, questions):
        page = client.get(REGISTER)
        assert counts(page, "heading") == {"logement": 3, "sante": 1}
        assert counts(page, "basket")["ouvertes"] == 3
        narrowed = client.get(REGISTER, {"heading__exact": "logement", "panier": "ouvertes"})
        assert narrowed.context_data["result_count"] == 2
        assert counts(narrowed, "heading") == {"logement": 2, "sante": 1}
        assert counts(narrowed, "origin") == {"form": 1, "phone": 1}
        assert counts(narrowed, "basket")["ouvertes"] == 2

    def test_a_number_is_what_its_choice_then_shows(self, client, questions):
        Question.objects.filter(heading="sante").update(received_at=timezone.now() - datetime.timedelta(days=9))
        page = client.get(REGISTER, {"origin__exact": "phone"})
        for name in ("basket", "status", "heading", "origin", "commune", "age"):
            offered = choices(page, name)
            assert offered[""].label == "Tous"
            for choice in offered.values():
                # The link of a chosen one takes it away.
                url = page.wsgi_request.get_full_path() if choice.is_chosen else choice.url
                shown = client.get(url).context_data["result_count"]
                assert choice.count in (None, shown), (name, choice)
        assert counts(page, "age") == {"3": 1, "7": 1}

    def test_they_combine_and_each_is_removed_by_itself(self, client, questions):
        page = client.get(REGISTER, {"heading__exact": "logement", "origin__exact": "phone", "q": "loyer", "p": "1"})
        removed = {choice.label: choice.url for choice in page.context_data["state"].chosen}
        assert removed == {
            "Mon logement": f"{REGISTER}?origin__exact=phone&q=loyer",
            "Téléphone": f"{REGISTER}?heading__exact=logement&q=loyer",
        }
        html = page.content.decode()
        assert 'aria-label="Retirer\u00a0: Mon logement"' in html
        assert f'href="{REGISTER}?q=loyer">Retirer ces choix' in html

    def test_another_choice_begins_at_the_first_page_and_keeps_the_order(self, client, questions):
        page = client.get(REGISTER, {"p": "2", "o": "-2", "heading__exact": "logement"})
        assert choices(page, "origin")["phone"].url == f"{REGISTER}?heading__exact=logement&origin__exact=phone&o=-2"

    def test_with_words_it_counts_what_has_them(self, client, questions):
        QuestionFactory(text="Une place en crèche ?", heading="famille")
        assert counts(client.get(REGISTER, {"q": "crèche"}), "heading") == {"famille": 1}
        page = client.get(REGISTER, {"q": "crèche", "heading__exact": "logement"})
        assert counts(page, "heading") == {"logement": 0, "famille": 1}

    def test_among_more_rows_than_a_search_opens_no_number_is_told(self, client, questions, monkeypatch):
        for module in ("word_search", "registers"):
            monkeypatch.setattr(f"clairdroit.admin_lists.{module}.SEARCHED", 1)
        assert set(counts(client.get(REGISTER, {"q": "loyer"}), "heading").values()) == {None}
        assert counts(client.get(REGISTER), "heading") == {"logement": 3, "sante": 1}

    @pytest.mark.parametrize(
        "invented", ["status__exact=perdue", "heading__exact=LOGEMENT", "panier=x", "panier=", "origin__exact=%00"]
    )
    def test_a_value_that_is_not_offered_is_no_choice(self, client, questions, invented):
        page = client.get(f"{REGISTER}?{invented}")
        assert (page.context_data["result_count"], page.context_data["state"].chosen) == (4, [])

    def test_a_commune_beyond_the_offered_ones_still_narrows(self, client, questions):
        page = client.get(REGISTER, {"commune": "2A004"})
        assert page.context_data["result_count"] == 0
        assert [choice.label for choice in page.context_data["state"].chosen] == ["2A004"]

    def test_counting_takes_one_query_for_each_facet(self, client, questions):
        def queries():
            with CaptureQueriesContext(connection) as context:
                client.get(REGISTER, {"panier": "ouvertes"})
            # The page that a list is cut into is counted too; what has no text is counted by no facet.
            return [each["sql"] for each in context if "COUNT(" in each["sql"]]

        few = queries()
        for number in range(12):
            QuestionFactory(heading="sante" if number % 2 else "emploi")
        assert len(queries()) == len(few)
        # Those of six facets, beside all rows and those found (twice: the header and the paginator).
        assert len(few) <= 6 + 3
