"""Whatever the site writes is for its own user alone, however careless the shell that starts it."""

import contextlib
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import call_command

from config import private_files
from config.checks import check_files
from config.management.commands.start_site import answers
from tests.ports import free_port
from tests.programs import ROOT, migrated

WRITES = """
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection, send_mail
from django.core.management import call_command
from django.conf import settings
default_storage.save("documents/aide/avis.pdf", ContentFile(b"%PDF"))
default_storage.save("original_images/gros.png", ContentFile(b"x" * 5_000_000))
call_command("createcachetable", verbosity=0)
backend = get_connection("django.core.mail.backends.filebased.EmailBackend")
send_mail("Réponse", "Vos droits", "a@ville.example", ["b@ville.example"], connection=backend)
cache.set("un", 1)
call_command("dumpdata", "clairdroit_territories", output=str(settings.CLAIRDROIT_VAR_DIR / "export.json"))
"""


def environment(folder, **more):
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONPATH": str(ROOT / "site"),
        "CLAIRDROIT_VAR_DIR": str(folder),
        "CLAIRDROIT_DEMO": "false",
        "DATABASE_URL": "",
        "DEBUG": "false",
        **more,
    }


def manage(folder, *arguments, **options):
    """Under the loosest of shells: what is made is for everybody, unless the program says otherwise."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(folder), text=True, umask=0, **options
    )


def open_to_others(folder):
    return [
        f"{path.relative_to(folder)} {stat.S_IMODE(path.lstat().st_mode):o}"
        for path in [folder, *folder.rglob("*")]
        if not path.is_symlink() and path.lstat().st_mode & 0o077
    ]


@pytest.fixture
def folder(tmp_path, db):
    """A site's folder with a migrated database, all of it left open."""
    folder = tmp_path / "var"
    for name in ("media/documents", "mails"):
        (folder / name).mkdir(parents=True)
    with migrated("sqlite", tmp_path):
        (tmp_path / "site.sqlite3").rename(folder / "clairdroit.sqlite3")
    for name in ("media/documents/avis.pdf", "mails/20260101.log", "clairdroit.sqlite3-wal", "copie.sqlite3"):
        (folder / name).touch()
    leave_open(folder)
    return folder


def leave_open(folder):
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o666)


def test_what_a_command_writes_is_closed(tmp_path, folder):
    # The only thing that is there; no start of a process has closed anything.
    empty = tmp_path / "empty"
    empty.mkdir(mode=0o700)
    (folder / "clairdroit.sqlite3").rename(empty / "clairdroit.sqlite3").chmod(0o600)
    with manage(empty, "shell", "-v0", "-c", WRITES, stderr=subprocess.PIPE) as process:
        _out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    written = {path.relative_to(empty).parts[0] for path in empty.rglob("*")}
    assert written >= {"media", "mails", "export.json", "encryption-keys"}
    assert not open_to_others(empty)


def test_a_site_that_starts_closes_what_stood_open_and_opens_nothing(folder):
    port = free_port()
    with manage(folder, "start_site", "--port", str(port), stdout=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + 300
            while not answers("127.0.0.1", port):
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.2)
            # While all three run: the journals of the database are there.
            assert (folder / "clairdroit.sqlite3-wal").exists()
            assert (folder / "static" / "staticfiles.json").exists()
            assert not open_to_others(folder)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
    assert not open_to_others(folder)


@pytest.mark.parametrize("command", ["migrate", "db_worker", "run_periodic_jobs", "serve"])
def test_each_process_closes_it_at_its_own_start(folder, command):
    arguments = {"serve": ["--port", str(free_port())], "db_worker": ["--no-reload"]}.get(command, [])
    with manage(folder, command, *arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + 120
            while open_to_others(folder) and time.monotonic() < deadline:
                time.sleep(0.2)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
    assert not open_to_others(folder)


def test_a_server_that_imports_the_application_by_itself_writes_for_its_user_alone(tmp_path):
    program = "import config.wsgi, pathlib, sys; pathlib.Path(sys.argv[1]).touch()"
    made = tmp_path / "made"
    folder = tmp_path / "var"
    subprocess.run([sys.executable, "-c", program, str(made)], env=environment(folder), umask=0, check=True, cwd=ROOT)
    assert made.stat().st_mode & 0o777 == 0o600
    assert not open_to_others(folder)


@pytest.mark.parametrize("command", sorted(private_files.SOURCE_COMMANDS))
def test_source_files_are_for_whoever_reads_the_source(command, monkeypatch):
    monkeypatch.setattr(private_files.os, "umask", lambda mode: pytest.fail("changed"))
    private_files.for_this_user_alone(command)


def test_neither_a_link_nor_a_shared_folder_is_changed(tmp_path, settings):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    (elsewhere / "file").touch(mode=0o644)
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "link").symlink_to(elsewhere)
    (folder / "file-link").symlink_to(elsewhere / "file")
    settings.CLAIRDROIT_VAR_DIR = folder
    folder.chmod(0o1777)
    private_files.close_what_stands_open()
    assert folder.stat().st_mode & 0o7777 == 0o1777
    folder.chmod(0o777)
    assert private_files.close_what_stands_open() == 1
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (elsewhere.stat().st_mode & 0o777, (elsewhere / "file").stat().st_mode & 0o777) == (0o755, 0o644)


def test_a_folder_above_the_code_is_left_alone(settings, monkeypatch):
    settings.CLAIRDROIT_VAR_DIR = ROOT
    monkeypatch.setattr(private_files, "_below", lambda folder: pytest.fail("went through the checkout"))
    private_files.close_what_stands_open()


@pytest.fixture
def deployed(tmp_path, settings):
    settings.CLAIRDROIT_VAR_DIR = tmp_path / "var"
    settings.BASE_DIR = tmp_path
    (tmp_path / "var").mkdir(mode=0o700)
    for name in ("var/encryption-keys", ".env"):
        (tmp_path / name).touch(mode=0o600)
    return tmp_path


def test_the_deployment_check_is_content_with_what_is_closed(deployed):
    assert check_files(None) == []
    (deployed / ".env").chmod(0o640)
    assert check_files(None) == []


@pytest.mark.parametrize(
    ("name", "mode"), [("var", 0o711), ("var", 0o750), ("var/encryption-keys", 0o640), (".env", 0o644)]
)
def test_the_deployment_check_names_each_file_that_others_may_open(deployed, name, mode):
    (deployed / name).chmod(mode)
    [found] = check_files(None)
    assert found.id == "clairdroit_site.E011"
    assert f"{deployed / name} (mode {mode:o})" in found.msg
    command, rights, path = found.hint.split(" ", 2)
    subprocess.run([command, rights, path], check=True)
    assert check_files(None) == []


def test_the_deployment_check_looks_at_a_database_outside_the_folder(deployed, monkeypatch):
    database = deployed / "ailleurs.sqlite3"
    database.touch(mode=0o644)
    monkeypatch.setattr(
        private_files.connections,
        "all",
        lambda: [type("Link", (), {"vendor": "sqlite", "settings_dict": {"NAME": str(database)}})],
    )
    assert [error.msg for error in check_files(None)] == [
        f"Other users of this machine may open {database} (mode 644)."
    ]
    private_files.close_what_stands_open()
    assert check_files(None) == []


def test_without_deploy_nothing_is_asked(deployed):
    (deployed / "var").chmod(0o777)
    call_command("check", tags=["security"])


def test_the_images_folder_is_closed_before_the_user_is_changed():
    text = (Path(ROOT) / "site" / "Dockerfile").read_text()
    assert "mkdir -p var/media && chown -R clairdroit var && chmod -R go= var" in text
    assert text.index("chmod -R go= var") < text.index("USER clairdroit")
