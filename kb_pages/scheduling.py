"""Publication and expiry at the dates that editors gave, each by itself: what fails keeps nothing else waiting.

Wagtail's own command stops at the first object that cannot be saved (its slug was given to another page meanwhile),
and would stop there again each minute. Here the failure is logged, and the page stands on the board until somebody
mends it.
"""

import datetime
import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import DraftStateMixin, Page, Revision
from wagtail.permission_policies.pages import PagePermissionPolicy

from clairdroit.freshness.board import Line, WorkList
from clairdroit.kb_pages.translating.acceptances import nobody_accepted
from clairdroit.kb_pages.translating.missing import half

logger = logging.getLogger(__name__)

# The job runs each minute; what it has not done by then it could not do.
LATE = datetime.timedelta(minutes=10)


def expired(*, on: datetime.datetime) -> list[Any]:
    scheduled = [Page, *(model for model in apps.get_models() if _is_scheduled_snippet(model))]
    return [
        thing
        for model in scheduled
        for thing in model._default_manager.filter(live=True, expire_at__lt=on).order_by("expire_at")
    ]


def _is_scheduled_snippet(model: type[models.Model]) -> bool:
    return issubclass(model, DraftStateMixin) and not issubclass(model, Page)


def to_publish(*, on: datetime.datetime) -> models.QuerySet[Revision]:
    return Revision.objects.filter(approved_go_live_at__lt=on).order_by("approved_go_live_at")


def follow_schedules() -> Counter[str]:
    """Expiry first, as in Wagtail: of two pages with one slug the former goes before the next comes."""
    done: Counter[str] = Counter()
    now = timezone.now()
    for thing in expired(on=now):
        _one(done, "withdrawn", thing, _withdraw)
    for revision in to_publish(on=now):
        _one(done, "published", revision, _publish)
    return done


def _withdraw(thing: Any) -> None:
    # As itself: what listens to one kind of page does not hear of a bare Page.
    specific = thing.specific if isinstance(thing, Page) else thing
    specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


class HalfTranslatedError(Exception):
    pass


def _publish(revision: Revision) -> None:
    if nobody_accepted(revision):
        raise HalfTranslatedError
    revision.publish(log_action="wagtail.publish.scheduled")


def _one(done: Counter[str], outcome: str, thing: Any, act: Callable[[Any], Any]) -> None:
    try:
        # A savepoint each: what a failed save wrote is taken back, and the loop goes on.
        with transaction.atomic():
            act(thing)
    except HalfTranslatedError:
        # It stands on the board until somebody publishes it, or translates the rest: nothing to log each minute.
        outcome = "waiting"
    # Whatever it is: a host's own page type may raise anything in `clean`, `save` or a signal.
    except Exception:
        logger.exception("A schedule could not be followed", extra={"model": thing._meta.label, "pk": thing.pk})
        outcome = "failed"
    done[outcome] += 1


def late_pages(user: Any) -> list[Line]:
    """Pages that this person may publish whose date has passed without effect."""
    return [
        Line(page.get_admin_display_title(), reverse("wagtailadmin_pages:edit", args=[page.pk]), _late_words(page))
        for page in _late(user).order_by("path")
    ]


def _late(user: Any) -> models.QuerySet[Page]:
    before = timezone.now() - LATE
    due = to_publish(on=before).filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        # Revisions belong to any model: their object_id is text.
        object_id=Cast(OuterRef("pk"), models.CharField(max_length=255)),
    )
    pages = PagePermissionPolicy().instances_user_has_permission_for(user, "publish")
    return pages.annotate(was_due=Subquery(due.values("approved_go_live_at")[:1])).filter(
        Q(was_due__isnull=False) | Q(live=True, expire_at__lt=before)
    )


def _late_words(page: Page) -> str:
    if page.was_due:
        words = _("was to be published on %(moment)s. Open it, publish it: what is in the way will be said.")
        if half(page.specific):
            words = _(
                "was to be published on %(moment)s, but is not translated whole. Translate the rest, or publish it so."
            )
    else:
        words = _("was to be withdrawn on %(moment)s. Withdraw it by hand.")
    return words % {"moment": date_format(localtime(page.was_due or page.expire_at), "DATETIME_FORMAT")}


LATE_PAGES = WorkList(
    key="late-pages",
    title=gettext_lazy("Dates that had no effect"),
    words=gettext_lazy("These pages had a date of publication or of expiry, and it could not be kept."),
    lines=late_pages,
    count=lambda user: _late(user).count(),
    counted=lambda total: ngettext("date without effect", "dates without effect", total),
)
