from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from clairdroit.kb_pages.models import ArticlePage, TopicPage


class PlaceError(PermissionDenied):
    """The user may not write an article under that topic."""


def draft_article(
    *, topic: TopicPage, title: str, summary: str, body: list[dict[str, Any]], user: Any, **fields: Any
) -> ArticlePage:
    """Write an unpublished article under a topic, for an editor to finish; `body` is raw StreamField data.

    `fields` are further values of the article, its review rhythm for one.
    """
    # Asked here for every caller, some of which stand in other apps.
    if not topic.permissions_for_user(user).can_add_subpage():
        raise PlaceError(f"{user} may not add a page under {topic.pk}")
    with transaction.atomic():
        page = ArticlePage(title=title, summary=summary, locale=topic.locale, owner=user, live=False, **fields)
        page.body = page.body.stream_block.to_python(body)
        topic.add_child(instance=page)
        log(instance=page, action="wagtail.create", user=user)
        # A draft may lack what publishing asks for, its summary for one: `add_child` has looked at the rest.
        page.save_revision(user=user, clean=False)
    return page
