import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured

from clairdroit.search import registry, tasks
from clairdroit.search.models import SearchDocument
from clairdroit.search.registry import Document, HeadingLink, Place
from tests.search.factories import SearchDocumentFactory, make_source


@pytest.fixture
def empty(only_sources):
    only_sources()


def test_a_kind_is_registered_once(empty):
    first = registry.sources.register(make_source("note"))
    with pytest.raises(ImproperlyConfigured, match="already has a source of kind 'note'"):
        registry.sources.register(make_source("note"))
    assert registry.sources.get("note") is first


def test_sources_stand_in_their_order_then_by_name(empty):
    for kind, order in (("b", 2), ("c", 1), ("a", 2)):
        registry.sources.register(make_source(kind, order=order))
    assert [source.kind for source in registry.sources] == ["c", "a", "b"]


def test_a_kind_that_nobody_registered_is_unknown(empty):
    assert registry.sources.get("note") is None
    assert list(registry.sources) == []


def test_headings_of_all_providers_stand_one_after_the_other(empty, rf):
    registry.heading_providers.register(lambda request: [HeadingLink("a", "A", "/a/")])
    registry.heading_providers.register(lambda request: [HeadingLink("b", "B", "/b/")])
    assert [heading.key for heading in registry.headings(rf.get("/"))] == ["a", "b"]


def test_the_first_provider_that_knows_the_place_gives_it(empty):
    registry.place_providers.register(lambda code, request: None)
    registry.place_providers.register(lambda code, request: Place(code, "second"))
    registry.place_providers.register(lambda code, request: Place(code, "third"))
    assert registry.place_of("78646").name == "second"


def test_without_a_provider_there_is_no_place_and_no_heading(empty, rf):
    assert registry.place_of("78646") is None
    assert registry.headings(rf.get("/")) == []


@pytest.mark.django_db
class TestTasks:
    @pytest.fixture
    def group(self, only_sources):
        source = make_source(
            "group",
            model=Group,
            queryset=Group.objects.all,
            to_document=lambda group: Document(title=group.name, url_path="/"),
        )
        Group.objects.all().delete()
        only_sources(source)
        return Group.objects.create(name="Loyers")

    def titles(self):
        return list(SearchDocument.objects.live().values_list("title", flat=True))

    def test_the_worker_makes_good_a_refresh_that_failed(self, group):
        tasks.refresh_documents.call("group", [str(group.pk)])
        assert self.titles() == ["Loyers"]

    def test_the_worker_rebuilds_a_whole_kind(self, group):
        SearchDocumentFactory(kind="group", title="Disparu")
        tasks.rebuild_kind.call("group")
        assert self.titles() == ["Loyers"]

    def test_a_task_for_an_app_that_was_taken_out_does_nothing(self, group):
        tasks.refresh_documents.call("gone", ["1"])
        tasks.rebuild_kind.call("gone")
        assert self.titles() == []
