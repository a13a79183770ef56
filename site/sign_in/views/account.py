"""Wagtail's own pages about the account, where a change also tells its owner and ends their other sessions."""

import functools
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from wagtail.admin.views.account import (
    AccountView,
    ChangePasswordPanel,
    NameEmailSettingsPanel,
    PasswordResetConfirmView,
    password_reset_enabled,
)

from clairdroit.sign_in import actions
from clairdroit.sign_in.forms import AccountForm, AccountPasswordForm
from clairdroit.sign_in.sessions import current_key


class GuardedNamePanel(NameEmailSettingsPanel):
    form_class = AccountForm
    made: Any = None

    def get_form(self) -> Any:
        # One form for the check and for the page: it compares with what the account held before.
        if self.made is None:
            values = {"instance": self.user, "prefix": self.name, "request": self.request}
            bound = (self.request.POST, self.request.FILES) if self.request.method == "POST" else ()
            self.made = self.form_class(*bound, **values)
        return self.made


class GuardedPasswordPanel(ChangePasswordPanel):
    @property
    def form_class(self) -> Any:
        return functools.partial(AccountPasswordForm, request=self.request)

    @functools.cached_property
    def made(self) -> Any:
        return super().get_form()

    def get_form(self) -> Any:
        # One form for the check and for the page: each look at the former password counts as a try.
        return self.made


GUARDED: dict[type, type] = {
    NameEmailSettingsPanel: GuardedNamePanel,
    ChangePasswordPanel: GuardedPasswordPanel,
}


class OwnAccountView(AccountView):
    def get_panels(self) -> list[Any]:
        if not hasattr(self, "panels"):
            self.panels = [
                GUARDED[type(panel)](panel.request, panel.user, panel.profile) if type(panel) in GUARDED else panel
                for panel in super().get_panels()
            ]
        return self.panels

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        # Compared afterwards: Wagtail's form of several parts does not tell what it changed.
        email, password = user.email, user.password
        response: HttpResponse = super().post(request)
        # Saved; a form with faults comes back with 200.
        if response.status_code == 302:
            current = current_key(request)
            if user.email != email:
                actions.email_was_changed(person=user, former=email, current=current)
            if user.password != password:
                actions.password_was_changed(person=user, current=current)
        return response


NO_KEY = {"uidb64": "", "token": ""}


class ResetConfirmView(PasswordResetConfirmView):
    """It signs nobody in, so the second step is asked for at the next sign-in as ever.

    Django begins a session for whoever fetches the link, to lead on to an address without the key: filters of mail
    fetch it too, and would leave a row each. Here the key stays in the address, which is kept by no cache and told to
    no other site; the form is sent to it, and the new password ends it.
    """

    @method_decorator((sensitive_post_parameters(), never_cache))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not password_reset_enabled():
            raise Http404
        self.user = self.get_user(kwargs["uidb64"])
        self.validlink = self.user is not None and self.token_generator.check_token(self.user, kwargs["token"])
        if not self.validlink:
            return self.render_to_response(self.get_context_data())
        return FormView.dispatch(self, request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        form.save()
        actions.password_was_changed(person=self.user)
        return FormView.form_valid(self, form)
