"""Addresses from which mails come back: noted by machines, believed again by a person or a sign of life."""

import logging

from django.db import transaction
from django.utils import timezone

from clairdroit.encryption import Unreadable
from clairdroit.mail.models.addresses import SOFT_MEMORY, UnreachableAddress, address_key

logger = logging.getLogger(__name__)

MAX_DETAIL = 500


@transaction.atomic
def note_bounce(*, address: str, hard: bool, detail: str) -> UnreachableAddress:
    """A mail to this address came back. A hard bounce blocks it at once, soft ones after SOFT_LIMIT days in a row.

    A server that reports the same delay several times a day is counted once that day.
    """
    now = timezone.now()
    renew_address_keys(address)
    found, created = UnreachableAddress.objects.select_for_update().get_or_create(
        key=address_key(address),
        defaults={"address": address.strip(), "hard": hard, "soft_bounces": 0 if hard else 1, "detail": _cut(detail)},
    )
    if created:
        logger.warning("A mail came back", extra={"address": found.pk, "hard": hard})
        return found
    if hard:
        found.hard = True
    elif now - found.last_at > SOFT_MEMORY:
        found.soft_bounces = 1
    elif found.soft_bounces == 0 or timezone.localdate(found.last_at) != timezone.localdate(now):
        found.soft_bounces += 1
    found.last_at, found.detail = now, _cut(detail)
    found.save(update_fields=["hard", "soft_bounces", "last_at", "detail"])
    logger.warning("A mail came back", extra={"address": found.pk, "hard": hard})
    return found


@transaction.atomic
def clear_bounce(*, address: str) -> bool:
    """The address works: a mail came from it, or a person says so, who was asked by whoever calls whether they may.
    False: it was not noted at all."""
    deleted, _rows = UnreachableAddress.objects.for_address(address).delete()
    return bool(deleted)


@transaction.atomic
def renew_address_keys(address: str | None = None) -> int:
    """Rows (of this address) that stand under a former SECRET_KEY are brought to today's; how many.

    The daily job brings all of them, so that a former secret need not be kept for long.
    """
    rows = UnreachableAddress.objects.all() if address is None else UnreachableAddress.objects.for_address(address)
    renewed = 0
    for row in rows.select_for_update().only("key", "address"):
        if isinstance(row.address, Unreadable) or row.key == (key := address_key(row.address)):
            continue
        if UnreachableAddress.objects.filter(key=key).exists():
            # Noted anew meanwhile, with what is known today.
            row.delete()
        else:
            UnreachableAddress.objects.filter(pk=row.pk).update(key=key)
        renewed += 1
    return renewed


def _cut(detail: str) -> str:
    return detail.replace("\x00", "")[:MAX_DETAIL]
