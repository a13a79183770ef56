"""From the form with the password to being signed in."""

import logging
from typing import Any

from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.admin.views.account import LoginView, LogoutView

from clairdroit.sign_in import actions, pending, sessions
from clairdroit.sign_in.enums import Lapse
from clairdroit.sign_in.factors import has_second_factor, passkeys_of
from clairdroit.sign_in.forms import CodeForm
from clairdroit.sign_in.models import SignIn
from clairdroit.sign_in.passwords import is_common
from clairdroit.sign_in.pending import Pending
from clairdroit.sign_in.permissions import must_have_second_factor
from clairdroit.sign_in.signals import password_accepted
from clairdroit.sign_in.views.pages import page, wrong_code_words

logger = logging.getLogger(__name__)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class SignInView(LoginView):
    """Wagtail's form. Front-desk professionals have an account too, and nothing to do in the admin: Wagtail would send
    them from the form to the admin, and from there back to the form."""

    template_name = "sign_in/sign_in.html"
    # Where Wagtail sends visitors of a private page or document, and whoever comes by the header of the site.
    on_site = False

    def get_template_names(self) -> list[str]:
        return ["sign_in/sign_in_site.html"] if self.on_site else super().get_template_names()

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            # Not by `redirect`, which takes a `next` without a slash for the name of a view.
            return HttpResponseRedirect(landing(request.user, self.get_redirect_url()))
        return super().get(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        # Wagtail's has no name of its own, so that it reads "Password" in every language.
        form.fields["password"].label = _("Password")
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        password_accepted.send(sender=type(user), request=self.request, user=user)
        former = sessions.current(self.request)
        # Somebody else signs in at the same desk: the one before is signed out here.
        if former is not None and former.user_id != user.pk:
            actions.give_up(sign_in=former)
        own = (
            str(former.pk) if former is not None and former.user_id == user.pk else sessions.left_by(self.request, user)
        )
        begun = Pending(
            user=user,
            backend=user.backend,
            next=landing(user, self.get_redirect_url()),
            common=is_common(form.cleaned_data["password"]),
            former=own,
            on_site=self.on_site,
        )
        pending.begin(self.request, begun)
        response = HttpResponseRedirect(proceed(self.request, begun))
        sessions.forget_leaving(response)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lapse = sessions.lapse(self.request)
        # Whoever signed out knows it.
        return super().get_context_data(**kwargs) | {
            "lapse": lapse if lapse != Lapse.LEFT else None,
            "is_sign_in": True,
        }


class SignOutView(LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        who, key = request.user.pk, request.session.get(sessions.KEY, "")
        response: HttpResponse = super().post(request, *args, **kwargs)
        if who is not None:
            sessions.remember_leaving(response, user_id=who, key=key)
        logger.info("Signed out", extra={"user_id": who})
        # What the browser kept of pages. Not "storage", where partners on the same device keep an unsaved draft.
        response["Clear-Site-Data"] = '"cache"'
        return response


def landing(user: Any, target: str) -> str:
    """`target`, which was found safe; without one the admin, or the first page of those who may not enter it."""
    admin = reverse("wagtailadmin_home")
    if user.has_perm("wagtailadmin.access_admin"):
        return target or admin
    if target and (not target.startswith(admin) or target.startswith(reverse("clairdroit_sign_in:access"))):
        return target
    try:
        return reverse("clairdroit_partners_snippets:directory")
    except NoReverseMatch:
        return "/"


def proceed(request: HttpRequest, begun: Pending) -> str:
    """The address of what is still missing; where nothing is, the person is signed in and gets the page they asked."""
    if not begun.factor and has_second_factor(begun.user):
        return reverse("clairdroit_sign_in:step")
    if not begun.factor and must_have_second_factor(begun.user):
        return reverse("clairdroit_sign_in:set_up")
    if begun.common:
        return reverse("clairdroit_sign_in:new_password")
    return enter(request, begun)


def enter(request: HttpRequest, begun: Pending) -> str:
    """Signs in: Django gives the session a new key."""
    known_token = request.META.get("CSRF_COOKIE")
    pending.forget(request)
    login(request, begun.user, backend=begun.backend)
    # Wrong passwords and codes are logged where they are counted.
    logger.info("Signed in", extra={"user_id": begun.user.pk, "factor": begun.factor or "password alone"})
    # Until the browser is closed; before that the idle limit and the longest time count.
    request.session.set_expiry(0)
    SignIn.objects.filter(pk=request.session[sessions.KEY]).update(factor=begun.factor)
    if begun.former:
        SignIn.objects.filter(pk=begun.former, user=begun.user).delete()
        if known_token:
            # Django makes a new one at each sign-in, and a page that was open before could not be saved any more. It is
            # the same person in the same browser, where only their session has lapsed.
            request.META["CSRF_COOKIE"] = known_token
    return begun.next


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest) -> HttpResponse:
    begun = pending.read(request)
    # A page of the way in that was opened late, or a second time.
    if begun is None or begun.factor or not has_second_factor(begun.user):
        return redirect("wagtailadmin_login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            begun.factor = actions.check_code(user=begun.user, typed=form.cleaned_data["code"]).value
        except actions.WrongCodeError as error:
            logger.warning("Wrong code for a second step", extra={"user_id": begun.user.pk})
            form.add_error("code", wrong_code_words(error.until))
        else:
            pending.note(request, begun)
            return HttpResponseRedirect(proceed(request, begun))
    return step_page(request, begun, form)


def step_page(request: HttpRequest, begun: Pending, form: CodeForm, *, error: str = "") -> HttpResponse:
    context = {
        "form": form,
        "title": _("Second step"),
        "has_passkey": passkeys_of(begun.user).exists(),
        "error": error,
        "begin_again": reverse("wagtailcore_login" if begun.on_site else "wagtailadmin_login"),
    }
    return page(request, "sign_in/step.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """For whoever came with a password that everybody tries first: another one, or they do not come in."""
    begun = pending.read(request)
    owed = begun is not None and (has_second_factor(begun.user) or must_have_second_factor(begun.user))
    # Never before the second step: whoever guessed the common password would choose the next one.
    if begun is None or not begun.common or (owed and not begun.factor):
        return redirect("wagtailadmin_login")
    form = SetPasswordForm(begun.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        begun.user = form.save()
        actions.password_was_changed(person=begun.user)
        begun.common = False
        return HttpResponseRedirect(enter(request, begun))
    return page(request, "sign_in/new_password.html", {"form": form, "title": _("Choose another password")})
