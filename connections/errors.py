"""What the actions of this app may refuse, each with a sentence that a view can show as it is."""

import datetime

from django.utils.translation import gettext as _

from clairdroit.taxonomy.day_words import day_in_words


class ConnectionsError(Exception):
    """Base of all; `str()` of it is for the person who tried."""


class NobodyToTellError(ConnectionsError):
    def __init__(self) -> None:
        super().__init__(_("This partner has no team box, and could not be told. Give it one in its record first."))


class NewBoxError(ConnectionsError):
    """The team box is another one since less than `AFTER_NEW_BOX`; `until` is when keys are made again."""

    def __init__(self, until: datetime.datetime) -> None:
        self.until = until
        super().__init__(
            _("The team box is a new one. To be sure that the change was meant, no key is made before %(moment)s.")
            % {"moment": day_in_words(until, "j F Y, H:i")}
        )


class KeyLinkError(ConnectionsError):
    def __init__(self) -> None:
        super().__init__(_("This link no longer makes a key: it works once, and for an hour. Ask for a new one."))


class OnItsWayError(ConnectionsError):
    def __init__(self) -> None:
        super().__init__(_("This message is on its way already."))
