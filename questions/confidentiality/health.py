"""Whether each stored question can be read, for whoever watches the site."""

from django.core.exceptions import ImproperlyConfigured

from clairdroit.encryption.health import missing_keys
from clairdroit.questions.models import Question


def trouble() -> str:
    """A sentence, or "" when all is well."""
    try:
        missing = missing_keys(Question.objects.all(), "text")
    except ImproperlyConfigured:
        return "there is no key: questions can be neither stored nor read"
    return f"questions cannot be read: {len(missing)} of their keys are missing" if missing else ""
