"""The form promises that no partner sees the person's address. Planted by every way in, looked for by every way out.

What a page or mail is made of is looked at too: a row that reaches a partner's template is a way round the masking.
"""

import base64
import io
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.test.signals import template_rendered
from django.urls import reverse

from clairdroit.connections.models import WebhookDelivery
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.space import emails as space_emails
from clairdroit.public_forms import FormToken
from clairdroit.questions import actions, editors, emails, for_partners, incoming, links
from clairdroit.questions.enums import TO_CITIZEN, IncomingStatus, MailKind
from clairdroit.questions.masking.unfolding import unfold
from clairdroit.questions.models import Assignment, ProposedAnswer, Question, QuestionMail
from clairdroit.questions.reminders.editors import what_waits
from clairdroit.roles.actions import compose_roles
from tests.connections.factories import PartnerTokenFactory, WebhookFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import UserFactory
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db

ADDRESS = "nadia.benali78@boite.example"
# Each way in says the address, the name and the number in words of its own, so that a finding tells where it came from.
FORM = (
    "Je m’appelle Nadia Benali. On m’expulse. Écrivez à nadia.benali78 (at) boite.example ou appelez le 06 11 11 11 11."
)
DETAIL = "De : Nadia Benali <NADIA.BENALI78@BOITE.EXAMPLE>\nMon numéro est le +33 6 22 22 22 22, c’est tout."
REPLY = (
    "Voici le détail demandé.\nNadia Benali\n12 rue des Lilas, 78000 Versailles\n"
    "nadia.benali78@boite.example\n0633333333"
)
HTML = "<p>Le bail est joint.</p><p>Nadia&nbsp;Benali &lt;nadia.benali78&#64;boite.example&gt;<br>06.44.44.44.44</p>"
WORD = "C’est Mme Benali (nadia.benali78@boite.example), au 06 11 11 11 11. Elle est à nous depuis 2024."
DRAFT = "Madame Benali, nous avons écrit à nadia.benali78@boite.example. Payez d’abord le loyer courant."
COMMENT = "Ne citez pas nadia.benali78@boite.example ni le 0622222222. Soyez plus bref."
SECRET = re.compile(r"benali|nadia|61111|62222|63333|64444|ruedeslilas")
STAYS = ("on m’expulse", "c’est tout", "voici le détail demandé", "le bail est joint")
BASE = "/api/partenaire/v1"


class Walk:
    """What partners were shown and sent, by the place where it was."""

    def __init__(self, client):
        self.client = client
        self.found: dict[str, str] = {}
        self.rows: set[str] = set()

    def get(self, place, path, **headers):
        return self._keep(place, self.client.get(path, headers=headers))

    def post(self, place, path, data, **options):
        return self._keep(place, self.client.post(path, data, **options))

    def _keep(self, place, response):
        assert response.status_code in (200, 302, 409), (place, response.status_code)
        self.found[place] = response.content.decode() + str(response.headers)
        return response

    def note_context(self, sender, template, context, **kwargs):
        for layer in context:
            for name, value in layer.items():
                self._look_into(f"{template.name}: {name}", value)

    def _look_into(self, name, value, depth=0):
        if isinstance(value, Question | Assignment | ProposedAnswer):
            self.rows.add(name)
        elif isinstance(value, Mapping) and depth < 4:
            for key, each in value.items():
                self._look_into(f"{name}.{key}", each, depth + 1)
        elif isinstance(value, list | tuple) and depth < 4:
            for each in value:
                self._look_into(name, each, depth + 1)


def everything(mail):
    headers = [f"{name}: {value}" for name, value in (mail.headers or {}).items()]
    return "\n".join([mail.from_email, *mail.to, *mail.cc, mail.subject, mail.message, mail.html_message, *headers])


def leaks(found):
    """Place and what was found there, whatever its encoding."""
    return {
        place: sorted(set(SECRET.findall("".join(each for each in unfold(text).text if each.isalnum()))))
        for place, text in found.items()
        if SECRET.search("".join(each for each in unfold(text).text if each.isalnum()))
    }


def send(to, words, *, own_id, html=""):
    boundary = "cadre"
    parts = [f"--{boundary}\nContent-Type: text/{'html' if html else 'plain'}; charset=utf-8\n\n{html or words}\n"]
    content = base64.b64encode(b"%PDF-1.4").decode()
    parts.append(
        f"--{boundary}\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
        f'Content-Disposition: attachment; filename="bail_{ADDRESS}.pdf"\n\n{content}\n--{boundary}--\n'
    )
    head = (
        f"From: Nadia Benali <{ADDRESS}>\nTo: {to}\nMessage-ID: {own_id}\nSubject: Re: {ADDRESS}\nMIME-Version: 1.0\n"
        f"Content-Type: multipart/mixed; boundary={boundary}\n\n"
    )
    mail, _created = incoming.receive(source=io.BytesIO((head + "".join(parts)).encode()))
    assert mail.status == IncomingStatus.ACCEPTED, mail.reason
    return mail


@pytest.fixture
def walk(client, settings, old_token):
    """Everything that can be planted is, and two partners look everywhere."""
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"
    settings.CLAIRDROIT_PARTNERS_ASKED = 1
    # Else what waits for more details is withdrawn when its partner hands the question over.
    settings.CLAIRDROIT_DETAIL_WAIT_MINUTES = 0
    compose_roles()
    return Walk(client)


def plant_and_look(walk, old_token):
    client = walk.client
    commune = CommuneFactory()
    giver = PartnerFactory(name="CCAS", headings=["logement"], communes=[commune], team_email="ccas@ccas.example")
    taker = PartnerFactory(name="ADIL", headings=["sante"], communes=[commune], team_email="adil@adil.example")
    WebhookFactory(partner=taker)
    WebhookFactory(partner=None)
    token = FormToken.issue("question").raw if old_token is None else old_token("question")
    typed = {"heading": "logement", "text": FORM, "place": commune.label, "email": ADDRESS, "consent": "on"}
    client.post(reverse("clairdroit_questions:ask"), {**typed, "token": token, "help_seen": "1"})
    question = Question.objects.get()
    template_rendered.connect(walk.note_context)
    assert question.assignments.get().partner == giver
    client.post(
        reverse("clairdroit_questions:detail", args=[links.follow_token(question)]),
        {"detail": DETAIL},
    )
    acknowledgement = QuestionMail.objects.get(question=question, kind=MailKind.ACKNOWLEDGEMENT).email
    send(acknowledgement.headers["Reply-To"], REPLY, own_id="<1@boite.example>")
    send(acknowledgement.headers["Reply-To"], "", own_id="<2@boite.example>", html=HTML)
    look(walk, giver, question, "giver")
    # The giver knows it from elsewhere, and passes it on in its word and its draft.
    key, reference = links.partner_token(giver), question.uuid
    client.post(reverse("clairdroit_questions:assignment", args=[key, reference]), {"text": DRAFT, "keep": "1"})
    client.post(
        reverse("clairdroit_questions:hand_over", args=[key, reference]),
        {"partner": taker.pk, "word": WORD, "with_draft": "on", "hand_over": "1", "q": "ADIL", "kind": ""},
    )
    taken = question.assignments.get(partner=taker)
    look(walk, giver, question, "giver, handed over", ended=True)
    look(walk, taker, question, "taker")
    answer = ProposedAnswer.objects.get(assignment=taken)
    actions.submit_proposal(assignment=taken, user=team_user(taker), text="Payez le loyer courant.")
    look(walk, taker, question, "taker, handed in", ended=True)
    editor = UserFactory(moderator=True)
    # An editor writes it into the answer, and asks for changes.
    editors.edit_proposal(answer=ProposedAnswer.objects.get(pk=answer.pk), user=editor, text=DRAFT)
    actions.ask_for_changes(answer=ProposedAnswer.objects.get(pk=answer.pk), user=editor, comment=COMMENT)
    look(walk, taker, question, "taker, changes asked")
    stale = {"text": "Un autre texte.", "note": "", "version": "1-1"}
    walk.post("autosave", reverse("clairdroit_questions:autosave", args=[links.partner_token(taker), reference]), stale)
    walk.post(
        "conflict",
        reverse("clairdroit_questions:assignment", args=[links.partner_token(taker), reference]),
        {**stale, "keep": "1"},
    )
    actions.submit_proposal(assignment=taken, user=team_user(taker), text="Payez le loyer courant, et appelez-nous.")
    # What is sent may greet the person by name; the partner reads it masked.
    editors.edit_proposal(answer=ProposedAnswer.objects.get(pk=answer.pk), user=editor, text=DRAFT)
    actions.send_answer(answer=ProposedAnswer.objects.get(pk=answer.pk), user=editor)
    client.post(
        reverse("clairdroit_questions:feedback", args=[links.follow_token(question)]),
        {"helped": "oui", "words": f"Merci ! {ADDRESS} 06 11 11 11 11 Nadia Benali"},
    )
    look(walk, taker, question, "taker, answered", ended=True)
    look(walk, giver, question, "giver, answered", ended=True)
    template_rendered.disconnect(walk.note_context)
    emails.partner_digest(taker, [taken])
    emails.editor_digest(UserFactory(email="e@mairie.invalid"), what_waits())
    space_emails.partner_link(taker)
    for mail in OutboxMail.objects.all():
        if mail.to not in ([ADDRESS], ["e@mairie.invalid"]):
            walk.found[f"mail {mail.pk} to {mail.to}: {mail.subject}"] = everything(mail)
    for delivery in WebhookDelivery.objects.all():
        walk.found[f"webhook {delivery.pk}"] = delivery.body
    question.refresh_from_db()
    return question


def look(walk, partner, question, who, *, ended=False):
    token, reference = links.partner_token(partner), question.uuid
    for name in ("partner_space:space", "partner_space:record", "questions:availability", "connections:keys"):
        walk.get(f"{who}: {name.partition(':')[2]}", reverse(f"clairdroit_{name}", args=[token]))
    for name in ("assignment", "ask_citizen", "decline", "hand_over"):
        walk.get(f"{who}: {name}", reverse(f"clairdroit_questions:{name}", args=[token, reference]))
    if not ended:
        for name in ("suggestions", "partner_reread"):
            walk.post(
                f"{who}: {name}", reverse(f"clairdroit_questions:{name}", args=[token, reference]), {"text": "Oui."}
            )
        presence = reverse("clairdroit_questions:presence", args=[token, reference])
        walk.post(f"{who}: presence", presence, {"tab": "a1", "version": "0"})
    raw = f"cdp_{who}"
    PartnerTokenFactory(partner=partner, raw=raw)
    key = {"authorization": f"Bearer {raw.encode().decode()}"}
    for path in ("/questions", f"/questions/{reference}", "/partners"):
        place = f"{who}: api {path}"
        walk.get(place, BASE + path, **key)
        if partner.name == "CCAS":
            # What it wrote itself is given back to it as it is.
            walk.found[place] = walk.found[place].replace(DRAFT, "")


def test_no_partner_is_shown_or_sent_how_to_reach_the_person_or_what_they_are_called(walk, old_token):
    question = plant_and_look(walk, old_token)
    assert leaks(walk.found) == {}
    # The editors have all of it, as it was written.
    for planted in (FORM, DETAIL, REPLY):
        assert planted in question.words
    # The rest of what was said did reach the partners: by page, by mail and by their programs.
    for words in STAYS:
        for place in ("taker: assignment", f"taker: api /questions/{question.uuid}"):
            assert words in walk.found[place].lower().replace("&#x27;", "’")
    mails = " ".join(text for place, text in walk.found.items() if place.startswith("mail"))
    assert all(words in mails.lower() for words in STAYS)
    assert "plus bref" in mails
    # No row reaches a partner's template: whoever writes one later cannot show what is not in it.
    of_citizens = {f"questions/emails/{kind.value}_" for kind in TO_CITIZEN}
    of_citizens |= {
        "questions/citizen/follow.html",
        "questions/citizen/includes/status.html",
        "questions/citizen/includes/detail_requests.html",
    }
    # What those mails extend; a partner's mail is seen by its own name.
    of_citizens |= {"emails/base.", "emails/contact."}
    assert {name for name in walk.rows if not name.startswith(tuple(of_citizens))} == set()


def test_without_the_masking_every_way_out_would_tell(walk, old_token, monkeypatch):
    """The walk is no use unless it finds what it looks for."""
    for name in ("masked_words", "masked_mention"):
        monkeypatch.setattr(for_partners, name, lambda text, person: text)
    plant_and_look(walk, old_token)
    found = leaks(walk.found)
    told = {place.partition(" to ")[2] or place for place in found}
    for page in ("space", "assignment", "ask_citizen", "decline", "hand_over"):
        assert f"giver: {page}" in found
    assert {"autosave", "conflict", "taker, changes asked: assignment", "taker, answered: assignment"} <= told
    assert any(place.startswith("taker: api /questions/") for place in found)
    kinds = {
        mail.kind
        for mail in QuestionMail.objects.exclude(assignment=None)
        if SECRET.search(everything(mail.email).lower())
    }
    assert kinds >= {MailKind.ASSIGNMENT, MailKind.DETAIL, MailKind.HANDED_OVER, MailKind.CHANGES}
    # Each of the ways in: the form, the follow-up page, a plain reply, one in HTML, a word, a draft, a comment.
    assert {secret for secrets in found.values() for secret in secrets} == {
        "benali", "nadia", "61111", "62222", "63333", "64444", "ruedeslilas",
    }  # fmt: skip


ROOT = Path(__file__).parents[2]
PARTNERS_FOLDERS = ("questions/partner_space", "partners_snippets/space", "connections/api", "connections/webhooks")
PARTNERS_CODE = [
    path for folder in PARTNERS_FOLDERS for path in sorted((ROOT / folder).rglob("*.py")) if path.name != "__init__.py"
]
# Of the rows themselves: what only `for_partners` may read.
RAW = re.compile(
    r"question\.(?:text|words|parts|summary|email|helped_words)\b|\.(?:decline_reason|handed_over_word|asked_of_citizen)\b"
    r"|\b(?:latest|final|draft_known|sent_known)\([^)]*\)\.text\b|\.final\.text\b|\b(?:parts_known)\("
)


def test_no_folder_of_the_partners_code_is_overlooked():
    for folder in PARTNERS_FOLDERS:
        assert any(path.is_relative_to(ROOT / folder) for path in PARTNERS_CODE), folder


@pytest.mark.parametrize("path", PARTNERS_CODE, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_partners_code_reads_no_words_past_the_masking(path):
    code = path.read_text()
    allowed = {
        # Compared with what the partner has just typed, never shown.
        "given.strip() == asked.decline_reason",
        # The routing's own condition: whom to suggest.
        "text=question.words)", "seen.question.text", "f\"{question.text}\\n{draft}\"",
        # Actions: what is asked goes to the citizen, a draft that is handed over is masked as a mention.
        "assignment.asked_of_citizen, assignment.waiting_for_citizen_since = text", "latest(begun).text if begun",
    }  # fmt: skip
    for each in allowed:
        code = code.replace(each, "")
    assert RAW.findall(code) == []
