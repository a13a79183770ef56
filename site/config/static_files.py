"""Styles and scripts as production serves them: hashed names that a browser keeps for good, compressed once."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from config import conf


def collect_static_files() -> None:
    """Collects them anew when one has changed since the last time; compressing all takes some 10 seconds."""
    root = settings.STATIC_ROOT
    if root is None:  # in development nothing is collected
        return
    stamp = Path(conf.var_dir()) / "static-files.sha256"
    wanted = fingerprint()
    if stamp.is_file() and stamp.read_text() == wanted and root.is_dir():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)


def fingerprint() -> str:
    """Of each file's name, size and time of change: reading 15 MB at every start would be slower and say no more."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name)).stat()
            digest.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
