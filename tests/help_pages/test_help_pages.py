import gettext
import re
from html import unescape
from pathlib import Path

import pytest
import wagtail.admin
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.staticfiles import finders
from django.urls import get_resolver, reverse
from django.utils import translation
from PIL import Image

from clairdroit.help_pages.pages import HelpPage, all_pages, page_for
from tests.questions.factories import UserFactory

LANGUAGES = ("fr", "en")


def text(page, language):
    with translation.override(language):
        return page.text().render({})


def parts(text, pattern):
    return [unescape(re.sub(r"\s+", " ", part)) for part in re.findall(pattern, text, re.DOTALL)]


def named_pages():
    return pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.slug)


@named_pages()
def test_a_page_says_the_same_in_both_languages(page):
    french, english = (text(page, language) for language in LANGUAGES)
    assert french != english
    for element in ("h2", "ol", "ul", "li", "p", "strong", "img"):
        assert french.count(f"<{element}") == english.count(f"<{element}"), element


@named_pages()
def test_french_signs_are_never_alone_on_a_line(page):
    assert re.findall(r".{12} [:;?!»]|« .{12}", text(page, "fr")) == []


@named_pages()
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_named_as_a_button_stands_on_a_screen(page, language):
    words = on_screens(language)
    named = parts(text(page, language), "<strong>(.*?)</strong>")
    assert named
    assert [word for word in named if word not in words] == []


def on_screens(language):
    """All words of Wagtail's catalogues and ours, as this language shows them; a workflow's name is filled in."""
    words = set()
    folders = [Path(config.path) / "locale" for config in apps.get_app_configs()]
    for folder in [*folders, Path(wagtail.admin.__path__[0]) / "locale"]:
        for catalogue in folder.glob("fr/LC_MESSAGES/*.mo"):
            with catalogue.open("rb") as file:
                entries = gettext.GNUTranslations(file)._catalog
            for key, value in entries.items():
                word = value if language == "fr" else key[0] if isinstance(key, tuple) else key
                words.add(word.partition("\x04")[2] or word)
    return {re.sub(r"\s", " ", re.sub(r"%\(\w+\)s", "Relecture", word)) for word in words}


@named_pages()
def test_its_pictures_exist_and_are_light(page):
    for language in LANGUAGES:
        for picture, words in re.findall(r'<img src="[^"]*?static/([^"]+)" alt="([^"]*)"', text(page, language)):
            path = finders.find(picture)
            assert path, picture
            assert words.strip()
            assert Path(path).stat().st_size < 100_000
            with Image.open(path) as image:
                assert image.size == (1280, 800)


@named_pages()
def test_its_screens_exist(page):
    names = set(screens())
    assert [start for start in page.screens if not any(name.startswith(start) for name in names)] == []


@pytest.mark.parametrize(
    ("screen", "slug"),
    [
        ("clairdroit_questions_chase", "orienter"),
        ("clairdroit_questions_answer_oneself", "orienter"),
        ("clairdroit_questions_correct_address", "orienter"),
        ("clairdroit_questions_review", "relire"),
        ("courriels_modeladmin_index", "envoi"),
        ("courriels_modeladmin_inspect", "envoi"),
        ("courriels-recus_modeladmin_index", "relire"),
        ("adresses:inspect", "envoi"),
        ("clairdroit_mail_retry", "envoi"),
        ("webhooks:index", "relier"),
        ("cles-partenaires:index", "relier"),
        ("wagtailsettings:edit", "regler"),
        ("wagtailusers_users:index", "regler"),
        ("wagtailadmin_account", "regler"),
    ],
)
def test_a_screen_leads_to_the_page_that_tells_of_it(screen, slug):
    assert screen in set(screens())
    assert page_for(screen).slug == slug


def test_each_screen_of_ours_has_its_page():
    ours = [
        name
        for name in screens()
        if ("clairdroit" in name or "_modeladmin_" in name or "official_" in name)
        and "choose" not in name
        and not name.startswith(("clairdroit_sign_in:", "clairdroit_help_pages:", "clairdroit_import_"))
    ]
    assert len(ours) > 100
    assert {name for name in ours if page_for(name) is None} == set()


def screens(resolver=None, namespaces=()):
    """The names of all addresses of the admin."""
    patterns = [one for one in get_resolver().url_patterns if str(one.pattern) == "admin/"]
    for pattern in patterns if resolver is None else resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from screens(pattern, [*namespaces, pattern.namespace] if pattern.namespace else namespaces)
        elif pattern.name:
            yield ":".join([*namespaces, pattern.name])


def test_the_longest_fitting_beginning_decides(monkeypatch):
    pages = [HelpPage(start, start, "", "", (start,)) for start in ("a_", "a_b_", "a_b")]
    monkeypatch.setattr("clairdroit.help_pages.pages.all_pages", lambda: pages)
    assert page_for("a_b_edit").slug == "a_b_"
    assert page_for("a_c").slug == "a_"
    assert page_for("other") is None


@pytest.fixture
def editor(client, db):
    """Somebody who may open the admin, and nothing else."""
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    return client


def test_whoever_opens_the_admin_reads_all_of_it(editor):
    contents = editor.get("/admin/aide/").content.decode()
    for page in all_pages():
        address = reverse("clairdroit_help_pages:page", args=[page.slug])
        assert f'href="{address}"' in contents
        answer = editor.get(address)
        assert answer.status_code == 200
        assert "<h2>" in answer.content.decode()
    assert editor.get("/admin/aide/nonsense/").status_code == 404


def test_nobody_else_does(client, db):
    assert client.get("/admin/aide/").status_code == 302
    assert client.get("/admin/aide/ecrire/").status_code == 302


def test_each_screen_leads_to_its_page(editor):
    assert 'href="/admin/aide/tenir-a-jour/"' in editor.get(reverse("clairdroit_freshness:board")).content.decode()
    assert 'class="help-link" href="/admin/aide/"' in editor.get(reverse("wagtailadmin_home")).content.decode()


def test_the_help_menu_leads_there_and_to_nobody_elses_site(editor):
    home = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert "/admin/aide/" in home
    assert "guide.wagtail.org" not in home
    assert "/whats-new" not in home
