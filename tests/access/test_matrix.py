"""Every address of the site, each role, GET and POST: who gets in, who changes something, as a table to read.

`matrix.txt` is what is right. A new address, or one that answers somebody otherwise than before, fails here until its
line is there: CLAIRDROIT_WRITE_MATRIX=1 writes the file anew, and its difference is what to look at.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.template import Template
from django.test import override_settings
from django.urls import reverse

from tests.access.addresses import every_address
from tests.access.world import ROLES, World

TABLE = Path(__file__).with_name("matrix.txt")
HEAD = """\
# GET and POST of each address, a letter a role: V visitor, S a partner's software with its key, P partner with an
# account, F front-desk professional, E editor of one heading, M moderator, C coordination, A administrator.
# `+` answers, `>` leads elsewhere, `w` changes something (nobody does by GET), `.` refused, `?` a bad request,
# `m` not by this method. POST is sent without any field: what needs some answers with its form again.
"""
LETTERS = "VSPFEMCA"
# Kept by Django for whoever is signed in; what a request about anything else may do to them says nothing of rights. For
# whoever is not, a session that is begun counts as any other row.
SESSIONS, CACHE = '"django_session"', '"clairdroit_cache"'
METHODS = ("get", "post")
# Those that Django lets pass without a form's token: a view that takes one for a POST would be open to all sites.
SAFE = ("get", "head", "options")
# Wagtail's own: who has which form open, the smaller sizes of a picture, told of comments since the page was opened.
# No state of anything of the site's, and no record that somebody read it. Ours: until when a session goes on.
BOOKKEEPING = {"wagtailadmin_editingsession", "wagtailimages_rendition", "wagtailcore_pagesubscription"}
BOOKKEEPING |= {"clairdroit_sign_in_signin"}
# Wagtail's: does what it was asked by whoever may, and then misses the page to go back to.
ANSWERED_LATE = {"wagtail_localize:stop_translation"}
# Some of Wagtail's and the partners' interface know no HEAD, and refuse it.
WITHOUT_HEAD = ("wagtail", "clairdroit_partner_api:")
# Says that no worker runs; made to fail; Wagtail's, which takes for granted what its own script sends along.
FAILING = {
    "readyz",
    "wagtailadmin_error_test",
    "wagtailadmin_choose_page_external_link",
    "wagtailredirects:process_import",
}

pytestmark = pytest.mark.django_db


class Writes:
    """The tables that were written to while it watches."""

    def __init__(self, *apart):
        self.found, self.apart = [], apart

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(name in sql for name in self.apart):
            self.found.append(sql.split('"')[1])
        return execute(sql, params, many, context)


def ask(client, method, path):
    """The letter of the answer, and which tables were written to. Nothing lasts."""
    cookies = client.cookies.copy()
    writes = Writes(CACHE, SESSIONS) if settings.SESSION_COOKIE_NAME in cookies else Writes(CACHE)
    with transaction.atomic():
        with connection.execute_wrapper(writes):
            response = getattr(client, method)(path)
            if response.streaming:  # not closed: that would close the database too
                for _part in response.streaming_content:
                    pass
        transaction.set_rollback(True)
    client.cookies = cookies  # whoever was signed out is signed in again
    return letter(response, set(writes.found) - BOOKKEEPING), writes.found


def rendered_unseen(template, context):
    """Without the copy of each context that Django keeps for a test to look at: a quarter of the time of this one."""
    return template.nodelist.render(context)


def most_dangerous(cells):
    """Who changes something there by POST, else who is let in with the least: a view that takes HEAD for a POST, or for
    neither, shows it to them."""
    for method, mark in (("post", "w"), ("post", "+"), ("get", "+"), ("post", ">"), ("get", ">")):
        if mark in cells[method]:
            return list(ROLES)[cells[method].index(mark)]
    return "superuser"


def letter(response, written):
    status = response.status_code
    if status >= 500:
        return "!"
    if status in (401, 403, 404):
        return "."
    if status == 405:
        return "m"
    if status >= 400:
        return "?"
    if status in (301, 302) and is_refusal(response["Location"]):
        return "."
    if written:
        return "w"
    return "+" if status < 300 else ">"


def is_refusal(location):
    """To the sign-in page, or to the admin's first page with a word why: so Wagtail refuses."""
    path = location.split("?")[0]
    return path in (reverse("wagtailadmin_login"), reverse("wagtailadmin_home"), "/_util/login/")


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker):
    """`{address's name: {method: letters}}`, and `{(name, method, role): tables}` of all that was written."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(CLAIRDROIT_DEMO=True),
        pytest.MonkeyPatch.context() as patch,
    ):
        world = World()
        patch.setattr(Template, "_render", rendered_unseen)
        rows, written = {}, {}
        for address in every_address(world):
            cells = rows.setdefault(address.name, dict.fromkeys(METHODS, ""))
            if cells["post"]:
                continue
            for method in METHODS:
                for role in ROLES:
                    mark, tables = ask(world.clients[role], method, address.path)
                    cells[method] += mark
                    if tables:
                        written[address.name, method, role] = tables
            role = most_dangerous(cells)
            for method in ("head", "options"):
                mark, tables = ask(world.clients[role], method, address.path)
                cells[method] = {role: mark}
                if tables:
                    written[address.name, method, role] = tables
        yield rows, written
        transaction.set_rollback(True)


def test_each_role_gets_what_the_table_says_and_nothing_else(answers):
    rows, _written = answers
    table = HEAD + "".join(f"{cells['get']} {cells['post']}  {name}\n" for name, cells in sorted(rows.items()))
    if os.environ.get("CLAIRDROIT_WRITE_MATRIX"):
        TABLE.write_text(table)
    assert table.splitlines() == TABLE.read_text().splitlines()


def test_no_address_fails_for_anybody(answers):
    rows, _written = answers
    failing = {
        name
        for name, cells in rows.items()
        if "!" in "".join([*(cells[each] for each in METHODS), *cells["head"].values()])
    }
    assert {name for name in failing if not is_a_choosers(name)} == FAILING


def is_a_choosers(name):
    """ "Create" of a chooser that only chooses: Wagtail offers no such form, and does not expect one."""
    return name.endswith(":create") and "chooser" in name


def test_nothing_changes_by_get_head_or_options(answers):
    _rows, written = answers
    assert not {
        cell: set(tables) - BOOKKEEPING
        for cell, tables in written.items()
        if cell[1] in SAFE and set(tables) - BOOKKEEPING
    }


def test_head_answers_as_get_does(answers):
    """Asked of the one who could do most harm by it."""
    rows, _written = answers
    order, asked = list(ROLES), [(name, *each) for name, cells in rows.items() for each in cells["head"].items()]
    assert not {
        (name, role): f"HEAD {mark} GET {rows[name]['get'][order.index(role)]}"
        for name, role, mark in asked
        if mark != rows[name]["get"][order.index(role)] and not (mark == "m" and name.startswith(WITHOUT_HEAD))
    }


def test_whoever_is_refused_has_changed_nothing(answers):
    rows, written = answers
    order = list(ROLES)
    refused = {
        cell: set(tables) - BOOKKEEPING
        for cell, tables in written.items()
        if cell[1] in METHODS and rows[cell[0]][cell[1]][order.index(cell[2])] in ".m?" and cell[0] not in ANSWERED_LATE
    }
    assert not {cell: tables for cell, tables in refused.items() if tables}


def test_the_table_is_of_nearly_the_whole_site(answers):
    """What nobody gets in by either method is an address that the table says nothing about."""
    rows, _written = answers
    assert len(rows) > 500
    blind = [name for name, cells in rows.items() if set(cells["get"] + cells["post"]) <= set(".m?")]
    assert len(blind) < len(rows) / 4, blind
