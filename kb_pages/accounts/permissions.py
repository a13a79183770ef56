"""Who may do what with whose account: the one place to read."""

from typing import Any

from clairdroit.kb_pages.accounts.rights import reach_of
from clairdroit.roles.users import User


def user_can_change_account(user: User, account: User) -> bool:
    """Whoever changes an account's password or address can sign in as it: so only one that may do no more than they.

    A partner's team box has no password and takes its address from the partner's record: setting one by hand would be
    a way to answer in the partner's name.
    """
    if user.is_superuser:
        return True
    return not _is_team_box(account) and reach_of(user).covers_account(account)


def user_can_set_sign_in(user: User, account: User) -> bool:
    """Its address and password. A member of a partner writes in the partner's name, which no right but membership
    allows (`partners_snippets.permissions.user_can_act_for`): so only members of the same partners, and administrators.
    """
    if user.is_superuser:
        return True
    # A subset: who writes for two partners cannot be taken over by a member of one.
    return user_can_change_account(user, account) and _partners_of(account) <= _partners_of(user)


def _partners_of(account: Any) -> set[int]:
    return {each.partner_id for each in account.partner_memberships.all()}


def _is_team_box(account: Any) -> bool:
    return any(each.is_team_box for each in account.partner_memberships.all())


def user_can_make_superusers(user: User) -> bool:
    return bool(user.is_superuser)


def groups_to_give(user: User) -> list[int]:
    """The groups that this user may put others in: those that may do nothing that they may not."""
    return reach_of(user).groups()


def user_can_change_groups(user: User) -> bool:
    """What a group may do, everybody in it may: whoever changes groups needs every right there is."""
    return bool(user.is_superuser)
