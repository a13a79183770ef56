"""Mails about one's own account. Text only and without a link to press: whoever imitates them would put one there."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation

from clairdroit.kb_pages.models import SiteIdentity
from clairdroit.sign_in.enums import Change


def site_name() -> str:
    """As the town calls its site; Wagtail's own name of it is for the admin."""
    return SiteIdentity.of_default_site().site_name


def tell(change: Change, person: Any, *, to: str = "", **context: Any) -> None:
    """To `to` or the person's own address, in the language of their admin; nobody without an address is written to."""
    address = to or getattr(person, person.get_email_field_name(), "")
    if not address:
        return
    profile = getattr(person, "wagtail_userprofile", None)
    language = profile.get_preferred_language() if profile is not None else settings.LANGUAGE_CODE
    with translation.override(language):
        context |= {
            "change": change.value,
            "site_name": site_name(),
            "site_url": settings.WAGTAILADMIN_BASE_URL,
            "username": person.get_username(),
            "when": timezone.localtime(),
        }
        # A line end in a subject would begin another header.
        subject = " ".join(render_to_string("sign_in/emails/account_subject.txt", context).split())
        send_mail(subject, render_to_string("sign_in/emails/account.txt", context), None, [address])
