"""What this app tells others."""

from django.dispatch import Signal

# Sent once at the end of an import with `keys`, the partners it created or changed: rows written in bulk
# send no signal of their own.
partners_imported = Signal()
# Sent with `partner` and `reason` (LinkReason) when its links of before stop working, inside that transaction;
# `former_box` is the team box that it had until then (empty: none), None where that is still the same or its first one.
links_renewed = Signal()
