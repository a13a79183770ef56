"""To be included outside i18n_patterns: a program's address has no language."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.types import DictStrAny

from clairdroit.connections.api import problem_types, problems
from clairdroit.connections.api.auth import KeyBearer, KeyThrottle
from clairdroit.connections.api.endpoints import router
from clairdroit.public_forms.private import private

app_name = "clairdroit_partner_api"


class ObjectParser(Parser):
    """A JSON object and nothing else: the framework reads of a list what a list has not, and takes the defaults."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        body = super().parse_body(request)
        if not isinstance(body, dict):
            raise ValueError("not a JSON object")
        return body


class PartnerAPI(NinjaAPI):
    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Problems go out under a media type of their own, which the framework cannot be told of."""
        schema = super().get_openapi_schema(**kwargs)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        response["content"] = {problem_types.MEDIA_TYPE: response["content"].pop("application/json")}
        schema["components"]["responses"] = problem_types.described()
        return schema


api = PartnerAPI(
    title="Clairdroit, partners’ interface",
    version="1",
    description="A partner’s own software fetches the questions that the partner was asked, and hands in its answers.",
    # The page that shows it would load scripts from elsewhere.
    docs_url=None,
    urls_namespace=app_name,
    auth=KeyBearer(),
    throttle=KeyThrottle(),
    parser=ObjectParser(),
)
api.add_router("", router)
problems.answer_problems(api)


def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Kept by no cache; a method that is not known is a problem like any other."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        return problems.not_allowed(response["Allow"]) if response.status_code == 405 else response

    return csrf_exempt(private(answered))


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    return problems.not_found(request)


urlpatterns: list[URLPattern | URLResolver] = [*api.urls[0], re_path(r"", nowhere)]
for pattern in urlpatterns[:-1]:
    if isinstance(pattern, URLPattern):
        # The framework's own two pages answer every method alike.
        view = require_safe(pattern.callback) if pattern.name in ("api-root", "openapi-json") else pattern.callback
        pattern.callback = guarded(view)
