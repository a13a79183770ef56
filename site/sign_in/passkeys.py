"""What a passkey is bound to: the address that the site is reached at."""

from django.http import HttpRequest

from clairdroit.sign_in.emails import site_name


def site_domain(request: HttpRequest) -> str:
    return request.get_host().partition(":")[0]


def shown_name(request: HttpRequest) -> str:
    return site_name()
