import os
import signal
import sys
import threading
import time

import pytest

from config.processes import Processes

SLEEP = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(60)"]


@pytest.fixture(autouse=True)
def keep_signal_handlers():
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def processes(**commands):
    return Processes(commands, environment=os.environ, folder=os.getcwd())


def everyone_ended(site):
    return all(process.poll() is not None for process in site.running.values())


def test_when_one_process_ends_the_others_are_stopped_and_the_failure_is_told(capsys):
    site = processes(web=SLEEP, worker=[sys.executable, "-c", "raise SystemExit(3)"])
    assert site.run() == 3
    assert everyone_ended(site)
    assert "worker ended by itself (exit code 3)" in capsys.readouterr().out


def test_ctrl_c_ends_all_and_is_no_failure(capsys):
    site = processes(web=SLEEP, worker=SLEEP)

    def interrupt():
        while len(site.running) < 2:
            time.sleep(0.05)
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    assert site.run() == 0
    assert everyone_ended(site)
    assert "web    | here" in capsys.readouterr().out
