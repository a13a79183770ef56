"""What is answered to partners' programs before the interface itself is asked: in its form (RFC 9457)."""

from django.http import HttpRequest, JsonResponse

MEDIA_TYPE = "application/problem+json"


def is_for_programs(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def problem(status: int, code: str, detail: str) -> JsonResponse:
    content = {"type": "about:blank", "title": detail, "status": status, "detail": detail, "code": code}
    as_written = {"ensure_ascii": False}
    return JsonResponse(content, status=status, content_type=MEDIA_TYPE, json_dumps_params=as_written)
