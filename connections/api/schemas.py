"""The shapes of what is asked and answered; the published description is made from them."""

import datetime
import uuid
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import JsonValue

# Bounds of what a database column can hold; limits that people should read of stand in the forms.
Number = Annotated[int, Field(ge=1, le=2**62)]
State = Literal["waiting", "proposed", "joined", "answered", "ended", "erased"]


class Heading(Schema):
    code: str = Field(description="Empty where the citizen did not know.")
    label: str


class Commune(Schema):
    code: str = Field(description="INSEE code.")
    name: str


class QuestionLine(Schema):
    id: uuid.UUID
    reference: str = Field(description="Short, for people.")
    state: State = Field(
        description="`waiting`: for you; `proposed`: your answer is being read over; `joined`: so is the one "
        "that an editor made of yours and another partner's; `answered`: your answer, or that joint one, was sent; "
        "`ended`: nothing more is expected of you; `erased`: delete your copy."
    )
    heading: Heading | None
    commune: Commune | None
    asked_at: datetime.datetime
    expected_on: datetime.date | None = Field(description="The last day that is not late, for the person who asked.")
    late: bool = Field(description="That day is over, and the question waits for you.")
    version: str = Field(description="Changes whenever something happened to the question that concerns you.")


class QuestionList(Schema):
    questions: list[QuestionLine]
    cursor: str = Field(description="Give it as `after` next time, to get what changed since.")
    more: bool = Field(description="Whether to ask again at once.")


class Draft(Schema):
    text: str
    note: str = Field(description="A word for the editor; the citizen does not see it.")
    version: str = Field(description="Give it back when you save, so that nobody's text is overwritten.")


class SentAnswer(Schema):
    text: str
    sent_at: datetime.datetime
    signature: str = Field(description="In whose name the citizen read it.")


class QuestionDetail(QuestionLine):
    text: str = Field(description="The question, in the citizen's words.")
    language: str
    draft: Draft
    editor_comment: str = Field(description="What the editors would like changed.")
    joined_with: str = Field(description="The other partners whose answers became one with yours; mostly empty.")
    answer: SentAnswer | None = Field(description="What the citizen received from you, or from you and them.")


# Told to programs here, and refused by our forms, which say it in a sentence.
NOT_EMPTY: dict[str, JsonValue] = {"minLength": 1, "pattern": r"\S"}


class DraftIn(Schema):
    text: str = Field("", description="At most 20,000 characters.")
    note: str = Field("", description="At most 2,000 characters.")
    version: str = Field("", description="From the draft that you read; empty overwrites whatever is there.")


class ProposalIn(DraftIn):
    text: str = Field(description="At most 20,000 characters; not empty.", json_schema_extra=NOT_EMPTY)


class DeclineIn(Schema):
    reason: str = Field(description="In a few words, at most 1,000 characters.", json_schema_extra=NOT_EMPTY)
    better_partner: Number | None = Field(None, description="The `id` of a partner who could answer.")


class PartnerLine(Schema):
    id: int
    name: str


class FieldError(Schema):
    field: str
    message: str


class Problem(Schema):
    """RFC 9457, as application/problem+json. `detail` is for people, `code` for programs."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldError] = []
    theirs: str = Field("", description="With `conflict`: the text that somebody else of your team saved.")
    their_note: str = Field("", description="With `conflict`: their note, where it is not yours.")
