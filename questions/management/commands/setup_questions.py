from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clairdroit.questions.models import ProposedAnswer
from clairdroit.questions.standard_phrases import set_up_phrases
from clairdroit.roles.actions import RightsMissingError, compose_roles
from clairdroit.roles.moderation import workflow_of


class Command(BaseCommand):
    help = (
        "Makes or completes the groups, their rights and the workflow that answers to questions go through "
        "(setup_roles), and writes the first standard phrases."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            compose_roles()
        except RightsMissingError as missing:
            raise CommandError(str(missing)) from missing
        written = set_up_phrases()
        self.stdout.write(f"Answers go through the workflow “{workflow_of(ProposedAnswer).name}”.")
        if written:
            self.stdout.write(f"{written} standard phrases were written for partners’ answers.")
