"""Some hundreds of hostile inputs into every address that takes any; docs/proof.md tells of the ten thousand."""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from clairdroit.questions import links
from tests.proof import hostility
from tests.proof.targets import TARGETS, World, address, public_patterns
from tests.questions import hostile

pytestmark = pytest.mark.django_db
# Read, and answer anything that is sent with "method not allowed" or "not found".
READ_ONLY = {
    "clairdroit_comarquage:index",
    "clairdroit_comarquage:sheet",
    "clairdroit_comarquage:typed_address",
    "clairdroit_glossary:words",
    "clairdroit_kb_pages:colours",
    "clairdroit_partners_snippets:partner",
    "clairdroit_partner_api:api-root",
    "clairdroit_partner_api:list_partners",
    "clairdroit_partner_api:nowhere",
    "clairdroit_partner_api:openapi-json",
    "clairdroit_partner_api:read_question",
    "clairdroit_public_forms:digests_cut",
    "clairdroit_public_forms:digests_lengthened",
    "clairdroit_questions:follow",
    "clairdroit_questions:follow_cut",
    "clairdroit_questions:follow_lengthened",
    "clairdroit_questions:found_thanks",
    "clairdroit_questions:sheet",
    "clairdroit_partner_space:space",
    "clairdroit_partner_space:lengthened",
    "clairdroit_questions:taken_down",
    "clairdroit_questions:thanks",
    "clairdroit_partner_space:links_renewed",
}
ADDRESSES = {
    "clairdroit_partner_api:nowhere": "/api/partenaire/v1/nulle-part",
    "clairdroit_comarquage:typed_address": "/fiches/f1",
}


def test_no_address_that_takes_something_is_left_out():
    found = {name for name, _pattern in public_patterns()}
    assert found >= READ_ONLY
    assert found - READ_ONLY == set(TARGETS), "a new form belongs into tests/proof/targets.py"


@pytest.mark.parametrize("name", sorted(READ_ONLY))
def test_what_is_called_read_only_takes_nothing(name, client):
    world = World()
    if name in ADDRESSES:
        path = ADDRESSES[name]
    else:
        given = {
            "token": world.space if ":space" in name else links.follow_token(world.question),
            "reference": "ABC" if name.endswith("thanks") else world.taken.uuid,
            "rest": "x",
            "slug": "x",
            "pk": world.partner.pk,
            "sheet_id": "F1",
            "question_id": world.question.uuid,
        }
        path = reverse(name, kwargs={key: given[key] for key in parameters(name)})
    before = hostility.counts()
    response = Client(raise_request_exception=False).post(path, {"text": "x"})
    assert response.status_code in (301, 302, 401, 403, 404, 405)
    after = hostility.counts()
    assert {table for table in after if after[table] != before[table]} <= hostility.WRITTEN_BY_READING


def parameters(name):
    (pattern,) = {pattern.pattern for found, pattern in public_patterns() if found == name}
    return pattern.converters or pattern.regex.groupindex


@pytest.fixture
def _quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("_quiet")
@pytest.mark.parametrize("part", range(4))
def test_hostile_inputs_do_no_harm(part):
    hunt = hostility.Hunt(seed="suite", look_closer=0.1).run(range(part * 75, (part + 1) * 75))
    assert not hunt.findings
    assert hunt.accepted > 10, "most of them got no further than the door"


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_what_each_address_expects_is_accepted(name):
    """Else the hostile inputs would all be turned away for the wrong reason."""
    world = World()
    target, path = TARGETS[name], address(name, world)
    headers = {"Authorization": f"Bearer {world.key}"} if "/api/" in path else {}
    kind = {"content_type": "application/json"} if target.is_json else {}
    before = hostility.counts()
    client = Client()
    if target.signed_in:
        client.force_login(world.worker)
    response = getattr(client, target.method)(path, target.values(world), headers=headers, **kind)
    assert response.status_code in (200, 204, 302)
    after = hostility.counts()
    changed = {table for table in after if after[table] != before[table]}
    expected_nothing = {"clairdroit_questions:found_answer", "clairdroit_search:count"}
    assert (changed & target.rows) or not target.rows or name in expected_nothing
    assert changed <= target.rows | hostility.WRITTEN_BY_READING


class TestTheHunterItself:
    """It must see what it is there to see."""

    @pytest.mark.parametrize(
        "html",
        [
            "<p><b id=zq1qz>gras</b></p>",
            "<p><zq1qz></p>",
            "<script>zq1qz()</script>",
            "<img src=x onerror=zq1qz()>",
            '<a href="javascript:zq1qz()">x</a>',
            "<p>7351zq1qz</p>",
        ],
    )
    def test_live_markup_is_seen(self, html):
        assert list(hostility.echoes(f"<html><body>{html}</body></html>", "zq1qz"))

    @pytest.mark.parametrize("text", ["&lt;zq1qz&gt;", "zq1qz", '<input value="&lt;script&gt;zq1qz()">'])
    def test_escaped_markup_is_let_pass(self, text):
        assert not list(hostility.echoes(f"<html><body>{text}</body></html>", "zq1qz"))

    def test_the_same_seed_makes_the_same_inputs(self):
        made = [hostile.form(hostile.generator("a", 7), {"text": "x", "email": "y"}, "zq7qz") for _ in range(2)]
        assert made[0] == made[1]
