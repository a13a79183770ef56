import datetime

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from clairdroit.public_forms import FormToken
from tests.questions.factories import UserFactory


@pytest.fixture
def old_token(monkeypatch):
    """A form token as a page that was opened a minute ago (or `age` ago) carries it."""

    def make(form, age=datetime.timedelta(minutes=1)):
        then = timezone.now() - age
        with monkeypatch.context() as patch:
            patch.setattr("clairdroit.public_forms.tokens.timezone.now", lambda: then)
            return FormToken.issue(form).raw

    return make


@pytest.fixture
def front_desk():
    """A front-desk worker: may take questions down, and has no part in the admin."""
    user = UserFactory(username="accueil")
    right = Permission.objects.get(content_type__app_label="clairdroit_questions", codename="take_down_question")
    user.user_permissions.add(right)
    return user
