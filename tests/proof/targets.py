"""Every address of ours that takes what somebody sends, with values that it would accept. A new one must be added here:
tests/questions/test_hostile.py walks the addresses and misses it."""

import dataclasses
import datetime
import json
from collections.abc import Callable

from django.contrib.auth.models import Permission
from django.core import signing
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from clairdroit.connections.links import new_key_url
from clairdroit.public_forms import tokens
from clairdroit.public_forms.digests import stop_url
from clairdroit.questions import actions, links
from clairdroit.questions.models import IncomingMail, PassedFile
from clairdroit.questions.views import readings
from clairdroit.roles.actions import compose_roles
from tests.connections.factories import PartnerTokenFactory, WebhookFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory, proposed_answer

API = "clairdroit_partner_api"
# Rows that a message of ours brings along, whichever form was sent.
OF_QUESTIONS = {
    "clairdroit_questions_event",
    "clairdroit_questions_generalmail",
    "clairdroit_public_forms_mailallowance",
    "clairdroit_questions_questionmail",
    "clairdroit_questions_sentwords",
    "clairdroit_connections_webhookdelivery",
    "clairdroit_mail_outboxmail",
    "clairdroit_questions_assignment",
    # What a person adds.
    "clairdroit_questions_questiondetail",
    # A partner's first link.
    "clairdroit_partners_snippets_linkversion",
}
OF_ANSWERS = {
    *OF_QUESTIONS,
    "clairdroit_questions_proposedanswer",
    "clairdroit_partners_snippets_partnermember",
    "auth_user",
    "wagtailcore_revision",
    "wagtailcore_workflowstate",
    "wagtailcore_taskstate",
    "wagtailcore_modellogentry",
    "wagtailcore_referenceindex",
    "wagtailusers_userprofile",
    "clairdroit_questions_presence",
}
NONE: set[str] = set()


class World:
    """One question at work with a partner, one answered, an editor, a key: what the addresses below lead to."""

    def __init__(self):
        compose_roles()
        self.editor = UserFactory(coordinator=True, username="redaction-hostile")
        self.assignment = AssignmentFactory()
        self.question, self.partner = self.assignment.question, self.assignment.partner
        self.commune = self.question.commune
        self.other = PartnerFactory(headings=["logement"], communes=[self.commune])
        answer = proposed_answer()
        actions.send_answer(answer=answer, user=self.editor)
        self.answered = answer.question
        WebhookFactory()
        self.key = "cdp_hostile"
        PartnerTokenFactory(partner=self.partner, raw=self.key)
        self.key_to_revoke = PartnerTokenFactory(partner=self.partner)
        mail = IncomingMail.objects.create(fingerprint="hostile", status="accepted", question=self.question)
        self.passed = PassedFile.objects.create(mail=mail, number=1, assignment=self.assignment, name="bail.pdf")
        self.passed.write(b"%PDF-1.4")
        self.worker = UserFactory(username="accueil-hostile")
        self.worker.user_permissions.add(Permission.objects.get(codename="take_down_question"))
        self.taken = QuestionFactory(without_address=True, commune=self.commune, taken_down_by=self.worker)
        actions.answer_directly(question=self.taken, user=self.editor, text="Écrivez au bailleur.")
        self.telling = self.taken.tellings.get()
        self.space = links.partner_token(self.partner)
        self.tokens = {form: old_token(form) for form in ("question", "erreur", "lien-partenaire", "lecture", "saisie")}


def old_token(form):
    now = timezone.now() - datetime.timedelta(minutes=1)
    signed = tokens.signing.dumps([form, int(now.timestamp())], salt=tokens.SALT)
    return tokens.FormToken(form, now, signed).raw


@dataclasses.dataclass(frozen=True)
class Target:
    """`rows` names the tables that may gain or lose rows."""

    values: Callable[[World], dict]
    arguments: Callable[[World], list] = lambda world: []
    method: str = "post"
    rows: frozenset = frozenset()
    is_json: bool = False
    # Of the pages of front-desk workers.
    signed_in: bool = False


def _asked(world):
    return [world.space, world.question.uuid]


def _question_form(world):
    return {
        "text": "Je n’arrive plus à payer mon loyer, que puis-je faire ?",
        "heading": "logement",
        "place": world.commune.label,
        "commune": world.commune.pk,
        "email": "nadia@citoyenne.invalid",
        "consent": "on",
        "help_seen": "1",
        "token": world.tokens["question"],
        "precision_bis": "",
    }


def _shown(world):
    shown = {"user": str(world.worker.pk), "shown": [[[world.taken.pk], "la page", False]]}
    return {"seen": signing.dumps(shown, salt=readings.SALT, compress=True)}


def _answer_form(world):
    return {"text": "Prenez rendez-vous au CCAS.", "note": "À relire.", "version": ""}


OUR = "clairdroit_questions:"
SPACE = "clairdroit_partner_space:"
TARGETS: dict[str, Target] = {
    f"{OUR}ask": Target(
        _question_form, rows=frozenset({*OF_ANSWERS, "clairdroit_questions_question", "clairdroit_questions_foundhelp"})
    ),
    f"{OUR}existing_help": Target(_question_form),
    f"{OUR}take_down": Target(
        lambda world: {
            **_question_form(world),
            "origin": "phone",
            "phone": "01 39 00 00 00",
            "token": world.tokens["saisie"],
        },
        rows=frozenset({*OF_ANSWERS, "clairdroit_questions_question"}),
        signed_in=True,
    ),
    f"{OUR}tell": Target(
        lambda world: {"way": "phone", "revision": world.telling.revision_id, "said": "", "next": "/"},
        lambda world: [world.taken.uuid, world.telling.pk],
        rows=frozenset({*OF_ANSWERS, "clairdroit_questions_telling"}),
        signed_in=True,
    ),
    f"{OUR}add_said": Target(
        lambda world: {"said": "Le bail finit en mars.", "next": "/"},
        lambda world: [world.taken.uuid],
        rows=frozenset(OF_QUESTIONS),
        signed_in=True,
    ),
    f"{OUR}desk_address": Target(
        lambda world: {"email": "autre@citoyenne.example"},
        lambda world: [world.taken.uuid],
        rows=frozenset({*OF_ANSWERS, "clairdroit_questions_telling"}),
        signed_in=True,
    ),
    f"{OUR}desk_erase": Target(
        lambda world: {"asked": "oui"},
        lambda world: [world.taken.uuid],
        rows=frozenset({*OF_ANSWERS, "clairdroit_questions_telling"}),
        signed_in=True,
    ),
    f"{OUR}note_desk_readings": Target(_shown, rows=frozenset({"clairdroit_questions_event"}), signed_in=True),
    f"{OUR}found_answer": Target(
        lambda world: {"receipt": "x", "token": world.tokens["question"]},
        rows=frozenset({"clairdroit_questions_foundhelp"}),
    ),
    f"{OUR}feedback": Target(
        lambda world: {"helped": "oui"},
        lambda world: [links.follow_token(world.answered)],
        rows=frozenset(OF_QUESTIONS),
    ),
    f"{OUR}detail": Target(
        lambda world: {"detail": "Je suis locataire."},
        lambda world: [links.follow_token(world.question)],
        rows=frozenset(OF_QUESTIONS),
    ),
    f"{OUR}report_error": Target(
        lambda world: {
            "page": "/logement/",
            "text": "Le numéro a changé.",
            "email": "nadia@citoyenne.invalid",
            "token": world.tokens["erreur"],
            "precision_bis": "",
        },
        rows=frozenset({"clairdroit_questions_errorreport"}),
    ),
    f"{SPACE}request_link": Target(
        lambda world: {"email": world.partner.team_email, "token": world.tokens["lien-partenaire"]},
        rows=frozenset(OF_ANSWERS),
    ),
    f"{OUR}assignment": Target(
        lambda world: {**_answer_form(world), "hand_in": ""}, _asked, rows=frozenset(OF_ANSWERS)
    ),
    f"{OUR}autosave": Target(_answer_form, _asked, rows=frozenset(OF_ANSWERS)),
    f"{OUR}suggestions": Target(_answer_form, _asked),
    f"{OUR}partner_reread": Target(_answer_form, _asked),
    "clairdroit_connections:keys": Target(
        lambda world: {"name": "Suivi"}, lambda world: [world.space], rows=frozenset(OF_QUESTIONS)
    ),
    "clairdroit_connections:revoke_key": Target(lambda world: {}, lambda world: [world.space, world.key_to_revoke.pk]),
    f"{OUR}mark_read": Target(
        lambda world: {"token": world.tokens["lecture"]}, _asked, rows=frozenset({"clairdroit_questions_event"})
    ),
    f"{OUR}passed_file": Target(
        lambda world: {},
        lambda world: [world.space, world.question.uuid, world.passed.pk],
        rows=frozenset({"clairdroit_questions_event"}),
    ),
    f"{OUR}mark_list_read": Target(
        lambda world: {"token": world.tokens["lecture"]},
        lambda world: [world.space],
        rows=frozenset({"clairdroit_questions_event"}),
    ),
    f"{SPACE}renew_links": Target(
        lambda world: {},
        lambda world: [world.space],
        rows=frozenset(OF_ANSWERS),
    ),
    "clairdroit_connections:new_key": Target(
        lambda world: {},
        lambda world: [
            world.space,
            new_key_url(world.partner, "Suivi").rstrip("/").rsplit("/", 1)[-1],
        ],
        rows=frozenset({*OF_QUESTIONS, "clairdroit_connections_partnertoken"}),
    ),
    f"{OUR}decline": Target(
        lambda world: {"reason": "Ce n’est pas notre domaine.", "better_partner": world.other.pk},
        _asked,
        rows=frozenset(OF_ANSWERS),
    ),
    f"{OUR}hand_over": Target(
        lambda world: {
            "partner": world.other.pk,
            "word": "C’est pour vous.",
            "with_draft": "on",
            "q": "",
            "kind": "",
            "hand_over": "",
        },
        _asked,
        rows=frozenset(OF_ANSWERS),
    ),
    f"{OUR}presence": Target(
        lambda world: {"tab": "a1b2c3d4e5f6a7b8", "before": "", "version": "0"},
        _asked,
        rows=frozenset({*OF_ANSWERS, "clairdroit_questions_draftpresence"}),
    ),
    f"{SPACE}record": Target(
        lambda world: {"description": "Nous aidons.", "phone": "01 39 00 00 00", "remark": "Le plan est faux."},
        lambda world: [world.space],
        rows=frozenset({*OF_ANSWERS, "clairdroit_questions_errorreport"}),
    ),
    f"{OUR}availability": Target(
        lambda world: {"starts_on": "2099-07-01", "ends_on": "2099-07-14", "capacity": "5", "refused_words": "dette"},
        lambda world: [world.space],
        rows=frozenset(
            {*OF_ANSWERS, "clairdroit_questions_partneravailability", "clairdroit_questions_partnerabsence"}
        ),
    ),
    "clairdroit_public_forms:digests": Target(
        lambda world: {"resume": ""},
        lambda world: [stop_url(world.partner).rstrip("/").rsplit("/", 1)[-1]],
        rows=frozenset({*OF_ANSWERS, "clairdroit_questions_partneravailability"}),
    ),
    f"{OUR}ask_citizen": Target(lambda world: {"text": "Êtes-vous locataire ?"}, _asked, rows=frozenset(OF_ANSWERS)),
    f"{OUR}erase": Target(
        lambda world: {"confirm": "oui"},
        lambda world: [links.follow_token(world.answered)],
        rows=frozenset({*OF_ANSWERS, "clairdroit_mail_deliveryattempt"}),
    ),
    "clairdroit_search:count": Target(
        lambda world: {"search": "x", "outcome": "shown"}, rows=frozenset({"clairdroit_search_searchcount"})
    ),
    "clairdroit_search:results": Target(lambda world: {"q": "loyer", "commune": "", "page": "1"}, method="get"),
    "clairdroit_search:suggestions": Target(lambda world: {"q": "loyer", "commune": ""}, method="get"),
    "clairdroit_territories:choose_commune": Target(lambda world: {"q": "Versailles", "next": "/"}, method="get"),
    "clairdroit_partners_snippets:directory": Target(
        lambda world: {"q": "ccas", "rubrique": "logement", "commune": "", "page": "1"}, method="get"
    ),
    "clairdroit_partners_snippets:map_data": Target(lambda world: {"q": "ccas", "commune": ""}, method="get"),
    f"{API}:list_questions": Target(lambda world: {"state": "waiting", "after": "0", "limit": "5"}, method="get"),
    f"{API}:save_draft": Target(
        _answer_form, lambda world: [world.question.uuid], "put", frozenset(OF_ANSWERS), is_json=True
    ),
    f"{API}:propose": Target(
        _answer_form, lambda world: [world.question.uuid], rows=frozenset(OF_ANSWERS), is_json=True
    ),
    f"{API}:decline": Target(
        lambda world: {"reason": "Ce n’est pas notre domaine.", "better_partner": world.other.pk},
        lambda world: [world.question.uuid],
        rows=frozenset(OF_ANSWERS),
        is_json=True,
    ),
    f"{API}:mark_seen": Target(
        lambda world: {}, lambda world: [world.question.uuid], rows=frozenset(OF_ANSWERS), is_json=True
    ),
}


def address(name, world):
    return reverse(name, args=TARGETS[name].arguments(world))


def public_patterns(resolver=None, space=""):
    """`(name, pattern)` of every address outside the admin whose view is ours."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) not in ("admin/", "documents/", "demo/"):
                inner = pattern.namespace or ""
                yield from public_patterns(pattern, f"{space}{inner}:" if inner else space)
        elif isinstance(pattern, URLPattern) and is_ours(pattern):
            yield f"{space}{pattern.name or pattern.callback.__name__}", pattern


def is_ours(pattern):
    # The description of the partners' interface is a function with its arguments filled in.
    return pattern.callback.__module__.startswith(("clairdroit.", "ninja.", "functools"))


def document_of(body):
    try:
        return json.loads(body)
    except ValueError:
        return None
