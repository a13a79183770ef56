from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Site

from clairdroit.kb_pages.actions import build_tree
from clairdroit.roles.actions import RightsMissingError, compose_roles


class Command(BaseCommand):
    help = (
        "Creates what a new site needs: home page, eight headings, news and events, groups and their rights, "
        "moderation. Safe to run again: it adds what is missing and changes nothing else."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--base-url", default="", help="The site's address: https://droits.ville.fr")
        parser.add_argument("--site-name", default="", help="The site's name, as Wagtail shows it.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be made, make nothing.")

    @staticmethod
    def address_in_settings() -> str:
        """CLAIRDROIT_BASE_URL, which a new site takes; one whose address was chosen keeps it."""
        chosen = Site.objects.filter(is_default_site=True).exclude(hostname="localhost").exists()
        return "" if chosen else settings.WAGTAILADMIN_BASE_URL

    def handle(self, *args: Any, **options: Any) -> None:
        base_url = options["base_url"] or self.address_in_settings()
        if base_url and (urlsplit(base_url).scheme not in ("http", "https") or not urlsplit(base_url).hostname):
            raise CommandError("--base-url expects an address such as https://droits.ville.fr")
        try:
            # A dry run does it all and takes it back: it says what would happen, not what was planned.
            with transaction.atomic():
                tree = build_tree(base_url=base_url, site_name=options["site_name"])
                roles = compose_roles()
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except RightsMissingError as missing:
            raise CommandError(str(missing)) from missing
        if options["verbosity"] > 1:
            for name in [*tree.made, *roles.made]:
                self.stdout.write(f"  + {name}")
        done = "Would make" if options["dry_run"] else "Made"
        self.stdout.write(
            f"{done} {len(tree.made)} pages and {len(roles.made)} groups; "
            f"moderation: {roles.workflow.name}; site: {tree.site.root_url}"
        )
