"""What an operator should know of the search server. Readers notice none of it."""

from clairdroit.search.mirror import server
from clairdroit.search.mirror.documents import alias_name
from clairdroit.search.models import MirrorChange, SearchDocument


def trouble() -> server.Trouble | None:
    """Asks the server, which takes `server.READING_SECONDS` when it does not answer."""
    try:
        held = server.reader().count(index=alias_name())["count"]
    except server.ERRORS as error:
        return server.trouble_of(error)
    if MirrorChange.objects.late().exists():
        return server.Trouble.WAITING
    if held != SearchDocument.objects.live().count() and not MirrorChange.objects.exists():
        return server.Trouble.BEHIND
    return None
