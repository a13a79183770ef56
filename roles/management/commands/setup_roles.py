from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clairdroit.roles.actions import RightsMissingError, compose_roles


class Command(BaseCommand):
    help = (
        "Makes or completes the groups, their rights and the moderation, as the installed apps declare them. "
        "setup_site and setup_questions do the same; run it alone after an app was added. Safe to run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            composed = compose_roles()
        except RightsMissingError as missing:
            raise CommandError(str(missing)) from missing
        self.stdout.write(f"Made {len(composed.made)} groups; moderation: {composed.workflow.name}")
