"""The tests in which dates matter, under other clocks: `make clocks`, of which docs/testing.md says more.

    python -m tests.clocks                                            # the files below, under each of CLOCKS
    python -m tests.clocks --at "2027-07-14 10:00+02:00" tests/search # some tests at some moment

libfaketime moves the wall clock of a whole process, so that nothing escapes that reads it past Python. This module is
also a plugin of the pytest that it starts.
"""

import argparse
import concurrent.futures
import contextlib
import datetime
import glob
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
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

READS_THE_CLOCK = re.compile(
    r"timezone\.now|localdate|localtime|date\.today|datetime\.now|time\.time\(|timedelta|time_machine"
)
# In which dates matter though no line of the file names them.
ALSO = [
    "tests/demo/test_mails.py",
    "tests/questions/test_digest_choices.py",
    "tests/questions/test_in_turn.py",
    "tests/questions/test_whole_way.py",
]
OWN_PROCESSES = "starts processes of its own, whose sleep libfaketime breaks (see `pytest_configure`)"
LEFT_OUT = {
    "tests/browser/test_search_access.py": "a browser does not start under libfaketime",
    "tests/questions/test_migrations.py": "migrates databases of its own, for minutes",
    "tests/search/test_outage.py": "needs Elasticsearch, which keeps the machine's clock",
    "tests/site/test_host_project.py": OWN_PROCESSES,
}


def dated_files():
    """Whatever reads the clock, so that a new file is in the run without being listed."""
    files = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests").rglob("test_*.py"))]
    return [
        name
        for name in files
        if name not in LEFT_OUT and (name in ALSO or READS_THE_CLOCK.search((ROOT / name).read_text()))
    ]


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


def run(name, moment, arguments, *, database, folder):
    own = folder / f"{abs(hash(name))}.sqlite3"
    shutil.copy(database, own)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.clocks", "-p", "no:cacheprovider", "--reuse-db"]
    begun = time.monotonic()
    ended = subprocess.run(
        [*command, *arguments],
        cwd=ROOT,
        env=environment(moment) | {"CLOCKS_DATABASE": str(own)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    last = (ended.stdout.strip().splitlines() or [f"ended with {ended.returncode}, and said nothing"])[-1]
    print(f"{moment:%d/%m/%Y %H:%M:%S %z}  {name}: {last}, in all {time.monotonic() - begun:.0f} s", flush=True)
    if ended.returncode:
        print(ended.stdout)
    return ended.returncode


def migrated(folder):
    """One database, which each clock gets a copy of."""
    source, ready = folder / "migrated.sqlite3", folder / "ready.sqlite3"
    variables = os.environ | {"DATABASE_URL": f"sqlite:///{source}", "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=variables, check=True)
    with contextlib.closing(sqlite3.connect(source)) as link:
        link.execute("VACUUM INTO ?", [str(ready)])
    return ready


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at", type=datetime.datetime.fromisoformat, help="a moment with its offset, instead of all")
    parser.add_argument("--at-once", type=int, default=2, help="how many clocks at the same time")
    arguments, tests = parser.parse_known_args()
    if arguments.at is not None and arguments.at.tzinfo is None:
        parser.error('say the offset too: --at "2027-07-14 10:00+02:00"')
    if not os.path.exists(library()):
        sys.exit(MISSING)
    moments = {name: datetime.datetime.fromisoformat(moment) for name, moment in CLOCKS.items()}
    if arguments.at:
        moments = {"as asked": arguments.at}
    with (
        tempfile.TemporaryDirectory(prefix="clairdroit-clocks-") as name,
        concurrent.futures.ThreadPoolExecutor(arguments.at_once) as pool,
    ):
        folder = Path(name)
        options = {"database": migrated(folder), "folder": folder}
        named = [argument for argument in tests if not argument.startswith("-")]
        chosen = tests if named else [*dated_files(), *tests]
        runs = [pool.submit(run, *clock, chosen, **options) for clock in moments.items()]
        codes = [each.result() for each in runs]
    sys.exit(1 if any(codes) else 0)


# --- As a plugin -----------------------------------------------------------------------------------------


def pytest_configure(config):
    from django.conf import settings

    settings.DATABASES["default"]["TEST"]["NAME"] = os.environ["CLOCKS_DATABASE"]
    # From Python 3.11 on sleep() waits until a moment of the monotonic clock, and libfaketime 0.9.10 reckons that
    # moment against the wall clock: EINVAL. A wait with a limit takes another way.
    time.sleep = lambda seconds: threading.Event().wait(seconds)


def pytest_report_header(config):
    return f"by the clock of libfaketime it is {datetime.datetime.now().astimezone():%A %d %B %Y, %H:%M:%S %z}"


if __name__ == "__main__":
    main()
