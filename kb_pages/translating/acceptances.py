"""Who knew that a translation was not whole when they published it, or had it published at a date."""

from typing import Any

from wagtail.log_actions import log, registry
from wagtail.models import Revision
from wagtail.models.audit_log import BaseLogEntry

from clairdroit.kb_pages.translating.missing import half

ACCEPTED_LOG_ACTION = "clairdroit.publish_half"


def accept_half(*, thing: Any, revision: Revision | None, user: Any) -> BaseLogEntry | None:
    """Noted in the history of `thing`; nothing for what is whole. The clock asks for it before it publishes."""
    found = half(thing)
    if found is None:
        return None
    return log(
        instance=thing,
        action=ACCEPTED_LOG_ACTION,
        user=user,
        revision=revision,
        data={"missing": len(found.missing), "language": found.source.get_display_name()},
        content_changed=False,
    )


def nobody_accepted(revision: Revision) -> bool:
    """Whether this version is of a translation that is not whole, and nobody has said to publish it so."""
    thing = revision.content_object
    if thing is None or half(thing) is None:
        return False
    entries = registry.get_log_model_for_instance(thing)
    # Of this very revision: who accepted an earlier one has not seen what is missing now.
    return not entries.objects.filter(action=ACCEPTED_LOG_ACTION, revision=revision).exists()
