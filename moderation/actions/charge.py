"""Who looks after what in the moderation queue."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from clairdroit.moderation.errors import NotTheirsError
from clairdroit.moderation.listing import waiting_for
from clairdroit.moderation.models import InCharge
from clairdroit.moderation.registry import Key
from clairdroit.roles.users import AnyUser, User


@transaction.atomic
def put_in_charge(*, keys: Collection[Key], colleague: User, user: AnyUser) -> int:
    """How many things `colleague` now looks after; those that have left the queue in the meantime are passed over.

    Refused as a whole when the colleague may not decide on one of them: nothing must wait for somebody who cannot act.
    """
    theirs = _decided_by(keys, user)
    if colleague.pk != user.pk:
        could = {item.key for item in waiting_for(colleague)}
        if not theirs <= could:
            raise NotTheirsError
    for key in sorted(theirs):
        InCharge.objects.update_or_create(
            kind=key.kind,
            number=key.number,
            defaults={"user": colleague, "given_by_id": user.pk, "since": timezone.now()},
        )
    return len(theirs)


@transaction.atomic
def leave_to_all(*, keys: Collection[Key], user: AnyUser) -> int:
    """Nobody's any more."""
    for key in (theirs := _decided_by(keys, user)):
        InCharge.objects.filter(kind=key.kind, number=key.number).delete()
    return len(theirs)


def _decided_by(keys: Collection[Key], user: AnyUser) -> set[Key]:
    """Those of the keys that this user may decide on; PermissionDenied for somebody without any part in the queue."""
    mine = {item.key for item in waiting_for(user)}
    if not mine and keys and not user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    return mine & set(keys)
