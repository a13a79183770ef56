from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets.button import Button

from clairdroit.sign_in import actions
from clairdroit.sign_in.permissions import user_can_end_sign_ins, user_can_reset_second_factor
from clairdroit.sign_in.sessions import current_key


@hooks.register("insert_global_admin_js")
def say_when_signed_out() -> str:
    return format_html('<script src="{}" defer></script>', versioned_static("sign_in/lapsed.js"))


@hooks.register("insert_global_admin_css")
def style_of_that() -> str:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("sign_in/lapsed.css"))


@hooks.register("register_account_menu_item")
def own_access(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("clairdroit_sign_in:access"),
        "label": _("My access"),
        "help_text": _("The second step of signing in, and where you are signed in."),
    }


@hooks.register("register_user_listing_buttons")
def access_button(user: Any, request_user: Any) -> list[Button]:
    if user_can_reset_second_factor(request_user, user) or user_can_end_sign_ins(request_user, user):
        return [Button(_("Second step and sessions"), reverse("clairdroit_sign_in:person", args=[user.pk]), "lock")]
    return []


@hooks.register("before_edit_user")
def remember_account(request: HttpRequest, user: Any) -> HttpResponse | None:
    """One's own address and password are changed where the password is asked, not in the list of accounts."""
    if request.method != "POST":
        return None
    own = user == request.user and user.has_usable_password()
    if own and (request.POST.get("email", user.email) != user.email or request.POST.get("password1")):
        messages.warning(request, _("Change your own address and password here: your current password is asked."))
        return redirect("wagtailadmin_account")
    kept: Any = request
    kept.clairdroit_account = (user.email, user.password)
    return None


@hooks.register("after_edit_user")
def tell_of_changed_account(request: HttpRequest, user: Any) -> HttpResponse | None:
    email, password = getattr(request, "clairdroit_account", (user.email, user.password))
    current = current_key(request) if user == request.user else None
    if user.email != email:
        actions.email_was_changed(person=user, former=email, current=current)
    if user.password != password:
        actions.password_was_changed(person=user, current=current)
    return None


@hooks.register("register_log_actions")
def log_actions(registry: Any) -> None:
    names = {
        "set": (gettext_lazy("Second step set up"), gettext_lazy("A second step was set up")),
        "removed": (gettext_lazy("Second step removed"), gettext_lazy("A second step was removed")),
        "reset": (gettext_lazy("Second step reset"), gettext_lazy("The second step was reset by an administrator")),
        "codes": (gettext_lazy("New recovery codes"), gettext_lazy("New recovery codes were made")),
        "ended": (gettext_lazy("Session ended"), gettext_lazy("Sessions were ended")),
        "email": (gettext_lazy("E-mail address changed"), gettext_lazy("The e-mail address was changed")),
    }
    for name, (label, sentence) in names.items():
        registry.register_action(f"clairdroit_sign_in.{name}", label, sentence)
