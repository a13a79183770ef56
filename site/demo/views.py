from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from post_office.models import STATUS

from clairdroit.questions.models import OutboxMail

PER_PAGE = 25


def mails(request: HttpRequest) -> HttpResponse:
    """What the demonstration "sent", the newest first. A real site never shows this: it is other people's mail.

    Nor does a demonstration show the mails of accounts: with one of them, any visitor would be its administrator.
    """
    _demo_only()
    page = Paginator(OutboxMail.objects.shown().order_by("-created", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_of_mails": page, "sent": STATUS.sent, "stopped": STATUS.failed, "crumbs": [(_("Mails"), "")]}
    return render(request, "demo/mails.html", context)


def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as its reader gets it: the plain text, whose links can be followed."""
    _demo_only()
    email = get_object_or_404(OutboxMail.objects.shown(), pk=pk)
    context = {
        "email": email,
        "is_sent": email.status == STATUS.sent,
        "is_stopped": email.status == STATUS.failed,
        "crumbs": [(_("Mails"), reverse("demo:mails")), (email.subject, "")],
    }
    return render(request, "demo/mail.html", context)


def _demo_only() -> None:
    if not settings.CLAIRDROIT_DEMO:
        raise Http404("not a demonstration site")
