"""Addresses that are keys: whoever holds one may read and act, without account or session."""

import uuid

from django.core import signing
from django.urls import reverse

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.links import absolute, partner_token
from clairdroit.questions.models import Assignment, Question

_follow = signing.Signer(salt="clairdroit.questions.follow", sep=".")


def follow_token(question: Question) -> str:
    """Lasts as long as the question: retention, erasure and a corrected address end it, not a clock."""
    version = f"-{question.follow_version}" if question.follow_version else ""
    return _follow.sign(f"{question.uuid.hex}{version}")


def question_of_token(token: str) -> Question | None:
    try:
        reference, _dash, version = _follow.unsign(token).partition("-")
        found = Question.objects.with_place().filter(uuid=uuid.UUID(reference), follow_version=int(version or "0"))
    except (signing.BadSignature, ValueError):
        return None
    return found.first()


def follow_url(question: Question) -> str:
    return absolute(reverse("clairdroit_questions:follow", args=[follow_token(question)]))


def own_url(partner: Partner) -> str:
    return absolute(reverse("clairdroit_questions:availability", args=[partner_token(partner)]))


def assignment_url(assignment: Assignment) -> str:
    token = partner_token(assignment.partner)
    return absolute(reverse("clairdroit_questions:assignment", args=[token, assignment.question.uuid]))
