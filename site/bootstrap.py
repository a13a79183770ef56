"""Prepares the virtual environment for `make`: `bootstrap.py run` for the site, `bootstrap.py dev` for its tests too.

It runs on the machine's own Python, which may be anything, so it uses nothing but old syntax and the
standard library, and turns each way to fail into one sentence.
"""

import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
REQUIREMENTS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
LOG = os.path.join(ROOT, "var", "install.log")


def stop(sentence):
    sys.stderr.write("clairdroit: " + sentence + "\n")
    raise SystemExit(1)


def check_machine():
    if sys.version_info < (3, 11):
        stop(
            "Python 3.11 or newer is needed, and %s is Python %d.%d. Install one (Debian 12: apt-get install python3), "
            "or name it: make PYTHON=/usr/bin/python3.12" % ((sys.executable,) + tuple(sys.version_info[:2]))
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop("Python's venv module is missing. Install it: apt-get install python3-venv")
    for folder in (ROOT, os.path.join(ROOT, "var")):
        try:
            # The site's data will lie in it: for this user alone.
            os.makedirs(folder, 0o700, exist_ok=True)
            probe = os.path.join(folder, ".writable")
            with open(probe, "w"):
                pass
            os.remove(probe)
        except OSError:
            stop(
                "no permission to write in %s. Give it to your user (chown -R $USER %s), or clone it elsewhere."
                % (folder, folder)
            )


def fingerprint(files):
    digest = hashlib.sha256(sys.version.encode())
    for name in files:
        with open(name, "rb") as content:
            digest.update(content.read())
    return digest.hexdigest()


def logged(command, sentence):
    with open(LOG, "ab") as log:
        if subprocess.call(command, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT) != 0:
            stop("%s The last lines of %s say why." % (sentence, os.path.relpath(LOG, os.getcwd())))


def is_usable():
    """Whether the virtual environment works: after an upgrade of the machine's Python, it does not."""
    test = "import pip, sys; sys.exit(sys.version_info[:2] != %r)" % (tuple(sys.version_info[:2]),)
    try:
        return subprocess.call([PYTHON, "-c", test], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def install(purpose):
    requirements = os.path.join(ROOT, "site", REQUIREMENTS[purpose])
    wanted = fingerprint([requirements, os.path.join(ROOT, "pyproject.toml")])
    stamp = os.path.join(VENV, "installed-" + purpose)
    # What the tests need holds what the site needs: a machine prepared for tests is prepared for running.
    stamps = [stamp] if purpose == "dev" else [stamp, os.path.join(VENV, "installed-dev-for-run")]
    run_wanted = fingerprint([os.path.join(ROOT, "site", REQUIREMENTS["run"]), os.path.join(ROOT, "pyproject.toml")])
    for candidate in stamps:
        if os.path.exists(candidate):
            with open(candidate) as known:
                if known.read() == wanted:
                    return
    if not is_usable():
        print("Creating the virtual environment in .venv …", flush=True)
        logged([sys.executable, "-m", "venv", "--clear", VENV], "The virtual environment could not be made.")
    print("Installing the locked packages (about a minute the first time) …", flush=True)
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    logged(pip + ["--no-deps", "--require-hashes", "-r", requirements], "The packages could not be installed.")
    logged(pip + ["--no-deps", "--editable", ROOT], "Clairdroit itself could not be installed.")
    # Nothing was resolved here, so that the locks decide alone: this says whether they name all that is needed.
    logged([PYTHON, "-m", "pip", "check"], "The locked packages do not fit together.")
    with open(stamp, "w") as written:
        written.write(wanted)
    if purpose == "dev":
        with open(os.path.join(VENV, "installed-dev-for-run"), "w") as written:
            written.write(run_wanted)


if __name__ == "__main__":
    check_machine()
    try:
        install(sys.argv[1])
    except KeyboardInterrupt:
        stop("stopped before the installation was complete. Run the same command again to go on.")
