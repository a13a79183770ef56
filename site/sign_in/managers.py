from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from clairdroit.sign_in import conf

if TYPE_CHECKING:
    from clairdroit.sign_in.models import RecoveryCode, SignIn  # noqa: F401


class SignInQuerySet(models.QuerySet["SignIn"]):
    def live(self) -> "SignInQuerySet":
        """Those that still open something: used lately, and not older than a session may be."""
        now = timezone.now()
        return self.filter(last_used_at__gt=now - conf.idle_limit(), started_at__gt=now - conf.longest())

    def forgettable(self) -> "SignInQuerySet":
        """Older than a session may be: a browser that still knows of one is told no more than that it is signed out."""
        # Twice as long as a session lasts: until then its browser can be told why it is signed out.
        return self.filter(started_at__lt=timezone.now() - 2 * conf.longest())

    def others(self, *, user: Any, current: Any) -> "SignInQuerySet":
        return self.filter(user=user).exclude(pk=current)


class RecoveryCodeQuerySet(models.QuerySet["RecoveryCode"]):
    def unused(self) -> "RecoveryCodeQuerySet":
        return self.filter(used_at=None)
