"""The queue's choices: combined, counted, each removed by itself."""

import pytest
from django.urls import reverse

from tests.moderation.factories import InChargeFactory
from tests.questions.factories import ErrorReportFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db
QUEUE = "/admin/a-decider/"


@pytest.fixture
def colleague():
    return UserFactory(moderator=True)


@pytest.fixture
def waiting(editor, colleague):
    first, second, third = (QuestionFactory(heading=heading) for heading in ("sante", "sante", "logement"))
    ErrorReportFactory()
    InChargeFactory(kind="question", number=str(first.pk), user=editor)
    InChargeFactory(kind="question", number=str(third.pk), user=colleague)
    return second


def removed(page):
    return {str(choice.label): choice.url for choice in page.context["state"].chosen}


def test_it_stands_where_it_stood():
    assert reverse("clairdroit_moderation_queue") == QUEUE


def test_choices_combine_and_each_is_removed_by_itself(client, waiting):
    page = client.get(QUEUE, {"pour": "personne", "rubrique": "sante", "genre": "question", "p": "1"})
    assert page.context["total"] == 1
    assert removed(page) == {
        "Questions à confier": f"{QUEUE}?rubrique=sante&pour=personne",
        "Ma santé": f"{QUEUE}?genre=question&pour=personne",
        "À personne": f"{QUEUE}?genre=question&rubrique=sante",
    }
    assert f'href="{QUEUE}">Retirer ces choix' in page.content.decode()
    # What the fields do not ask for goes along with them.
    assert '<input type="hidden" name="genre" value="question">' in page.content.decode()


@pytest.mark.parametrize("query", ["", "?genre=question", "?rubrique=sante&pour=moi", "?age=30", "?pour=personne"])
def test_each_number_is_what_its_choice_then_shows(client, waiting, query):
    page = client.get(QUEUE + query)
    counted = 0
    for name, offered in page.context["choices"].items():
        for choice in offered.choices:
            if choice.value and choice.is_chosen:
                continue
            counted += 1
            assert client.get(choice.url).context["total"] == choice.count, (name, choice)
    assert counted >= 4


def test_another_choice_begins_at_the_first_page(client, editor):
    for _number in range(27):
        QuestionFactory(heading="sante")
    page = client.get(QUEUE, {"p": "2", "rubrique": "sante"})
    assert len(page.context["rows"]) == 2
    urls = [choice.url for offered in page.context["choices"].values() for choice in offered.choices]
    assert f"{QUEUE}?genre=question&rubrique=sante" in urls
    assert not any("p=" in url for url in urls)


def test_in_the_address_that_a_colleague_sends_on_my_number_is_me(client, editor, waiting):
    page = client.get(QUEUE, {"pour": editor.pk})
    assert (page.context["total"], page.context["state"]["charge"]) == (1, "moi")


def test_a_colleague_is_named_and_one_who_left_is_no_choice(client, colleague, waiting):
    page = client.get(QUEUE, {"pour": colleague.pk})
    assert list(removed(page)) == [colleague.get_full_name() or colleague.get_username()]
    assert page.context["total"] == 1
    colleague.is_active = False
    colleague.save()
    assert client.get(QUEUE, {"pour": colleague.pk}).context["total"] == 4
