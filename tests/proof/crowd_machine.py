"""The machine under the crowd: the site as start_site runs it, servers of its own, a small disk; what they use."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.ports import free_port
from tests.proof.faults import ROOT
from tests.proof.processes import web_answers

START_SECONDS = 300
DISK_MB = 700


class Missing(Exception):
    """What this machine does not have; its words say what is left out."""


def as_service():
    """PostgreSQL refuses to run as root."""
    return ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"] if os.getuid() == 0 else []


class PostgreSQL:
    """A server of its own, with the hundred connections that PostgreSQL allows unless told otherwise."""

    def __init__(self, folder):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        if not found:
            raise Missing("PostgreSQL is not installed (Debian: apt-get install postgresql)")
        self.programs, self.folder, self.port = found[-1], folder, free_port()
        folder.mkdir(exist_ok=True)
        for place in (folder, *folder.parents):
            if place.owner() == "root" and str(place).startswith("/tmp/"):
                place.chmod(0o755)
        if as_service():
            shutil.chown(folder, "nobody", "nogroup")
        data = ["-D", str(folder / "data"), "-U", "clairdroit", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        self._run("initdb", *data)
        self.start()
        self.url = f"postgres://clairdroit@127.0.0.1:{self.port}/postgres"

    def _run(self, program, *arguments, check=True):
        command = [*as_service(), str(self.programs / program), *arguments]
        return subprocess.run(
            command, cwd=self.folder, check=check, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ).returncode

    def start(self, *, check=True):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        log = str(self.folder / "server.log")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-s", "-l", log, "-o", options, "start", check=check)

    def stop(self):
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-s", "-m", "fast", "stop", check=False)

    def is_running(self):
        return self._run("pg_ctl", "-D", str(self.folder / "data"), "status", check=False) == 0


class Redis:
    def __init__(self, folder):
        if not shutil.which("redis-server"):
            raise Missing("Redis is not installed (Debian: apt-get install redis-server)")
        self.folder, self.port, self.process = folder, free_port(), None
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self.folder]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def stop(self):
        self.process.kill()
        self.process.wait()


class SmallDisk:
    """A file system in memory that can be filled; only an administrator may mount one."""

    def __init__(self, folder, *, megabytes=DISK_MB):
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "clairdroit-proof", str(folder)]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            raise Missing("nothing can be mounted here (it needs an administrator): no disk is filled") from None
        self.folder, self.ballast = folder, folder / "ballast"

    def fill(self):
        with contextlib.suppress(OSError), self.ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(1 << 16))
        # And again in small pieces, for what was kept free by the last large one.
        with contextlib.suppress(OSError), self.ballast.open("ab", buffering=0) as file:
            while True:
                file.write(bytes(1 << 12))

    def free(self):
        self.ballast.unlink(missing_ok=True)

    def close(self):
        subprocess.run(["umount", "--lazy", str(self.folder)], check=False, capture_output=True)


class Site:
    """`manage.py start_site` in a session of its own; its children are found by what they run."""

    CALLED = {"worker": "db_worker", "clock": "run_periodic_jobs", "web": "granian"}

    def __init__(self, port, log):
        self.port = port
        command = [sys.executable, "manage.py", "start_site", "--port", str(port)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + START_SECONDS
        while not web_answers(port):
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError("the site did not start: see the log")
            time.sleep(0.2)

    def pids(self, name):
        called = self.CALLED[name]
        return [pid for pid in children(self.process.pid) if called in command_line(pid)]

    def answerers(self):
        """Granian's own processes, which answer; their parent only watches them."""
        return [pid for web in self.pids("web") for pid in children(web)]

    def all_pids(self):
        direct = children(self.process.pid)
        return [self.process.pid, *direct, *(pid for one in direct for pid in children(one))]

    def close(self):
        """In good order, as by Ctrl-C; whether it did end by itself."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=60) == 0
        except subprocess.TimeoutExpired:
            for pid in self.all_pids():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            return False


def children(parent):
    try:
        text = " ".join(task.read_text() for task in Path(f"/proc/{parent}/task").glob("*/children"))
    except OSError:
        return []
    return [int(pid) for pid in text.split()]


def command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def megabytes(pid):
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) // 1024 if found else 0


class Gauge(threading.Thread):
    """Looks each second at connections to PostgreSQL and at the memory of the processes; keeps the most it saw."""

    def __init__(self, site, server):
        super().__init__(daemon=True)
        self.site, self.server, self.stopping = site, server, threading.Event()
        self.most = {"connections": 0, "MB of one process": 0, "MB of all": 0}

    def run(self):
        while not self.stopping.wait(1):
            sizes = [megabytes(pid) for pid in self.site.all_pids()]
            self.keep("MB of one process", max(sizes))
            self.keep("MB of all", sum(sizes))
            if self.server:
                self.keep("connections", self.connections())

    def keep(self, what, seen):
        self.most[what] = max(self.most[what], seen)

    def connections(self):
        """But this program's own."""
        import psycopg

        count = (
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND application_name <> 'proof'"
        )
        try:
            with psycopg.connect(self.server.url, application_name="proof", connect_timeout=2) as link:
                return link.execute(count).fetchone()[0]
        except psycopg.Error:
            return 0
