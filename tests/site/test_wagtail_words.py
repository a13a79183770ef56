"""What Wagtail writes to editors, in the words of this site."""

import json
import re
from pathlib import Path

import polib
import pytest
import wagtail.admin
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from config.wagtail_plain import PLAIN
from config.wagtail_words import NOTIFICATIONS, RESET_LINKS, SIGNING_IN

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
        # What is longer is cut in its button on a telephone. A sentence is none.
        assert message.endswith(".") or len(translation.gettext(message)) <= 26
        assert "'" not in translation.gettext(message)


@pytest.mark.parametrize("message", RESET_LINKS)
def test_what_a_link_that_was_cut_says_is_still_one_of_wagtail(message):
    assert f'"{message}"' in (PAGES / "account" / "password_reset" / "confirm.html").read_text().replace("'", '"')


# What French bends by gender, written for both at once.
BOTH = re.compile(r"\((?:e|x|tte|le|la|elle)\)|\w\(s\)|/cette|\ble/la\b|\bil/elle\b", re.IGNORECASE)
# Applications that this site installs none of.
APART = ("styleguide", "wagtail/test/", "contrib/forms", "search_promotions", "simple_translation", "table_block")
PACKAGES = Path(wagtail.__file__).parent.parent


def theirs(domain):
    for package in ("wagtail", "wagtail_localize", "wagtail_modeladmin"):
        for path in sorted((PACKAGES / package).glob(f"**/locale/fr/LC_MESSAGES/{domain}.mo")):
            if not any(part in str(path) for part in APART):
                yield from (entry for entry in polib.mofile(str(path)) if not entry.msgctxt and entry.msgid)


def test_no_word_of_wagtail_is_written_for_both_genders_at_once():
    entries = list(theirs("django"))
    assert len(entries) > 500
    assert any(BOTH.search(text) for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values()))
    with translation.override("fr"):
        said = [translation.gettext(entry.msgid) for entry in entries if not entry.msgid_plural]
        for entry in entries:
            if entry.msgid_plural:
                said += [translation.ngettext(entry.msgid, entry.msgid_plural, number) for number in (0, 1, 2, 7)]
    assert [text for text in said if BOTH.search(text)] == []


# What stood there for a language, for a state, for the end of an address, and for overwriting.
NOT_MEANT = re.compile(
    r"\brégions?\b|\bstatus\b|\bslugs?\b|écrira une nouvelle version|erreurs de validations?\b", re.IGNORECASE
)
# Screens that only administrators of the server see, and this site's own words for them are not needed.
RARE = re.compile(r"move|preview cannot|new validation errors", re.IGNORECASE)


def test_wagtail_s_words_mean_what_they_say():
    entries = [entry for entry in theirs("django") if not RARE.search(entry.msgid)]
    with translation.override("fr"):
        said = [translation.gettext(entry.msgid) for entry in entries if not entry.msgid_plural]
        assert translation.gettext("Saving will overwrite a newer version.").startswith("Enregistrer remplacera")
    assert [text for text in said if NOT_MEANT.search(re.sub(r"%\(\w+\)s", "", text))] == []


@pytest.mark.parametrize("message", PLAIN)
def test_each_of_these_is_still_one_of_wagtail(message):
    assert message in {entry.msgid for entry in theirs("django")}


@pytest.mark.parametrize("kind", ["Page", "Image", "Document"])
@pytest.mark.parametrize(("number", "ending"), [(0, ""), (1, ""), (2, "s")])
def test_what_the_first_page_counts_is_french(kind, number, ending):
    one, many = (f'%(total)s {kind}{s} <span class="w-sr-only">created in %(site_name)s</span>' for s in ("", "s"))
    with translation.override("fr"):
        said = translation.ngettext(one, many, number)
    assert said == f'%(total)s {kind.lower()}{ending} <span class="w-sr-only">dans %(site_name)s</span>'


@pytest.mark.parametrize("number", [0, 1, 2, 1_000_000])
def test_a_count_is_said_without_gender_whatever_the_number(number):
    """Theirs has three plural forms, ours two: the one that fits our number is taken from ours."""
    with translation.override("fr"):
        said = translation.ngettext("Referenced %(count)s time", "Referenced %(count)s times", number)
    assert said % {"count": number} == f"Références\u00a0: {number}"


def test_english_stays_as_wagtail_has_it():
    with translation.override("en"):
        assert translation.gettext("Choose another") == "Choose another"
        assert translation.ngettext("Referenced %(count)s time", "Referenced %(count)s times", 2).startswith(
            "Referenced"
        )


@pytest.mark.django_db
class TestScripts:
    @pytest.fixture
    def words(self, client):
        user = get_user_model().objects.create_superuser("admin", "admin@example.org", "p")
        client.force_login(user)

        def read(name, language="fr"):
            UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
            text = client.get(reverse(name)).content.decode()
            found = re.search(r"const newcatalog = (\{.*?\});", text, re.DOTALL)
            return json.loads(found[1]) if found else {}

        return read

    def test_the_button_of_translations_keeps_its_words_apart(self, words):
        # A language's name follows it at once.
        assert words("wagtail_localize:javascript_catalog")["Publish in "] == "Publier en "

    @pytest.mark.parametrize("name", ["wagtailadmin_javascript_catalog", "wagtail_localize:javascript_catalog"])
    def test_no_script_writes_for_both_genders_at_once(self, words, name):
        said = words(name)
        assert len(said) > 20
        assert [text for text in said.values() if isinstance(text, str) and BOTH.search(text)] == []

    def test_whoever_reads_english_gets_none_of_it(self, words):
        assert "Publish in " not in words("wagtail_localize:javascript_catalog", "en")


@pytest.mark.django_db
def test_a_register_without_rows_counts_none(admin_client):
    page = admin_client.get(reverse("courriels_modeladmin_index")).content.decode()
    assert "0 sur 0" not in page
    assert "boîte d’envoi" not in page
