"""Who opens connections: an address that somebody types in the site goes through the webhooks' guard alone."""

import re

from tests.repository.files import ROOT, tracked

OPENING = re.compile(
    r"create_connection|urlopen|urlretrieve|HTTPS?Connection\(|\.connect\(\(|"
    r"\b(?:requests|httpx)\.(?:get|post|request|Client|Session)|\b(?:SMTP|FTP|IMAP4|IMAPClient|Elasticsearch)(?:_SSL)?\("
)
# Each goes where whoever installs the site says: a setting, or an argument on the command line.
BY_SETTING = {
    "comarquage/feed/sources.py",
    "mail/mailbox/connection.py",
    "search/mirror/server.py",
    "site/config/management/commands/start_site.py",
}
GUARDED = {"connections/webhooks/transport.py"}


def opening_modules() -> set[str]:
    files = (path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] != "tests")
    return {str(path.relative_to(ROOT)) for path in files if OPENING.search(path.read_text(encoding="utf-8"))}


def test_only_the_guarded_transport_goes_where_somebody_writes():
    assert opening_modules() == GUARDED | BY_SETTING


def test_wagtail_fetches_nothing_for_its_editors(settings):
    """Embeds would ask the address that an editor pastes."""
    assert settings.WAGTAILEMBEDS_FINDERS == []
    assert not getattr(settings, "WAGTAILLOCALIZE_MACHINE_TRANSLATOR", None)
