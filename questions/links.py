"""Addresses that are keys: whoever holds one may read and act, without account or session."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse
from sesame.backends import ModelBackend
from sesame.utils import get_token

from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.models import Partner, PartnerMember
from clairdroit.questions.models import Assignment, Question
from clairdroit.questions.permissions import User

PARTNER_SCOPE = "espace-partenaires"
_digests = signing.Signer(salt="clairdroit.questions.digests", sep=".")
_follow = signing.Signer(salt="clairdroit.questions.follow", sep=".")


def absolute(path: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def follow_token(question: Question) -> str:
    """Lasts as long as the question: retention and erasure end it, not a clock."""
    return _follow.sign(question.uuid.hex)


def question_of_token(token: str) -> Question | None:
    try:
        reference = uuid.UUID(_follow.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return Question.objects.with_place().filter(uuid=reference).first()


def follow_url(question: Question) -> str:
    return absolute(reverse("clairdroit_questions:follow", args=[follow_token(question)]))


def digest_url(reader: Any) -> str:
    """Where a team box or an editor says that it wants no more digests: a key for that alone."""
    key = f"{'p' if isinstance(reader, Partner) else 'u'}{reader.pk}"
    return absolute(reverse("clairdroit_questions:digests", args=[_digests.sign(key)]))


def reader_of_token(token: str) -> Any:
    """The partner or the account of such a key, or None."""
    try:
        key = _digests.unsign(token)
    except signing.BadSignature:
        return None
    readers: Any = Partner if key.startswith("p") else get_user_model()
    return readers._default_manager.filter(pk=key[1:]).first()


def own_url(partner: Partner) -> str:
    return absolute(reverse("clairdroit_questions:own_record", args=[partner_token(partner)]))


def partner_token(partner: Partner) -> str:
    """A django-sesame token for the partner's team box; it expires after SESAME_MAX_AGE."""
    return get_token(team_user(partner), scope=PARTNER_SCOPE)


def partner_of_token(token: str) -> tuple[User, Partner] | None:
    """The team box and its partner, or None for a token that is broken, expired or withdrawn."""
    # The backend is asked directly: django.contrib.auth.authenticate() would ask django-axes too, which
    # counts failed passwords and needs a request; a bad link is no failed password.
    user = ModelBackend().authenticate(None, sesame=token, scope=PARTNER_SCOPE)
    if user is None:
        return None
    member = PartnerMember.objects.select_related("partner").filter(user=user, is_team_box=True).order_by("pk").first()
    return (user, member.partner) if member else None


def space_url(partner: Partner) -> str:
    return absolute(reverse("clairdroit_questions:space", args=[partner_token(partner)]))


def assignment_url(assignment: Assignment) -> str:
    token = partner_token(assignment.partner)
    return absolute(reverse("clairdroit_questions:assignment", args=[token, assignment.question.uuid]))
