from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth import get_user_model
from django.db import transaction

from clairdroit.partners_snippets.models import PartnerMember

if TYPE_CHECKING:
    from clairdroit.partners_snippets.models import Partner


def team_user(partner: Partner) -> Any:
    """The account behind the signed links sent to a partner's team box; made when first needed.

    It has no usable password: only a signed link opens it. Its address and name follow the partner's.
    """
    users = get_user_model()
    with transaction.atomic():
        user, _ = users.objects.get_or_create(**cast(dict[str, Any], {users.USERNAME_FIELD: f"equipe-{partner.pk}"}))
        shown = {"email": partner.question_email, "first_name": "", "last_name": partner.name[:150]}
        changed = [name for name, value in shown.items() if getattr(user, name) != value]
        for name in changed:
            setattr(user, name, shown[name])
        if user.has_usable_password() or not user.password:
            user.set_unusable_password()
            changed.append("password")
        if changed:
            user.save(update_fields=changed)
        PartnerMember.objects.get_or_create(partner=partner, user=user, defaults={"is_team_box": True})
    return user
