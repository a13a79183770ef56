"""Who may do what with whose account: the one place to read."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group

from clairdroit.kb_pages.accounts.rights import rights_of, rights_of_group
from clairdroit.partners_snippets.models import PartnerMember

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User
else:
    User = Any


def user_can_change_account(user: User, account: User) -> bool:
    """Whoever changes an account's password or address can sign in as it: so only one that may do no more than they.

    A partner's team box has no password and takes its address from the partner's record: setting one by hand would be
    a way to answer in the partner's name.
    """
    if user.is_superuser:
        return True
    return not _is_team_box(account) and rights_of(user).cover(rights_of(account))


def _is_team_box(account: User) -> bool:
    return PartnerMember.objects.filter(user=account, is_team_box=True).exists()


def user_can_make_superusers(user: User) -> bool:
    return bool(user.is_superuser)


def groups_to_give(user: User) -> list[int]:
    """The groups that this user may put others in: those that may do nothing that they may not."""
    own = rights_of(user)
    return [group.pk for group in Group.objects.all() if own.cover(rights_of_group(group))]


def user_can_change_groups(user: User) -> bool:
    """What a group may do, everybody in it may: whoever changes groups needs every right there is."""
    return bool(user.is_superuser)
