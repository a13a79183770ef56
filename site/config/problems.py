"""What is answered to partners' programs before the interface itself is asked: in its form (RFC 9457)."""

from django.http import HttpRequest

from clairdroit.connections.api.problem_types import problem

__all__ = ["is_for_programs", "problem"]


def is_for_programs(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
