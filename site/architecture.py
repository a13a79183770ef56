"""Draws which app, and which room of `questions/`, imports which: the pictures of docs/architecture.md.

`python site/architecture.py` writes them, `--check` says whether they are still true (tests/repository). A matrix,
since forty boxes with three hundred arrows show nothing. Both sides are in the order of building, the ground first:
an import of what was built before stands below the diagonal, one that closes a circle stands above it.
"""

import argparse
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import grimp

ROOT = Path(__file__).resolve().parents[1]
IMAGES = Path("docs", "images")
CELL, MARGIN = 13, 6
# Of the labels, whose width no font is asked for.
LETTER = 6.7
# Historical models only: they import nothing of the code.
LEFT_OUT = {"migrations"}

Imports = Mapping[str, frozenset[str]]


def apps_of(root: Path) -> list[str]:
    """From the ground up, as the contract of `make lint` has them."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = [
        each["layers"] for each in contracts if each["type"] == "layers" and each["containers"] == ["clairdroit"]
    ]
    return list(reversed(layers))


def graph_of(root: Path, apps: Iterable[str]) -> grimp.ImportGraph:
    """Of the folders of this very root, whichever is installed."""
    with tempfile.TemporaryDirectory() as folder:
        namespace = Path(folder, "clairdroit")
        namespace.mkdir()
        for app in apps:
            (namespace / app).symlink_to(
                next(path for path in (root / app, root / "ground" / app, root / "site" / app) if path.is_dir())
            )
        sys.path.insert(0, folder)
        try:
            return grimp.build_graph("clairdroit", exclude_type_checking_imports=True, cache_dir=None)
        finally:
            sys.path.remove(folder)


def parts_of(graph: grimp.ImportGraph, ancestor: str) -> Imports:
    """Each part directly below it, with the others that any module of it imports."""
    parts = {child.rpartition(".")[2]: child for child in graph.find_children(ancestor)}
    owner = {module: name for name, child in parts.items() for module in {child, *graph.find_descendants(child)}}
    found: dict[str, set[str]] = {name: set() for name in parts if name not in LEFT_OUT}
    for module, name in owner.items():
        if name in found:
            read = {owner.get(each, name) for each in graph.find_modules_directly_imported_by(module)}
            found[name] |= read - {name} - LEFT_OUT
    return {name: frozenset(read) for name, read in found.items()}


def circles(imports: Imports) -> list[set[str]]:
    """The sets of names each of which reaches every other (Tarjan), in the order in which they can be built."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        numbers[name] = lowest[name] = len(numbers)
        path.append(name)
        for other in sorted(imports.get(name, ())):
            if other not in numbers:
                visit(other)
                lowest[name] = min(lowest[name], lowest[other])
            elif other in path:
                lowest[name] = min(lowest[name], numbers[other])
        if lowest[name] == numbers[name]:
            at = path.index(name)
            found.append(set(path[at:]))
            del path[at:]

    for name in sorted(imports):
        if name not in numbers:
            visit(name)
    return found


def in_building_order(imports: Imports) -> list[str]:
    """By how many storeys stand below, then by name; a circle stands together."""
    height: dict[str, int] = {}
    for circle in circles(imports):
        below = {other for name in circle for other in imports[name]} - circle
        level = 1 + max((height[other] for other in below), default=-1)
        height.update(dict.fromkeys(circle, level))
    together = {name: min(circle) for circle in circles(imports) for name in circle}
    return sorted(imports, key=lambda name: (height[name], together[name], name))


def drawn(order: list[str], imports: Imports) -> str:
    left = MARGIN + int(max(map(len, order)) * LETTER) + 8
    side = CELL * len(order)
    size = left + side + MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
    ]
    for at, name in enumerate(order):
        here = left + at * CELL
        if at % 2:
            lines.append(f'<rect x="{MARGIN}" y="{here}" width="{size - 2 * MARGIN}" height="{CELL}" fill="#f3f3f5"/>')
        across = f'<text x="{left - 8}" y="{here + 10}" text-anchor="end">{escape(name)}</text>'
        upward = f'<text transform="translate({here + 10} {left - 8}) rotate(-90)">{escape(name)}</text>'
        lines += [across, upward, f'<rect x="{here}" y="{here}" width="{CELL}" height="{CELL}" fill="#c8c8d0"/>']
    for row, name in enumerate(order):
        for column, other in enumerate(order):
            if other in imports[name]:
                colour, what = ("#1a5fb4", "imports") if column < row else ("#c01c28", "imports upward")
                x, y = left + column * CELL + 2, left + row * CELL + 2
                title = f"<title>{escape(name)} {what} {escape(other)}</title>"
                lines.append(
                    f'<rect x="{x}" y="{y}" width="{CELL - 4}" height="{CELL - 4}" fill="{colour}">{title}</rect>'
                )
    return "\n".join([*lines, "</svg>"]) + "\n"


def pictures(root: Path) -> dict[Path, str]:
    apps = apps_of(root)
    graph = graph_of(root, apps)
    between = parts_of(graph, "clairdroit")
    rooms = parts_of(graph, "clairdroit.questions")
    return {
        IMAGES / "architecture-apps.svg": drawn(apps, between),
        IMAGES / "architecture-questions.svg": drawn(in_building_order(rooms), rooms),
    }


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true", help="write nothing; fail where a picture is no longer true")
    arguments.add_argument("--root", type=Path, default=ROOT, help="another checkout of this repository")
    given = arguments.parse_args()
    stale = []
    for name, picture in pictures(given.root.resolve()).items():
        path = given.root / name
        if path.exists() and path.read_text() == picture:
            continue
        stale.append(str(name))
        if not given.check:
            path.write_text(picture)
    if given.check and stale:
        print(f"No longer true: {', '.join(stale)}. Write anew with: python site/architecture.py")
    return int(given.check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
