"""Filters of mail open every link, browsers fetch some in advance: whoever fetches changes nothing at all.

The whole database is compared, each row of each table, and the cache in which tries are counted.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings
from wagtail.admin.mail import Notifier
from wagtail.users.models import UserProfile

from clairdroit.connections.enums import ConnectionMail
from clairdroit.connections.models import PartnerToken
from clairdroit.mail import digests
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.enums import PartnerMail
from clairdroit.questions import links
from clairdroit.questions.enums import AssignmentStatus, MailKind
from clairdroit.questions.models import Assignment, PartnerAvailability, Question
from clairdroit.sign_in.models import SignIn
from tests.access import mails
from tests.questions.factories import UserFactory

pytestmark = pytest.mark.django_db

SCANNER = {"User-Agent": "Mozilla/5.0 (compatible; SafeLinks)", "Accept": "*/*"}
PREFETCH = {"Purpose": "prefetch", "Sec-Purpose": "prefetch;prerender", "Sec-Fetch-Site": "none"}
# What is let off, each by its name (docs/adr/0030). Of whoever has no account nothing is.
LET_OFF: dict[str, set[str]] = {
    "visitor": set(),
    # Until when their session goes on; Wagtail's: who has which form open, told of comments since when.
    "signed in": {"clairdroit_sign_in_signin", "wagtailadmin_editingsession", "wagtailcore_pagesubscription"},
}
# Worked out once by Wagtail and kept for a while: of its tree, of nobody's tries.
REMEMBERED = re.compile(r":\d+:(wagtail_site_root_paths|wagtail_locales_display_name)$")


@dataclass
class Fetcher:
    """Somebody or something that fetches; the words say what."""

    headers: dict[str, str]
    signs_in: str = ""
    follows: bool = False
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    @property
    def let_off(self) -> set[str]:
        return LET_OFF["signed in" if self.signs_in else "visitor"]

    def begin(self) -> None:
        if self.signs_in:
            user = mails.person(self.signs_in)
            UserProfile.get_for_user(user)  # Wagtail makes it with the first page of the admin that somebody opens
            self.client.force_login(user)


FETCHERS: dict[str, Callable[[], Fetcher]] = {
    "a scanner": lambda: Fetcher(SCANNER),
    "a scanner that follows": lambda: Fetcher(SCANNER, follows=True),
    "a browser in advance": lambda: Fetcher(PREFETCH, follows=True),
    "an editor": lambda: Fetcher({}, signs_in="redaction", follows=True),
    "a moderator's browser in advance": lambda: Fetcher(PREFETCH, signs_in="relecture", follows=True),
    "an administrator": lambda: Fetcher({}, signs_in="direction", follows=True),
}


SETTINGS = {
    "EMAIL_BACKEND": "clairdroit.mail.backends.OutboxBackend",
    "ADMINS": [("Ada", "ada@ville.invalid")],
    "WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS": True,
    "CLAIRDROIT_REPLY_ADDRESS": "reponse@ville.example",
}


@pytest.fixture(scope="module")
def outbox(django_db_setup, django_db_blocker):
    """One mail of each kind, written once for all these tests; nothing of it was sent yet."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(**SETTINGS):
        UserFactory(username="direction", is_superuser=True)
        yield mails.send_one_of_each()
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture(autouse=True)
def _no_tries_yet(outbox):
    cache.clear()


def everything():
    """`{table: its rows}`, as the database holds them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(map(repr, cursor.fetchall()))
    kept = {key for key in cache._cache if not REMEMBERED.match(key)}
    found["searches in the cache"] = sorted(key for key in kept if key.startswith(":1:form:search:"))
    found["the cache"] = sorted(kept - set(found["searches in the cache"]))
    return found


def fetch_all(fetcher, methods=("get", "head")):
    """What each answer was, `{(method, path): answer}`; fails where anything is not as it was before."""
    fetcher.begin()
    before, answers = everything(), {}
    for method in methods:
        for path in mails.paths_of_the_site():
            answers[method, path] = getattr(fetcher.client, method)(
                path, headers=fetcher.headers, **({"follow": True} if fetcher.follows else {})
            )
    compare(before, everything(), fetcher.let_off)
    return answers


def compare(before, after, let_off=frozenset()):
    changed = {
        table: sorted(set(before.get(table, ())) ^ set(after.get(table, ())))
        for table in before.keys() | after.keys()
        if before.get(table) != after.get(table) and table not in let_off
    }
    assert not changed, f"fetching changed {changed}"


def test_one_mail_of_every_kind_there_is_stands_in_the_outbox(outbox):
    """A kind that comes later, here or in Wagtail, has a template for its subject, and belongs into mails.py."""
    assert outbox == mails.subjects_there_are() - mails.SENT_BY_NOBODY
    known = set(OutboxMail.objects.shown().values_list("kind", flat=True))
    assert known == {*MailKind, *PartnerMail, *ConnectionMail}
    assert {each.__name__ for each in leaves(Notifier)} == {
        "GroupApprovalTaskStateSubmissionEmailNotifier",
        "OurNotice",  # ours, around each of Wagtail's
        "WorkflowStateApprovalEmailNotifier",
        "WorkflowStateRejectionEmailNotifier",
        "WorkflowStateSubmissionEmailNotifier",
    }


def leaves(kind):
    below = kind.__subclasses__()
    return {leaf for each in below for leaf in leaves(each)} if below else {kind}


def test_the_addresses_are_of_every_sort(outbox):
    paths = mails.paths_of_the_site()
    for word in ("ma-question", "rappels", "disponibilite", "cles", "password_reset/confirm", "admin/pages"):
        assert [path for path in paths if f"/{word}/" in path], word
    headers = " ".join(str(mail.headers) for mail in OutboxMail.objects.all())
    assert headers.count("List-Unsubscribe'") == headers.count("List-Unsubscribe-Post'") == 2


@pytest.mark.parametrize("who", FETCHERS)
def test_whoever_fetches_every_address_of_every_mail_changes_nothing(outbox, who):
    fetcher = FETCHERS[who]()
    answers = fetch_all(fetcher)
    assert not {path: answer.status_code for (_method, path), answer in answers.items() if answer.status_code >= 500}
    opened = [path for (method, path), answer in answers.items() if method == "get" and answer.status_code == 200]
    assert len(opened) > 10
    for (method, path), answer in answers.items():
        if method == "head" and not fetcher.follows:
            assert answer.status_code == answers["get", path].status_code
            assert answer.content == b""
    if not fetcher.signs_in:
        assert "sessionid" not in fetcher.client.cookies
        assert not [path for (_method, path), answer in answers.items() if "sessionid" in answer.cookies]


@pytest.mark.parametrize("method", ["options", "trace"])
def test_nor_does_one_who_only_asks_what_could_be_asked(outbox, method):
    fetch_all(FETCHERS["a scanner"](), methods=(method,))


def test_nor_one_who_goes_on_from_there(outbox):
    """Every link on the pages that the mails' addresses open, among them those of keys: forms, files, other pages."""
    fetcher = FETCHERS["a scanner that follows"]()
    answers = fetch_all(fetcher, methods=("get",))
    further = set().union(*(mails.links_on(answer) for answer in answers.values() if answer.status_code == 200))
    further = {path for path in further if not path.startswith("/static/")} - set(mails.paths_of_the_site())
    assert len(further) > 30
    assert [path for path in further if path.endswith("/effacer/")]
    before = everything()
    for path in sorted(further):
        assert fetcher.client.get(path, headers=SCANNER, follow=True).status_code < 500, path
        fetcher.client.head(path, headers=SCANNER)
    # Searches that found nothing are counted when they are shown, and nothing of who searched (docs/adr/0015).
    compare(
        before, everything(), {"clairdroit_search_askedquery", "clairdroit_search_queryday", "searches in the cache"}
    )


def test_after_the_scanners_each_link_still_does_for_its_reader_what_it_is_for(outbox):
    for _again in range(3):
        fetch_all(FETCHERS["a scanner that follows"]())
    human, paths = Client(), list(mails.paths_of_the_site())

    def post(word, **values):
        path = next(path for path in paths if word in path)
        return human.post(path, values)

    new = "un tout autre mot de passe"
    assert post("/password_reset/confirm/", new_password1=new, new_password2=new).url.endswith("/complete/")
    assert mails.person("redaction").check_password(new)
    again = next(path for path in paths if "/password_reset/confirm/" in path)
    assert "new_password1" not in human.get(again).content.decode(), "and only once"
    new_key = next(path for path in paths if re.search(r"/cles/.+", path))
    keys = PartnerToken.objects.count()
    assert human.post(new_key).status_code == 200
    assert PartnerToken.objects.count() == keys + 1
    # RFC 8058: the mail program posts, with these words and nothing else.
    assert post("/rappels/p", **{"List-Unsubscribe": "One-Click"}).status_code == 200
    assert PartnerAvailability.objects.filter(wants_reminders=False).exists()
    asked = Assignment.objects.exclude(status=AssignmentStatus.DRAFTING).first()
    assert human.get(links.assignment_url(asked).partition(":8000")[2]).status_code == 200


class TestItCanFail:
    """A write put into one of the addresses is found, whatever the method and whoever fetches."""

    @pytest.fixture(params=["get", "head"])
    def method(self, request):
        return request.param

    @pytest.mark.parametrize("who", ["a scanner", "a browser in advance", "an editor"])
    def test_a_row_that_is_changed(self, outbox, monkeypatch, method, who):
        found = digests.reader_of_token

        def counted(token):
            Question.objects.update(heading="sante")
            return found(token)

        monkeypatch.setattr(digests, "reader_of_token", counted)
        with pytest.raises(AssertionError, match="clairdroit_questions_question"):
            fetch_all(FETCHERS[who](), methods=(method,))

    def test_a_row_that_is_added_and_a_try_that_is_counted(self, outbox, monkeypatch, method):
        found = links.question_of_token

        def noted(token):
            SignIn.objects.create(user=mails.person("redaction"))
            return found(token)

        monkeypatch.setattr(links, "question_of_token", noted)
        with pytest.raises(AssertionError, match="clairdroit_sign_in_signin"):
            fetch_all(FETCHERS["a scanner"](), methods=(method,))
        monkeypatch.setattr(links, "question_of_token", lambda token: cache.set(f"form:x:{token}", 1) or found(token))
        with pytest.raises(AssertionError, match="form:x:"):
            fetch_all(FETCHERS["a scanner"](), methods=(method,))

    def test_a_session_that_is_begun(self, outbox, monkeypatch, method):
        from clairdroit.questions.citizen.views import follow

        shown = follow._show

        def begun(request, *args, **kwargs):
            request.session["seen"] = True
            return shown(request, *args, **kwargs)

        monkeypatch.setattr(follow, "_show", begun)
        with pytest.raises(AssertionError, match="django_session"):
            fetch_all(FETCHERS["a scanner"](), methods=(method,))


def test_a_reset_that_is_switched_off_opens_nothing(outbox, settings, client):
    path = next(path for path in mails.paths_of_the_site() if "/password_reset/confirm/" in path)
    assert client.get(path).status_code == 200
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = False
    assert client.get(path).status_code == 404
