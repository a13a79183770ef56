"""What this app tells, of itself and others."""

from django.dispatch import Signal

# Sent with `answer`, `revision` and `user` inside the transaction in which an answer is published, which holds its
# question's row: whoever raises then undoes the publication.
answer_published = Signal()
# Sent with `event` for each step of a question's history but readings and exports of many, inside the transaction of
# the change that it tells of and before the question's row moves: what is written then comes and goes with that change.
step_logged = Signal()
