"""What waits to be told to people without an e-mail address."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clairdroit.moderation.registry import Described, Key, Kind, QueueItem, Source
from clairdroit.partners_snippets.phones import phone_in_words
from clairdroit.questions.enums import OPEN_STATUSES
from clairdroit.questions.models import Telling
from clairdroit.questions.permissions import HANDLE, user_can_handle_questions

TO_TELL = "a-dire"


class ToTellSource(Source):
    kinds = (Kind(TO_TELL, _("Answers to hand over"), 50),)
    permission = HANDLE

    def waiting(self, user: Any) -> Iterable[QueueItem]:
        if user_can_handle_questions(user):
            asked = [f"question__{name}" for name in ("heading", "status", "due_at")]
            for pk, since, heading, status, due in Telling.objects.waiting().values_list("pk", "since", *asked):
                headings = frozenset(filter(None, [heading]))
                due = due if status in OPEN_STATUSES else None
                yield QueueItem(Key(TO_TELL, str(pk)), since=since, headings=headings, due=due)

    def describe(self, items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
        if not items:
            return {}
        found = Telling.objects.select_related("question__commune")
        return {
            Key(TO_TELL, str(telling.pk)): Described(
                title=telling.question.summary,
                url=f"{reverse('questions_modeladmin_inspect', args=[telling.question_id])}#a-remettre",
                note=_note(telling),
                timing=telling.question.left_shortly,
                shows=telling.question,
            )
            for telling in found.filter(pk__in=[item.key.number for item in items])
        }


def _note(telling: Telling) -> str:
    """What there is to tell, and the number to call where there is one."""
    what = f"{telling.question.reference} – {telling.get_kind_display()}"
    if not telling.question.phone:
        return gettext("%(what)s – no e-mail address") % {"what": what}
    return gettext("%(what)s – to call: %(number)s") % {
        "what": what,
        "number": phone_in_words(telling.question.phone),
    }
