"""The headings that dossiers are given when the site first meets them; editors change them afterwards."""

import json
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def proposed_headings() -> dict[str, list[str]]:
    """Dossier id → heading keys, the main one first. By id: titles change from one feed to the next."""
    return json.loads((DATA / "headings.json").read_text())


@cache
def proposed_first() -> frozenset[str]:
    """Dossiers that most people who come in need look for: a heading shows them before its others."""
    return frozenset(json.loads((DATA / "first.json").read_text()))
