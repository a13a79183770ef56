from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from clairdroit.glossary import everyday_words


class Command(BaseCommand):
    help = "Adds the everyday words shipped with the product to the glossary, for the search; what is there stays."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        made, completed = everyday_words.load(everyday_words.read_groups())
        self.stdout.write(f"Everyday words: {made} entries added, {completed} completed.")
