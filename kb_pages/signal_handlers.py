from typing import Any

from django.db.models.signals import post_save

from clairdroit.kb_pages.actions import open_to_roles
from clairdroit.kb_pages.models import EventIndexPage, HeadingPage, HomePage, NewsIndexPage

# The pages that groups have rights on, and that carry the workflow.
DOORS = (HomePage, HeadingPage, NewsIndexPage, EventIndexPage)


def open_new_page_to_roles(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A heading made later, or translated, is as open to its editors and as moderated as the first ones."""
    if created and not raw:
        open_to_roles(instance)


def register() -> None:
    for model in DOORS:
        post_save.connect(
            open_new_page_to_roles, sender=model, dispatch_uid=f"clairdroit_kb_pages.open_{model.__name__}"
        )
