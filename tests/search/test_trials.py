"""What synonyms change is seen before they are saved."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from clairdroit.search import indexing, registry
from clairdroit.search.synonym_trials import try_group
from tests.search.factories import make_source, put

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/search/try-synonyms/"


@pytest.fixture
def groups(only_registered):
    current = []
    source = registry.SynonymSource(version=lambda: tuple(map(tuple, current)), groups=lambda: current)
    only_registered(registry.synonym_sources, source)
    return current


@pytest.fixture(autouse=True)
def _sheets(only_sources):
    only_sources(make_source("sheet"))
    put("Le bailleur et ses devoirs", kind="sheet")
    put("Proprio : vos droits", kind="sheet")
    put("Chasser les souris", kind="sheet")
    indexing.count_terms()


def titles(lines):
    return [line.document.title for line in lines]


def test_both_lists_are_the_search_s_and_say_what_moved(groups):
    trial = try_group("proprio", ["bailleur", "proprio"])
    assert titles(trial.without) == ["Proprio : vos droits"]
    assert set(titles(trial.with_it)) == {"Proprio : vos droits", "Le bailleur et ses devoirs"}
    assert [line.document.title for line in trial.with_it if line.other_place is None] == ["Le bailleur et ses devoirs"]
    assert all(line.document.url_path for line in trial.with_it)
    assert not trial.changes_nothing


def test_the_group_as_it_was_saved_counts_in_neither(groups):
    groups.append(["bailleur", "proprio"])
    assert titles(try_group("proprio", ["bailleur"], saved=["bailleur", "proprio"]).with_it) == ["Proprio : vos droits"]
    assert len(try_group("proprio", ["bailleur", "proprio"], saved=["bailleur", "proprio"]).with_it) == 2
    assert len(try_group("proprio", ["x", "y"]).without) == 2


def test_what_changes_nothing_says_so(groups):
    assert try_group("souris", ["bailleur", "proprio"]).changes_nothing


def test_a_form_sends_its_unsaved_words(client, groups):
    data = {"trial_query": "proprio", "trial_fields": ["term", "synonyms"], "term": "bailleur", "synonyms": "proprio\n"}
    assert client.post(ADDRESS, data).status_code == 302
    client.force_login(get_user_model().objects.create_superuser("direction"))
    assert reverse("clairdroit_search_try_synonyms") == ADDRESS
    answer = client.post(ADDRESS, data)
    assert answer.context["group"] == ["bailleur", "proprio"]
    assert "Le bailleur et ses devoirs" in answer.content.decode()
    assert client.post(ADDRESS, {}).status_code == 200
    assert client.get(ADDRESS).status_code == 405
