"""The web server's one command line: `manage.py serve` runs it, for compose.yaml, the image and a supervisor.

start_site starts the same. A request waits for a free thread instead of failing; a thread waits for a free database
connection, of which there are as many (settings/base.py). PostgreSQL sees at most workers × threads of them, and one
each of the worker and the clock.
"""

import sys

# Granian lets a connection that sends nothing wait so long for its headers; a proxy sends them at once.
HEADER_MILLISECONDS = 10_000
# After SIGTERM what is being answered is answered; who takes longer is ended. Below the 10 seconds of Docker's own end.
STOP_SECONDS = 8
# Connections, not requests: a proxy keeps idle ones open, and each counts. More wait in the socket's own queue.
CONNECTIONS = 1024
BACKLOG = 2048
# The longest that granian allows: a thread that comes anew opens the database anew.
IDLE_THREAD_SECONDS = 600


def web_command(*, host: str, port: int, workers: int, threads: int) -> list[str]:
    options = {
        "interface": "wsgi",
        "http": "1",
        "host": host,
        "port": port,
        "workers": workers,
        # Without it granian allows hundreds.
        "blocking-threads": threads,
        "blocking-threads-idle-timeout": IDLE_THREAD_SECONDS,
        "backlog": BACKLOG,
        "backpressure": CONNECTIONS,
        "http1-header-read-timeout": HEADER_MILLISECONDS,
        "workers-kill-timeout": STOP_SECONDS,
        "log-level": "warning",
    }
    flags = ["--respawn-failed-workers", "--no-ws", "--no-access-log"]
    given = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [sys.executable, "-m", "granian", *given, *flags, "config.wsgi:application"]
