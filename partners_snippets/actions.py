from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from wagtail.models import WorkflowState

from clairdroit.partners_snippets import link_versions
from clairdroit.partners_snippets.enums import LinkReason
from clairdroit.partners_snippets.models import Partner, PartnerMember
from clairdroit.partners_snippets.permissions import user_can_act_for, user_can_renew_links

if TYPE_CHECKING:
    from collections.abc import Mapping

# What a partner corrects itself; its name, its territory and its places are an editor's to change.
OWN_FIELDS = ("description", "access_conditions", "without_appointment", "languages", "phone", "email", "website")


# How the accounts behind the links are called, with the partner's number.
BOX = "equipe-"


def team_user(partner: Partner) -> Any:
    """The account behind the signed links sent to a partner's team box; made when first needed.

    It has no usable password: only a signed link opens it. Its address and name follow the partner's, as far as the
    host's accounts have such fields.
    """
    users: Any = get_user_model()
    with transaction.atomic():
        user, _ = users._default_manager.get_or_create(**{users.USERNAME_FIELD: _login(users, partner)})
        shown = {
            users.get_email_field_name(): partner.account_email,
            "first_name": "",
            "last_name": partner.name[:150],
        }
        changed = [name for name, value in shown.items() if _may_follow(users, name) and getattr(user, name) != value]
        for name in changed:
            setattr(user, name, shown[name])
        if user.has_usable_password() or not user.password:
            user.set_unusable_password()
            changed.append("password")
        if changed:
            user.save(update_fields=changed)
        PartnerMember.objects.get_or_create(partner=partner, user=user, defaults={"is_team_box": True})
    return user


def has_closed_box(partner: Partner) -> bool:
    """Whether an editor has deactivated the account behind the partner's links: none of them works."""
    return partner.pk in closed_boxes()


def closed_boxes() -> set[int]:
    """The partners of which that is so. By the names of the accounts: a membership may have gone, too."""
    users: Any = get_user_model()
    closed = users._default_manager.filter(is_active=False, **{f"{users.USERNAME_FIELD}__startswith": BOX})
    numbers = (name.removeprefix(BOX).partition("@")[0] for name in closed.values_list(users.USERNAME_FIELD, flat=True))
    return {int(number) for number in numbers if number.isdecimal()}


@transaction.atomic
def renew_links(*, partner: Partner, user: Any, reason: LinkReason) -> None:
    """All links that the partner was given stop working; whoever calls sends a new one."""
    if not user_can_renew_links(user, partner):
        raise PermissionDenied
    link_versions.version_of(partner)
    link_versions.renew([partner.pk], reason, user=user)


def _login(users: Any, partner: Partner) -> str:
    """Where accounts are known by their address: one that reaches nobody, so that it is no person's either."""
    name = f"{BOX}{partner.pk}"
    is_address = isinstance(users._meta.get_field(users.USERNAME_FIELD), models.EmailField)
    return f"{name}@equipes.invalid" if is_address else name


def _may_follow(users: Any, name: str) -> bool:
    """Not the login, and nothing unique: two partners may share a team box, and a person may have its address."""
    fields = {field.name: field for field in users._meta.concrete_fields}
    return name in fields and name != users.USERNAME_FIELD and not fields[name].unique


@transaction.atomic
def propose_correction(*, partner: Partner, user: Any, values: Mapping[str, Any]) -> Partner | None:
    """The partner's own words about itself, on top of any draft that is there, handed to the editors to be published.

    None when they say what the draft says already. The live record does not change before an editor agrees.
    """
    if not user_can_act_for(user, partner):
        raise PermissionDenied
    # Held: an editor who saves meanwhile would else begin from the draft before these words.
    partner = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    draft = partner.get_latest_revision_as_object()
    news = {name: values[name] for name in OWN_FIELDS if name in values and values[name] != getattr(draft, name)}
    if not news:
        return None
    for name, value in news.items():
        setattr(draft, name, value)
    # Only what the partner wrote: another field of an imported record may not pass the form's rules.
    draft.clean_fields(exclude=[field.name for field in Partner._meta.fields if field.name not in news])
    revision = draft.save_revision(user=user)
    state = partner.current_workflow_state
    if state is None:
        workflow = partner.get_workflow()
        if workflow is not None:
            workflow.start(partner, user)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        # The editor had sent the text back: the same task goes on, instead of a second workflow beside it.
        state.resume(user)
    elif state.current_task_state is not None:
        # Else the editor would approve the text of before.
        state.current_task_state.revision = revision
        state.current_task_state.save(update_fields=["revision"])
    return draft
