"""The keys that encrypt citizens' questions: from the environment, or from a file that only this user can read."""

import os
import tempfile
from pathlib import Path

from clairdroit.encryption.conf import encryption_keys
from clairdroit.encryption.key_format import make_key
from config.environment import given, refuse

FILE = "encryption-keys"
HEADER = """\
# The keys of the questions' texts and addresses: one a line, the first encrypts, all decrypt.
# Keep a copy in another place than the database's: without its key a text can never be read again.
"""


def given_encryption_keys(folder: Path) -> list[str]:
    """The variable's keys, else the file's; an empty list when there is neither."""
    path = folder / FILE
    from_variable = given(encryption_keys)
    if from_variable:
        return list(from_variable)
    if not path.exists():
        return []
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        refuse(str(path), "the file cannot be read. It expects one key a line, for this user to read.")
    keys = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if refusal := encryption_keys.refusal(keys):
        refuse(str(path), refusal)
    if not keys:
        # An emptied file is no first start: a new key would lock out all that is stored.
        refuse(str(path), "there is no key in it. Put the questions' keys back from your copy.")
    return keys


def made_encryption_keys(folder: Path) -> list[str]:
    """Makes the file at the first start. Of two processes that start at once, one makes it and both read it."""
    path = folder / FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp's files are for their owner alone (mode 600), before anything is in them.
        number, draft = tempfile.mkstemp(dir=folder, prefix=f".{FILE}-")
        with os.fdopen(number, "w", encoding="ascii") as file:
            file.write(f"{HEADER}{make_key()}\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    except OSError:
        name = encryption_keys.name
        refuse(name, f"no file for the keys can be made in {folder}. Let this user write there, or set {name}.")
    return given_encryption_keys(folder)
