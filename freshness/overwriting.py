"""Before somebody's version is saved over a colleague's: who wrote it, when, and what saving would change in it.

Wagtail asks by script, as far as its last look at the colleague goes back (ten seconds), and shows no difference;
without a script, or within these seconds, it saves without a word.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.panels import get_edit_handler
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, Revision, RevisionMixin

from clairdroit.breadcrumbs import way_from_home
from clairdroit.freshness.comparing import changes_between

CONFIRMED = "overwrite"
# Which version the editor began from: said anew when what was typed is sent again.
ABOUT_VERSIONS = (
    "csrfmiddlewaretoken",
    "loaded_revision_id",
    "loaded_revision_created_at",
    "overwrite_revision_id",
    CONFIRMED,
)


def ask_before_overwriting(request: HttpRequest, thing: Any) -> HttpResponse | None:
    """None where nobody saved since, or the person has seen what was saved and goes on.

    Autosaving asks for JSON, and Wagtail refuses it by itself.
    """
    if request.method != "POST" or not isinstance(thing, RevisionMixin) or not request.accepts("text/html"):
        return None
    latest = type(thing)._default_manager.get(pk=thing.pk).latest_revision
    if latest is None or not is_out_of_date(request, latest) or request.POST.get(CONFIRMED) == version(latest):
        return None
    theirs, title = latest.as_object(), _("Somebody else has saved meanwhile")
    context = {
        "title": title,
        "breadcrumbs_items": way_from_home(here=title),
        "thing": thing,
        "latest": latest,
        # The same person in another tab.
        "who": "" if latest.user_id == request.user.pk else get_user_display_name(latest.user) or _("The site itself"),
        "changes": changes_between(theirs, as_typed(request, thing), request),
        "edit_url": AdminURLFinder(request.user).get_edit_url(thing),
        "values": [
            (name, value) for name, values in request.POST.lists() for value in values if name not in ABOUT_VERSIONS
        ],
        "files": list(request.FILES),
        "confirmed": version(latest),
    }
    # 409 Conflict: what was sent is understood, and stands against what was saved meanwhile.
    return render(request, "freshness/admin/overwrite.html", context, status=409)


def version(revision: Revision) -> str:
    """An autosave writes into its own revision again: the number alone does not say which text is meant."""
    return f"{revision.pk} {revision.created_at.isoformat()}"


def is_out_of_date(request: HttpRequest, latest: Revision) -> bool:
    """As Wagtail's editor decides for its autosave (`EditView.is_out_of_date`)."""
    sent = request.POST
    # Set by autosave, which writes into one revision of its own again and again.
    if own := sent.get("overwrite_revision_id"):
        return own != str(latest.pk)
    if loaded := sent.get("loaded_revision_id"):
        return loaded != str(latest.pk) or sent.get("loaded_revision_created_at") != latest.created_at.isoformat()
    return False


def as_typed(request: HttpRequest, thing: Any) -> Any:
    """What saving would make of it; where a field is wrong, without that field."""
    mine = thing.get_latest_revision_as_object()
    known = getattr(type(mine), "get_edit_handler", None)
    form_class = (known() if known is not None else get_edit_handler(type(mine))).get_form_class()
    more = {"parent_page": mine.get_parent()} if isinstance(mine, Page) else {}
    form = form_class(request.POST, request.FILES, instance=mine, for_user=request.user, **more)
    # As for a draft: what is not filled in yet is no reason to hide the difference.
    form.defer_required_fields()
    if form.is_valid():
        form.save(commit=False)
    return mine
