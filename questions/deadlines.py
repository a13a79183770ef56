"""Until when an answer is promised. Below the actions, which write it, and the reminders, which ask what is late."""

import datetime
from typing import TYPE_CHECKING

from clairdroit.questions import routing
from clairdroit.taxonomy import working_days

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune


def due_at(heading: str, commune: "Commune | None", moment: datetime.datetime) -> datetime.datetime:
    """Until when a question that came (or came back) at this moment is expected to be answered."""
    departement = commune.departement_id if commune else working_days.home()
    return working_days.deadline(moment, routing.target_days(heading, commune), departement)
