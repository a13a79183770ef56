"""Who may connect other software: the one place to read."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from clairdroit.connections.models import PartnerToken
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.permissions import user_can_act_for
from clairdroit.questions.permissions import user_can_handle_questions
from clairdroit.roles.users import AnyUser

# Coordination's, not the moderators': see roles.py.
CONNECT = "clairdroit_connections.add_partnertoken"


def user_can_manage_connections(user: AnyUser) -> bool:
    """Webhooks and keys for other software: who is told of questions, and who may answer them in a partner's name."""
    return bool(user.is_active and user.has_perm(CONNECT))


def user_can_see_keys(user: AnyUser) -> bool:
    """That there is one, never the key itself: whoever handles questions must be able to withdraw a lost one."""
    return user_can_handle_questions(user) or user_can_manage_connections(user)


def user_can_ask_for_key(user: AnyUser, partner: Partner) -> bool:
    """The partner's own team, who speaks in its name. The link in its mailbox is no proof strong enough for a key that
    lasts: what is asked for in the space is made by whoever reads the mailbox within the hour (ADR 28)."""
    return user_can_act_for(user, partner)


def user_can_revoke_key(user: AnyUser, key: PartnerToken) -> bool:
    """Whoever sees it; and the partner's team, since the key speaks in its name."""
    return user_can_see_keys(user) or user_can_act_for(user, key.partner)


class KeysPolicy(ModelPermissionPolicy):
    """Seen by those who may withdraw one, made by coordination; changed and deleted by nobody, whatever rights on the
    model were given beside."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        match action:
            case "view":
                return user_can_see_keys(user)
            case "add":
                return user_can_manage_connections(user)
        return False


class WebhooksPolicy(ModelPermissionPolicy):
    """Its page shows its secret: whoever sees one may change it too."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return user_can_manage_connections(user)
