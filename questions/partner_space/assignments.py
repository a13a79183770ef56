import uuid

from django.http import Http404

from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.models import Assignment


def assignment_of(partner: Partner, reference: uuid.UUID) -> Assignment:
    """Another partner's question, or one that does not exist: the same 404."""
    found = (
        Assignment.objects.select_related("question__commune", "partner")
        .filter(partner=partner, question__uuid=reference, question__erased_at__isnull=True)
        .first()
    )
    if found is None:
        raise Http404
    return found
