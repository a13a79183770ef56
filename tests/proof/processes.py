"""The site's own processes, started as start_site starts them, killed at seeded instants and started again."""

import contextlib
import os
import random
import signal
import subprocess
import threading
import time
from http.client import HTTPConnection, HTTPException

READY_SECONDS = 300


class Mortal(threading.Thread):
    """One process that is killed (SIGKILL, with its children) after a while, again and again, until `spare()`."""

    def __init__(self, name, command, environment, *, seed, lives, is_ready, log):
        super().__init__(daemon=True, name=name)
        self.command, self.environment, self.is_ready, self.log = command, environment, is_ready, log
        self.chance, self.lives = random.Random(f"{seed}-{name}"), lives
        self.kills, self.spared, self.process = [], threading.Event(), None
        self.ready = threading.Event()

    def run(self):
        while True:
            self.start_process()
            if self.spared.wait(self.chance.uniform(*self.lives)):
                return
            self.kill()

    def start_process(self):
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
        )
        deadline = time.monotonic() + READY_SECONDS
        while not self.is_ready():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError(f"{self.name} did not start: see the log")
            time.sleep(0.1)
        self.began = time.monotonic()
        self.ready.set()

    def kill(self):
        self.ready.clear()
        self.kills.append(round(time.monotonic() - self.began, 2))
        self.end()

    def end(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def spare(self):
        """From now on it lives; returns once it is up."""
        self.spared.set()
        self.join()


def web_answers(port):
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
