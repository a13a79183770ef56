from typing import Any

from clairdroit.kb_pages.accounts.permissions import user_can_change_account
from clairdroit.sign_in import conf


def must_have_second_factor(user: Any) -> bool:
    """Whether one of the person's roles asks for it (CLAIRDROIT_SECOND_FACTOR_REQUIRED)."""
    required = conf.required_roles()
    if not required:
        return False
    if user.is_superuser and conf.SUPERUSERS in required:
        return True
    return bool(user.groups.filter(name__in=required).exists())


def user_can_reset_second_factor(user: Any, person: Any) -> bool:
    """Whoever keeps accounts and may do no less than that person; never one's own: that takes a code."""
    if user.pk == person.pk or not user.is_active:
        return False
    if user.is_superuser:
        return True
    # Resetting gives whoever knows the password the account: so never of somebody who may do more.
    may_keep_accounts = user.has_perm(f"{person._meta.app_label}.change_{person._meta.model_name}")
    return may_keep_accounts and not person.is_superuser and user_can_change_account(user, person)


def user_can_end_sign_ins(user: Any, person: Any) -> bool:
    return user.pk == person.pk or bool(user.is_active and user.is_superuser)
