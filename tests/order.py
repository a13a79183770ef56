"""In which order the tests run, and which of them a second database has something to say to."""

import random

# What takes longest, by seconds of a processor or by waiting for processes, comes first and in turn: the processes of
# `make test` end together then, and one computes while another waits. pytest-django puts what needs no database last,
# and so most of what starts processes.
LONGEST = [
    "tests/access/test_matrix.py",
    "tests/proof/test_crowd.py",
    "tests/comarquage/test_official_feed.py",
    "tests/questions/test_races.py",
    "tests/proof/test_faults.py",
    "tests/site/test_host_project.py",
    "tests/site/test_start_site.py",
    "tests/site/test_settings.py",
    "tests/repository/test_clocks.py",
    "tests/site/test_restricted_pages.py",
    "tests/questions/test_desk_races.py",
    "tests/comarquage/test_processes.py",
    "tests/sign_in/test_races.py",
    "tests/site/test_nginx.py",
    "tests/site/test_serving.py",
]


def asks_a_database(item):
    """Whatever else passes or fails alike on each."""
    is_marked = item.get_closest_marker("django_db") is not None
    return is_marked or not {"db", "live_server"}.isdisjoint(item.fixturenames)


def shuffle(items, seed):
    chance, files = random.Random(seed), {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    items[:] = [
        item for tests in chance.sample(list(files.values()), len(files)) for item in chance.sample(tests, len(tests))
    ]
