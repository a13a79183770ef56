"""The words that Wagtail's scripts write, with ours over theirs: `site/locale/fr/LC_MESSAGES/djangojs.po`, by hand.

Each catalogue of scripts is made from the packages it names alone, so that a project's words come in by naming them
too; of two translations the last one counts.
"""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.auth import require_admin_access
from wagtail.admin.localization import get_localized_response

OURS = "clairdroit.shell"
_admin = JavaScriptCatalog.as_view(packages=["wagtail.admin", OURS])
_translations = JavaScriptCatalog.as_view(packages=["wagtail_localize", OURS])


def admin(request: HttpRequest) -> HttpResponse:
    """In the language of the person, as Wagtail's own."""
    response: HttpResponse = get_localized_response(_admin, request)
    return response


@require_admin_access
def translations(request: HttpRequest) -> HttpResponseBase:
    response: HttpResponseBase = _translations(request)
    return response
