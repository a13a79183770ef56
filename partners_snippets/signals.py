"""What this app tells others."""

from django.dispatch import Signal

# Sent once at the end of an import with `keys`, the partners it created or changed: rows written in bulk
# send no signal of their own.
partners_imported = Signal()
# Sent with `partner` and `reason` (LinkReason) when its links of before stop working, inside that transaction;
# `former_box` is the team box that it had until then (empty: none), None where that is still the same or its first one.
links_renewed = Signal()
# Sent with `partner` when its team box is to receive a link to its space, inside the transaction that decided so: the
# app that writes mails in the town's name queues it.
link_wanted = Signal()
# Sent with `partner`, `text` and `submission_key` (the same for a form sent twice) when a partner says of its record
# what the form does not hold.
record_remarked = Signal()
