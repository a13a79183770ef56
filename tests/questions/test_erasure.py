"""Words are planted through the doors that people use; erased, nothing of them is left anywhere."""

import datetime
import io
import pickle
import re
from email.message import EmailMessage
from email.utils import make_msgid

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db.models import CASCADE
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import TaskState

from clairdroit.connections.models import WebhookDelivery
from clairdroit.encryption import make_key
from clairdroit.encryption.rotation import encrypted_fields
from clairdroit.mail import addresses
from clairdroit.mail.delivery import send_due
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, citizen, incoming, links, partner_space
from clairdroit.questions.confidentiality import erasure, naming
from clairdroit.questions.drafts import version_of
from clairdroit.questions.enums import EventKind, IncomingStatus, MailKind
from clairdroit.questions.models import Assignment, Event, IncomingMail, ProposedAnswer, Question
from clairdroit.registries import registered
from clairdroit.roles.actions import compose_roles
from tests.connections.factories import WebhookFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions import whole_database
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory
from tests.territories.factories import CommuneFactory

WORDS = {
    "form": "amaryllis",
    "address": "odile.pivoine",
    "detail": "hortensia",
    "draft": "chrysantheme",
    "note": "myosotis",
    "decline": "campanule",
    "comment": "coquelicot",
    "answer": "jonquille",
    "preview": "gardenia",
    "notice": "belladone",
    "hand_over": "capucine",
    "request": "digitale",
    "feedback": "giroflee",
    "mail_header": "heliotrope",
    "mail_text": "lavande",
    "mail_quote": "marguerite",
    "mail_attachment": "nenuphar",
    "citizen_mail": "oeillet",
    "stray_mail": "pervenche",
    "set_aside": "renoncule",
}
# The address that replies go to is made from this one.
REPLIES = "reponse@ville.invalid"


def post(client, url, **data):
    answer = client.post(url, data)
    assert answer.status_code in (200, 302), (url, answer.status_code)
    return answer


@pytest.fixture
def planted(client, old_token, caplog, admin_client, settings):
    """The question whose every trace holds one of WORDS, through forms, partners' space, admin and worker."""
    caplog.set_level("DEBUG")
    compose_roles()
    settings.CLAIRDROIT_PARTNERS_ASKED = 3
    settings.CLAIRDROIT_REPLY_ADDRESS = REPLIES
    commune = CommuneFactory()
    WebhookFactory()
    for name in ("ADIL", "CCAS", "UDAF"):
        PartnerFactory(name=name, headings=["logement"], communes=[commune], team_email=f"{name}@interne.invalid")
    post(
        client,
        reverse("clairdroit_questions:ask"),
        heading="logement",
        text=f"Je ne peux plus payer mon loyer : {WORDS['form']}.",
        place=commune.label,
        email=f"{WORDS['address']}@citoyenne.invalid",
        consent="on",
        token=old_token("question"),
    )
    question = Question.objects.get()
    follow = reverse("clairdroit_questions:follow", args=[links.follow_token(question)])
    first, second, third = question.assignments.order_by("pk")
    page = re.sub(r"^https?://[^/]+", "", links.assignment_url(first))
    post(client, page, text=f"Réponse : {WORDS['draft']}.", note=f"Note : {WORDS['note']}.", version="0", hand_in="1")
    other = re.sub(r"^https?://[^/]+", "", links.assignment_url(second))
    post(client, f"{other}decliner/", reason=f"Refus : {WORDS['decline']}.")
    user = team_user(third.partner)
    partner_space.ask_citizen(assignment=third, user=user, text=f"Une question : {WORDS['request']} ?")
    partner_space.hand_over(assignment=third, user=user, to=PartnerFactory(), word=f"Un mot : {WORDS['hand_over']}.")
    answer = ProposedAnswer.objects.get()
    snippet = "wagtailsnippets_clairdroit_questions_proposedanswer"
    post(admin_client, reverse(f"{snippet}:preview_on_edit", args=[answer.pk]), text=f"Aperçu : {WORDS['preview']}.")
    task = TaskState.objects.get()
    refuse = reverse(f"{snippet}:workflow_action", args=[answer.pk, "reject", task.pk])
    post(admin_client, refuse, comment=f"À revoir : {WORDS['comment']}.")
    post(client, follow + "preciser/", detail=f"Précision : {WORDS['detail']}.")
    receive_mails(question, first)
    answer = ProposedAnswer.objects.get()
    actions.submit_proposal(assignment=first, user=team_user(first.partner), text=f"Mieux : {WORDS['answer']}.")
    version = version_of(ProposedAnswer.objects.get())
    post(admin_client, reverse("clairdroit_questions_confirm", args=[answer.pk]), version=version)
    # A notice that names the question in its text alone, as Wagtail's own do; once sent, nothing of it is left.
    OutboxMail.objects.create(
        from_email="site@clairdroit.invalid",
        to=["equipe@interne.invalid"],
        subject=f"Réponse à la question {question.reference}",
        message=WORDS["notice"],
        not_before=timezone.now() + datetime.timedelta(days=1),
    )
    citizen.give_feedback(question=question, helped=False, words=f"Pas assez : {WORDS['feedback']}.")
    send_due()
    call_command("rebuild_search", verbosity=0)
    admin_client.get(f"/admin/questions/inspect/{question.pk}/")
    client.get(follow)
    return question


def receive_mails(question, assignment):
    """A partner's reply with all that a message may hold, the citizen's, and one that names the question alone."""

    def reply_to(kind, assignment=None):
        return question.mails.filter(kind=kind, assignment=assignment).first().email.headers["Reply-To"]

    reply = EmailMessage()
    reply["From"], reply["To"] = assignment.partner.team_email, reply_to(MailKind.ASSIGNMENT, assignment)
    reply["Subject"], reply["Message-ID"] = f"Re: {WORDS['mail_header']}", "<1@partenaire.invalid>"
    reply.set_content(
        f"Par courriel : {WORDS['mail_text']}.\n\nLe 3 mars, le site a écrit :\n> {WORDS['mail_quote']}\n"
    )
    reply.add_attachment(WORDS["mail_attachment"], filename="note.txt")
    citizen = f"{WORDS['address']}@citoyenne.invalid"
    accepted = [
        reply.as_bytes(),
        plain_mail(citizen, reply_to(MailKind.ACKNOWLEDGEMENT), "Re: votre question", WORDS["citizen_mail"]),
    ]
    for raw in accepted:
        assert incoming.receive(source=io.BytesIO(raw))[0].status == IncomingStatus.ACCEPTED
    stray = plain_mail(citizen, REPLIES, f"Ma question {question.reference}", WORDS["stray_mail"])
    mail, _is_new = incoming.receive(source=io.BytesIO(stray))
    assert (mail.status, mail.question) == (IncomingStatus.HELD, None)
    incoming.set_incoming_aside(mail=mail, user=UserFactory(moderator=True), reason=f"Vu : {WORDS['set_aside']}.")


def plain_mail(sender, to, subject, words):
    head = f"From: {sender}\nTo: {to}\nMessage-ID: {make_msgid(domain='citoyenne.invalid')}\nSubject: {subject}\n"
    return f"{head}\nBonjour, {words}.\n".encode()


def elsewhere(caplog):
    kept = getattr(cache, "_cache", {})
    return caplog.text + "".join(map(str, (pickle.loads(value) for value in kept.values())))


def places_of_words():
    """For each word the tables and columns in which it lies sealed."""
    places = {word: set() for word in WORDS}
    for place, text in whole_database.opened():
        for word, planted in WORDS.items():
            if planted in text:
                places[word].add(place)
    return places


@pytest.mark.django_db
def test_nothing_stands_in_clear_and_after_erasing_nothing_stands_at_all(planted, client, caplog):
    assert whole_database.holding(*WORDS.values()) == set()
    assert not [word for word in WORDS.values() if word.encode() in whole_database.raw_bytes()]
    addresses.note_bounce(address=f"{WORDS['address']}@citoyenne.invalid", hard=True, detail="5.1.1")
    of_the_webhook = {
        value for place, value in whole_database.values() if place == "clairdroit_connections_webhook.secret"
    }
    written = whole_database.sealed_values() - of_the_webhook
    places = places_of_words()
    # A preview leaves nothing, and the comment no word in a table of Wagtail's.
    assert [word for word in WORDS if not places[word]] == ["preview"]
    assert not [place for found in places.values() for place in found if "revision" not in place and "wagtail" in place]
    steps = planted.events.count()

    post(client, reverse("clairdroit_questions:erase", args=[links.follow_token(planted)]))

    assert whole_database.holding(*WORDS.values()) == set()
    assert {word: found for word, found in places_of_words().items() if found} == {}
    left = written & whole_database.sealed_values()
    assert left == set()
    # SQLite's pages that were given free among them: secure_delete writes over what is deleted.
    raw = whole_database.raw_bytes()
    assert not [value for value in written if value.encode() in raw]
    assert not [word for word in WORDS.values() if word.encode() in raw]
    assert not [word for word in WORDS.values() if word in elsewhere(caplog)]
    question = Question.objects.get()
    assert question.erased_at
    assert question.events.count() > steps
    assert question.assignments.count() == 4
    assert IncomingMail.objects.count() == 0
    # Other software is still to hear that it ended.
    assert "question.closed" in WebhookDelivery.objects.values_list("event", flat=True)
    assert client.get(reverse("clairdroit_questions:follow", args=[links.follow_token(planted)])).status_code == 200


@pytest.mark.django_db
def test_erasing_needs_no_key(settings):
    assignment = AssignmentFactory(declined=True)
    settings.CLAIRDROIT_ENCRYPTION_KEYS = [make_key()]
    question = actions.erase(question=Question.objects.get(pk=assignment.question_id))
    assert (question.text, question.email) == ("", "")
    assert Assignment.objects.get().decline_reason == "-"


@pytest.mark.django_db
def test_another_question_keeps_everything():
    kept, erased = AssignmentFactory(declined=True), QuestionFactory()
    actions.erase(question=erased)
    kept.refresh_from_db()
    assert kept.decline_reason == "Ce n’est pas notre domaine."
    assert kept.question.text


@pytest.mark.django_db
def test_erasing_twice_is_one_step():
    question = QuestionFactory()
    actions.erase(question=question)
    actions.erase(question=question)
    assert Event.objects.filter(kind=EventKind.ERASED).count() == 1


def reached(roots):
    """The models whose rows are deleted with a row of `roots`, because their foreign keys cascade."""
    found, waiting = set(), list(roots)
    while waiting:
        model = waiting.pop()
        if model in found:
            continue
        found.add(model)
        waiting += [relation.related_model for relation in model._meta.related_objects if relation.on_delete is CASCADE]
    return found


# Their words belong to no question; a webhook keeps only its own secret.
APART = {"AuthenticatorApp", "ErrorReport", "UnreachableAddress", "Webhook"}


def test_every_model_with_words_is_erased_with_its_question():
    deleted = {
        relation.related_model
        for root in (Question, Assignment)
        for relation in erasure.relations_to(root)
        if relation.related_model not in erasure.EMPTIED
    }
    covered = reached(deleted | {OutboxMail}) | set(erasure.EMPTIED)
    with_words = {model for model in apps.get_models() if encrypted_fields(model)}
    assert len(with_words) > 5
    assert {model.__name__ for model in with_words - covered} <= APART


@pytest.mark.django_db
def test_staff_and_figures_see_that_it_was_erased(client):
    question = QuestionFactory()
    actions.erase(question=question)
    client.force_login(UserFactory(moderator=True))
    assert client.get(f"/admin/questions/inspect/{question.pk}/").status_code == 200


@pytest.mark.django_db
def test_a_received_mail_that_names_another_question_stays(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = REPLIES
    erased, kept = QuestionFactory(), QuestionFactory()
    raw = plain_mail("a@b.invalid", REPLIES, f"Question {kept.reference}", "lavande")
    incoming.receive(source=io.BytesIO(raw))
    actions.erase(question=erased)
    assert IncomingMail.objects.get().question is None


@pytest.mark.django_db
def test_what_a_host_registers_is_asked_while_the_words_are_there_and_its_rows_that_name_it_go():
    seen = []
    redirects = naming.Records("wagtailredirects.redirect", ("old_path",))
    question, other = QuestionFactory(text="Mon loyer."), QuestionFactory()
    for each in (question, other):
        Redirect.objects.create(old_path=f"/dossier/{each.reference}", redirect_link="/")
    with (
        registered(erasure.erasers, lambda question: seen.append((question.reference, question.text))),
        registered(naming.records, *naming.records, redirects),
    ):
        actions.erase(question=question)
    assert seen == [(question.reference, "Mon loyer.")]
    assert [row.old_path for row in Redirect.objects.all()] == [f"/dossier/{other.reference}"]
