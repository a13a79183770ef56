"""Names in the apps and the reference site that nothing uses, found by vulture: `make lint`.

A template's words and strings that look like a name (a column, a method of a filter, a path in the settings) are uses;
`__all__` and tests are none, so that what only they name is found. Names that a framework calls stand in HOOKS.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parents[1]
KINDS = {"function", "method", "property", "class", "import", "unreachable_code"}
DECORATORS = ["@*.register", "@*.register_action", "@receiver", "@renders*"]
# Django: applications, middleware, commands, forms, fields, feeds and sitemaps; caches, parsers and log formatters.
HOOKS = ["*Config", "process_view", "process_exception", "handler500", "add_arguments"]
HOOKS += [
    "clean_*",
    "value_from_datadict",
    "get_help_text",
    "get_db_prep_value",
    "get_internal_type",
    "get_prep_lookup",
]
HOOKS += ["from_db_value", "value_to_string", "item_*", "author_name", "lastmod", "get_latest_lastmod"]
HOOKS += ["decr", "handle_starttag", "handle_endtag", "handle_data", "format_message", "allow_request"]
# Wagtail: pages, choosers, panels, log; links in texts. wagtail-localize: segments. modeladmin: rights and views.
HOOKS += ["get_object_list", "get_comparison_class", "get_preview_*", "format_comment", "value_from_form"]
HOOKS += ["get_form_state_queryset", "save_instance", "get_fields_context", "get_permissions_to_register"]
HOOKS += ["expand_db_attributes_many", "get_translatable_segments", "restore_translated_segments"]
HOOKS += [
    "user_can_*",
    "save_instance",
    "get_page_title",
    "get_page_subtitle",
    "get_meta_title",
    "get_filters",
    "search_queryset",
    "is_binary",
    "get_read_mode",
    "publish_action",
]
# Search back-ends, which ask them of themselves.
HOOKS += ["_get_filters_from_queryset", "_get_order_by"]
# django-otp, django-otp-webauthn, django-axes.
HOOKS += ["get_throttle_factor", "get_allowed_origins", "is_allowed"]
# Offered to a host's own apps: docs/confidentiality.md.
HOOKS += ["erasers", "records"]
# Only tests need them: the way back from registering and from filling a server; the page of a heading; kinds of mails.
HOOKS += ["registered", "remove_all", "for_key", "TO_EDITORS", "RETENTION"]
# Words of others, collected for the translation; formats that Django reads by their names.
NOT_READ = {"wagtail_words.py", "wagtail_genders.py", "formats.py"}

NAME = re.compile(r"[A-Za-z_]\w*")
DOTTED = re.compile(r"(?:[A-Za-z_]\w*[.:])*([A-Za-z_]\w*)")
TAG = re.compile(r"{[{%].*?[%}]}", re.DOTALL)


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [ROOT / name for name in listed.stdout.splitlines()]
    return [path for path in files if "tests" not in path.relative_to(ROOT).parts and path.exists()]


def named_in_strings(tree: ast.AST) -> Iterator[str]:
    exported = {
        id(each)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "__all__" for target in node.targets)
        for each in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in exported:
            found = DOTTED.fullmatch(node.value)
            if found:
                yield found[1]


def constants_of(tree: ast.Module) -> Iterator[str]:
    """Of the module alone: the members of an enumeration are values, whether code names them or not."""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def unused() -> list[str]:
    seen = Vulture(ignore_names=HOOKS, ignore_decorators=DECORATORS)
    constants: set[tuple[Path, str]] = set()
    for path in tracked("*.py"):
        if "migrations" in path.parts or path.name in NOT_READ:
            continue
        code = path.read_text()
        tree = ast.parse(code)
        seen.scan(code, filename=str(path))
        seen.used_names.update(named_in_strings(tree))
        if "settings" not in path.parts:
            constants |= {(path, name) for name in constants_of(tree)}
    for path in tracked("*.html", "*.txt", "*.xml", "*/migrations/*.py", "*.toml"):
        text = path.read_text()
        spans = [text] if path.suffix in {".py", ".toml"} else TAG.findall(text)
        seen.used_names.update(name for span in spans for name in NAME.findall(span))
    return [
        f"{item.filename.relative_to(ROOT)}:{item.first_lineno}: {item.message}"
        for item in seen.get_unused_code()
        if item.typ in KINDS or (item.filename, item.name) in constants
    ]


if __name__ == "__main__":
    found = unused()
    print("\n".join(found) if found else "Every name is used.")
    sys.exit(bool(found))
