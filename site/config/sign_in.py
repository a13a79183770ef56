from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpResponse

from clairdroit.sign_in.views.entry import SignInView as TwoStepsView
from config.sign_in_pace import sentence


class SignInView(TwoStepsView):
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
