import factory
from factory.django import DjangoModelFactory

from clairdroit.search.enums import Shelf
from clairdroit.search.indexing import build_row
from clairdroit.search.models import SearchDocument
from clairdroit.search.registry import Document, SearchSource


def make_source(kind="note", shelf=Shelf.CONTENT, **more):
    """A source whose items are documents already: what the tests put in is what the index builds from."""
    values = {
        "kind": kind,
        "label": kind,
        "plural": f"{kind}s",
        "model": None,
        "queryset": None,
        "to_document": lambda item: item.document,
        "shelf": shelf,
    }
    return SearchSource(**(values | more))


class Item:
    def __init__(self, pk, document):
        self.pk = pk
        self.document = document


def put(title, *, key=None, kind="note", shelf=Shelf.CONTENT, using="default", is_live=True, **fields):
    """Indexes one document of the given words and returns its row."""
    document = Document(title=title, url_path=f"/{kind}/{key or title}/", **fields)
    row = build_row(make_source(kind, shelf), Item(key or title, document), is_live=is_live)
    row.save(using=using)
    return row


class SearchDocumentFactory(DjangoModelFactory):
    class Meta:
        model = SearchDocument

    class Params:
        staged = factory.Trait(is_live=False)
        directory = factory.Trait(shelf=Shelf.DIRECTORY, kind="partner")

    kind = "note"
    object_key = factory.Sequence(str)
    shelf = Shelf.CONTENT
    title = "Payer son loyer"
    terms_title = "pai loi"
    url_path = "/note/"
