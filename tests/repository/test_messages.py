import re
from pathlib import Path

import polib
import pytest
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = [
    *sorted(path for path in ROOT.glob("*/locale/fr/LC_MESSAGES/django.po") if not path.parts[-5].startswith(".")),
    ROOT / "site/locale/fr/LC_MESSAGES/djangojs.po",
    ROOT / "site/demo/locale/fr/LC_MESSAGES/django.po",
    ROOT / "ground/facets/locale/fr/LC_MESSAGES/django.po",
    ROOT / "site/sign_in/locale/fr/LC_MESSAGES/django.po",
]
# What the site says in French outside its catalogues: the demonstration town, the first pages of a new site, the help.
TEXTS = [
    *(path for path in ROOT.glob("site/demo/content/**/*.toml") if "en" not in path.parts),
    ROOT / "kb_pages/first_content.py",
    *ROOT.glob("*/templates/*/help/*.fr.html"),
]


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


# What French typography forbids: a straight apostrophe between letters, three dots, a plain space at these marks.
FORBIDDEN = re.compile(r"\w'\w|\.\.\.| [?!;:»]|« |\u202f")


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_french_keeps_to_its_typography(path):
    texts = [text for entry in polib.pofile(str(path)) for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert any(texts)
    assert not [text for text in texts if FORBIDDEN.search(text)]


# One word for one thing: the site says « e-mail ».
OTHER_WORDS_FOR_EMAIL = re.compile(r"\bcourriels?\b|\bmails?\b(?!-)|\bmél\b|\bemails?\b", re.IGNORECASE)
# Names of settings, commands and pictures, addresses of mailboxes, web addresses.
NOT_WORDS = re.compile(
    r"[\w/]+\.webp|[\w.+%-]+@[\w.-]+|https?://\S+|\w*_\w+|<[^>]*>|%\(\w+\)\w|(?<=e-)mails?", re.IGNORECASE
)


def said_otherwise(text):
    return [found[0] for found in OTHER_WORDS_FOR_EMAIL.finditer(NOT_WORDS.sub(" ", text))]


def test_the_guard_of_that_word_sees_the_others_and_no_addresses():
    assert said_otherwise("Un courriel, deux Mails, un email") == ["courriel", "Mails", "email"]
    assert said_otherwise("Un e-mail à mail@ville.example, receive_mail, %(mail)s, mail/a.webp, deux E-mails") == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_an_email_is_called_so_in_every_message(path):
    texts = [text for entry in polib.pofile(str(path)) for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert not [text for text in texts if said_otherwise(text)]


@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_an_email_is_called_so_in_every_text(path):
    text = path.read_text()
    # Names of values are no words of the text.
    assert not said_otherwise(re.sub(r"(?m)^\w+ = |^\[\[.*$|#.*$", "", text) if path.suffix == ".toml" else text)


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_a_translation_says_what_its_message_says_about_values(path):
    placeholder = re.compile(r"%\((\w+)\)|%[sd]|<[^>]+>")
    differing = [
        entry.msgid
        for entry in polib.pofile(str(path))
        if entry.msgstr
        and entry.msgid != entry.msgstr
        and sorted(set(placeholder.findall(entry.msgid))) != sorted(set(placeholder.findall(entry.msgstr)))
    ]
    assert not differing


@pytest.mark.parametrize("path", [path for path in CATALOGUES if path.stem == "django"], ids=name)
def test_each_app_speaks_in_its_own_words(path):
    """The site has one catalogue: of two apps that translate one message, the first listed speaks for both."""
    with translation.override("fr"):
        overruled = {
            entry.msgid: told
            for entry in polib.pofile(str(path))
            if not entry.msgid_plural
            and entry.msgstr
            != (
                told := translation.pgettext(entry.msgctxt, entry.msgid)
                if entry.msgctxt
                else translation.gettext(entry.msgid)
            )
        }
    assert not overruled, "agree on one translation, or tell the messages apart with pgettext"
