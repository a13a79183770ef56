"""`make audit` sees what it is there to see."""

import datetime
import json
import zipfile

import pytest

import audit

DAY = datetime.date(2026, 11, 30)


def advisory(*events, name="Django", **more):
    affected = {"package": {"ecosystem": "PyPI", "name": name}, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
    return {"id": "CVE-1", "modified": "2026-11-01T00:00:00Z", "affected": [affected], **more}


@pytest.fixture
def locks(tmp_path):
    (tmp_path / "requirements.txt").write_text(
        "django==5.2.1 ; python_version < '3.12' \\\n    --hash=sha256:0\ndjango==6.0.2 \\\n    --hash=sha256:0\n"
    )
    (tmp_path / "requirements-dev.txt").write_text("psycopg[binary]==3.3.0\n")
    return tmp_path


@pytest.fixture
def audited(tmp_path, locks):
    def run(*advisories):
        file = tmp_path / "known.json"
        file.write_text(json.dumps(advisories))
        return audit.report(file, today=DAY, folder=locks)

    return run


@pytest.mark.parametrize(
    ("events", "hit"),
    [
        ([{"introduced": "0"}, {"fixed": "5.2.2"}], ["5.2.1"]),
        ([{"introduced": "0"}, {"fixed": "5.2.1"}], []),
        ([{"introduced": "6.0"}, {"fixed": "6.0.3"}, {"introduced": "5.2"}, {"fixed": "5.2.9"}], ["5.2.1", "6.0.2"]),
        ([{"introduced": "6.0"}, {"last_affected": "6.0.2"}], ["6.0.2"]),
        ([{"introduced": "6.0"}, {"last_affected": "6.0.1"}], []),
        ([{"introduced": "5.3"}], ["6.0.2"]),
    ],
)
def test_a_version_is_affected_between_introduced_and_fixed(audited, events, hit):
    lines, is_clean = audited(advisory(*events))
    assert [line.split(":")[0] for line in lines[1:-1]] == [f"django {version}" for version in hit]
    assert is_clean is not bool(hit)


def test_a_version_that_is_listed_is_affected(audited):
    listed = {"package": {"ecosystem": "PyPI", "name": "psycopg"}, "versions": ["3.3.0"]}
    assert audited({"id": "CVE-2", "affected": [listed]})[1] is False


def test_another_ecosystem_another_package_and_what_was_withdrawn_are_left_alone(audited):
    elsewhere = advisory({"introduced": "0"})
    elsewhere["affected"][0]["package"]["ecosystem"] = "npm"
    withdrawn = advisory({"introduced": "0"}, withdrawn="2026-01-01T00:00:00Z")
    assert audited(elsewhere, withdrawn, advisory({"introduced": "0"}, name="django-cms"))[1] is True


def test_an_accepted_advisory_is_told_with_its_reason_and_is_no_failure(audited, monkeypatch):
    monkeypatch.setattr(audit, "accepted", lambda: {"CVE-1": "We do not use it."})
    lines, is_clean = audited(advisory({"introduced": "0"}))
    assert is_clean
    assert "(accepted: We do not use it.)" in lines[1]


def test_the_day_of_the_database_is_told_and_an_old_one_said_to_be_old(audited):
    fresh = audited(advisory({"introduced": "9"}))[0]
    assert "2026-11-01" in fresh[0]
    assert len(fresh) == 2
    old = audited(advisory({"introduced": "9"}, modified="2026-01-01T00:00:00Z"))[0]
    assert "333 days" in old[1]


def test_a_folder_and_a_zip_are_read_too(tmp_path, locks):
    folder = tmp_path / "all"
    folder.mkdir()
    (folder / "one.json").write_text(json.dumps(advisory({"introduced": "0"})))
    assert audit.report(folder, today=DAY, folder=locks)[1] is False
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(folder / "one.json", "one.json")
    assert audit.report(tmp_path / "all.zip", today=DAY, folder=locks)[1] is False


@pytest.mark.parametrize("content", ["", "[]", "{}", "no json"])
def test_what_is_no_database_is_one_sentence(tmp_path, capsys, content):
    (tmp_path / "known.json").write_text(content)
    assert audit.main([str(tmp_path / "known.json")]) == 2
    assert capsys.readouterr().err.startswith("audit: ")


def test_what_is_locked_is_not_known_to_be_affected():
    lines, is_clean = audit.report(audit.OWN, today=DAY)
    assert is_clean, lines
