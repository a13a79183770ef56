"""Several people at the same instant, for the programs `races.py` of the apps' tests: real threads, real commits."""

import json
import logging
import sys
import threading

from django.db import connection, connections
from django.test.utils import setup_test_environment


def at_once(*jobs, refusals=()):
    """Each in its own thread with its own connection, let go together.

    Gives what each gave: the name of an error that is one of the `refusals`, “FAILED …” for any other.
    """
    gate = threading.Barrier(len(jobs))
    ended = [None] * len(jobs)

    def run(number, job):
        try:
            gate.wait()
            ended[number] = job()
        except refusals as refusal:
            ended[number] = type(refusal).__name__
        except Exception as failure:
            ended[number] = f"FAILED {type(failure).__name__}: {failure}"
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


def tell(races, *, rounds, before=None):
    """The programs' main part: runs the races named on the command line, or all, each so often, and prints one JSON
    object with what each left. `before`: what they all need in the database."""
    logging.disable(logging.CRITICAL)
    setup_test_environment()
    if before is not None:
        before()
    found = {name: [races[name]() for _each in range(rounds)] for name in sys.argv[1:] or races}
    json.dump({"database": connection.vendor, "races": found}, sys.stdout)
