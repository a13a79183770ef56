"""What this app tells others."""

from django.dispatch import Signal

# Sent once at the end of an import with `keys`, the partners it created or changed: rows written in bulk
# send no signal of their own.
partners_imported = Signal()
# Sent with `partner` and `reason` (LinkReason) when its links of before stop working, inside that transaction;
# `former_box` is the team box that it had until then (empty: none), None where that is still the same or its first one.
links_renewed = Signal()
# Sent with `partner`, `text` and `submission_key` (the same for a form sent twice) when a partner says of its record
# what the form does not hold. A receiver that keeps it for the team returns something true; where none does, the remark
# is mailed.
record_remarked = Signal()
# Around an update of many at once that touches what links depend on, inside its transaction: `before_update` is sent
# with `partners`, the queryset as it still finds them, and `fields`, the names of those that change; `after_update`
# with `partners`, the keys of the same rows.
before_update = Signal()
after_update = Signal()
