import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from clairdroit.partners_snippets.public_forms import FormToken


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits count in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def old_token(monkeypatch):
    """A form token as a page that was opened a minute ago (or `age` ago) carries it."""

    def make(form, age=datetime.timedelta(minutes=1)):
        then = timezone.now() - age
        with monkeypatch.context() as patch:
            patch.setattr("clairdroit.partners_snippets.public_forms.timezone.now", lambda: then)
            return FormToken.issue(form).raw

    return make
