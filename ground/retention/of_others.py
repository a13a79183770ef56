"""Tables of Wagtail and django-axes, which hold what people typed and belong to no app of ours."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from wagtail.admin.models import FormState

from clairdroit.retention import Sweep


def _sign_ins(before: datetime.datetime) -> Iterator[QuerySet[Any]]:
    """Failed and successful ones with their addresses, where django-axes writes them down."""
    for model in apps.get_app_config("axes").get_models() if apps.is_installed("axes") else ():
        if any(field.name == "attempt_time" for field in model._meta.get_fields()):
            yield model._default_manager.filter(attempt_time__lt=before)


SIGN_INS = Sweep("sign_ins", _sign_ins)
# Wagtail says after how long: a day.
PREVIEWS = Sweep("previews", lambda before: [FormState.objects.stale()], is_fixed=True)
