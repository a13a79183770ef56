from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from clairdroit.partners_snippets.models import Partner, PartnerMember
from demo.accounts import ACCOUNTS, PASSWORD, Account


def load_accounts() -> dict[str, Any]:
    """Make the accounts that are missing; one whose password or name was changed stays as it is."""
    return {account.username: _account(account) for account in ACCOUNTS}


def _account(account: Account) -> Any:
    users = get_user_model()
    user, is_new = users.objects.get_or_create(
        username=account.username,
        # Only for a new account: one that somebody renamed stays as they left it.
        defaults={
            "email": account.email,
            "first_name": account.first_name,
            "last_name": account.last_name,
            "is_staff": account.is_superuser,
            "is_superuser": account.is_superuser,
        },
    )
    if is_new:
        user.password = _hashed()
        user.save(update_fields=["password"])
        UserProfile.objects.get_or_create(user=user, defaults={"preferred_language": "fr"})
    user.groups.add(*Group.objects.filter(name__in=account.groups))
    return user


@cache
def _hashed() -> str:
    """Once for all: hashing is slow on purpose, and this password is printed on the terminal anyway."""
    return make_password(PASSWORD)


def load_members(users: dict[str, Any], partners: dict[str, Partner]) -> None:
    for account in ACCOUNTS:
        for key in account.partners:
            PartnerMember.objects.get_or_create(partner=partners[key], user=users[account.username])
