"""Reading drafts: the text in progress lives in the latest revision, the row keeps what was published."""

from clairdroit.questions.models import Assignment, ProposedAnswer, Question


def latest(answer: ProposedAnswer) -> ProposedAnswer:
    return answer.get_latest_revision_as_object() if answer.latest_revision_id else answer


def version_of(answer: ProposedAnswer | None) -> str:
    """Changes with each saving; a writer's page carries it so that two tabs do not overwrite each other."""
    if answer is None or answer.latest_revision is None:
        return "0"
    revision = answer.latest_revision
    return f"{revision.pk}-{int(revision.created_at.timestamp() * 1_000_000)}"


def current_version(asked: Assignment) -> str:
    return version_of(ProposedAnswer.objects.select_related("latest_revision").filter(assignment=asked).first())


def sent_answer(question: Question) -> ProposedAnswer | None:
    """What the citizen received last; the row holds what was published."""
    return question.answers.filter(sent_at__isnull=False).order_by("-sent_at", "-pk").first()
