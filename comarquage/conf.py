"""Settings of this app: docs/settings.md lists them."""

from clairdroit.app_settings import address, names

feed_url = address(
    "CLAIRDROIT_COMARQUAGE_URL",
    "https://lecomarquage.service-public.gouv.fr/vdd/3.5/part/zip/vosdroits-latest.zip",
    schemes=("http", "https"),
    expected="the address of service-public’s feed: https://…/vosdroits-latest.zip",
)
# Schema versions that may be imported. Elements that a newer one adds are counted and shown as text.
_versions = names(
    "CLAIRDROIT_COMARQUAGE_VERSIONS",
    ("3.0", "3.3", "3.4", "3.5"),
    of="versions",
    example=("3.4", "3.5"),
    pattern=r"\d+(\.\d+)*",
)


def supported_versions() -> tuple[str, ...]:
    return tuple(_versions())
