from typing import Any

from django.core.management.base import BaseCommand

from clairdroit.questions.moderation import set_up_moderation


class Command(BaseCommand):
    help = "Makes or completes the groups, permissions and the workflow that answers to questions go through."

    def handle(self, *args: Any, **options: Any) -> None:
        workflow = set_up_moderation()
        self.stdout.write(f"Answers go through the workflow “{workflow.name}”.")
