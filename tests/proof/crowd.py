"""Hundreds of visitors at once, then a burst, then again while parts of the machine fail; counts what they met.

    PYTHONPATH=site python -m tests.proof.crowd --database sqlite
    PYTHONPATH=site python -m tests.proof.crowd --database postgresql --visitors 250 --seconds 120 --burst 500

It starts `manage.py start_site` and, for PostgreSQL and Redis, servers of its own. ELASTICSEARCH_URL names a server
that it may use; what is missing is left out with a sentence. Exit code 1 when a promise was broken. docs/proof.md has
figures.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from tests.ports import free_port
from tests.proof import faults
from tests.proof.crowd_machine import Gauge, Missing, PostgreSQL, Redis, Site, SmallDisk
from tests.proof.crowd_visitors import People, Web, public_pages

ANSWERERS = 3
NORMAL_AGAIN_SECONDS = 30
CSRF = "c" * 32


class Disturbance:
    """`begin` and `end` are called past the visitors. `allowed`: what nobody can spare them meanwhile."""

    allowed: set = set()
    lasts = 10

    def __init__(self, machine):
        self.machine = machine
        self.told = {}

    def begin(self):
        pass

    def end(self):
        pass


class WorkerKilled(Disturbance):
    lasts = 0

    def begin(self):
        self.killed = self.machine.site.pids("worker")
        for pid in self.killed:
            os.kill(pid, signal.SIGKILL)

    def end(self):
        self.told["seconds until the next worker"] = seconds_until(
            lambda: set(self.machine.site.pids("worker")) - set(self.killed)
        )


class WebProcessKilled(Disturbance):
    # Those whom it was answering, and nobody after them: the other process takes the next.
    allowed = {"broken", "refused"}
    lasts = 0

    def begin(self):
        self.before = self.machine.site.answerers()
        os.kill(self.before[0], signal.SIGKILL)

    def end(self):
        self.told["seconds until the next process"] = seconds_until(
            lambda: (
                len(self.machine.site.answerers()) >= len(self.before)
                and self.before[0] not in self.machine.site.answerers()
            )
        )


class DatabaseRestarted(Disturbance):
    """Away for longer than a request waits for a connection."""

    allowed = {503}
    lasts = 20

    def begin(self):
        if not self.machine.server:
            raise Missing("SQLite is a file: there is no server to restart")
        self.machine.server.stop()

    def end(self):
        self.machine.server.start()


class RedisStopped(Disturbance):
    def begin(self):
        if not self.machine.redis:
            raise Missing("Redis is not installed (Debian: apt-get install redis-server)")
        self.machine.redis.stop()

    def end(self):
        self.machine.redis.start()


class ElasticsearchStopped(Disturbance):
    """Its connections are cut, as by a server that went away: it may belong to others."""

    def begin(self):
        if not self.machine.elasticsearch:
            raise Missing("no Elasticsearch is named by ELASTICSEARCH_URL")
        self.machine.elasticsearch.mode = "down"

    def end(self):
        self.machine.elasticsearch.mode = "open"


class DiskFull(Disturbance):
    allowed = {503}
    lasts = 60

    def begin(self):
        if not self.machine.disk:
            raise Missing("nothing can be mounted here (it needs an administrator): no disk is filled")
        self.machine.disk.fill()

    def end(self):
        self.machine.disk.free()
        # PostgreSQL ends where it cannot write its log; whoever supervises it (compose.yaml, systemd) starts it again.
        server = self.machine.server
        if server and not server.is_running():
            self.told["PostgreSQL ended and was started again"] = True
            server.start(check=False)


DISTURBANCES = {
    "worker": WorkerKilled,
    "web": WebProcessKilled,
    "database": DatabaseRestarted,
    "redis": RedisStopped,
    "elasticsearch": ElasticsearchStopped,
    "disk": DiskFull,
}


def seconds_until(is_so, most=120):
    begun = time.monotonic()
    while not is_so():
        if time.monotonic() - begun > most:
            return None
        time.sleep(0.1)
    return round(time.monotonic() - begun, 1)


class Machine:
    """All that runs, and what this machine lacks. `close` ends what was begun, in the other order."""

    def __init__(self, arguments, folder):
        self.folder, self.missing, self.ending = folder, [], contextlib.ExitStack()
        self.disk = self.attempt("disk" in arguments.disturb, lambda: SmallDisk(folder / "disk"))
        place = self.disk.folder if self.disk else folder
        # Closed by the site to every other user, of whom PostgreSQL's is one.
        self.var = place / "var"
        self.var.mkdir()
        self.server = self.redis = self.elasticsearch = self.site = None
        if self.disk:
            self.ending.callback(self.disk.close)
        if arguments.database == "postgresql":
            try:
                self.server = PostgreSQL(place / "postgresql")
            except Missing as error:
                self.ending.close()
                sys.exit(str(error))
            self.ending.callback(self.server.stop)
        self.redis = self.attempt("redis" in arguments.disturb, lambda: Redis(folder))
        if self.redis:
            self.ending.callback(self.redis.stop)
        if "elasticsearch" in arguments.disturb and (named := urlsplit(os.environ.get("ELASTICSEARCH_URL", ""))).port:
            from tests.proxy import Proxy

            self.elasticsearch = Proxy(named.hostname, named.port)
            self.ending.callback(self.elasticsearch.close)

    def attempt(self, wanted, make):
        try:
            return make() if wanted else None
        except Missing as error:
            self.missing.append(str(error))
            return None

    def services(self):
        return {
            "REDIS_URL": self.redis.url if self.redis else "",
            "ELASTICSEARCH_URL": f"http://127.0.0.1:{self.elasticsearch.port}" if self.elasticsearch else "",
            "CLAIRDROIT_ELASTICSEARCH_PREFIX": f"proof-{os.getpid()}",
        }


class Staff:
    """What an editor and a partner read in a page or a mail, read from the rows."""

    def __init__(self, session):
        self.csrf, self.look_up = CSRF, faults.LookUp()
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}"}

    def question(self, reference):
        from django.db import connection

        from clairdroit.questions import links
        from clairdroit.questions.models import Assignment

        try:
            pk, _uuid = self.look_up.question(reference)
            return pk, urlsplit(links.assignment_url(Assignment.objects.get(question_id=pk))).path
        finally:
            connection.close()

    def answer(self, pk):
        from django.db import connection

        try:
            return self.look_up.answer(pk)
        finally:
            connection.close()

    def version(self, answer):
        from django.db import connection

        try:
            return self.look_up.version(answer)
        finally:
            connection.close()


def furnish(arguments):
    """Pages to read: those that a new site has."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        # For Gauge, which does not count this program's connections.
        settings.DATABASES["default"]["OPTIONS"]["application_name"] = "proof"
    call_command("setup_site", stdout=open(os.devnull, "w"))  # noqa: SIM115
    call_command("rebuild_search", stdout=open(os.devnull, "w"))  # noqa: SIM115


async def conduct(arguments, machine, people, web):
    """Visitors come once and stay to the end; what happens around them has the phases' names."""
    visitors = [asyncio.create_task(people.visitor(number)) for number in range(arguments.visitors)]
    answerers = [asyncio.create_task(people.answerer()) for _ in range(ANSWERERS)]
    told = {}
    web.phase = "crowd"
    await asyncio.sleep(arguments.seconds)
    web.phase = "burst"
    await people.burst(arguments.burst)
    for name in arguments.disturb:
        disturbance = DISTURBANCES[name](machine)
        web.phase = "between"
        await asyncio.sleep(arguments.between)
        web.phase = name
        try:
            await asyncio.to_thread(disturbance.begin)
        except Missing as error:
            machine.missing.append(str(error))
            continue
        await asyncio.sleep(min(disturbance.lasts, arguments.lasting))
        await asyncio.to_thread(disturbance.end)
        told[name] = {"ended": time.monotonic(), "allowed": disturbance.allowed, "told": disturbance.told}
        await asyncio.sleep(arguments.settling)
    web.phase = "end"
    people.stopping.set()
    await asyncio.gather(*visitors)
    for _ in answerers:
        people.answerable.put_nowait(None)
    await asyncio.gather(*answerers)
    return told


def percentile(numbers, part):
    return round(statistics.quantiles(numbers, n=100)[part - 1], 2) if len(numbers) > 1 else None


def seconds_of(outcomes):
    taken = [each.seconds for each in outcomes]
    found = {f"p{part}": percentile(taken, part) for part in (50, 95, 99)}
    return {"requests": len(taken), **found, "most": round(max(taken, default=0), 2)}


def judge(web, told):
    """What each phase was like, and what should not have been."""
    phases, violations = {}, []
    for phase in dict.fromkeys(each.phase for each in web.outcomes):
        met = [each for each in web.outcomes if each.phase == phase]
        failures = [each for each in met if each.is_failure]
        phases[phase] = {**seconds_of(met), "statuses": dict(Counter(str(each.status) for each in met))}
        allowed = told.get(phase, {}).get("allowed", set())
        bad = Counter(f"{each.kind} {each.status}" for each in failures if each.status not in allowed)
        violations += [f"{phase}: {what} {times}×" for what, times in bad.items()]
        if phase in told:
            late = [each.begun - told[phase]["ended"] for each in failures]
            again = round(max([0, *late]), 1)
            phases[phase] |= {"seconds until normal again": again, **told[phase]["told"]}
            if again > NORMAL_AGAIN_SECONDS or None in told[phase]["told"].values():
                violations.append(f"{phase}: not normal again within {NORMAL_AGAIN_SECONDS} s")
    violations += [f"{each.phase}: {each.complaint}" for each in web.outcomes if each.complaint]
    return phases, violations


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--visitors", type=int, default=250)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--think", type=float, default=10, help="seconds between two deeds of a visitor, on average")
    parser.add_argument("--burst", type=int, default=500)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--disturb", nargs="*", choices=list(DISTURBANCES), default=list(DISTURBANCES))
    parser.add_argument("--lasting", type=float, default=60, help="a disturbance lasts so many seconds at most")
    parser.add_argument("--settling", type=float, default=40, help="seconds watched after each disturbance")
    parser.add_argument("--between", type=float, default=5)
    parser.add_argument("--json", help="also write the result there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clairdroit-crowd-") as folder:
        machine = Machine(arguments, Path(folder))
        with machine.ending:
            result = run(arguments, machine)
    text = json.dumps(result, ensure_ascii=False, indent=1)
    print(text)
    if arguments.json:
        Path(arguments.json).write_text(text)
    sys.exit(1 if result["violations"] else 0)


def run(arguments, machine):
    ports = {"web": free_port(), "smtp": free_port()}
    url = machine.server.url if machine.server else f"sqlite:///{machine.var}/proof.sqlite3"
    wanted = argparse.Namespace(database=url, migrated=False)
    faults.set_up(wanted, machine.var, ports, **machine.services(), CLAIRDROIT_DEMO="false", PROOF_EMAIL_TIMEOUT="20")
    from django.db import connection

    from tests.proof.fickle_smtp import Fickle, FickleServer

    furnish(arguments)
    commune, session, _key = faults.people()
    server = FickleServer(Fickle(arguments.seed), hostname="127.0.0.1", port=ports["smtp"])
    server.handler.calm = True
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    server.start()
    machine.ending.callback(server.stop)
    # Beside the small disk: what is said while it is full is wanted.
    log = machine.folder / "site.log"
    with log.open("w") as lines:
        site = machine.site = Site(ports["web"], lines)
        gauge = Gauge(site, machine.server)
        gauge.start()
        web = Web(ports["web"])

        async def everything():
            pages = await public_pages(web)
            people = People(
                web, seed=arguments.seed, commune=commune, pages=pages, staff=Staff(session), think=arguments.think
            )
            return people, await conduct(arguments, machine, people, web)

        begun = time.monotonic()
        try:
            people, told = asyncio.run(everything())
            took = round(time.monotonic() - begun)
        finally:
            gauge.stopping.set()
            ended_well = site.close()
    # It may be from before a restart of the server.
    connection.close()
    faults.settle(server)
    found = faults.count(people, server.handler.accepted)
    phases, violations = judge(web, told)
    said = [line.partition(" | ")[2] for line in log.read_text(errors="replace").splitlines()]
    violations += people.failures
    violations += [f"a log holds somebody's words: {line[:120]}" for line in said if faults.WORDS.search(line)]
    if not ended_well:
        violations.append("the site did not end by itself when told to")
    crowd = [each for each in web.outcomes if each.phase == "crowd"]
    return {
        "database": arguments.database,
        "visitors": arguments.visitors,
        "seconds": took,
        "left out": machine.missing,
        "seconds by kind, crowd": {
            kind: seconds_of([each for each in crowd if each.kind == kind])
            for kind in dict.fromkeys(each.kind for each in crowd)
        },
        "phases": phases,
        "asked and thanked": len(people.accepted),
        "answered": len(people.approved),
        "most": gauge.most,
        "errors in the logs": dict(Counter(filter(None, map(faults.complaint, said))).most_common(12)),
        **found,
        "violations": violations + found["violations"],
    }


if __name__ == "__main__":
    main()
