"""Where a text comes from does not travel with its copy."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from clairdroit.kb_pages.models import ArticlePage


def give_copies_an_owner(*, page: Page, user: Any) -> None:
    """Whoever copied `page`, with what lies below it, answers for the articles in it.

    Wagtail gives a copy to whoever makes it; an article's owner stands in its revisions too, which it copies.
    """
    with transaction.atomic():
        for article in ArticlePage.objects.descendant_of(page, inclusive=True).filter(alias_of=None):
            ArticlePage.objects.filter(pk=article.pk).update(owner=user)
            for revision in article.revisions.all():
                # Wagtail's editor loads the newest revision: without this, saving would bring the old owner back.
                revision.content["owner"] = user.pk
                revision.save(update_fields=["content"])


def begin_anew(*, page: Page, user: Any) -> None:
    """`page` was an alias, and has a text of its own from now on: what was confirmed was the other page's text.

    The alias of a page in another language becomes its translation: the same text, confirmed with it.
    """
    now = timezone.now() if page.live else None
    cleared: dict[str, Any] = {
        "first_published_at": now,
        "last_published_at": now,
        "go_live_at": None,
        "expire_at": None,
    }
    # Nothing of the other page's verification holds for words that will now differ.
    if isinstance(page, ArticlePage):
        cleared |= {
            "verified_at": None,
            "verified_by": "",
            "verified_by_user": None,
            "answered_on": None,
            "owner": user,
        }
    for name, value in cleared.items():
        setattr(page, name, value)
    with transaction.atomic():
        # `clean` could refuse by a rule that is younger than the page: that is asked at its next edit.
        page.save(update_fields=list(cleared), clean=False)
        data = page.serializable_data()
        for revision in page.revisions.all():
            revision.content |= {name: data[name] for name in cleared}
            revision.save(update_fields=["content"])
