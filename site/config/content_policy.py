"""What a browser may do with an answer of ours, and which answers nobody may keep (docs/production.md, "Headers")."""

import re
from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from clairdroit.mail.shown_keys import is_key_address

# Screens of Wagtail that write scripts into the page: fields for days, choosers, rows that are added (inline panels).
# Seen with a browser that reports what a strict policy refuses: tests/browser/test_content_policy.py.
SCRIPTED_SCREENS = re.compile(
    r"wagtailadmin_pages:(add|edit|copy|move|history|workflow_history)"
    r"|wagtailadmin_explore(_root)?"
    r"|wagtailadmin_reports:\w+"
    r"|wagtailadmin_workflows:(add|edit)"
    r"|wagtail(redirects|sites):(add|edit)"
    r"|(webhooks|cles-partenaires):(add|edit)"
    r"|wagtailusers_users:index|wagtailforms:index"
    r"|wagtailsnippets_\w+:(list|add|edit|copy|history|workflow_history)"
    r"|wagtailsettings:edit"
    r"|wagtail_bulk_action"
    r"|wagtail_localize:(submit_page_translation|submit_snippet_translation|update_translations)"
    r"|clairdroit_kb_pages_update_translations"
    r"|[\w-]+_modeladmin_(create|edit)"
)
# Draftail, the rich text editor, writes rules of its own; an empty register of modeladmin has a margin in an attribute.
# A mail that is looked at before it leaves has its colours in its elements, as mail programs want them; it stands in a
# frame in which nothing runs.
STYLED_SCREENS = re.compile(
    r"wagtailadmin_pages:(add|edit)|wagtailsnippets_\w+:(add|edit|copy)|wagtailsettings:edit"
    r"|wagtail_localize:update_translations|clairdroit_kb_pages_update_translations|[\w-]+_modeladmin_index"
    r"|clairdroit_questions_preview_mail"
)
# Beside the addresses that are keys: what names a question, shows what is not published, or answers a partner's key.
PRIVATE_ADDRESSES = re.compile(
    r"/([a-z]{2}/)?(poser-ma-question/merci/[^/]+|saisir-une-question/)|/admin/.*/preview/|/api/partenaire/"
)


def is_kept_by_nobody(path: str) -> bool:
    return bool(PRIVATE_ADDRESSES.match(path)) or is_key_address(path)


class ContentPolicyMiddleware(CSPMiddleware):
    """One policy for every answer; only screens that cannot do without get inline scripts or styles, each by itself."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request=request, response=response, report_only=report_only)
        screen = request.resolver_match.view_name if request.resolver_match else ""
        inline = {
            directive: ["'unsafe-inline'"]
            for directive, screens in (("script-src", SCRIPTED_SCREENS), ("style-src", STYLED_SCREENS))
            if screens.fullmatch(screen or "")
        }
        if inline:
            parts.update = {**(parts.update or {}), **inline}
        return parts


class KeyAddressMiddleware:
    """Around all others: a key's address is kept nowhere and found by nobody, whatever it answers.

    Not "no-referrer": browsers would then send `Origin: null` with the page's own forms, which are refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_kept_by_nobody(request.path_info):
            add_never_cache_headers(response)
            response["X-Robots-Tag"] = "noindex, nofollow"
            response["Referrer-Policy"] = "same-origin"
        return response
