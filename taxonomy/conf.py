"""Settings of this app: docs/settings.md lists them."""

from clairdroit.app_settings import text

# The département of the town that runs the site: "67". It has public holidays of its own, or "" for those of all.
departement = text(
    "CLAIRDROIT_DEPARTEMENT", expected="the number of a département: 67", pattern=r"\d{2,3}|2A|2B", parse=str.upper
)
