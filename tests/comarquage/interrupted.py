"""Run by test_processes: an import that stops inside its transaction, all rows written, and waits to be killed."""

import sys
import time

import django

if __name__ == "__main__":
    django.setup()

    from django.core.management import call_command
    from django.db import connection

    from clairdroit.comarquage import actions
    from clairdroit.comarquage.models import OfficialSheet

    def wait_to_be_killed(reading):
        title = OfficialSheet.objects.get(pk="F1").title
        print(f"inside={connection.in_atomic_block} F1={title}", flush=True)
        time.sleep(600)

    actions.write_moves = wait_to_be_killed
    call_command("import_comarquage", sys.argv[1])
