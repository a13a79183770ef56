"""E-mails that came in, some joined to their question, some held: the same bytes and the same way as a real one."""

import io
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from clairdroit.mail.models import OutboxMail
from clairdroit.questions import incoming
from clairdroit.questions.enums import TO_CITIZEN
from clairdroit.questions.models import Event, IncomingMail, Question, QuestionMail
from demo.loader import content
from demo.loader.past import days_ago, last_mail
from demo.loader.progress import Loading


def load_received(loading: Loading) -> None:
    """A message that was received already is the same record: nothing is done twice."""
    for text in content.read("received")["mails"]:
        answered = _answered(text)
        if "question" in text and answered is None:
            # Visitors of the demonstration have erased that question.
            continue
        newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        newest_mail = last_mail()
        mail, created = incoming.receive(source=io.BytesIO(_message(text, answered)))
        if created:
            moment = days_ago(text["days_ago"])
            IncomingMail.objects.filter(pk=mail.pk).update(received_at=moment)
            Event.objects.filter(pk__gt=newest).update(at=moment)
            OutboxMail.objects.filter(pk__gt=newest_mail).update(created_at=moment)
            loading.count("received e-mails")


def _answered(text: dict[str, Any]) -> QuestionMail | None:
    question = Question.objects.filter(submission_key=f"demo-{text.get('question')}").first()
    if question is None:
        return None
    to_citizen = {"kind__in": TO_CITIZEN}
    mails = question.mails.exclude(message_id="").select_related("email")
    mails = mails.exclude(**to_citizen) if text.get("partner") else mails.filter(**to_citizen)
    return mails.order_by("-pk").first()


def _message(text: dict[str, Any], answered: QuestionMail | None) -> bytes:
    message = EmailMessage()
    message["From"] = text["sender"] if answered is None or "sender" in text else answered.email.to[0]
    message["To"] = "reponse@ville.example"
    message["Subject"] = text["subject"]
    message["Date"] = format_datetime(days_ago(text["days_ago"]))
    message["Message-ID"] = f"<{text['key']}@demonstration.example>"
    if answered is not None:
        message["In-Reply-To"] = answered.message_id
    for header in text.get("headers", ()):
        name, _colon, value = header.partition(": ")
        message[name] = value
    message.set_content(text["words"])
    return message.as_bytes()
