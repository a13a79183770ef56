"""Settings of this app: docs/settings.md lists them."""

from clairdroit.app_settings import names, text

feed_url = text(
    "CLAIRDROIT_COMARQUAGE_URL",
    "https://lecomarquage.service-public.gouv.fr/vdd/3.5/part/zip/vosdroits-latest.zip",
    expected="the address of service-public’s feed",
    pattern=r"\S+",
)
# Schema versions that may be imported. Elements that a newer one adds are counted and shown as text.
_versions = names(
    "CLAIRDROIT_COMARQUAGE_VERSIONS", ("3.0", "3.3", "3.4", "3.5"), expected="a list of versions: ['3.4', '3.5']"
)


def supported_versions() -> tuple[str, ...]:
    return tuple(_versions())
