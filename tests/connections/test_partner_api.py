"""A partner's own software: reads its questions, hands in answers as the space does, and sees no more."""

import datetime
import json
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clairdroit.connections.actions import revoke_partner_token
from clairdroit.connections.api import reading
from clairdroit.connections.models import PartnerToken
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, links
from clairdroit.questions.enums import AssignmentStatus, EventKind
from clairdroit.questions.models import Event, ProposedAnswer
from clairdroit.roles.actions import compose_roles
from tests.connections.factories import PartnerTokenFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, EventFactory, UserFactory, proposed_answer

pytestmark = pytest.mark.django_db
BASE = "/api/partenaire/v1"


class Software:
    """A program with a partner's key."""

    def __init__(self, client, partner, raw="cdp_essai"):
        self.client, self.raw = client, raw
        PartnerTokenFactory(partner=partner, raw=raw)

    def call(self, method, path, data=None, **headers):
        given = {"Authorization": f"Bearer {self.raw}", **headers}
        body = {} if data is None else {"data": json.dumps(data), "content_type": "application/json"}
        return getattr(self.client, method)(f"{BASE}{path}", headers=given, **body)

    def get(self, path, **headers):
        return self.call("get", path, **headers)


@pytest.fixture
def assignment():
    assignment = AssignmentFactory()
    EventFactory(question=assignment.question, kind=EventKind.ASSIGNED, assignment=assignment)
    return assignment


@pytest.fixture
def software(client, assignment):
    return Software(client, assignment.partner)


def address(assignment, end=""):
    return f"/questions/{assignment.question.uuid}{end}"


def problem(response):
    assert response.headers["Content-Type"] == "application/problem+json"
    found = response.json()
    assert found["status"] == response.status_code
    assert found["detail"]
    return found["code"]


class TestKeys:
    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer cdp_autre", "Basic Zm9v", "Bearer é"])
    def test_without_a_key_that_works_nothing_is_seen(self, client, assignment, header):
        response = client.get(f"{BASE}/questions", headers={"Authorization": header} if header else {})
        assert (response.status_code, problem(response)) == (401, "key")
        assert response.headers["WWW-Authenticate"] == "Bearer"

    def test_a_revoked_key_and_one_of_a_partner_that_left_work_no_more(self, software, assignment):
        assert software.get("/questions").status_code == 200
        assignment.partner.live = False
        assignment.partner.save(update_fields=["live"])
        assert software.get("/questions").status_code == 401
        assignment.partner.live = True
        assignment.partner.save(update_fields=["live"])
        revoke_partner_token(token=PartnerToken.objects.get(), user=UserFactory(moderator=True))
        assert software.get("/questions").status_code == 401

    def test_the_last_use_is_known_to_the_minute_and_writes_no_row(self, software, assignment):
        key = PartnerToken.objects.get()
        assert key.last_use is None
        with CaptureQueriesContext(connection) as asked:
            software.get("/questions")
        assert not [query for query in asked if not query["sql"].startswith("SELECT")]
        first = key.last_use
        assert first is not None
        software.call("post", address(assignment, "/seen"))
        assert key.last_use == first, "to the minute"
        with time_machine.travel(first + datetime.timedelta(minutes=2), tick=False):
            software.get("/questions")
            assert key.last_use == timezone.now()

    def test_whoever_looks_after_keys_reads_when_each_was_used_or_that_it_is_not_known(self, client, software):
        client.force_login(UserFactory(is_superuser=True))
        key = PartnerToken.objects.get()
        pages = [
            reverse("cles-partenaires:index"),
            reverse("cles-partenaires:inspect", args=[key.pk]),
            reverse("clairdroit_connections:keys", args=[links.partner_token(key.partner)]),
        ]
        for page in pages:
            assert "Aucune utilisation connue" in client.get(page).content.decode(), page
        software.get("/questions")
        for page in pages:
            assert "Aucune utilisation connue" not in client.get(page).content.decode(), page

    def test_too_many_requests_are_told_when_to_come_back(self, software, settings):
        settings.CLAIRDROIT_API_REQUESTS_PER_MINUTE = 2
        answers = [software.get("/questions") for _ in range(6)]
        late = [each for each in answers if each.status_code == 429]
        assert late
        assert problem(late[0]) == "too_many"
        assert 1 <= int(late[0].headers["Retry-After"]) <= 60

    def test_no_cookie_is_set_and_no_cache_keeps_the_answer(self, software, assignment):
        response = software.get(address(assignment))
        assert not response.cookies
        assert "no-store" in response.headers["Cache-Control"]


class TestReading:
    def test_the_list_says_what_waits_and_quotes_nobody(self, software, assignment):
        AssignmentFactory()
        response = software.get("/questions")
        (line,) = response.json()["questions"]
        question = assignment.question
        assert (line["id"], line["reference"], line["state"]) == (str(question.uuid), question.reference, "waiting")
        assert line["commune"] == {"code": question.commune.pk, "name": question.commune.name}
        assert "loyer" not in response.content.decode()

    def test_one_question_shows_its_words_never_the_address_and_is_no_reading(self, software, assignment):
        response = software.get(address(assignment))
        assert response.json()["text"] == assignment.question.text
        assert "nadia" not in response.content.decode()
        assert not assignment.question.events.filter(kind__in=(EventKind.VIEWED, EventKind.SEEN)).exists()
        assignment.refresh_from_db()
        assert assignment.status == AssignmentStatus.NOTIFIED, "fetching moves nothing"

    def test_what_is_known_already_is_not_sent_again(self, software, assignment):
        tag = software.get(address(assignment)).headers["ETag"]
        response = software.get(address(assignment), **{"If-None-Match": f'W/{tag}, "autre"'})
        assert (response.status_code, response.content, response.headers["ETag"]) == (304, b"", tag)
        actions.add_detail(question=assignment.question, text="Encore un mot.")
        assert software.get(address(assignment), **{"If-None-Match": tag}).status_code == 200

    def test_what_a_program_changes_is_never_refused_as_known(self, software, assignment):
        tag = software.get(address(assignment)).headers["ETag"]
        data = {"text": "Bonjour, un premier mot.", "version": "0"}
        for given in (tag, "*"):
            response = software.call("put", address(assignment, "/draft"), data, **{"If-None-Match": given})
            assert response.status_code == 200
            data["version"] = response.json()["draft"]["version"]

    def test_another_partner_s_question_is_not_found(self, software):
        other = AssignmentFactory()
        for method, end in (("get", ""), ("post", "/seen"), ("post", "/decline"), ("put", "/draft")):
            data = None if method == "get" else {"reason": "Non", "text": "x"}
            response = software.call(method, address(other, end), data)
            assert (response.status_code, problem(response)) == (404, "not_found")
        assert not other.question.events.exists()

    @pytest.mark.parametrize("path", ["/questions/inconnue", f"/questions/{uuid.UUID(int=7)}", "/nulle-part"])
    def test_an_address_that_leads_nowhere_is_a_problem_too(self, software, path):
        response = software.get(path)
        assert (response.status_code, problem(response)) == (404, "not_found")

    def test_a_method_that_is_not_known_is_a_problem_too(self, software):
        response = software.call("delete", "/questions")
        assert (response.status_code, problem(response)) == (405, "method")

    def test_an_erased_question_tells_the_software_to_forget_it(self, software, assignment):
        actions.erase(question=assignment.question)
        response = software.get(address(assignment))
        assert (response.status_code, problem(response)) == (410, "erased")
        (line,) = software.get("/questions").json()["questions"]
        assert (line["state"], line["heading"], line["commune"]) == ("erased", None, None)

    def test_partners_who_could_answer_instead(self, software, assignment):
        other = PartnerFactory(name="Autre association")
        found = software.get("/partners").json()
        assert {"id": other.pk, "name": "Autre association"} in found
        assert assignment.partner.pk not in {each["id"] for each in found}


class TestCursor:
    @pytest.fixture
    def settled(self, monkeypatch):
        """As if every step had been committed long ago."""
        monkeypatch.setattr(reading, "UNSETTLED", datetime.timedelta(seconds=-60))

    def ids(self, response):
        return [each["id"] for each in response.json()["questions"]]

    def test_page_after_page_every_question_comes_once_and_then_what_changed(self, software, assignment, settled):
        partner, questions = assignment.partner, {str(assignment.question.uuid)}
        for _ in range(4):
            mine = AssignmentFactory(partner=partner)
            EventFactory(question=mine.question, kind=EventKind.ASSIGNED, assignment=mine)
            questions.add(str(mine.question.uuid))
        seen, cursor, more = [], "0", True
        while more:
            response = software.get(f"/questions?limit=2&after={cursor}")
            seen += self.ids(response)
            cursor, more = response.json()["cursor"], response.json()["more"]
        assert sorted(seen) == sorted(questions)
        assert self.ids(software.get(f"/questions?after={cursor}")) == []
        actions.add_detail(question=mine.question, text="Encore un mot.")
        assert self.ids(software.get(f"/questions?after={cursor}")) == [str(mine.question.uuid)]

    def test_what_happens_to_other_partners_or_is_only_read_changes_nothing(self, software, assignment, settled):
        cursor = software.get("/questions").json()["cursor"]
        other = AssignmentFactory(question=assignment.question)
        EventFactory(question=assignment.question, kind=EventKind.DECLINED, assignment=other)
        software.get(address(assignment))
        assert self.ids(software.get(f"/questions?after={cursor}")) == []

    def test_a_step_so_young_that_an_older_one_may_still_be_on_its_way_is_listed_again(self, software, assignment):
        cursor = software.get("/questions").json()["cursor"]
        assert self.ids(software.get(f"/questions?after={cursor}")) == [str(assignment.question.uuid)]
        Event.objects.update(at=timezone.now() - datetime.timedelta(minutes=2))
        cursor = software.get(f"/questions?after={cursor}").json()["cursor"]
        assert self.ids(software.get(f"/questions?after={cursor}")) == []

    def test_only_those_in_a_state(self, software, assignment):
        assert len(self.ids(software.get("/questions?state=waiting"))) == 1
        assert self.ids(software.get("/questions?state=answered")) == []

    @pytest.mark.parametrize("query", ["after=x", "after=-1", "after=٣", f"after={'9' * 30}", "limit=0", "state=tout"])
    def test_a_value_that_cannot_be_is_a_problem(self, software, query):
        response = software.get(f"/questions?{query}")
        assert (response.status_code, problem(response)) == (422, "invalid")
        assert response.json()["errors"][0]["field"] == query.partition("=")[0]


class TestAnswering:
    def test_from_reading_to_the_sent_answer(self, software, assignment):
        compose_roles()
        assert software.call("post", address(assignment, "/seen")).status_code == 200
        draft = software.call("put", address(assignment, "/draft"), {"text": "Allez", "note": "À relire"}).json()
        assert (draft["draft"]["text"], draft["draft"]["note"]) == ("Allez", "À relire")
        proposal = {"text": "Allez au CCAS.", "version": draft["draft"]["version"]}
        assert software.call("post", address(assignment, "/proposal"), proposal).json()["state"] == "proposed"
        again = software.call("post", address(assignment, "/proposal"), proposal)
        assert again.status_code == 200, "the same text twice is one proposal"
        answer = ProposedAnswer.objects.get()
        actions.send_answer(answer=answer, user=UserFactory(moderator=True))
        found = software.get(address(assignment)).json()
        assert (found["state"], found["answer"]["text"]) == ("answered", "Allez au CCAS.")
        kinds = list(assignment.question.events.values_list("kind", flat=True))
        assert kinds.count(EventKind.PROPOSED) == 1
        assert {EventKind.SEEN, EventKind.DRAFTING} <= set(kinds)
        author = assignment.question.events.get(kind=EventKind.PROPOSED).user
        assert author == team_user(assignment.partner)

    def test_changes_that_the_editors_ask_for_are_read(self, software, assignment):
        compose_roles()
        software.call("post", address(assignment, "/proposal"), {"text": "Allez au CCAS."})
        actions.ask_for_changes(
            answer=ProposedAnswer.objects.get(), user=UserFactory(moderator=True), comment="Plus court."
        )
        found = software.get(address(assignment)).json()
        assert (found["state"], found["editor_comment"]) == ("waiting", "Plus court.")

    def test_a_draft_that_a_colleague_changed_meanwhile_is_not_overwritten(self, software, assignment):
        user = team_user(assignment.partner)
        actions.save_draft(assignment=assignment, user=user, text="Le texte de la collègue.")
        response = software.call("put", address(assignment, "/draft"), {"text": "Le mien.", "version": "0"})
        assert (response.status_code, problem(response)) == (409, "conflict")
        assert response.json()["theirs"] == "Le texte de la collègue."

    def test_declining_names_who_could(self, software, assignment):
        other = PartnerFactory()
        response = software.call(
            "post", address(assignment, "/decline"), {"reason": "Pas notre domaine.", "better_partner": other.pk}
        )
        assert response.json()["state"] == "ended"
        assignment.refresh_from_db()
        assert (assignment.status, assignment.better_partner) == (AssignmentStatus.DECLINED, other)

    def test_what_waits_no_more_is_refused_in_words(self, software, client):
        answer = proposed_answer()
        mine = Software(client, answer.assignment.partner, raw="cdp_deux")
        for method, end, data in (
            ("put", "/draft", {"text": "Autre chose"}),
            ("post", "/proposal", {"text": "Autre chose"}),
            ("post", "/decline", {"reason": "Non"}),
        ):
            response = mine.call(method, address(answer.assignment, end), data)
            assert (response.status_code, problem(response)) == (409, "not_waiting")

    @pytest.mark.parametrize(
        ("end", "data", "field"),
        [
            ("/proposal", {}, "text"),
            ("/proposal", {"text": "   "}, "text"),
            ("/proposal", {"text": "x" * 20_001}, "text"),
            ("/proposal", {"text": 5}, "text"),
            ("/proposal", {"text": "x", "note": "x" * 2001}, "note"),
            ("/proposal", {"text": "\ud800"}, "text"),
            ("/decline", {"reason": ""}, "reason"),
            ("/decline", {"reason": "Non", "better_partner": 10**30}, "better_partner"),
            ("/decline", {"reason": "Non", "better_partner": 2**61}, "better_partner"),
        ],
    )
    def test_what_the_form_of_the_space_refuses_is_refused_with_its_field(self, software, assignment, end, data, field):
        response = software.call("post", address(assignment, end), data)
        assert (response.status_code, problem(response)) == (422, "invalid")
        assert response.json()["errors"][0]["field"] == field
        assert not assignment.question.events.exclude(kind=EventKind.ASSIGNED).exists()

    @pytest.mark.parametrize(
        "body",
        [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"text": "\xe9"}', b'{"text": "' + b"x" * 3_000_000 + b'"}'],
        ids=["nothing", "half", "no text", "deep", "latin", "large"],
    )
    def test_what_cannot_be_read_is_a_problem_and_no_failure(self, client, software, assignment, body):
        response = client.post(
            f"{BASE}{address(assignment, '/proposal')}",
            data=body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {software.raw}"},
        )
        assert response.status_code in (400, 413, 422)
        assert problem(response) in ("unreadable", "invalid", "too_large")


class TestDescription:
    def test_it_is_served_without_a_key_and_names_every_address(self, client):
        found = client.get(f"{BASE}/openapi.json").json()
        assert found["openapi"].startswith("3.1")
        operations = {operation["operationId"] for path in found["paths"].values() for operation in path.values()}
        assert operations == {
            "list_questions",
            "read_question",
            "mark_seen",
            "save_draft",
            "propose",
            "decline",
            "list_partners",
        }
        assert all(operation["security"] for path in found["paths"].values() for operation in path.values())
        problems = found["paths"][f"{BASE}/questions"]["get"]["responses"]["401"]["content"]
        assert list(problems) == ["application/problem+json"]

    def test_the_address_has_no_language(self):
        assert reverse("clairdroit_partner_api:list_questions") == f"{BASE}/questions"


@pytest.mark.parametrize("body", [[None, None], [], "texte", 3, None], ids=["list", "empty", "text", "number", "null"])
def test_a_body_that_is_no_object_is_refused_and_changes_nothing(software, assignment, body):
    software.call("put", address(assignment, "/draft"), {"text": "Mon texte"})
    response = software.client.put(
        f"{BASE}{address(assignment, '/draft')}",
        data=json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {software.raw}"},
    )
    assert (response.status_code, response.json()["code"]) == (400, "unreadable")
    assert software.get(address(assignment)).json()["draft"]["text"] == "Mon texte"


def test_the_description_says_which_texts_may_not_be_empty(client):
    schemas = client.get(f"{BASE}/openapi.json").json()["components"]["schemas"]
    for name, field in (("ProposalIn", "text"), ("DeclineIn", "reason")):
        assert (schemas[name]["properties"][field]["minLength"], schemas[name]["required"]) == (1, [field])
    assert "minLength" not in schemas["DraftIn"]["properties"]["text"]
