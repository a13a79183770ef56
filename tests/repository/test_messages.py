from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted(
    path for path in ROOT.glob("*/locale/fr/LC_MESSAGES/django.po") if not path.parts[-5].startswith(".")
) + sorted(ROOT.glob("locale/fr/LC_MESSAGES/django.po"))


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_french_is_complete(path):
    catalogue = polib.pofile(str(path))
    missing = [entry.msgid for entry in catalogue if not entry.obsolete and (not entry.translated() or entry.fuzzy)]
    assert not missing


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_the_compiled_messages_are_those_of_the_catalogue(path):
    catalogue = {
        (entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural
        for entry in polib.pofile(str(path))
        if entry.translated()
    }
    compiled = {
        (entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural
        for entry in polib.mofile(str(path.with_suffix(".mo")))
    }
    assert compiled == catalogue, "run `make messages`"
