"""Whether each stored question has its key, for whoever watches the site."""

from django.core.exceptions import ImproperlyConfigured
from django.db.models import TextField
from django.db.models.functions import Cast, Substr

from clairdroit.questions.encryption.keys import KeyFormatError, keyring
from clairdroit.questions.encryption.values import VERSION
from clairdroit.questions.models import Question

# `e1:` and the eight characters of a key's id.
PREFIX = len(VERSION) + 9


def trouble() -> str:
    """A sentence, or "" when all is well. It reads the first characters of each question: some milliseconds."""
    try:
        known = {f"{VERSION}:{key.id}" for key in keyring()}
    except (ImproperlyConfigured, KeyFormatError):
        return "there is no key: questions can be neither stored nor read"
    start = Substr(Cast("text", TextField()), 1, PREFIX)
    found = Question.objects.exclude(text="").order_by().annotate(key_name=start).values_list("key_name", flat=True)
    missing = {name for name in found.distinct() if name.startswith(f"{VERSION}:")} - known
    return f"questions cannot be read: {len(missing)} of their keys are missing" if missing else ""
