"""What the file of a question shows of what may come of it: questions like it, and the page for everyone."""

from typing import Any

from clairdroit.questions.anonymising import propose
from clairdroit.questions.drafts import sent_answer
from clairdroit.questions.editors.publishing.forms import people_of
from clairdroit.questions.models import Question, QuestionPage
from clairdroit.questions.similar_questions import resembling


def questions_shown(context: dict[str, Any]) -> list[Question]:
    """Whoever reads the others' words here has read those questions: that is written down in their files too."""
    return [*context.get("linked", ()), *(each.question for each in context.get("resembling", ()))]


def context_of(question: Question) -> dict[str, Any]:
    sent = sent_answer(question)
    linked: list[Question] = []
    if question.shared_need_id:
        linked = list(Question.objects.filter(shared_need=question.shared_need_id).exclude(pk=question.pk))
    open_linked = [other for other in linked if other.is_open]
    resembling_ones = resembling(question) if question.is_open else []
    return {
        "sent": sent,
        "linked": linked,
        "open_linked": open_linked,
        "text_for_others": propose(sent.text, known_people=people_of(question)).text if sent and open_linked else "",
        "resembling": resembling_ones,
        "made_page": QuestionPage.objects.select_related("page").filter(question=question).first(),
    }
