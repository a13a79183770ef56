from django.db import transaction
from django.db.models import F
from django.utils import timezone

from clairdroit.questions.models import FoundHelp


@transaction.atomic
def count_found_help(*, key: str, title: str, url_path: str, heading: str = "") -> FoundHelp:
    """Somebody found their answer on the site before sending a question. Nothing of who or of what they wrote."""
    month = FoundHelp.month_of(timezone.localdate())
    found, _created = FoundHelp.objects.get_or_create(
        month=month, heading=heading, help_key=key, defaults={"title": title, "url_path": url_path}
    )
    # Added to in the database: two readers at once both count.
    FoundHelp.objects.filter(pk=found.pk).update(times=F("times") + 1, title=title, url_path=url_path)
    found.refresh_from_db()
    return found
