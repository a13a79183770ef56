"""How pressing a thing is, and in which order: the same in the partners' space, the queue and the interface."""

import datetime

# Nobody was promised a day for a text or a report: it counts as expected so long after it came, and is never "late".
UNPROMISED = datetime.timedelta(days=7)

Rank = tuple[bool, datetime.datetime]


def is_late(due: datetime.datetime | None, now: datetime.datetime) -> bool:
    """`due` is the first instant that is late: the midnight after the last day (`Question.due_at`)."""
    return due is not None and due <= now


def rank(due: datetime.datetime | None, since: datetime.datetime, now: datetime.datetime) -> Rank:
    """Smaller comes first: late things, the latest before; then by the day on which each is expected."""
    return not is_late(due, now), due or since + UNPROMISED
