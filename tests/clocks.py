"""The tests in which dates matter, under other clocks: `make clocks`, of which docs/testing.md says more.

    python -m tests.clocks                                            # all dated files, under each of CLOCKS
    python -m tests.clocks --short                                    # of them those that name dates, three clocks: CI
    python -m tests.clocks --at "2027-07-14 10:00+02:00" tests/search # some tests at some moment

libfaketime moves the wall clock of a whole process, so that nothing escapes that reads it past Python. Under each
clock the tests come in another order, always the same one. This module is also a plugin of the pytest that it starts.
"""

import argparse
import concurrent.futures
import contextlib
import datetime
import glob
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.dated import ALSO, ROOT, dated_files, dated_names
from tests.ready_databases import copy_sqlite

LIBRARIES = [f"/usr/{folder}/faketime/libfaketimeMT.so.1" for folder in ("lib/*", "lib64", "lib", "local/lib")]
MISSING = (
    "libfaketime is missing: install it (Debian: apt-get install libfaketime), or name its libfaketimeMT.so.1 "
    "in LIBFAKETIME."
)

# By the clock of Paris; an offset says which of two equal hours is meant.
CLOCKS = {
    "29 February": "2028-02-29 12:00+01:00",
    "the 30th, and the month before 31 December": "2027-11-30 17:00+01:00",
    "31 December, before midnight in Paris": "2026-12-31 23:30+01:00",
    "1 January, a holiday, and still 31 December in UTC": "2027-01-01 00:30+01:00",
    "Easter Sunday, thirty seconds before the hour that is missing": "2027-03-28 01:59:30+01:00",
    "Sunday the 31st, thirty seconds before the hour that comes twice": "2027-10-31 02:59:30+02:00",
}

# Of the short form, which CI runs at each change: a day that other years lack, a day that is another one in UTC and in
# which a year begins, and an hour that comes twice on a Sunday, a 31st. The others differ from these by degree.
SHORT = (
    "29 February",
    "1 January, a holiday, and still 31 December in UTC",
    "Sunday the 31st, thirty seconds before the hour that comes twice",
)

# Seconds for the tests of one clock, far more than they take on a busy machine: a run that hangs is ended.
LIMIT, SHORT_LIMIT = 3600, 1500
# The process groups of the clocks under way.
RUNNING = set()
STOPPED = threading.Event()


def library():
    named = os.environ.get("LIBFAKETIME", "")
    return named or next((path for pattern in LIBRARIES for path in sorted(glob.glob(pattern))), "")


def environment(moment):
    """An offset and no date: libfaketime would read a date by TZ, which Django sets when it is up already."""
    seconds = round(moment.timestamp() - time.time())
    # The servers that others tests talk to have the machine's clock.
    servers = ("POSTGRES_URL", "REDIS_URL", "ELASTICSEARCH_URL", "DATABASE_URL", "CLAIRDROIT_REQUIRE_SERVICES")
    return {name: value for name, value in os.environ.items() if name not in servers} | {
        "LD_PRELOAD": library(),
        "FAKETIME": f"{seconds:+d}s",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        # Compiled modules are told apart by the time of their file.
        "NO_FAKE_STAT": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def run(name, moment, arguments, *, database, folder, limit, is_short=False, is_shown=False):
    own = folder / f"{abs(hash(name))}.sqlite3"
    shutil.copy(database, own)
    variables = environment(moment) | {"CLOCKS_DATABASE": str(own), "CLOCKS_SHORT": "1" if is_short else ""}
    begun = time.monotonic()
    # Into a file: whatever else holds a pipe open would be waited for.
    with own.with_suffix(".txt").open("w+") as output:
        code = ended_in_time(command_line(moment, arguments), variables, output=output, limit=limit)
        output.seek(0)
        said = output.read()
    last = (said.strip().splitlines() or [f"ended with {code}, and said nothing"])[-1]
    if code is None:
        last = f"not at its end after {limit} s (--limit): killed; below stands where each thread was"
    print(f"{moment:%d/%m/%Y %H:%M:%S %z}  {name}: {last}, in all {time.monotonic() - begun:.0f} s", flush=True)
    if code != 0 or is_shown:
        print(said, flush=True)
    return code


def command_line(moment, arguments):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.clocks", "-p", "no:cacheprovider", "--reuse-db"]
    return [*command, f"--shuffle={moment:%Y%m%d%H%M}", *arguments]


def ended_in_time(command, variables, *, output, limit):
    """The exit code, or None: then everything that the command had started is killed, after saying where it was."""
    with subprocess.Popen(
        command, cwd=ROOT, env=variables, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
    ) as process:
        RUNNING.add(process.pid)
        try:
            # Stopped between its start and this line: nobody else ends it.
            if STOPPED.is_set():
                return None
            return process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            # Upon which pytest's faulthandler writes the tracebacks.
            kill(process.pid, signal.SIGABRT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
            return None
        finally:
            kill(process.pid, signal.SIGKILL)
            RUNNING.discard(process.pid)


def kill(group, number):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, number)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    moment = {"type": datetime.datetime.fromisoformat, "action": "append", "metavar": "MOMENT"}
    parser.add_argument("--at", **moment, default=[], help="with its offset, instead of these; also several times")
    parser.add_argument("--at-once", type=int, default=2, help="how many clocks at the same time")
    parser.add_argument("--short", action="store_true", help="three clocks, tests that name dates or ask no database")
    parser.add_argument("--limit", type=int, help="seconds after which the tests of one clock are ended")
    arguments, tests = parser.parse_known_args()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    if any(moment.tzinfo is None for moment in arguments.at):
        parser.error('say the offset too: --at "2027-07-14 10:00+02:00"')
    if not os.path.exists(library()):
        sys.exit(MISSING)
    names = SHORT if arguments.short else CLOCKS
    moments = {name: datetime.datetime.fromisoformat(CLOCKS[name]) for name in names}
    if arguments.at:
        moments = {f"{moment:%A}, {moment.isoformat()}": moment for moment in arguments.at}
    with (
        tempfile.TemporaryDirectory(prefix="clairdroit-clocks-") as name,
        concurrent.futures.ThreadPoolExecutor(arguments.at_once) as pool,
    ):
        folder = Path(name)
        limit = arguments.limit or (SHORT_LIMIT if arguments.short else LIMIT)
        copy_sqlite(folder / "ready.sqlite3")
        options = {"database": folder / "ready.sqlite3", "folder": folder, "limit": limit, "is_short": arguments.short}
        options["is_shown"] = len(moments) == 1
        named = [argument for argument in tests if not argument.startswith("-")]
        chosen = tests if named else [*dated_files(is_short=arguments.short), *tests]
        runs = [pool.submit(run, *clock, chosen, **options) for clock in moments.items()]
        try:
            codes = [each.result() for each in runs]
        except BaseException:
            # Ctrl-C does not reach them: each has a session of its own.
            STOPPED.set()
            pool.shutdown(wait=False, cancel_futures=True)
            for pid in list(RUNNING):
                kill(pid, signal.SIGKILL)
            raise
    sys.exit(1 if codes.count(0) < len(codes) else 0)


# --- As a plugin -----------------------------------------------------------------------------------------


def pytest_configure(config):
    from django.conf import settings

    settings.DATABASES["default"]["TEST"]["NAME"] = os.environ["CLOCKS_DATABASE"]
    # From Python 3.11 on sleep() waits until a moment of the monotonic clock, and libfaketime 0.9.10 reckons that
    # moment against the wall clock: EINVAL. A wait with a limit takes another way.
    time.sleep = lambda seconds: threading.Event().wait(seconds)


def pytest_collection_modifyitems(config, items):
    if not os.environ["CLOCKS_SHORT"]:
        return
    with_database = {item.path for item in items if needs_database(item)}
    kept = {
        item: (is_dated(item) or item.path not in with_database) and "shared_data" not in item.fixturenames
        for item in items
    }
    config.hook.pytest_deselected(items=[item for item in items if not kept[item]])
    items[:] = [item for item in items if kept[item]]


def is_dated(item):
    return item.function.__name__ in dated_names(item.path) or str(item.path.relative_to(ROOT)) in ALSO


def needs_database(item):
    return bool(item.get_closest_marker("django_db")) or "db" in item.fixturenames


def pytest_report_header(config):
    return f"by the clock of libfaketime it is {datetime.datetime.now().astimezone():%A %d %B %Y, %H:%M:%S %z}"


if __name__ == "__main__":
    main()
