"""Compares the locked packages with an advisory database that lies on this machine: no network is needed, none is used.

`audit.py [DATABASE]`: a file of advisories in the OSV format, 1.x (a JSON list), a folder of such files, or a zip of
them, as osv.dev exports for each ecosystem. Without it, `site/advisories.json`: what was known of these packages on its
day. It says how old the database is; 1 when a locked version is affected, 2 when the database cannot be read.
"""

import datetime
import json
import re
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "site" / "advisories.json"
LOCKS = ("requirements.txt", "requirements-dev.txt")
PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)", re.MULTILINE)
OLD = datetime.timedelta(days=120)

Advisory = dict[str, Any]


class UnreadableError(Exception):
    """The database is not there, or is none; its message is a sentence for whoever started the audit."""


def locked(folder: Path) -> set[tuple[str, str]]:
    """`(package, version)` of every line of both locks; one package may stand there for several Pythons."""
    texts = [(folder / name).read_text() for name in LOCKS]
    return {(canonicalize_name(name), version) for text in texts for name, version in PINNED.findall(text)}


def read(database: Path) -> Iterator[Advisory]:
    """Raises `UnreadableError`."""
    try:
        if database.is_dir():
            for file in sorted(database.rglob("*.json")):
                yield from advisories_of(file.read_bytes())
        elif zipfile.is_zipfile(database):
            with zipfile.ZipFile(database) as archive:
                for name in archive.namelist():
                    if name.endswith(".json"):
                        yield from advisories_of(archive.read(name))
        else:
            yield from advisories_of(database.read_bytes())
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise UnreadableError(f"{database} cannot be read as advisories in the OSV format: {error}") from error


def advisories_of(content: bytes) -> list[Advisory]:
    found = json.loads(content)
    listed = found if isinstance(found, list) else [found]
    if not all(isinstance(each, dict) and "id" in each for each in listed):
        raise ValueError("an entry has no id")
    return [each for each in listed if not each.get("withdrawn")]


def concerned(advisory: Advisory) -> list[dict[str, Any]]:
    """What it says of Python packages, with a name."""
    listed: list[dict[str, Any]] = advisory.get("affected", [])
    packages = [(each, each.get("package", {})) for each in listed]
    return [each for each, package in packages if package.get("ecosystem") == "PyPI" and package.get("name")]


def affects(advisory: Advisory, package: str, version: str) -> bool:
    return any(
        canonicalize_name(each["package"]["name"]) == package
        and (version in each.get("versions", []) or in_ranges(each.get("ranges", []), version))
        for each in concerned(advisory)
    )


def in_ranges(ranges: list[dict[str, Any]], version: str) -> bool:
    """As the OSV schema says under "evaluation": the last event at or below the version decides."""
    asked = Version(version)
    for each in ranges:
        if each.get("type") != "ECOSYSTEM":
            continue
        inside = False
        for kind, at in sorted(events_of(each), key=lambda event: (event[1], event[0] != "introduced")):
            if kind == "introduced" and asked >= at:
                inside = True
            elif (kind == "fixed" and asked >= at) or (kind == "last_affected" and asked > at):
                inside = False
        if inside:
            return True
    return False


def events_of(listed: dict[str, Any]) -> Iterator[tuple[str, Version]]:
    for event in listed.get("events", []):
        for kind, at in event.items():
            try:
                yield kind, Version("0.dev0" if at == "0" else at)
            except InvalidVersion:
                continue


def accepted() -> dict[str, str]:
    """Advisories that do not concern us, each with its reason: `[tool.audit.accepted]` of pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    reasons: dict[str, str] = settings["tool"].get("audit", {}).get("accepted", {})
    return reasons


def newest(advisories: list[Advisory]) -> datetime.date:
    days = [str(each.get("modified") or each.get("published") or "")[:10] for each in advisories]
    return max((datetime.date.fromisoformat(day) for day in days if day), default=datetime.date.min)


def report(database: Path, *, today: datetime.date, folder: Path = ROOT / "site") -> tuple[list[str], bool]:
    """The lines to print, and whether nothing is affected."""
    advisories = list(read(database))
    if not advisories:
        raise UnreadableError(f"{database} holds no advisory.")
    packages, known, day = locked(folder), accepted(), newest(advisories)
    lines = [f"{len(advisories)} advisories, the newest of {day:%Y-%m-%d} ({database.name})."]
    if today - day > OLD:
        lines.append(
            f"That is {(today - day).days} days ago. With a newer one, such as osv.dev exports: "
            "make audit ADVISORIES=all.zip"
        )
    found = 0
    for package, version in sorted(packages):
        for advisory in advisories:
            if not affects(advisory, package, version):
                continue
            names = [advisory["id"], *advisory.get("aliases", [])]
            reason = next((known[name] for name in names if name in known), None)
            found += reason is None
            lines.append(f"{package} {version}: {', '.join(names)}" + (f" (accepted: {reason})" if reason else ""))
    named = {canonicalize_name(each["package"]["name"]) for entry in advisories for each in concerned(entry)}
    known_of = len({package for package, _version in packages} & named)
    lines.append(f"{len(packages)} locked packages, {found or 'none'} affected; the database names {known_of} of them.")
    return lines, not found


def main(arguments: list[str]) -> int:
    try:
        database = Path(arguments[0]) if arguments else OWN
        lines, is_clean = report(database, today=datetime.datetime.now(datetime.UTC).date())
    except UnreadableError as error:
        sys.stderr.write(f"audit: {error}\n")
        return 2
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if is_clean else 1


if __name__ == "__main__":
    sys.exit(main([argument for argument in sys.argv[1:] if argument]))
