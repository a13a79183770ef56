from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from clairdroit.search import query_log
from clairdroit.search.enums import Outcome

OUTCOMES = {Outcome.SHOWN.value: Outcome.SHOWN, Outcome.CLICKED.value: Outcome.CLICKED}
# Of the signed words and a form around them, several times over.
MAX_BODY = 2_000


# Without a session there is nothing that a forged request could use: see ADR 2. What it says is signed by us.
@csrf_exempt
@never_cache
@require_POST
def count_search(request: HttpRequest) -> HttpResponse:
    """What counting.js tells: that results were shown, that one was followed. The answer is always the same."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) <= MAX_BODY and query_log.may_be_counted(request):
        outcome = OUTCOMES.get(request.POST.get("outcome", ""))
        if outcome:
            query_log.count_token(request.POST.get("search", ""), outcome)
    return HttpResponse(status=204)
