from typing import Any

from django.core.management.base import BaseCommand

from clairdroit.sign_in.actions import forget_old_sign_ins


class Command(BaseCommand):
    help = "Deletes the records of sessions that are older than a session may be. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Forgot {forget_old_sign_ins()} old sessions.")
