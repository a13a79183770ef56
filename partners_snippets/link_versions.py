"""When a partner's signed links stop working: a version that changes with the reason for which they were given.

No path goes round it. Saving a partner, updating many at once, publishing, unpublishing, an import, the end of a
membership or of an account all come by here; and where one did not (a statement in the database itself), a link is
still refused, because the address and the state that its version was made for are compared at each use.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from wagtail.log_actions import log

from clairdroit.partners_snippets.defaults import VERSION_LENGTH, new_version
from clairdroit.partners_snippets.enums import LinkReason
from clairdroit.partners_snippets.models import LinkVersion, Partner, PartnerMember
from clairdroit.partners_snippets.signals import after_update, before_update, links_renewed

NO_VERSION = "-" * VERSION_LENGTH


def version_of(partner: Partner) -> str:
    """What a new link carries; the row is made with a partner's first link.

    Where it is up to date, as nearly always, it is only read: mails to the same partners leave in transactions that
    take them in any order, and would wait for each other's locks for ever.
    """
    with transaction.atomic():
        if not LinkVersion.objects.filter(pk=partner.pk).exists():
            values = {"address": _address(partner.team_email), "was_live": partner.live}
            LinkVersion.objects.get_or_create(partner_id=partner.pk, defaults=values)
        keep_up([partner.pk])
        return LinkVersion.objects.get(pk=partner.pk).version


def is_current(partner: Partner, version: str) -> bool:
    """Whether a link of this version still works. It writes nothing, and takes the same steps whatever is wrong."""
    known = LinkVersion.objects.filter(pk=partner.pk).first()
    same = constant_time_compare(version, known.version if known else NO_VERSION)
    made_for_this = known is not None and known.address == _address(partner.team_email)
    return same & made_for_this & partner.live


def keep_up(partners: Iterable[int]) -> None:
    """Renews the links of those whose team box is another one or who are no longer published; others stay."""
    behind = [
        row.pk for row, email, live in _states(partners) if (row.address, row.was_live) != (_address(email), live)
    ]
    if not behind:
        return
    with transaction.atomic():
        for row, email, live in _locked_states(behind):
            if row.was_live and not live:
                _renew(row, LinkReason.WITHDRAWN, email=email, live=live)
            elif row.address != _address(email):
                _renew(row, LinkReason.ADDRESS, email=email, live=live)
            elif row.was_live != live:
                row.was_live = live
                row.save(update_fields=["was_live"])


def note_boxes(partners: QuerySet[Partner]) -> None:
    """Before their team box is changed: the former one is known then, also where no link was ever given."""
    boxes = partners.exclude(team_email="").order_by().values_list("pk", "team_email", "live")
    rows = [LinkVersion(partner_id=pk, address=_address(email), was_live=live) for pk, email, live in boxes]
    LinkVersion.objects.bulk_create(rows, ignore_conflicts=True)


def box_changed_at(partner: Partner) -> datetime.datetime | None:
    """Since when the partner's mails go to another team box than before; None while there was no other one."""
    return LinkVersion.objects.filter(pk=partner.pk).values_list("address_since", flat=True).first()


def renew(partners: Iterable[int], reason: LinkReason, *, user: Any = None) -> None:
    """For the actions, which have checked the permission. A partner without any link has nothing to renew."""
    with transaction.atomic():
        for row, email, live in _locked_states(partners):
            _renew(row, reason, email=email, live=live, user=user)


def _renew(row: LinkVersion, reason: LinkReason, *, email: str, live: bool, user: Any = None) -> None:
    former = row.address
    # A first team box takes nothing over from anybody; one that comes after an emptied one does.
    has_moved = former != _address(email) and bool(former or row.address_since)
    row.version, row.renewed_at = new_version(), timezone.now()
    row.address, row.was_live = _address(email), live
    if has_moved:
        row.address_since = row.renewed_at
    row.save()
    partner = Partner.objects.get(pk=row.pk)
    log(partner, "clairdroit.links_renewed", user=user, data={"reason": reason.value})
    links_renewed.send(sender=Partner, partner=partner, reason=reason, former_box=former if has_moved else None)


def _states(partners: Iterable[int]) -> list[tuple[LinkVersion, str, bool]]:
    """Each version, with the team box and the publication that its partner has now."""
    rows = LinkVersion.objects.filter(pk__in=list(partners)).select_related("partner").order_by("pk")
    return [(row, row.partner.team_email, row.partner.live) for row in rows]


def _locked_states(partners: Iterable[int]) -> list[tuple[LinkVersion, str, bool]]:
    """Locked first and read then: whoever held the lock may have changed what is read."""
    keys = list(partners)
    list(LinkVersion.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    return _states(keys)


def _address(email: str) -> str:
    return email.strip().lower()


def _before_saving(instance: Partner, raw: bool = False, **kwargs: Any) -> None:
    if instance.pk and not raw:
        note_boxes(Partner.objects.filter(pk=instance.pk).exclude(team_email=instance.team_email))


def _after_saving(instance: Partner, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        keep_up([instance.pk])


def _before_update(partners: QuerySet[Partner], fields: Iterable[str], **kwargs: Any) -> None:
    if "team_email" in fields:
        note_boxes(partners)


def _after_update(partners: Iterable[int], **kwargs: Any) -> None:
    keep_up(partners)


def _after_leaving(instance: PartnerMember, **kwargs: Any) -> None:
    renew([instance.partner_id], LinkReason.MEMBER)


def _before_changing_a_member(instance: PartnerMember, raw: bool = False, **kwargs: Any) -> None:
    """A membership that is given to another person, or to another partner, has ended for the one before."""
    before = PartnerMember.objects.filter(pk=instance.pk).first() if instance.pk and not raw else None
    if before is not None and (before.partner_id, before.user_id, before.is_team_box) != (
        instance.partner_id,
        instance.user_id,
        instance.is_team_box,
    ):
        renew([before.partner_id], LinkReason.MEMBER)


def _before_closing_an_account(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if instance.pk and not instance.is_active and not raw:
        accounts: Any = get_user_model()
        if accounts._default_manager.filter(pk=instance.pk, is_active=True).exists():
            accounts_closed([instance.pk])


def accounts_closed(accounts: Iterable[int]) -> None:
    """Deactivated: whoever read the team box, or the box's own account."""
    members = PartnerMember.objects.filter(user__in=list(accounts))
    renew(members.values_list("partner", flat=True).distinct(), LinkReason.MEMBER)


def connect() -> None:
    pre_save.connect(_before_saving, sender=Partner, dispatch_uid="clairdroit.links.partner_before")
    post_save.connect(_after_saving, sender=Partner, dispatch_uid="clairdroit.links.partner")
    before_update.connect(_before_update, sender=Partner, dispatch_uid="clairdroit.links.partners_before")
    after_update.connect(_after_update, sender=Partner, dispatch_uid="clairdroit.links.partners")
    post_delete.connect(_after_leaving, sender=PartnerMember, dispatch_uid="clairdroit.links.member_left")
    pre_save.connect(_before_changing_a_member, sender=PartnerMember, dispatch_uid="clairdroit.links.member")
    pre_save.connect(_before_closing_an_account, sender=get_user_model(), dispatch_uid="clairdroit.links.account")
