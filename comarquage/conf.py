"""Settings of this app and their defaults; docs/settings.md lists them."""

from django.conf import settings


def feed_url() -> str:
    return getattr(
        settings,
        "CLAIRDROIT_COMARQUAGE_URL",
        "https://lecomarquage.service-public.gouv.fr/vdd/3.5/part/zip/vosdroits-latest.zip",
    )


def supported_versions() -> tuple[str, ...]:
    """Schema versions that may be imported. Elements that a newer one adds are counted and shown as text."""
    return tuple(getattr(settings, "CLAIRDROIT_COMARQUAGE_VERSIONS", ("3.0", "3.3", "3.4", "3.5")))
