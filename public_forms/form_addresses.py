"""Public forms by what they are for, so that a page can lead to one without knowing which app has it."""

from django.urls import NoReverseMatch, reverse

from clairdroit.registries import Registry

# Asking one's own question; saying that a page of the site is wrong.
ASK, REPORT_ERROR = "ask", "report_error"

# The names of their views, with the namespace.
forms = Registry[str](taken="Two forms for one purpose ({key}): {known} and {thing}.")


def public_form_url(purpose: str) -> str:
    """The form's address; "" on a site where no app has such a form, or its addresses are not included."""
    view = forms.get(purpose)
    if view is None:
        return ""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""
