from django_tasks import task

from clairdroit.search import indexing, registry


@task()
def refresh_documents(kind: str, keys: list[str]) -> None:
    """Puts the index right for objects whose refresh failed in the request that changed them."""
    source = registry.source(kind)
    if source:
        indexing.refresh(source, keys)


@task()
def rebuild_kind(kind: str) -> None:
    source = registry.source(kind)
    if source:
        indexing.rebuild(source)
        indexing.count_terms()
