"""Wagtail's own pages about the account, where a change also tells its owner and ends their other sessions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.account import (
    AccountView,
    NameEmailSettingsPanel,
    PasswordResetConfirmView,
)

from clairdroit.sign_in import actions
from clairdroit.sign_in.forms import AccountForm
from clairdroit.sign_in.views.access import current_key


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


class OwnAccountView(AccountView):
    def get_panels(self) -> list[Any]:
        if not hasattr(self, "panels"):
            self.panels = [
                GuardedNamePanel(panel.request, panel.user, panel.profile)
                if isinstance(panel, NameEmailSettingsPanel)
                else panel
                for panel in super().get_panels()
            ]
        return self.panels

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        email, password = user.email, user.password
        response: HttpResponse = super().post(request)
        if response.status_code == 302:
            current = current_key(request)
            if user.email != email:
                actions.email_was_changed(person=user, former=email, current=current)
            if user.password != password:
                actions.password_was_changed(person=user, current=current)
        return response


class ResetConfirmView(PasswordResetConfirmView):
    """It signs nobody in, so the second step is asked for at the next sign-in as ever."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        actions.password_was_changed(person=self.user)
        return response
