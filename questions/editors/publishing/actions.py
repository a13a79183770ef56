"""An answered question becomes a page for everyone, once a person has read it over."""

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.models import Page

from clairdroit.freshness.enums import ReviewRhythm
from clairdroit.kb_pages.actions import draft_article
from clairdroit.kb_pages.models import ArticlePage, TopicPage
from clairdroit.questions.actions.history import lock_question, log
from clairdroit.questions.anonymising import MaskKind, propose
from clairdroit.questions.editors.publishing.page_text import rich_text
from clairdroit.questions.enums import EventKind, QuestionStatus
from clairdroit.questions.errors import (
    AlreadyPublishedError,
    EmptyTextError,
    NotConfirmedError,
    NotWaitingError,
    StillPersonalError,
)
from clairdroit.questions.models import Question, QuestionPage
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.roles.users import AnyUser

# A service has a telephone number and an address; only a person has these.
NEVER_PUBLIC = (MaskKind.NIR, MaskKind.IBAN, MaskKind.BIRTH)


@transaction.atomic
def draft_page(
    *,
    question: Question,
    user: AnyUser,
    topic: TopicPage,
    title: str,
    summary: str,
    asked: str,
    answered: str,
    is_confirmed: bool,
    review_months: int = ReviewRhythm.HALF_YEARLY,
) -> ArticlePage:
    """A draft under the topic, on its way through the pages' moderation; readers see nothing before that.

    `asked` and `answered` are the texts as the editor leaves them. The day of the answer is the day it was last known
    to be right: the review counts from there.
    """
    require(user_can_handle_questions(user))
    if not (asked.strip() and answered.strip() and title.strip()):
        raise EmptyTextError
    if not is_confirmed:
        raise NotConfirmedError
    left = {mask.kind for text in (title, summary, asked, answered) for mask in propose(text).masks} & {*NEVER_PUBLIC}
    if left:
        raise StillPersonalError(", ".join(sorted(str(kind.label) for kind in left)))
    question = lock_question(question)
    answer = question.answers.filter(sent_at__isnull=False).order_by("-sent_at").first()
    if question.erased_at or question.status not in (QuestionStatus.ANSWERED, QuestionStatus.CLOSED) or answer is None:
        raise NotWaitingError
    if QuestionPage.objects.filter(question=question).exists():
        raise AlreadyPublishedError
    page = draft_article(
        topic=topic,
        title=title.strip(),
        summary=summary.strip(),
        body=[{"type": "paragraph", "value": _as_rich_text(asked, answered)}],
        user=user,
        review_months=review_months,
        answered_on=timezone.localdate(answer.sent_at),
        verified_at=timezone.localdate(answer.sent_at),
        verified_by=answer.signature,
    )
    QuestionPage.objects.create(question=question, page=Page.objects.get(pk=page.pk))
    log(question, EventKind.PAGE_DRAFTED, user=user)
    workflow = page.get_workflow()
    if workflow is not None:
        workflow.start(page, user)
    return page


def _as_rich_text(asked: str, answered: str) -> str:
    return "".join(
        f"<h2>{escape(heading)}</h2>{rich_text(text)}"
        for heading, text in ((_("The question"), asked), (_("The answer"), answered))
    )
