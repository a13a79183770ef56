from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import published

from clairdroit.kb_pages.roles import DOORS, rights_on
from clairdroit.kb_pages.translating.following import follow_published
from clairdroit.kb_pages.withdrawing.links import pages_leading_to
from clairdroit.roles.actions import open_page


def open_new_page_to_roles(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A heading made later, or translated, is as open to its editors and as moderated as the first ones."""
    if created and not raw:
        open_page(instance, rights_on(instance))


def keep_links_to_deleted(instance: Page, **kwargs: Any) -> None:
    """Wagtail forgets who linked to a page with the page; read again, the pages that did stand on the board."""
    sources = list(pages_leading_to([instance]).values_list("pk", flat=True))
    if sources:
        transaction.on_commit(lambda: index_links_of(sources))


def index_links_of(keys: list[int]) -> None:
    for page in Page.objects.filter(pk__in=keys).specific():
        ReferenceIndex.create_or_update_for_object(page)


def register() -> None:
    # Of pages, and of what else is translated.
    published.connect(follow_published, dispatch_uid="clairdroit_kb_pages.follow_published")
    pre_delete.connect(keep_links_to_deleted, sender=Page, dispatch_uid="clairdroit_kb_pages.keep_links_to_deleted")
    for model in DOORS:
        post_save.connect(
            open_new_page_to_roles, sender=model, dispatch_uid=f"clairdroit_kb_pages.open_{model.__name__}"
        )
