import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, TranslatableMixin

from clairdroit.freshness import conf
from clairdroit.freshness.models import VerificationMixin
from clairdroit.freshness.permissions import user_can_verify
from clairdroit.freshness.signals import verified

VERIFY_LOG_ACTION = "clairdroit.verify"


class VerifyError(PermissionDenied):
    """The user may not say of this record that it is still right."""


def mark_verified(obj: VerificationMixin, *, user: Any, on: datetime.date | None = None, label: str = "") -> None:
    """Record that `obj` is still right, in all its languages and under all its addresses at once.

    Writes to the live rows only: no revision is made and no draft touched, because the text is the same.
    `label` is what readers see ("l’ADIL"); without it the setting CLAIRDROIT_VERIFIER_LABEL, else the
    user's full name, and never the login name.
    """
    if not user_can_verify(user, obj):
        raise VerifyError(f"{user} may not verify {obj._meta.label} {obj.pk}")
    day = on or timezone.localdate()
    who = label or conf.verifier_label() or _full_name(user)
    with transaction.atomic():
        # An UPDATE, no save: no revision, no signal of a changed text, no new date of modification.
        same_text(obj).update(verified_at=day, verified_by=who, verified_by_user=user)
        obj.verified_at, obj.verified_by, obj.verified_by_user = day, who, user
        log(instance=obj, action=VERIFY_LOG_ACTION, user=user, data={"on": day.isoformat(), "by": who})
        transaction.on_commit(lambda: verified.send(sender=type(obj), instance=obj))


def same_text(obj: Any) -> models.QuerySet:
    """The rows of `obj` in all languages, and of the aliases that show the text at another place of the tree."""
    rows = type(obj)._default_manager.all()
    if isinstance(obj, Page):
        # An alias has a translation key of its own; the text's is its source's.
        source = rows.filter(pk=obj.alias_of_id).first() if obj.alias_of_id else None
        texts = rows.filter(translation_key=(source or obj).translation_key)
        return rows.filter(Q(pk__in=texts.values("pk")) | Q(alias_of__in=texts.values("pk")))
    if isinstance(obj, TranslatableMixin):
        return rows.filter(translation_key=obj.translation_key)
    return rows.filter(pk=obj.pk)


def _full_name(user: Any) -> str:
    """Nothing where the host's accounts have no names."""
    return user.get_full_name() if hasattr(user, "get_full_name") else ""
