from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clairdroit.questions.encryption import make_key


class Command(BaseCommand):
    help = "Writes a new key for CLAIRDROIT_QUESTION_KEYS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new-key", action="store_true", help="write a new key and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["new_key"]:
            raise CommandError("Say --new-key.")
        self.stdout.write(make_key())
