import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError

from clairdroit.mail import conf, receiving
from clairdroit.mail.mailbox import fetching, notice
from clairdroit.mail.mailbox.errors import MailboxError
from clairdroit.mail.mailbox_address import BadAddressError


class Command(BaseCommand):
    help = (
        "Takes the e-mails that wait in the mailbox of CLAIRDROIT_IMAP_URL. Each is stored first and put away in the "
        "mailbox only then; several at once do no harm. The worker runs it every two minutes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=200, help="take at most this many")

    def handle(self, *args: Any, **options: Any) -> None:
        if not conf.imap_url():
            raise CommandError("CLAIRDROIT_IMAP_URL is not set: there is no mailbox to look into.")
        try:
            fetched = fetching.fetch_all(limit=options["limit"])
        except BadAddressError as error:
            raise CommandError(f"CLAIRDROIT_IMAP_URL: {error}") from error
        except MailboxError as error:
            said = notice.note_failure(error).sentence
            raise CommandError(
                f"{said} The messages stay there; the next turn tries again.", returncode=os.EX_TEMPFAIL
            ) from error
        except receiving.NoReceiverError as error:
            raise CommandError(f"{error} The messages stay in the mailbox.") from error
        except (DatabaseError, InterfaceError) as error:
            raise CommandError("The database did not take the message: it stays in the mailbox.") from error
        notice.note_success()
        if fetched.stored or fetched.known or fetched.forgotten or options["verbosity"] > 1:
            self.stdout.write(
                f"{fetched.stored} stored, {fetched.known} were here already, "
                f"{fetched.forgotten} old ones deleted from the mailbox."
            )
