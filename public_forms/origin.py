"""Where a request comes from: what stands for Django's CSRF check, which needs a cookie."""

import functools
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]


def comes_from_here(request: HttpRequest) -> bool:
    """Whether a page of this very site made the browser send the request.

    `Sec-Fetch-Site` cannot be forged by another site's page; browsers older than it send `Origin`, or at
    least `Referer`. A request with none of them comes from a program or from a very old browser: the
    token and the rate limit remain.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if not source:
        return True
    try:
        parts = urlsplit(source)
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}" == f"{request.scheme}://{request.get_host()}"


def public_form(view: View) -> View:
    """For a view that a visitor without a session posts to. It replaces Django's cookie-bound CSRF protection."""

    @functools.wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not comes_from_here(request):
            logger.warning("Form posted from another site refused")
            return render(request, "public_forms/foreign_form.html", status=403)
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            add_never_cache_headers(response)
        return response

    return csrf_exempt(checked)
