from django_tasks import task

from clairdroit.search import indexing, registry
from clairdroit.search.locks import rebuilding
from clairdroit.search.mirror import is_configured


@task()
def refresh_documents(kind: str, keys: list[str]) -> None:
    """Puts the index right for objects whose refresh failed in the request that changed them."""
    source = registry.sources.get(kind)
    if source:
        indexing.refresh(source, keys)
        mirror_changes.enqueue()


@task()
def rebuild_kind(kind: str) -> None:
    source = registry.sources.get(kind)
    if source:
        with rebuilding():
            indexing.rebuild(source)
            indexing.count_terms()
        mirror_changes.enqueue()


@task()
def mirror_changes() -> None:
    """Tells Elasticsearch what has changed; what fails is told again by the periodic job `mirror_search`."""
    if is_configured():
        from clairdroit.search.mirror import filling

        filling.catch_up()
