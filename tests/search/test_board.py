import datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clairdroit.search import registry
from clairdroit.search.models import AskedQuery

pytestmark = pytest.mark.django_db

BOARD = "/admin/searches/"


@pytest.fixture
def editor(client, django_user_model):
    user = django_user_model.objects.create_superuser("editrice", "e@example.org", "mot de passe")
    client.force_login(user)
    return user


def asked(text, *, days_ago=1, handled_on=None, **counts):
    query, _new = AskedQuery.objects.get_or_create(
        fingerprint=text or "?", text=text, defaults={"handled_on": handled_on}
    )
    query.days.create(day=timezone.localdate() - datetime.timedelta(days=days_ago), **counts)
    return query


def test_an_empty_board_says_so(editor, client):
    content = client.get(BOARD).content.decode()
    assert 'class="listing' not in content
    assert "Toutes les recherches de cette période ont trouvé quelque chose." in content


def test_the_most_searched_comes_first_and_what_is_not_kept_is_only_counted(editor, client):
    asked("carte jeune", nothing=2)
    asked("aide chauffage", nothing=5)
    asked("", nothing=7)
    asked("loyer", shown=9, clicked=8)
    content = client.get(BOARD).content.decode()
    assert content.index("aide chauffage") < content.index("carte jeune") < content.index('class="title">loyer')
    assert "7 autres recherches" in content
    assert "/recherche/?q=aide%20chauffage" in content


def test_four_weeks_or_three_months(editor, client):
    asked("carte jeune", days_ago=40, nothing=2)
    assert "carte jeune" not in client.get(BOARD).content.decode()
    assert "carte jeune" in client.get(BOARD, {"weeks": "13"}).content.decode()
    assert client.get(BOARD, {"weeks": "x"}).status_code == 200


def test_done_comes_back_when_asked_again_and_ignored_never(editor, client):
    done, ignored = asked("carte jeune", nothing=2), asked("asdfgh", nothing=2)
    assert client.post(f"{BOARD}{done.pk}/", {"as": "done", "weeks": "4"}).status_code == 302
    client.post(f"{BOARD}{ignored.pk}/", {"as": "ignored"})
    # Past the messages that name them.
    client.get(BOARD)
    content = client.get(BOARD).content.decode()
    assert "carte jeune" not in content
    assert "asdfgh" not in content
    for query in (done, ignored):
        query.days.create(day=timezone.localdate() + datetime.timedelta(days=1), nothing=1)
    content = client.get(BOARD).content.decode()
    assert "carte jeune" in content
    assert "asdfgh" not in content


def test_a_text_that_is_not_kept_cannot_be_settled(editor, client):
    assert client.post(f"{BOARD}{asked('', nothing=1).pk}/").status_code == 404
    assert client.get(f"{BOARD}{asked('loyer', nothing=1).pk}/").status_code == 405


def test_the_spreadsheet_holds_both_lists_once_and_no_formula(editor, client):
    asked("=1+1", nothing=2)
    asked("loyer", nothing=1, shown=3)
    lines = client.get(BOARD, {"export": "csv"}).content.decode("utf-8-sig").splitlines()
    assert lines[1:] == ["'=1+1,2,0,0", "loyer,1,3,0"]


def test_each_line_offers_what_the_installed_applications_can_do(editor, client, only_registered):
    asked("carte jeune", nothing=2)
    only_registered(registry.writers, lambda user: "/admin/pages/7/")
    content = client.get(BOARD).content.decode()
    assert 'href="/admin/pages/7/?title=carte%20jeune"' in content
    assert "/glossaryentry/add/?term=carte%20jeune" in content
    only_registered(registry.writers)
    only_registered(registry.synonym_forms)
    content = client.get(BOARD).content.decode()
    assert "Écrire un article" not in content
    assert "Ajouter un synonyme" not in content


def test_who_may_not_write_pages_sees_no_board(client, django_user_model):
    query = asked("carte jeune", nothing=2)
    assert client.get(BOARD).status_code == 302
    user = django_user_model.objects.create_user("invitée", "i@example.org", "mot de passe")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    for answer in (client.get(BOARD), client.post(f"{BOARD}{query.pk}/", {"as": "ignored"})):
        assert "carte jeune" not in answer.content.decode()
        assert answer.status_code in (302, 403)
    query.refresh_from_db()
    assert not query.is_ignored
    assert BOARD not in client.get("/admin/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_board(editor, client, django_assert_num_queries):
    asked("a", nothing=2, shown=2)
    client.get(BOARD)
    with CaptureQueriesContext(connection) as before:
        client.get(BOARD)
    for number in range(20):
        asked(f"recherche {number}", nothing=2, shown=2)
    with django_assert_num_queries(len(before)):
        client.get(BOARD)
