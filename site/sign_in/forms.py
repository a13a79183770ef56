from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import forms as auth_forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.forms.auth import PasswordChangeForm

from clairdroit.sign_in.passwords import is_own_password

Base: Any = auth_forms.PasswordChangeForm if TYPE_CHECKING else object


class CodeInput(forms.TextInput):
    """Figures that were refused are worth nothing any more: the next ones would be typed before or behind them.

    A recovery code stays, to be put right by a letter.
    """

    def format_value(self, value: Any) -> str | None:
        return super().format_value(value) if any(sign.isalpha() for sign in str(value or "")) else None


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits that your application shows now, or one of your recovery codes."),
        widget=CodeInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )


class ConfirmForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        help_text=_("The six digits that your application shows now."),
        widget=CodeInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(forms.Form):
    """Asked again of whoever is signed in: they may have left their desk."""

    password = forms.CharField(
        label=_("Your current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not is_own_password(self.request, password):
            raise ValidationError(_("This is not your password. Type it again."), code="wrong_password")
        return password


class RemoveForm(PasswordForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits that your application shows now, or one of your recovery codes."),
        widget=CodeInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class AccountForm(NameEmailForm):
    """Wagtail's, where another e-mail address asks the password: a reset of the password would go there."""

    password = forms.CharField(
        label=_("Your current password"),
        required=False,
        strip=False,
        help_text=_("Only if you change your e-mail address."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    class Meta(NameEmailForm.Meta):
        pass

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.former_email = self.instance.email
        if "email" not in self.fields:
            del self.fields["password"]

    def email_changes(self) -> bool:
        return self.cleaned_data.get("email", self.former_email) != self.former_email

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        # An account without a password (by single sign-on) has none to give.
        if self.email_changes() and self.instance.has_usable_password():
            given = self.cleaned_data.get("password", "")
            if not given:
                self.add_error("password", _("Type your password to change your e-mail address."))
            elif not is_own_password(self.request, given):
                self.add_error("password", _("This is not your password. Type it again."))
        return cleaned


class AsksFormerPassword(Base):
    """The former password is looked at as at the sign-in: whoever tries it through is slowed down."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        given: str = self.cleaned_data["old_password"]
        if not is_own_password(self.request, given):
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return given


class OwnPasswordForm(AsksFormerPassword, auth_forms.PasswordChangeForm):
    """For people without the admin's own account page."""


class AccountPasswordForm(AsksFormerPassword, PasswordChangeForm):
    """Wagtail's, a part of the account page: all of it may stay empty."""


class EmailForm(PasswordForm):
    """For people without the admin's own account page."""

    field_order = ["email", "password"]
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
