import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import TranslatableMixin

from clairdroit.freshness.models import VerificationMixin
from clairdroit.freshness.permissions import user_can_verify
from clairdroit.freshness.signals import verified

VERIFY_LOG_ACTION = "clairdroit.verify"


class VerifyError(PermissionDenied):
    """The user may not say of this record that it is still right."""


def mark_verified(obj: VerificationMixin, *, user: Any, on: datetime.date | None = None, label: str = "") -> None:
    """Record that `obj` is still right, in all its languages at once.

    Writes to the live rows only: no revision is made and no draft touched, because the text is the same.
    `label` is what readers see ("l’ADIL"); without it the setting CLAIRDROIT_VERIFIER_LABEL, else the
    user's full name, and never the login name.
    """
    if not user_can_verify(user, obj):
        raise VerifyError(f"{user} may not verify {obj._meta.label} {obj.pk}")
    day = on or timezone.localdate()
    who = label or getattr(settings, "CLAIRDROIT_VERIFIER_LABEL", "") or _full_name(user)
    with transaction.atomic():
        rows = type(obj)._default_manager.filter(pk=obj.pk)
        if isinstance(obj, TranslatableMixin):
            rows = type(obj)._default_manager.filter(translation_key=obj.translation_key)
        rows.update(verified_at=day, verified_by=who, verified_by_user=user)
        obj.verified_at, obj.verified_by, obj.verified_by_user = day, who, user
        log(instance=obj, action=VERIFY_LOG_ACTION, user=user, data={"on": day.isoformat(), "by": who})
        transaction.on_commit(lambda: verified.send(sender=type(obj), instance=obj))


def _full_name(user: Any) -> str:
    """Nothing where the host's accounts have no names."""
    return user.get_full_name() if hasattr(user, "get_full_name") else ""
