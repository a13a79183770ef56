"""What an action may refuse, each with a sentence that a view can show as it is."""

from django.utils.translation import gettext as _


class NotFailedError(Exception):
    """Only a mail that failed can be queued again: this one waits, is on its way, was sent or is gone."""

    def __init__(self) -> None:
        super().__init__(_("This e-mail is not stopped: there is nothing to try again."))
