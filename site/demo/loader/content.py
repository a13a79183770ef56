"""Reads the demonstration texts: one TOML file each under site/demo/content. docs/demo.md describes their form."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).resolve().parents[1] / "content"

Texts = dict[str, dict[str, Any]]


@cache
def read(name: str) -> dict[str, Any]:
    """One file; `name` is its path without the suffix, such as "site" or "headings/logement"."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def read_folder(name: str) -> Texts:
    """Every file of a folder by its stem, in the order of the names: the order of pages in the tree."""
    return {path.stem: read(f"{name}/{path.stem}") for path in sorted((CONTENT / name).glob("*.toml"))}


def articles_of(heading_key: str) -> Texts:
    return read_folder(f"articles/{heading_key}")
