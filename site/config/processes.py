"""Runs the site's processes in one terminal: their lines side by side; one that ends is started again.

One that ends soon after its start would do so again, and ends all: a setting is wrong, or a port is taken.
"""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from types import FrameType

PATIENCE_SECONDS = 10
STEADY_SECONDS = 20


class Processes:
    """Plain pipes and threads: what needs shared memory or semaphores does not start on every machine."""

    def __init__(self, commands: Mapping[str, list[str]], *, environment: Mapping[str, str], folder: str) -> None:
        self.commands = commands
        self.environment = dict(environment)
        self.folder = folder
        self.running: dict[str, subprocess.Popen[str]] = {}
        self.started: dict[str, float] = {}
        self.readers: list[threading.Thread] = []
        self.stopping = False
        self.width = max(map(len, commands))

    def run(self, *, is_ready: Callable[[], bool] | None = None, announcement: str = "") -> int:
        """Returns 0 after Ctrl-C or SIGTERM, else the exit code of the process that ended by itself (at least 1).

        `announcement` is written once, as soon as `is_ready` says so.
        """
        # SIGHUP: the terminal was closed, and takes this process alone with it.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        for name in self.commands:
            self._start(name)
        code = 0
        while not self.stopping:
            ended = {name: process.returncode for name, process in self.running.items() if process.poll() is not None}
            unsteady = [name for name in ended if time.monotonic() - self.started[name] < STEADY_SECONDS]
            if unsteady:
                code = ended[unsteady[0]]
                self._say("site", f"{unsteady[0]} ended by itself (exit code {code}): the others are stopped too.")
                code = code if code > 0 else 1
                break
            for name in ended:
                self._say("site", f"{name} ended by itself (exit code {ended[name]}): it is started again.")
                self._start(name)
            if is_ready is not None and is_ready():
                is_ready = None
                sys.stdout.write(announcement)
                sys.stdout.flush()
            time.sleep(0.2)
        self._say("site", "stopping…")
        self._end_all()
        for reader in self.readers:
            reader.join(timeout=2)
        self._say("site", "stopped.")
        return 0 if self.stopping else code

    def _start(self, name: str) -> None:
        # A session of its own: Ctrl-C reaches this process alone, which then ends the others in good order.
        process = subprocess.Popen(
            self.commands[name],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.running[name] = process
        self.started[name] = time.monotonic()
        reader = threading.Thread(target=self._relay, args=(name, process), daemon=True)
        reader.start()
        self.readers.append(reader)

    def _relay(self, name: str, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._say(name, line.rstrip())

    def _say(self, name: str, line: str) -> None:
        sys.stdout.write(f"{name.ljust(self.width)} | {line}\n")
        sys.stdout.flush()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _end_all(self) -> None:
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for process in self.running.values():
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
