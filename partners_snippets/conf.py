"""Settings of this app: docs/settings.md lists them."""

from clairdroit.app_settings import text

# Images behind the points of the directory's map; without them it asks nobody for anything.
map_tiles_url = text(
    "CLAIRDROIT_MAP_TILES_URL",
    expected="https://tiles.ville.example/{z}/{x}/{y}.png",
    pattern=r"https?://[^\s]*\{z\}[^\s]*",
)
map_tiles_attribution = text("CLAIRDROIT_MAP_TILES_ATTRIBUTION")
