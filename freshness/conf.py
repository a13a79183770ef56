"""Settings of this app: docs/settings.md lists them."""

from clairdroit.app_settings import text

# What readers see after “verified by”: "le CCAS". Empty: the full name of whoever confirms.
verifier_label = text("CLAIRDROIT_VERIFIER_LABEL")
