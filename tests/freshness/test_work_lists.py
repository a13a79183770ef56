"""Other work on texts than to confirm them stands below the board, and on the first page of the admin."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from lxml import html

from clairdroit.freshness import board
from clairdroit.registries import registered

pytestmark = pytest.mark.django_db
BOARD = "/admin/freshness/"


@pytest.fixture
def admin(client):
    user = get_user_model().objects.create_superuser("direction", "direction@essai.invalid", "x")
    client.force_login(user)
    return user


@pytest.fixture
def work():
    """Two lines for whoever is called as they are."""
    lines = [
        board.Line("Payer <son> loyer", "/admin/pages/5/edit/", "lien vers « Aides »"),
        board.Line("Se loger", "/admin/pages/6/edit/", "lien vers « Aides »"),
    ]
    dead_links = board.WorkList(
        key="dead-links",
        title="Liens morts",
        words="À reprendre.",
        lines=lambda user: lines if user.username == "direction" else [],
        count=lambda user: 2 if user.username == "direction" else 0,
        counted=lambda total: "liens" if total > 1 else "lien",
    )
    with registered(board.work_lists, dead_links):
        yield dead_links


def test_each_line_leads_to_where_it_is_edited(admin, client, work):
    page = html.fromstring(client.get(BOARD).content)
    (section,) = page.xpath("//section[@id='dead-links']")
    assert section.xpath("string(h2)") == "Liens morts (2)"
    assert [(link.text, link.get("href")) for link in section.iter("a")] == [
        ("Payer <son> loyer", "/admin/pages/5/edit/"),
        ("Se loger", "/admin/pages/6/edit/"),
    ]
    assert "lien vers « Aides »" in section.text_content()


def test_the_first_page_counts_them_and_leads_there(admin, client, work):
    home = html.fromstring(client.get(reverse("wagtailadmin_home")).content)
    (link,) = home.xpath("//a[@href='/admin/freshness/#dead-links']")
    assert " ".join(link.text_content().split()) == "2 liens"


def test_nothing_is_shown_to_whom_nothing_waits_for(client, work):
    client.force_login(get_user_model().objects.create_superuser("autre", "autre@essai.invalid", "x"))
    assert b"dead-links" not in client.get(BOARD).content
    assert b"dead-links" not in client.get(reverse("wagtailadmin_home")).content


def test_a_list_registered_twice_stands_once(work):
    board.work_lists.register(work)
    assert list(board.work_lists) == [work]
