"""Which live pages lead to which page, or show which record or picture, and which records and phrases give a page's
address, as Wagtail's reference index knows it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, CharField, Exists, ExpressionWrapper, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import DraftStateMixin, Page, ReferenceIndex
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.snippets.models import get_snippet_models

from clairdroit.freshness.board import Line, WorkList
from clairdroit.kb_pages.withdrawing.addresses import searched_snippets


def live_translations(page: Page) -> list[Page]:
    """In other languages, with a text of their own: an alias goes with its page by itself."""
    translations = page.get_translations().live().filter(alias_of=None)
    return list(translations.select_related("locale").order_by("locale__language_code").specific())


def with_all_below(pages: Collection[Page]) -> list[Page]:
    return [each for page in pages for each in Page.objects.descendant_of(page, inclusive=True)]


def pages_leading_to(things: Collection[Model]) -> QuerySet[Page]:
    """Live pages, aliases apart, that link to one of `things` or show it; those among `things` apart."""
    keys = [thing.pk for thing in things if isinstance(thing, Page)]
    sources = references_to(things).values_list("object_id", flat=True)
    found = Page.objects.live().filter(pk__in={int(key) for key in sources}, alias_of=None).exclude(pk__in=keys)
    return found.select_related("locale").order_by("path")


def references_to(things: Collection[Model]) -> QuerySet[ReferenceIndex]:
    """From pages. The index names a thing by the model that holds its key."""
    wanted = Q()
    by_model = defaultdict(list)
    for thing in things:
        # The reference index names the model in whose table the key stands: of an ArticlePage that is Page.
        parents = thing._meta.get_parent_list()
        by_model[parents[-1] if parents else type(thing)].append(str(thing.pk))
    for model, keys in by_model.items():
        wanted |= Q(
            to_content_type=ContentType.objects.get_for_model(model, for_concrete_model=False), to_object_id__in=keys
        )
    return _from_pages().filter(wanted) if wanted else ReferenceIndex.objects.none()


def around(page: Page, user: Any) -> dict[str, Any]:
    """Its live translations, each with whether this person may withdraw it, and what leads to any of them."""
    translations = live_translations(page)
    return {
        "translations": [(found, found.permissions_for_user(user).can_unpublish()) for found in translations],
        "leading": leading([page, *translations], user),
        "naming": naming([page, *translations], user),
    }


def leading(things: Collection[Model], user: Any) -> list[tuple[Page, str]]:
    """`pages_leading_to`, each with where this person mends it; without an address where they may not."""
    return with_addresses(list(pages_leading_to(things)), user)


def with_addresses(found: list[Page], user: Any) -> list[tuple[Page, str]]:
    editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    may = set(editable.filter(pk__in=[page.pk for page in found]).values_list("pk", flat=True))
    return [(page, edit_url(page) if page.pk in may else "") for page in found]


def snippets_naming(pages: Collection[Page]) -> list[Any]:
    """Partners' records, entries and phrases that give the address of one of `pages`."""
    keys = [str(page.pk) for page in pages]
    found: list[Any] = []
    for model in searched_snippets():
        sources = _to_pages(model).filter(to_object_id__in=keys).values_list("object_id", flat=True)
        found += _online(model).filter(pk__in=[model._meta.pk.to_python(key) for key in set(sources)])
    return found


def naming(pages: Collection[Page], user: Any) -> list[tuple[Any, str]]:
    """`snippets_naming`, each with where this person mends it; without an address where they may not."""
    finder = AdminURLFinder(user)
    return [(thing, finder.get_edit_url(thing) or "") for thing in snippets_naming(pages)]


def _from_pages() -> QuerySet[ReferenceIndex]:
    return _from(Page)


def _from(model: type[Any]) -> QuerySet[ReferenceIndex]:
    return ReferenceIndex.objects.filter(base_content_type=ContentType.objects.get_for_model(model))


def _to_pages(model: type[Any]) -> QuerySet[ReferenceIndex]:
    return _from(model).filter(to_content_type=ContentType.objects.get_for_model(Page))


def _online(model: type[Any]) -> QuerySet[Any]:
    things = model._default_manager.all()
    return things.filter(live=True) if issubclass(model, DraftStateMixin) else things


def _editable_pages(user: Any) -> QuerySet[Page]:
    return PagePermissionPolicy().instances_user_has_permission_for(user, "change").live().filter(alias_of=None)


def _editable(model: type[Any], user: Any) -> QuerySet[Any]:
    policy = model.snippet_viewset.permission_policy
    return _online(model).filter(pk__in=policy.instances_user_has_permission_for(user, "change").values("pk"))


def count_dead_links(user: Any) -> int:
    """As many as `dead_links` gives, by one query for pages and one for each kind of record, and without their rows."""
    kinds = _from_pages().order_by().values_list("to_content_type", flat=True).distinct()
    models = [(key, ContentType.objects.get_for_id(key).model_class()) for key in kinds]
    missing = Q(pk__in=[])
    for key, model in models:
        if model is not None and _is_shown_by_pages(model):
            missing |= Q(to_content_type=key) & _is_missing(model)
    total = _editable_pages(user).filter(Exists(_own(Page).filter(missing))).count()
    return total + sum(_giving_dead_addresses(model, user).count() for model in searched_snippets())


def _giving_dead_addresses(model: type[Any], user: Any) -> QuerySet[Any]:
    references = _own(model).filter(_is_missing(Page), to_content_type=ContentType.objects.get_for_model(Page))
    return _editable(model, user).filter(Exists(references))


def _own(model: type[Any]) -> QuerySet[ReferenceIndex]:
    """References of the row outside."""
    # Keys of any model are texts in the index.
    return _from(model).filter(object_id=Cast(OuterRef("pk"), CharField(max_length=255)))


def _is_missing(model: type[Any]) -> Q:
    """As `_missing` reads it, for the database: of a reference, that readers find nothing there."""
    # The base manager: a model's default one may hide rows that exist.
    found = model._base_manager.filter(pk=Cast(OuterRef("to_object_id"), model._meta.pk))
    if any(field.name == "live" for field in model._meta.fields):
        found = found.filter(live=True)
    return Q(ExpressionWrapper(~Exists(found), output_field=BooleanField()))


def dead_links(user: Any) -> list[Line]:
    """Pages that this person may change, with what they lead to or show and that no reader finds; then records and
    phrases that give the address of such a page.

    Computed, not noted: a page that comes back, or a link that is taken away, ends the task.
    """
    dead: dict[int, list[str]] = defaultdict(list)
    targets: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    rows = _from_pages().values_list("object_id", "to_content_type", "to_object_id").distinct()
    for source, content_type, target in rows:
        targets[content_type][target].add(int(source))
    for content_type, sources in targets.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is not None and _is_shown_by_pages(model):
            for key, name in _missing(model, list(sources)):
                for source in sources[key]:
                    dead[source].append(name)
    pages = _editable_pages(user).filter(pk__in=dead).order_by("path")
    lines = [Line(page.title, edit_url(page), _leads_to(dead[page.pk])) for page in pages]
    for snippet in searched_snippets():
        lines += _dead_addresses(snippet, user)
    return lines


def _dead_addresses(model: type[Any], user: Any) -> Iterator[Line]:
    things = sorted(_giving_dead_addresses(model, user), key=str)
    references = _to_pages(model).filter(object_id__in=[str(thing.pk) for thing in things])
    targets: dict[str, set[str]] = defaultdict(set)
    for source, target in references.values_list("object_id", "to_object_id"):
        targets[source].add(target)
    names = dict(_missing(Page, sorted(set().union(*targets.values())))) if things else {}
    finder = AdminURLFinder(user)
    for thing in things:
        dead = [names[key] for key in targets[str(thing.pk)] if key in names]
        yield Line(str(thing), finder.get_edit_url(thing) or "", _gives_address_of(dead))


def _is_shown_by_pages(model: type[Model]) -> bool:
    """What readers miss when it is gone: not who wrote a page, nor its language."""
    return issubclass(model, Page) or model in citable_models()


def citable_models() -> list[type[Model]]:
    return [*get_snippet_models(), get_image_model(), get_document_model()]


def _missing(model: type[Model], keys: list[str]) -> Iterator[tuple[str, str]]:
    """Those of `keys` that readers do not find, each as it is called."""
    things = {str(thing.pk): thing for thing in model._base_manager.filter(pk__in=keys)}
    for key in keys:
        thing = things.get(key)
        if thing is None:
            yield key, _("a page that was deleted") if model is Page else _deleted(model)
        elif not getattr(thing, "live", True):
            yield key, _("“%(title)s”") % {"title": thing}


def _deleted(model: type[Model]) -> str:
    return _("something that was deleted (%(kind)s)") % {"kind": model._meta.verbose_name}


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _leads_to(names: Iterable[str]) -> str:
    return _("leads to %(pages)s") % {"pages": ", ".join(sorted(set(names)))}


def _gives_address_of(names: Iterable[str]) -> str:
    return _("gives the address of %(pages)s") % {"pages": ", ".join(sorted(set(names)))}


DEAD_LINKS = WorkList(
    key="dead-links",
    title=gettext_lazy("Links to what is not online"),
    words=gettext_lazy(
        "Readers see the words without a link, and nothing in the place of a partner or a picture. "
        "Take it away, or choose another one."
    ),
    lines=dead_links,
    count=count_dead_links,
    counted=lambda total: ngettext("text with a dead link", "texts with dead links", total),
)
