"""Uploaded files, sent by Django alone: private collections stay private, and nothing that was uploaded can act.

Below MEDIA_ROOT lie documents and attachments of mails too. Only what a list here names is sent, never a path as such.
"""

from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers, get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve
from wagtail.images import get_image_model
from wagtail.users.models import UserProfile

# Pictures made of points: nothing in them runs. SVG is a program as much as a picture.
RASTER = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}
# Whatever a browser makes of it, it may load nothing, run nothing, and is of no origin.
INERT = "default-src 'none'; sandbox"
# By the reader's own browser, which has been given it already.
OWN_SECONDS = 3600


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Renditions for everybody whom their collection is open to; originals and portraits for the admin's people."""
    folder = PurePosixPath(path).parts[0] if path else ""
    if folder == "images":
        return _rendition(request, path)
    if folder in ("original_images", "avatar_images") and request.user.has_perm("wagtailadmin.access_admin"):
        holder: Any = get_image_model() if folder == "original_images" else UserProfile
        field = "file" if folder == "original_images" else "avatar"
        found = holder.objects.filter(**{field: path}).first()
        if found is not None:
            return _send(request, getattr(found, field), is_public=False)
    raise Http404


@require_safe
def document(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponseBase:
    """Wagtail's view, which asks the collection; what it sends is kept from acting and from shared caches."""
    response = serve(request, document_id, document_filename)
    is_sent = response.has_header("Content-Disposition")
    if is_sent:
        response["Content-Security-Policy"] = INERT
    collection = get_document_model().objects.select_related("collection").get(pk=document_id).collection
    is_open = not collection.get_view_restrictions().exists()
    # Neither is a form for a password, or the way to sign in: once the collection is open again, it leads nobody there.
    _say_who_may_keep(response, is_public=is_open and (is_sent or response.status_code == HTTPStatus.NOT_MODIFIED))
    return response


def _rendition(request: HttpRequest, path: str) -> HttpResponseBase:
    renditions = get_image_model().get_rendition_model().objects
    rendition = renditions.select_related("image__collection").filter(file=path).first()
    if rendition is None:
        raise Http404
    restrictions = list(rendition.image.collection.get_view_restrictions())
    if not all(restriction.accept_request(request) for restriction in restrictions):
        raise Http404
    return _send(request, rendition.file, is_public=not restrictions)


def _send(request: HttpRequest, file: FieldFile, *, is_public: bool) -> HttpResponseBase:
    name = file.name or ""
    content_type = RASTER.get(PurePosixPath(name).suffix.lower().removeprefix("."))
    try:
        modified = int(default_storage.get_modified_time(name).timestamp())
        content = file.open("rb")
    except (OSError, NotImplementedError):
        raise Http404 from None
    response: Any = FileResponse(
        content,
        as_attachment=content_type is None,
        filename=PurePosixPath(name).name,
        content_type=content_type or "application/octet-stream",
    )
    response["Last-Modified"] = http_date(modified)
    response["Content-Security-Policy"] = INERT
    response["X-Content-Type-Options"] = "nosniff"
    _say_who_may_keep(response, is_public=is_public)
    kept: HttpResponseBase = get_conditional_response(request, last_modified=modified, response=response) or response
    return kept


def _say_who_may_keep(response: Any, *, is_public: bool) -> None:
    """A collection may be closed at any moment, and nothing tells the caches of others: they may keep what is public,
    and ask here before each use of it (RFC 9111, 5.2.2.10), which costs them an answer without content."""
    if is_public:
        patch_cache_control(response, public=True, max_age=OWN_SECONDS, s_maxage=0)
    else:
        add_never_cache_headers(response)
