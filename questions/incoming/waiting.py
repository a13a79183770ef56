"""Received e-mails that wait for a person, in the moderation queue."""

from collections.abc import Collection, Iterator
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clairdroit.moderation.registry import Described, Key, Kind, QueueItem, Source
from clairdroit.questions.enums import WaitingKind
from clairdroit.questions.models import IncomingMail
from clairdroit.questions.permissions import HANDLE, user_can_handle_questions


class MailSource(Source):
    """Received e-mails that no machine may join to a file. Absences and the like wait in their register alone."""

    kinds = (Kind(WaitingKind.MAIL, _("Received e-mails"), 80),)
    permission = HANDLE

    def waiting(self, user: Any) -> Iterator[QueueItem]:
        if user_can_handle_questions(user):
            rows = IncomingMail.objects.to_decide().order_by()
            for pk, received_at, heading in rows.values_list("pk", "received_at", "question__heading"):
                yield QueueItem(
                    Key(WaitingKind.MAIL, str(pk)), since=received_at, headings=frozenset(filter(None, [heading]))
                )

    def describe(self, items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
        if not items:
            return {}
        found = IncomingMail.objects.filter(pk__in=[item.key.number for item in items])
        return {
            Key(WaitingKind.MAIL, str(mail.pk)): Described(
                title=Truncator(mail.subject).chars(90) or gettext("Without a subject"),
                url=reverse("courriels-recus_modeladmin_inspect", args=[mail.pk]),
                note=f"{Truncator(mail.sender).chars(60)} – {mail.reason}".strip(" –"),
            )
            for mail in found.only("subject", "reason", "sender")
        }
