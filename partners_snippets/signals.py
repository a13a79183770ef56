"""What this app tells others."""

from django.dispatch import Signal

# Sent once at the end of an import with `keys`, the partners it created or changed: rows written in bulk
# send no signal of their own.
partners_imported = Signal()
# Sent with `partner` and `reason` (LinkReason) when its links of before stop working, inside that transaction.
links_renewed = Signal()
