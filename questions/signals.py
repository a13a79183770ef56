"""What this app tells, of itself and others."""

from django.dispatch import Signal

# Sent with `answer`, `revision` and `user` inside the transaction in which an answer is published, which holds its
# question's row: whoever raises then undoes the publication.
answer_published = Signal()
