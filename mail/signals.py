"""What becomes of a mail is told here: the outbox knows nothing of what its mails are about.

Each signal is sent within the transaction that writes the end down. A listener that fails undoes both, and the attempt
is then one without an end: uncertain, as after a crash.
"""

from django.dispatch import Signal

# With `mail_id`, before the row of a mail is held to write an end, or a new beginning, on it. Whoever then writes on
# rows of its own holds those now: everybody holds rows in one order (docs/architecture.md).
about_to_hold = Signal()
# With `mail` (OutboxMail) and `outcome` (DeliveryOutcome): DELIVERED; PERMANENT, refused or given up; UNCERTAIN, after
# which no machine repeats it; TEMPORARY, to be tried again.
mail_tried = Signal()
# With `mail` and `user`, whoever has had a failed mail sent again, in the transaction that queues it.
mail_retried = Signal()
