"""What partners may know of a question: the one way from our rows to their pages, e-mails and programs.

Templates, e-mails and the interface are given these objects and never the rows, so that a new way out cannot forget the
masking; tests/questions/test_masking_walk.py looks into every page, mail and answer for a row that got through.
"""

import datetime
import functools
import uuid
from typing import TYPE_CHECKING

from django.utils.text import Truncator

from clairdroit.encryption import Unreadable
from clairdroit.partners_snippets.models import PartnerMember
from clairdroit.questions import details, ended_assignments, left_out
from clairdroit.questions.drafts import Draft, draft_known
from clairdroit.questions.greetings import without_greeting
from clairdroit.questions.left_out import LeftOut
from clairdroit.questions.masking import Person, masked_mention, masked_words, person_of
from clairdroit.questions.models import AnswerComment, Assignment, PassedFile, ProposedAnswer
from clairdroit.questions.outcomes import Outcome, answer_of, joined_with, outcome_of

if TYPE_CHECKING:
    from clairdroit.partners_snippets.models import Partner
    from clairdroit.territories.models import Commune

SUMMARY = 90


class QuestionForPartner:
    """For the partner of this assignment: one whose part has ended reads what there was until then, and no more."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment, self._question = assignment, assignment.question

    @functools.cached_property
    def _person(self) -> Person:
        return person_of(self._question)

    @functools.cached_property
    def parts(self) -> list[details.QuestionPart]:
        """What the person wrote and what they added later, masked."""
        return [
            details.QuestionPart(self._masked(part.text), part.added_on)
            for part in ended_assignments.parts_known(self._assignment)
        ]

    def _masked(self, text: str) -> str:
        """What cannot be read says so itself."""
        return text if isinstance(text, Unreadable) else masked_words(text, self._person)

    @property
    def left_out(self) -> list[LeftOut]:
        """Of the person's e-mails, what is not in the text above: masked like it, names of files too."""
        mails = left_out.of_person(self._question, until=self._assignment.ended_at)
        return [each.masked(lambda text: masked_words(text, self._person)) for each in mails]

    @property
    def text(self) -> str:
        return details.joined(self.parts)

    @property
    def summary(self) -> str:
        return Truncator(without_greeting(" ".join(self.text.split()))).chars(SUMMARY)

    def mention(self, text: str) -> str:
        """What somebody else wrote about this question: an editor, another partner, an answer that was sent."""
        return masked_mention(text, self._person)

    @property
    def uuid(self) -> uuid.UUID:
        return self._question.uuid

    @property
    def reference(self) -> str:
        return self._question.reference

    @property
    def heading(self) -> str:
        return ended_assignments.matter_known(self._assignment).heading

    @property
    def heading_label(self) -> str:
        return ended_assignments.matter_known(self._assignment).heading_label

    @property
    def commune(self) -> "Commune | None":
        return ended_assignments.matter_known(self._assignment).commune

    @property
    def place_label(self) -> str:
        return ended_assignments.matter_known(self._assignment).place_label

    @property
    def language(self) -> str:
        return self._question.language

    @property
    def received_at(self) -> datetime.datetime:
        return self._question.received_at

    @property
    def expected_on(self) -> datetime.date | None:
        """None of one that has left: nothing is expected of it, and the day may be another by now."""
        return None if self._assignment.has_left else self._question.expected_on

    @property
    def is_late(self) -> bool:
        return not self._assignment.has_left and self._question.is_late

    @property
    def late_in_words(self) -> str:
        return "" if self._assignment.has_left else self._question.late_in_words

    @property
    def left_in_words(self) -> str:
        return "" if self._assignment.has_left else self._question.left_in_words

    @property
    def has_address(self) -> bool:
        """Without one the answer is handed over on paper or read out: whoever writes it should know."""
        return ended_assignments.has_address_known(self._assignment)

    @property
    def helped(self) -> bool | None:
        return self._assignment.left_helped if self._assignment.has_left else self._question.helped


class AnswerForPartner:
    """A text on its way to the person, or one that reached it: an editor may have written part of it."""

    def __init__(self, answer: ProposedAnswer, question: QuestionForPartner) -> None:
        self._answer, self._question = answer, question

    @property
    def text(self) -> str:
        return self._question.mention(self._answer.text)

    @property
    def sent_at(self) -> datetime.datetime | None:
        return self._answer.sent_at

    @property
    def signature(self) -> str:
        return self._answer.signature


class DraftForPartner:
    """What stands in its draft. Its own words are given back as they are; an editor's correction is masked."""

    def __init__(self, draft: Draft, assignment: "AssignmentForPartner") -> None:
        self._draft, self._assignment = draft, assignment
        members = PartnerMember.objects.filter(partner=assignment.partner)
        self._is_own = members.filter(user=draft.author_id).exists()

    def _seen(self, text: str) -> str:
        return text if self._is_own else self._assignment.question.mention(text)

    @property
    def text(self) -> str:
        return self._seen(self._draft.text)

    @property
    def note(self) -> str:
        return self._seen(self._draft.note)

    @property
    def version(self) -> str:
        return self._draft.version


class AssignmentForPartner:
    """A partner's part in a question, for that partner."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self.question = QuestionForPartner(assignment)

    @property
    def left_out(self) -> list[LeftOut]:
        """Of its own replies by e-mail, what is not in its draft."""
        return [each.masked(self.question.mention) for each in left_out.of_partner(self._assignment)]

    @property
    def passed_files(self) -> list[PassedFile]:
        """Attachments that the team passed on, under masked names; none once its part has ended, nor of an e-mail that
        turned out to be about something else."""
        files = self._assignment.passed_files.filter(mail__question=self._assignment.question_id)
        return [] if self._assignment.has_left else list(files)

    @property
    def pk(self) -> int:
        return self._assignment.pk

    @property
    def status(self) -> str:
        return self._assignment.status

    @property
    def partner(self) -> "Partner":
        return self._assignment.partner

    @property
    def notified_at(self) -> datetime.datetime:
        return self._assignment.notified_at

    @property
    def is_waiting(self) -> bool:
        return self._assignment.is_waiting

    @property
    def is_waiting_for_citizen(self) -> bool:
        return self._assignment.is_waiting_for_citizen

    @property
    def waiting_for_citizen_since(self) -> datetime.datetime | None:
        return self._assignment.waiting_for_citizen_since

    @property
    def better_partner(self) -> "Partner | None":
        return self._assignment.better_partner

    @property
    def handed_over_by(self) -> "Partner | None":
        return self._assignment.handed_over_by

    @property
    def handed_over_word(self) -> str:
        return self.question.mention(self._assignment.handed_over_word)

    @property
    def asked_of_citizen(self) -> str:
        """The partner's own words."""
        return self.question.mention(self._assignment.asked_of_citizen)

    @property
    def decline_reason(self) -> str:
        return self.question.mention(self._assignment.decline_reason)

    @property
    def outcome(self) -> Outcome:
        return outcome_of(self._assignment)

    @property
    def is_approved(self) -> bool:
        """The team has approved its answer, and the person has still to be told it."""
        answer = None if self._assignment.has_left else answer_of(self._assignment)
        return answer is not None and answer.final.live and answer.final.sent_at is None

    @functools.cached_property
    def joined_with(self) -> str:
        return joined_with(self._assignment)

    @property
    def draft(self) -> "DraftForPartner | None":
        draft = draft_known(self._assignment)
        return DraftForPartner(draft, self) if draft is not None else None

    @property
    def sent(self) -> AnswerForPartner | None:
        answer = ended_assignments.sent_known(self._assignment)
        return AnswerForPartner(answer, self.question) if answer is not None else None

    @property
    def editor_comment(self) -> str:
        """While an editor waits for changes of it."""
        answer = None if self._assignment.has_left else answer_of(self._assignment)
        state = answer.current_workflow_state if answer else None
        refused = state.current_task_state if state and state.status == state.STATUS_NEEDS_CHANGES else None
        return self.question.mention(AnswerComment.objects.of(refused)) if refused else ""
