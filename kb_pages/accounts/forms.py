from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from clairdroit.kb_pages.accounts.permissions import (
    groups_to_give,
    user_can_make_superusers,
    user_can_set_sign_in,
)
from clairdroit.roles.users import User

if TYPE_CHECKING:
    Base = forms.ModelForm
else:
    Base = object

ADMINISTRATORS_ONLY = _("Only an administrator can make another administrator.")
MORE_THAN_YOU = _("You can only give groups that may do no more than you may.")

ACTS_FOR_A_PARTNER = _(
    "This person acts for a partner: only they themselves, or an administrator, change their address and password. "
    "Whoever has forgotten their password asks for another one on the page to sign in."
)


class WithinOwnRights(Base):
    """Offers what `actor` may give, and refuses with a sentence whatever else is sent."""

    def __init__(self, *args: Any, actor: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_make_superusers = user_can_make_superusers(actor)
        if not self.may_make_superusers:
            self.fields.pop("is_superuser", None)
            # Only what may be given is offered: Django refuses any other choice by itself, with the words set here.
            groups: Any = self.fields["groups"]
            groups.queryset = Group.objects.filter(pk__in=groups_to_give(actor))
            groups.error_messages = {
                **groups.error_messages,
                "invalid_choice": MORE_THAN_YOU,
                "invalid_pk_value": MORE_THAN_YOU,
            }

    def clean(self) -> dict[str, Any] | None:
        # The field is gone from the form: what was sent for it would be dropped without a word.
        asked = self.data.get(self.add_prefix("is_superuser"))
        if not self.may_make_superusers and asked not in (None, "", "false", "False", "0"):
            self.add_error(None, forms.ValidationError(ADMINISTRATORS_ONLY))
        return super().clean()


class AccountCreationForm(WithinOwnRights, UserCreationForm):
    pass


class AccountEditForm(WithinOwnRights, UserEditForm):
    """Without address and password where setting them would give more than a right on accounts does; the rest of the
    account, its groups and whether it is active stay with whoever looks after accounts."""

    def __init__(self, *args: Any, actor: "User", **kwargs: Any) -> None:
        # Before super(), which asks `password_enabled` while it builds the fields.
        self.may_set_sign_in = user_can_set_sign_in(actor, kwargs["instance"])
        super().__init__(*args, actor=actor, **kwargs)
        if not self.may_set_sign_in:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = ACTS_FOR_A_PARTNER

    @property
    def password_enabled(self) -> bool:
        return super().password_enabled and self.may_set_sign_in

    def clean(self) -> dict[str, Any] | None:
        if not self.may_set_sign_in:
            # A disabled field takes its value from the account: what was sent is looked for in the raw data.
            sent = {name: self.data.get(self.add_prefix(name)) for name in ("email", "password1", "password2")}
            if sent["email"] not in (None, self.instance.email) or sent["password1"] or sent["password2"]:
                self.add_error(None, forms.ValidationError(ACTS_FOR_A_PARTNER))
        return super().clean()
