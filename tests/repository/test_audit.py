"""`make audit` sees what it is there to see."""

import datetime
import json
import re
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


OWN = json.loads(audit.OWN.read_text())


@pytest.mark.parametrize("entry", OWN, ids=[entry["id"] for entry in OWN])
def test_each_of_our_own_list_says_what_it_is_and_where_it_was_read(entry):
    assert re.fullmatch(r"(CVE|PYSEC|GHSA)-[\w-]+", entry["id"])
    assert entry["summary"].endswith(".")
    assert len(entry["summary"]) < 150
    assert all(reference["url"].startswith("https://") for reference in entry["references"])
    assert entry["references"]
    if "modified" in entry:
        assert datetime.date.fromisoformat(entry["modified"]) <= DAY
    [concerned] = entry["affected"]
    assert concerned["package"]["name"] in {package for package, _version in audit.locked(audit.ROOT / "site")} | {
        "pip"
    }
    [stretch] = concerned["ranges"]
    kinds, bounds = zip(*audit.events_of(stretch), strict=True)
    assert kinds == ("introduced", "fixed") * (len(kinds) // 2)
    assert list(bounds) == sorted(bounds)


def test_none_stands_there_twice():
    names = [name for entry in OWN for name in (entry["id"], *entry.get("aliases", []))]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("django==5.2.18", "CVE-2026-114582"),
        ("django==6.0.9", "CVE-2026-114582"),
        ("Django==5.2.16", "CVE-2026-15307"),
        ("wagtail==8.0rc1", "PYSEC-2026-3939"),
        ("wagtail==7.4.2", "PYSEC-2026-3939"),
        ("pillow==12.2.0", "CVE-2026-59200"),
        ("cryptography==49.0.1", "CVE-2026-69247"),
        ("urllib3==2.7.0", "CVE-2026-97689"),
        ("lxml==6.0.2", "CVE-2026-41066"),
        ("sqlparse==0.5.5", "CVE-2026-54284"),
    ],
)
def test_a_version_before_what_is_locked_is_found_by_our_own_list(tmp_path, line, name):
    (tmp_path / "requirements.txt").write_text(line)
    (tmp_path / "requirements-dev.txt").write_text("")
    lines, is_clean = audit.report(audit.OWN, today=DAY, folder=tmp_path)
    assert not is_clean
    assert any(name in found for found in lines[1:-1])


def test_it_says_of_how_many_packages_the_database_knows_anything(audited):
    assert audited(advisory({"introduced": "9"}))[0][-1] == (
        "3 locked packages, none affected; the database names 1 of them."
    )
