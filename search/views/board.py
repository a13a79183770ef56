"""What readers searched in vain, for editors."""

import csv
import datetime
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from clairdroit.breadcrumbs import way_from_home
from clairdroit.search import registry
from clairdroit.search.models import AskedQuery, QueryDay
from clairdroit.search.permissions import user_can_see_searches

PER_LIST = 50
# Weeks looked back.
PERIODS = (4, 13)


@require_safe
def searches_board(request: HttpRequest) -> HttpResponse:
    if not user_can_see_searches(request.user):
        raise PermissionDenied
    weeks = PERIODS[1] if request.GET.get("weeks") == str(PERIODS[1]) else PERIODS[0]
    since = timezone.localdate() - datetime.timedelta(weeks=weeks)
    without_result = AskedQuery.objects.without_result(since)
    without_click = AskedQuery.objects.without_click(since)
    if request.GET.get("export") == "csv":
        return _spreadsheet([*without_result, *without_click])
    heap = QueryDay.objects.filter(query__text="", day__gte=since).aggregate(nothing=Sum("nothing"))
    context = {
        "weeks": weeks,
        "periods": PERIODS,
        "without_result": without_result[:PER_LIST],
        "without_click": without_click[:PER_LIST],
        "not_kept": heap["nothing"] or 0,
        "results_url": reverse("clairdroit_search:results"),
        "synonym_url": registry.synonym_url(request.user),
        "writing_url": registry.writing_url(request.user),
        "breadcrumbs_items": way_from_home(here=_("Readers’ searches")),
    }
    return render(request, "search/admin/board.html", context)


@require_POST
def settle_search(request: HttpRequest, pk: int) -> HttpResponse:
    """Done: off the board until readers ask it again. Ignored: off the board for good."""
    if not user_can_see_searches(request.user):
        raise PermissionDenied
    query = get_object_or_404(AskedQuery.objects.exclude(text=""), pk=pk)
    if request.POST.get("as") == "ignored":
        query.is_ignored = True
        told = _("“%(text)s” will not come back on this board.")
    else:
        query.handled_on = timezone.localdate()
        told = _("“%(text)s” comes back only when readers ask it again.")
    query.save(update_fields=["is_ignored", "handled_on"])
    messages.success(request, told % {"text": query.text})
    return redirect(f"{reverse('clairdroit_search_board')}?{urlencode({'weeks': request.POST.get('weeks', '')})}")


def _spreadsheet(queries: Iterable[AskedQuery]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="recherches.csv"'
    # Excel takes a file for UTF-8 only when it begins with this mark.
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([_("Search"), _("Without result"), _("Results shown"), _("A result followed")])
    for query in {query.pk: query for query in queries}.values():
        # As Wagtail's own lists write it, with what the site does to keep formulas out of them.
        text = SpreadsheetExportMixin().preprocess_field_value("text", query.text, SpreadsheetExportMixin.FORMAT_CSV)
        counts: Any = query
        writer.writerow([text, counts.nothing, counts.shown, counts.clicked])
    return response
