import io
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
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def processes(**commands):
    return Processes(commands, environment=os.environ, folder=os.getcwd())


def send_once(happened, number):
    """The signal reaches this very process, as from a terminal, as soon as `happened` says so."""

    def send():
        while not happened():
            time.sleep(0.05)
        os.kill(os.getpid(), number)

    threading.Thread(target=send, daemon=True).start()


def hear(monkeypatch):
    """Gives what the processes wrote so far, to be read while they run."""
    heard = io.StringIO()
    monkeypatch.setattr("sys.stdout", heard)
    return heard.getvalue


def everyone_ended(site):
    return all(process.poll() is not None for process in site.running.values())


def test_when_one_process_ends_the_others_are_stopped_and_the_failure_is_told(capsys):
    site = processes(web=SLEEP, worker=[sys.executable, "-c", "raise SystemExit(3)"])
    assert site.run() == 3
    assert everyone_ended(site)
    assert "worker ended by itself (exit code 3)" in capsys.readouterr().out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_or_a_closed_terminal_ends_all_and_is_no_failure(number, monkeypatch):
    heard = hear(monkeypatch)
    site = processes(web=SLEEP, worker=SLEEP)
    send_once(lambda: "web    | here" in heard() and "worker | here" in heard(), number)
    assert site.run() == 0
    assert everyone_ended(site)


def test_the_address_is_written_once_and_only_when_the_site_answers(monkeypatch):
    heard = hear(monkeypatch)
    site = processes(web=SLEEP)
    answers = iter([False, False, True])
    send_once(lambda: "The site is here" in heard(), signal.SIGINT)
    site.run(is_ready=lambda: next(answers), announcement="The site is here\n")
    assert heard().count("The site is here") == 1
    assert next(answers, "asked no more") == "asked no more"


def test_a_site_that_never_answers_is_not_announced(capsys):
    site = processes(web=[sys.executable, "-c", "raise SystemExit(3)"])
    site.run(is_ready=lambda: False, announcement="The site is here\n")
    assert "The site is here" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("ending", "told"),
    [("raise SystemExit(0)", 0), ("import os; os.kill(os.getpid(), 9)", -9)],
    ids=["without a failure", "killed"],
)
def test_a_process_that_ends_by_itself_is_a_failure_of_the_site_whatever_its_code(ending, told, capsys):
    site = processes(worker=[sys.executable, "-c", ending])
    assert site.run() == 1
    assert f"worker ended by itself (exit code {told})" in capsys.readouterr().out


def test_a_process_that_heeds_no_signal_is_killed_in_the_end(monkeypatch):
    heard = hear(monkeypatch)
    monkeypatch.setattr("config.processes.PATIENCE_SECONDS", 0.2)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True)"
    site = processes(web=[sys.executable, "-c", f"{deaf}; time.sleep(60)"])

    def stop_once_deaf():
        site.stopping = site.stopping or "deaf" in heard()
        return False

    assert site.run(is_ready=stop_once_deaf) == 0
    assert site.running["web"].returncode == -signal.SIGKILL


def test_bytes_that_are_not_text_and_a_last_line_without_end_are_relayed(capsys):
    written = r"import sys; sys.stdout.buffer.write(b'caf\xe9\nlast')"
    processes(web=[sys.executable, "-c", written], worker=SLEEP).run()
    lines = capsys.readouterr().out.splitlines()
    assert "web    | caf\ufffd" in lines
    assert "web    | last" in lines


def test_a_process_that_ends_after_a_while_is_started_again_and_the_others_go_on(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("config.processes.STEADY_SECONDS", 0)
    once = tmp_path / "once"
    ending = (
        f"import pathlib, time; p = pathlib.Path({str(once)!r}); f = p.exists(); p.touch(); print('up', flush=True)"
    )
    site = processes(web=SLEEP, worker=[sys.executable, "-c", f"{ending}; time.sleep(60 if f else 0)"])
    asked = []

    def stop_once_both_lives_were_told():
        asked.append(site.running["web"].pid)
        site.stopping = heard.getvalue().count("worker | up") == 2
        return False

    heard = io.StringIO()
    monkeypatch.setattr("sys.stdout", heard)
    assert site.run(is_ready=stop_once_both_lives_were_told) == 0
    assert "worker ended by itself (exit code 0): it is started again." in heard.getvalue()
    assert len(set(asked)) == 1
    assert everyone_ended(site)
