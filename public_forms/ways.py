"""Public forms by what they are for, so that a page can lead to one without knowing which app has it."""

from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch, reverse

# Asking one's own question; saying that a page of the site is wrong.
ASK, REPORT_ERROR = "ask", "report_error"

_views: dict[str, str] = {}


def register_way(purpose: str, view: str) -> None:
    """From an app's `ready`. `view` is its name with its namespace. Raises ImproperlyConfigured for a second form."""
    if _views.setdefault(purpose, view) != view:
        raise ImproperlyConfigured(f"Two forms for one purpose ({purpose}): {_views[purpose]} and {view}.")


def way_to(purpose: str) -> str:
    """The form's address; "" on a site where no app has such a form, or its addresses are not included."""
    if purpose not in _views:
        return ""
    try:
        return reverse(_views[purpose])
    except NoReverseMatch:
        return ""
