"""The import as a process of its own: killed half-way, fed with bad files among good ones, its exit codes."""

import json

import pytest

from tests.comarquage.factories import publication_xml, small_feed, write_zip
from tests.programs import DATABASES, migrated, start

# Not for the tests themselves: it makes pytest-django build the database that is copied.
pytestmark = pytest.mark.django_db


def run(arguments, url):
    process = start(arguments, url)
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def import_into(url, source, *options):
    return run(["manage.py", "import_comarquage", str(source), *options], url)


@pytest.fixture(params=DATABASES)
def url(request, tmp_path_factory):
    with migrated(request.param, tmp_path_factory.mktemp("processes")) as address:
        yield address


def online(url):
    """Read past Django, as any other reader of the database would see it."""
    query = "SELECT sheet_id, title FROM clairdroit_comarquage_officialsheet WHERE withdrawn_at IS NULL"
    if url.startswith("sqlite"):
        import sqlite3

        with sqlite3.connect(url.removeprefix("sqlite:///")) as link:
            return dict(link.execute(query).fetchall())
    import psycopg

    with psycopg.connect(url) as link:
        return dict(link.execute(query).fetchall())


def test_an_import_killed_inside_its_transaction_leaves_the_old_set_and_the_next_one_brings_the_new(url, tmp_path):
    old = write_zip(tmp_path / "old.zip", small_feed())
    files = small_feed() | {"F1": publication_xml("F1", title="Un autre toit", dossier="N10")}
    new = write_zip(tmp_path / "new.zip", files | {"F3": publication_xml("F3")})
    assert import_into(url, old)[0] == 0
    before = online(url)
    assert len(before) == len(small_feed())
    assert before["F1"] == "Trouver un toit"

    process = start(["-m", "tests.comarquage.interrupted", str(new)], url)
    try:
        assert process.stdout.readline().strip() == "inside=True F1=Un autre toit"
        assert online(url) == before
    finally:
        process.kill()
        process.communicate(timeout=30)
    assert process.returncode == -9
    assert online(url) == before

    assert import_into(url, new)[0] == 0
    assert online(url) == {**before, "F1": "Un autre toit", "F3": "Trouver un toit"}


def test_good_files_come_in_and_bad_ones_among_them_are_reported(url, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("do not show this")
    entity = f'<!DOCTYPE Publication [<!ENTITY x SYSTEM "file://{secret}">]><Publication ID="F5">&x;</Publication>'
    bad = {"F4": b"<Publication", "F5": entity.encode(), "../../F6": publication_xml("F6"), "../../etc/passwd": b"x"}
    mixed = write_zip(tmp_path / "mixed.zip", small_feed() | bad)
    code, out, err = import_into(url, mixed, "--json", "--allow-shrinking")
    assert code == 0, err
    result = json.loads(out)
    assert {rejected["file"] for rejected in result["rejected"]} == {"F4.xml", "F5.xml"}
    assert all(rejected["reason"] for rejected in result["rejected"])
    assert result["created"] == len(small_feed()) + 1
    # A name that climbs out of the archive is a name only: the publication is read, nothing is unpacked.
    assert set(online(url)) == {*small_feed(), "F6"}
    assert "do not show this" not in out + err
    assert not list(tmp_path.rglob("passwd*"))


def test_a_feed_that_cannot_be_used_is_one_sentence_and_a_failure(url, tmp_path):
    broken = tmp_path / "cut.zip"
    broken.write_bytes(write_zip(tmp_path / "whole.zip", small_feed()).read_bytes()[:200])
    code, out, err = import_into(url, broken, "--json")
    assert (code, out) == (1, "")
    assert len(err.strip().splitlines()) == 1
    assert "cut.zip" in err
    assert online(url) == {}
