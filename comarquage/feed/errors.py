"""What can go wrong with a feed as a whole. Each message is the one sentence that its reader sees."""


class FeedError(Exception):
    """The feed cannot be imported; nothing was changed."""


class FeedUnreachable(FeedError):
    """The address does not answer, or the file is not there."""


class FeedDamaged(FeedError):
    """A truncated or damaged archive, or one that is not the feed at all."""


class FeedVersionUnsupported(FeedError):
    """The schema version is one that this renderer was never tried with."""


class NoSpaceForFeed(FeedError):
    """The disk that holds the download or the database is too full."""


class FeedOvertaken(FeedError):
    """Another import wrote while this one was reading: what it would write is the difference to a set that is gone."""


class DatabaseBusy(FeedError):
    """Something else has been writing for longer than the database lets others wait."""


class FeedShrunk(FeedError):
    """Far fewer publications than are online: more likely a bad feed than a true withdrawal."""


class PublicationRejected(Exception):
    """One file of the feed is malformed; the rest goes on."""
