"""What the file of a question shows of what a person without an address is to be told, and was."""

from typing import Any

from clairdroit.questions.enums import TellingWay
from clairdroit.questions.models import Question


def shown(question: Question) -> dict[str, Any]:
    whole = ("assignment__partner", "answer__assignment__partner", "revision", "told_by")
    known = question.tellings.select_related(*whole)
    return {
        "to_tell": list(known.waiting()),
        "told": list(known.told()),
        "ways": TellingWay.choices,
        "may_add_said": question.takes_details_by_mail and not question.erased_at,
    }
