"""Settings of this app: docs/settings.md lists them."""

from clairdroit.app_settings import yes_or_no

# Demonstration content, its banner and its page of mails.
is_demo = yes_or_no("CLAIRDROIT_DEMO", False)
