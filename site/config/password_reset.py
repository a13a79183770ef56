"""“I have forgotten my password”: limited for each visitor and for each address, and the same for everybody.

Neither the answer nor the time it takes says whether somebody has an account here: a request reads the accounts and
writes one task, found or not; the worker makes the key and the mail. The task's row holds numbers of accounts, no
address.
"""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import translation
from django_tasks import task
from wagtail.admin.views import account

from clairdroit.mail.address_spellings import box_of
from clairdroit.public_forms import refused, times_counted, times_seen, too_often
from clairdroit.public_forms.conf import mails_per_address

VISITOR, BOX = "password-reset", "password-reset-box"
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
# A town hall has one address: on the Monday on which all of it has forgotten, the last ones wait.
MOST_PER_HOUR = 20


class PasswordResetView(account.PasswordResetView):
    def form_valid(self, form: Any) -> HttpResponse:
        if times_seen(self.request, VISITOR, within=HOUR) > MOST_PER_HOUR:
            # Said of every address alike.
            form.add_error(None, too_often(HOUR))
            return refused(self.form_invalid(form), HOUR)
        address = form.cleaned_data["email"]
        found = [str(user.pk) for user in form.get_users(address)]
        if times_counted(BOX, box_of(address), within=DAY) > mails_per_address():
            # Not told to whoever sends: their mails of today are in the box of whoever the address belongs to.
            found = []
        write_to.enqueue(found, translation.get_language() or settings.LANGUAGE_CODE)
        return HttpResponseRedirect(str(self.success_url))


@task()
def write_to(people: list[str], language: str) -> None:
    """A mail for each of these accounts, by Django's form: it makes the key, which works once."""
    view = account.PasswordResetView
    with translation.override(language):
        for user in get_user_model().objects.filter(pk__in=people, is_active=True):
            form: Any = account.get_password_reset_form()({"email": getattr(user, user.get_email_field_name())})
            if not form.is_valid():
                continue
            # Of several accounts with one address each is in the list by itself.
            form.get_users = lambda address, user=user: [user]
            form.save(
                # The mail's link begins with CLAIRDROIT_BASE_URL, whatever host the request named.
                domain_override=settings.WAGTAILADMIN_BASE_URL,
                subject_template_name=view.subject_template_name,
                email_template_name=view.email_template_name,
            )
