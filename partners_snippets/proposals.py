"""What became of the words that a partner proposed for its own record."""

from typing import Any

from wagtail.models import ModelLogEntry, Revision

from clairdroit.partners_snippets import team_boxes
from clairdroit.partners_snippets.actions import OWN_FIELDS
from clairdroit.partners_snippets.models import Partner


def published_proposal(partner: Partner, revision: Revision) -> bool:
    """Whether this publication is the first one that shows something of what the partner's team box wrote.

    To be asked while the record is being published: Wagtail writes its own log of it afterwards, so that the last entry
    is still the one of before.
    """
    own = team_boxes.boxes().filter(partner=partner).values("user")
    published = ModelLogEntry.objects.for_instance(partner).filter(action="wagtail.publish", revision__isnull=False)
    before: Any = published.order_by("-timestamp", "-pk").first()
    proposals = partner.revisions.filter(user__in=own, pk__lte=revision.pk).order_by("-pk")
    if before is not None:
        proposals = proposals.filter(pk__gt=before.revision_id)
    proposal = proposals.first()
    if proposal is None:
        return False
    if before is None:
        return True
    was, wanted, now = (each.as_object() for each in (before.revision, proposal, revision))
    return any(getattr(wanted, name) == getattr(now, name) != getattr(was, name) for name in OWN_FIELDS)
