"""What Wagtail writes to editors, in the words of this site."""

from pathlib import Path

import pytest
import wagtail.admin
from django.utils import translation

from config.wagtail_words import NOTIFICATIONS, SIGNING_IN

PAGES = Path(wagtail.admin.__file__).parent / "templates" / "wagtailadmin"
MAILS = PAGES / "notifications"


def test_our_words_come_before_those_of_wagtail():
    with translation.override("fr"):
        assert translation.gettext("Hello %(username)s,") == "Bonjour %(username)s,"


def test_each_sentence_is_still_one_of_wagtail():
    written = " ".join(path.read_text() for path in MAILS.iterdir())
    written = " ".join(written.split())
    for message in NOTIFICATIONS:
        named = message
        for name in ("username", "title", "task", "workflow", "model_name", "rejector", "comment"):
            named = named.replace(f"%({name})s", f"{{{{ {name} }}}}")
        assert named in written


@pytest.mark.parametrize("message", SIGNING_IN)
def test_each_word_of_signing_in_is_still_one_of_wagtail_and_is_short(message):
    pages = [PAGES / "skeleton.html", PAGES / "login.html", *(PAGES / "account" / "password_reset").iterdir()]
    assert any(f"'{message}'" in text or f'"{message}"' in text for text in map(Path.read_text, pages))
    with translation.override("fr"):
        # What is longer is cut in its button on a telephone.
        assert len(translation.gettext(message)) <= 26
        assert "'" not in translation.gettext(message)
