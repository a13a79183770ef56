from typing import TYPE_CHECKING

from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clairdroit.mail.enums import MailStatus
from clairdroit.shell import conf

if TYPE_CHECKING:
    from clairdroit.mail.models import OutboxMail

PER_PAGE = 25


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """What the demonstration "sent", the newest first. A real site never shows this: it is other people's mail.

    Nor does a demonstration show the mails of accounts: with one of them, any visitor would be its administrator.
    """
    page = Paginator(_shown().order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_of_mails": page,
        "sent": MailStatus.SENT,
        "stopped": MailStatus.FAILED,
        "crumbs": [(_("Mails"), "")],
    }
    return render(request, "demo/mails.html", context)


@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as its reader gets it: the plain text, whose links can be followed."""
    email = get_object_or_404(_shown(), pk=pk)
    context = {
        "email": email,
        "is_sent": email.status == MailStatus.SENT,
        "is_stopped": email.status == MailStatus.FAILED,
        "crumbs": [(_("Mails"), reverse("demo:mails")), (email.subject, "")],
    }
    return render(request, "demo/mail.html", context)


def _shown() -> "QuerySet[OutboxMail]":
    if not (conf.is_demo() and apps.is_installed("clairdroit.questions")):
        raise Http404("not a demonstration site, or one without questions")
    from clairdroit.mail.models import OutboxMail

    return OutboxMail.objects.shown()
