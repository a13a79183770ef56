"""What the file of a question shows of what a person without an address is to be told, and was."""

from typing import Any

from clairdroit.questions.enums import TellingWay
from clairdroit.questions.models import Question


def shown(question: Question) -> dict[str, Any]:
    known = question.tellings.select_related("assignment__partner", "answer__assignment__partner", "told_by")
    return {
        "to_tell": list(known.waiting()),
        "told": list(known.told()),
        "ways": TellingWay.choices,
        "may_add_said": question.takes_details_by_mail and not question.erased_at,
    }
