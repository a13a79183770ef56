"""Fixtures that every app's tests share."""

import functools
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.template import Template
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as examples

from clairdroit.registries import registered
from tests.order import LONGEST, asks_a_database, shuffle
from tests.ready_databases import copy_postgresql, copy_sqlite_for_this_process
from tests.servers import SERVICES, required

# A slow machine is no failure.
examples.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("any machine")

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"


def pytest_addoption(parser):
    parser.addoption("--shuffle", metavar="SEED", help="files, and tests in a file, in the order that this text gives")
    parser.addoption("--on-a-database", action="store_true", help="only what asks one: the rest is alike on each")


def pytest_configure(config):
    """Processes that share the work find nothing each, and the one that started them says no more than that."""
    absent = [each for each in config.args if not (config.invocation_params.dir / each.split("::")[0]).exists()]
    if absent and not hasattr(config, "workerinput"):
        raise pytest.UsageError(f"There is no {', no '.join(each.split('::')[0] for each in absent)} here.")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """Of all tests many wait for processes: a third computes meanwhile, on two cores too. To start it for a few would
    take longer than it spares."""
    return 3 if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 2


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Shuffles before pytest-django puts what empties the database last, orders after it."""
    if config.getoption("on_a_database"):
        left = [item for item in items if not asks_a_database(item)]
        items[:] = [item for item in items if asks_a_database(item)]
        config.hook.pytest_deselected(items=left)
    if config.getoption("shuffle") is not None:
        shuffle(items, config.getoption("shuffle"))
        return (yield)
    result = yield
    ranks = {ROOT / name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))
    return result


@functools.cache
def is_present(name):
    return SERVICES[name].present()


def pytest_runtest_setup(item):
    for name, service in SERVICES.items():
        if item.get_closest_marker(name) and not is_present(name):
            (pytest.fail if required(name) else pytest.skip)(service.how_to_start)


@pytest.fixture
def only_registered():
    """`only_registered(registry, thing, …)`: these alone, until the test ends."""
    with ExitStack() as stack:
        yield lambda registry, *things: stack.enter_context(registered(registry, *things))


@pytest.fixture(scope="session")
def django_db_setup(
    request,
    django_test_environment,
    django_db_modify_db_settings,
    django_db_blocker,
    django_db_keepdb,
    django_db_createdb,
):
    """Begins with a copy of a database that is ready: pytest-django's own would let all migrations run each time.

    `--create-db` does that; `--reuse-db` takes the database as it lies there and leaves it. Either way Django then
    looks for migrations that lack, and for permissions and content types.
    """
    verbosity = request.config.option.verbose
    keeps = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        if not keeps and not django_db_createdb:
            copy_of_ready_database()
        names = setup_databases(verbosity, interactive=False, keepdb=not django_db_createdb, serialized_aliases=[])
    yield
    if not keeps:
        with django_db_blocker.unblock():
            teardown_databases(names, verbosity)


def copy_of_ready_database():
    name = connection.creation._get_test_db_name()
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(copy_sqlite_for_this_process(Path(name)))
    elif connection.vendor == "postgresql":
        copy_postgresql(name)


@pytest.fixture(autouse=True)
def nothing_is_left_to_the_next_test():
    """A page in English leaves its language to this thread, rate limits and page trees stand in the process's cache."""
    yield
    translation.deactivate()
    timezone.deactivate()
    cache.clear()


@pytest.fixture
def no_contexts(monkeypatch):
    """For walks that read what a page says and not what it was made of: no copies for `response.context`."""
    monkeypatch.setattr(Template, "_render", lambda template, context: template.nodelist.render(context))


@pytest.fixture
def editor(client):
    """Decides on answers and handles questions; signed in."""
    from tests.questions.factories import UserFactory

    user = UserFactory(moderator=True)
    client.force_login(user)
    return user


@pytest.fixture
def one_hour(monkeypatch):
    """Rate limits count anew each hour by the clock: whoever counts is in the middle of one."""
    real = timezone.localtime
    middle = real().replace(minute=30)
    monkeypatch.setattr(timezone, "localtime", lambda *given: real(*given) if given else middle)


@pytest.fixture(scope="session")
def shared_data():
    """The real data that lies beside the repository; tests that need it are skipped without it."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real data is not here: put the shared/data folder beside the repository to run this test")
    return SHARED_DATA


@pytest.fixture
def moods(settings):
    """A mail server for the outbox, and what it does with each mail."""
    from tests.mail.mail_server import Moods, Server
    from tests.ports import free_port

    server = Server(Moods(), hostname="127.0.0.1", port=free_port())
    server.start()
    # Starting it knocks once at its own door.
    server.handler.connections = 0
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.CLAIRDROIT_MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    yield server.handler
    server.stop()
