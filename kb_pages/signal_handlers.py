from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import published

from clairdroit.kb_pages.roles import MODERATED_TYPES, rights_on
from clairdroit.kb_pages.translating.following import follow_published
from clairdroit.kb_pages.withdrawing.links import citable_models, references_to
from clairdroit.roles.actions import open_page


def open_new_page_to_roles(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A heading made later, or translated, is as open to its editors and as moderated as the first ones."""
    if created and not raw:
        open_page(instance, rights_on(instance))


def keep_links_to_deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Wagtail forgets who linked to a page, or showed a record, with it; noted again, these pages stand on the board.

    Until somebody saves them: Wagtail then notes what they lead to now.
    """
    if sender is not Page and sender not in citable_models():
        return
    if rows := list(references_to([instance])):
        transaction.on_commit(lambda: note_again(rows))


def note_again(rows: list[ReferenceIndex]) -> None:
    there = set(Page.objects.filter(pk__in=[row.object_id for row in rows]).values_list("pk", flat=True))
    for row in rows:
        # The deletion's cascade removes the rows themselves: copies are written after it.
        row.pk = None
    # The page that linked may have been deleted with the one it led to.
    left = [row for row in rows if int(row.object_id) in there]
    ReferenceIndex.objects.bulk_create(left, ignore_conflicts=True)


def register() -> None:
    # Of pages, and of what else is translated.
    published.connect(follow_published, dispatch_uid="clairdroit_kb_pages.follow_published")
    pre_delete.connect(keep_links_to_deleted, dispatch_uid="clairdroit_kb_pages.keep_links_to_deleted")
    for model in MODERATED_TYPES:
        post_save.connect(
            open_new_page_to_roles, sender=model, dispatch_uid=f"clairdroit_kb_pages.open_{model.__name__}"
        )
