"""What Wagtail writes to editors, in the words of this site."""

from pathlib import Path

import wagtail.admin
from django.utils import translation

from config.wagtail_words import NOTIFICATIONS

MAILS = Path(wagtail.admin.__file__).parent / "templates" / "wagtailadmin" / "notifications"


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
