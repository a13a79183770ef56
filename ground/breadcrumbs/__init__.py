"""The way back from a screen of the admin, for `breadcrumbs_items` of Wagtail's header: its last entry is the screen.

"breadcrumbs_items": way_from_home(here=_("Reminders"))
"breadcrumbs_items": way_back((_("Directory"), list_url), here=partner.name)
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

# A title, and the address that it leads to.
Stop = tuple[Any, str]


def way_back(*stops: Stop, here: Any) -> list[dict[str, Any]]:
    """From the farthest: where the screen belongs to one list, that list comes first."""
    return [{"url": url, "label": title} for title, url in (*stops, (here, ""))]


def way_from_home(*stops: Stop, here: Any) -> list[dict[str, Any]]:
    # Wagtail's own word for it, in every language that it knows.
    return way_back((gettext("Home"), reverse("wagtailadmin_home")), *stops, here=here)
