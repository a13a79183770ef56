"""Addresses that are keys: whoever holds one may read and act, without account or session."""

import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from sesame.backends import ModelBackend
from sesame.utils import get_token

from clairdroit.mail import digests
from clairdroit.partners_snippets import link_versions
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.models import Partner, PartnerMember
from clairdroit.partners_snippets.models.link_versions import VERSION_LENGTH
from clairdroit.questions.models import Assignment, Question
from clairdroit.questions.permissions import User

PARTNER_SCOPE = "espace-partenaires"
_follow = signing.Signer(salt="clairdroit.questions.follow", sep=".")


def absolute(path: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


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


def digest_url(reader: Any) -> str:
    """Where a team box or an editor says that it wants no more digests: a key for that alone."""
    return absolute(reverse("clairdroit_questions:digests", args=[digests.token_of(reader)]))


def own_url(partner: Partner) -> str:
    return absolute(reverse("clairdroit_questions:availability", args=[partner_token(partner)]))


def record_url(partner: Partner) -> str:
    return absolute(reverse("clairdroit_questions:record", args=[partner_token(partner)]))


def partner_token(partner: Partner) -> str:
    """The version of the partner's links, and a django-sesame token for its team box, which is signed for this version
    and expires after SESAME_MAX_AGE."""
    version = link_versions.version_of(partner)
    return version + get_token(team_user(partner), scope=_scope(version))


def partner_of_token(token: str) -> tuple[User, Partner] | None:
    """The team box and its partner, or None for a token that is broken, expired or withdrawn."""
    # The backend is asked directly: django.contrib.auth.authenticate() would ask django-axes too, which
    # counts failed passwords and needs a request; a bad link is no failed password.
    version, signed = token[:VERSION_LENGTH], token[VERSION_LENGTH:]
    user = ModelBackend().authenticate(None, sesame=signed, scope=_scope(version))
    if user is None:
        return None
    member = PartnerMember.objects.select_related("partner").filter(user=user, is_team_box=True).order_by("pk").first()
    if member is None or not link_versions.is_current(member.partner, version):
        return None
    return user, member.partner


def _scope(version: str) -> str:
    return f"{PARTNER_SCOPE}.{version}"


def space_url(partner: Partner) -> str:
    return absolute(reverse("clairdroit_questions:space", args=[partner_token(partner)]))


def assignment_url(assignment: Assignment) -> str:
    token = partner_token(assignment.partner)
    return absolute(reverse("clairdroit_questions:assignment", args=[token, assignment.question.uuid]))
