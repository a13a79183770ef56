from typing import Any

from django.core.management.base import BaseCommand

from clairdroit.questions.moderation import set_up_moderation
from clairdroit.questions.standard_phrases import set_up_phrases


class Command(BaseCommand):
    help = (
        "Makes or completes the groups, permissions and the workflow that answers to questions go through, "
        "and the first standard phrases."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        workflow = set_up_moderation()
        written = set_up_phrases()
        self.stdout.write(f"Answers go through the workflow “{workflow.name}”.")
        if written:
            self.stdout.write(f"{written} standard phrases were written for partners’ answers.")
