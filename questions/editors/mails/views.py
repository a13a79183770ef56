"""What an editor does with a mail that was not delivered, or an address that mails come back from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from clairdroit.mail.models import OutboxMail, UnreachableAddress
from clairdroit.questions import actions
from clairdroit.questions.permissions import require, user_can_handle_questions


@require_POST
def retry_mail(request: HttpRequest, pk: int) -> HttpResponse:
    require(user_can_handle_questions(request.user))
    mail = get_object_or_404(OutboxMail.objects.shown(), pk=pk)
    try:
        actions.retry_mail(mail=mail, user=request.user)
    except actions.NotWaitingError:
        messages.error(request, str(_("This e-mail is not stopped: there is nothing to try again.")))
    else:
        messages.success(request, str(_("The e-mail will be sent again within a minute.")))
    return redirect("courriels_modeladmin_inspect", pk)


@require_POST
def clear_bounce(request: HttpRequest, pk: int) -> HttpResponse:
    require(user_can_handle_questions(request.user))
    found = get_object_or_404(UnreachableAddress, pk=pk)
    actions.clear_bounce(address=found.address, user=request.user)
    messages.success(request, str(_("Mails are sent to this address again.")))
    return redirect("adresses_modeladmin_index")
