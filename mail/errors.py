class NotFailedError(Exception):
    """Only a mail that failed can be queued again: this one waits, is on its way or was sent."""
