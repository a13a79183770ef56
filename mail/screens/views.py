"""What a person does with a mail that was not delivered, or an address that mails come back from."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from clairdroit.mail import actions
from clairdroit.mail.errors import NotFailedError
from clairdroit.mail.models import OutboxMail, UnreachableAddress
from clairdroit.mail.permissions import user_can_see_outbox


@require_POST
def retry_mail(request: HttpRequest, pk: int) -> HttpResponse:
    # Before the row is looked for: whether there is one is nothing that others learn.
    if not user_can_see_outbox(request.user):
        raise PermissionDenied
    mail = get_object_or_404(OutboxMail.objects.shown(), pk=pk)
    try:
        actions.retry_mail(mail=mail, user=request.user)
    except NotFailedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, str(_("The e-mail will be sent again within a minute.")))
    return redirect("courriels_modeladmin_inspect", pk)


@require_POST
def clear_bounce(request: HttpRequest, pk: int) -> HttpResponse:
    if not user_can_see_outbox(request.user):
        raise PermissionDenied
    found = get_object_or_404(UnreachableAddress, pk=pk)
    actions.clear_bounce(address=found.address, user=request.user)
    messages.success(request, str(_("Mails are sent to this address again.")))
    return redirect("adresses:index")
