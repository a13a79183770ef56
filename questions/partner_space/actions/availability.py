"""What a partner takes on, as it says itself or as editors know it."""

import dataclasses
import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.log_actions import log as log_action

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.permissions import user_can_act_for
from clairdroit.questions.models import PartnerAbsence, PartnerAvailability
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.roles.users import AnyUser
from clairdroit.taxonomy.models import HeadingTag


@dataclasses.dataclass(frozen=True)
class Period:
    starts_on: datetime.date
    ends_on: datetime.date


@transaction.atomic
def set_availability(
    *,
    partner: Partner,
    user: AnyUser,
    capacity: int | None,
    refused_headings: Iterable[str],
    refused_words: Iterable[str],
    absences: Iterable[Period],
    wants_reminders: bool,
) -> PartnerAvailability:
    """Replaces what was declared before; the version before stays in the record's history. The same again is no version
    of its own."""
    require(user_can_act_for(user, partner) or user_can_handle_questions(user))
    found, created = PartnerAvailability.objects.select_for_update().get_or_create(partner=partner)
    before = None if created else _declared(found)
    found.capacity = capacity
    found.wants_reminders = wants_reminders
    found.refused_words = list(dict.fromkeys(words.strip() for words in refused_words if words.strip()))
    found.refused_headings = list(HeadingTag.objects.filter(pk__in=list(refused_headings)))
    found.absences.set([PartnerAbsence(starts_on=each.starts_on, ends_on=each.ends_on) for each in set(absences)])
    if _declared(found) == before:
        return found
    found.save()
    found.save_revision(user=user)
    log_action(instance=found, action="wagtail.create" if created else "wagtail.edit", user=user)
    return found


def _declared(found: PartnerAvailability) -> tuple[Any, ...]:
    """All that the form asks, for "was anything changed?"."""
    absences = {(each.starts_on, each.ends_on) for each in found.absences.all()}
    headings = {heading.pk for heading in found.refused_headings.all()}
    return found.capacity, found.wants_reminders, found.refused_words, headings, absences
