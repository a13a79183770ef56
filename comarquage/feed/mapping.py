"""The headings that dossiers are given when the site first meets them; editors change them afterwards."""

import json
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data" / "headings.json"


@cache
def proposed_headings() -> dict[str, list[str]]:
    """Dossier id → heading keys, the main one first. By id: titles change from one feed to the next."""
    return json.loads(DATA.read_text())
