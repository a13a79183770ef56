"""What a passkey is bound to: the address that the site is reached at. The ceremonies are django-otp-webauthn's."""

from django.http import HttpRequest
from django_otp_webauthn.helpers import WebAuthnHelper

from clairdroit.sign_in.emails import site_name


def site_domain(request: HttpRequest) -> str:
    """Without its port (WebAuthn level 3, "RP ID"). ALLOWED_HOSTS has been checked by then."""
    return request.get_host().partition(":")[0]


def shown_name(request: HttpRequest) -> str:
    return site_name()


class PasskeyHelper(WebAuthnHelper):
    def get_allowed_origins(self) -> list[str]:
        return [f"{self.request.scheme}://{self.request.get_host()}"]
