from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from wagtail.admin.views.account import LoginView

from config.sign_in_pace import sentence


class SignInView(LoginView):
    """Wagtail's, for whoever has an account: front-desk professionals have one and nothing to do in the admin.

    Wagtail would send them from the form to the admin, and from there back to the form.
    """

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            # Not by `redirect`, which takes a `next` without a slash for the name of a view.
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Whoever is to wait is told so at once, and for how long; the name they wrote stays in the form."""
        wait = getattr(self.request, "sign_in_wait", 0)
        if wait:
            form.errors.clear()
            form.add_error(None, sentence(wait))
        response = super().form_invalid(form)
        if wait:
            response.status_code = 429
            response["Retry-After"] = str(wait)
        return response

    def get_success_url(self) -> str:
        target: str = super().get_success_url()
        if not self._may_enter_admin() and target.startswith(reverse("wagtailadmin_home")):
            return reverse("clairdroit_partners_snippets:directory")
        return target

    def _may_enter_admin(self) -> bool:
        user = self.request.user
        return not isinstance(user, AnonymousUser) and user.has_perm("wagtailadmin.access_admin")
