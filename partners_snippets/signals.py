"""What this app tells others."""

from django.dispatch import Signal

# Sent once at the end of an import with `keys`, the partners it created or changed: rows written in bulk
# send no signal of their own.
partners_imported = Signal()
