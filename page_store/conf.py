"""Settings of this app: docs/settings.md lists them."""

from clairdroit.app_settings import whole_number

# Of memory, in each process of the web server; 0: no page is kept.
megabytes = whole_number("CLAIRDROIT_PAGE_STORE_MEGABYTES", 0, most=16_384)
