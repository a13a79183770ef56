import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.admin_url_finder import AdminURLFinder

from clairdroit.breadcrumbs import way_from_home
from clairdroit.freshness import board
from clairdroit.freshness.actions import mark_verified
from clairdroit.freshness.forms import BoardFilterForm, VerifyForm
from clairdroit.freshness.managers import overdue_condition
from clairdroit.freshness.panels import verify_key
from clairdroit.freshness.permissions import user_can_verify

PER_PAGE = 50
SOON = datetime.timedelta(days=30)


def _name_field(model: type[Any]) -> str:
    names = {field.name for field in model._meta.get_fields()}
    return "title" if "title" in names else "name"


def _board_rows(form: BoardFilterForm, user: Any) -> tuple[list[type[Any]], models.QuerySet | list]:
    """The models shown, and (pk, rank, index of the model) of every row, the most urgent first."""
    chosen = form.chosen_models()
    states = {"soon": timezone.localdate() + SOON, "": timezone.localdate()}
    parts = []
    for index, model in enumerate(chosen):
        items = board.items_for(user, model)
        if (day := states.get(form.cleaned_data.get("state") or "")) is not None:
            items = items.filter(overdue_condition(day))
        if form.cleaned_data.get("mine"):
            items = items.filter(owner=user)
        if words := form.cleaned_data.get("q"):
            items = items.filter(**{f"{_name_field(model)}__icontains": words})
        parts.append(board.rows(items, index))
    if not parts:
        return [], []
    first, *others = parts
    # UNION ALL of three columns, paged in the database: the rows themselves are read for one page only.
    united = first.union(*others, all=True) if others else first
    return chosen, united.order_by("rank", "pk")


def _with_objects(page: list[tuple[int, int, int]], chosen: list[type[Any]], user: Any) -> list[dict[str, Any]]:
    """The page's rows with their records, one query per model, however many rows."""
    objects: dict[tuple[int, int], Any] = {}
    for index, model in enumerate(chosen):
        pks = [pk for pk, _rank, model_index in page if model_index == index]
        if pks:
            for obj in model._default_manager.filter(pk__in=pks).select_related("owner"):
                objects[index, obj.pk] = obj
    finder = AdminURLFinder(user)
    return [
        {
            "item": obj,
            "key": verify_key(obj),
            "kind": capfirst(obj._meta.verbose_name),
            "edit_url": finder.get_edit_url(obj),
        }
        for pk, _rank, index in page
        if (obj := objects.get((index, pk)))
    ]


@require_safe
def to_do_board(request: HttpRequest) -> HttpResponse:
    """Everything that goes stale, of every kind, in one list. Nothing is ever unpublished from here."""
    form = BoardFilterForm(request.GET)
    form.is_valid()
    chosen, rows = _board_rows(form, request.user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "form": form,
        "page": page,
        "rows": _with_objects(list(page.object_list), chosen, request.user),
        "total": page.paginator.count,
        "work_lists": [(work, found) for work in board.work_lists if (found := list(work.lines(request.user)))],
        "breadcrumbs_items": way_from_home(here=_("To keep right")),
    }
    return render(request, "freshness/admin/board.html", context)


def _next_url(request: HttpRequest) -> str:
    url = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return url
    return reverse("clairdroit_freshness:board")


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Confirm one record or several; all or none, so that the message tells the truth."""
    form = VerifyForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return HttpResponseRedirect(_next_url(request))
    items = form.cleaned_data["item"]
    # Before anything is written: a list that holds one forbidden record confirms none.
    if not all(user_can_verify(request.user, item) for item in items):
        raise PermissionDenied
    with transaction.atomic():
        for item in items:
            mark_verified(item, user=request.user, label=form.cleaned_data["label"])
    # Asked by verify_button.js, which puts the pill in the place of the button.
    if request.headers.get("X-Clairdroit-Fragment"):
        return HttpResponse(render_to_string("freshness/includes/verified_pill.html", {"item": items[0]}))
    told = ngettext(
        "%(count)d record is confirmed as still right.",
        "%(count)d records are confirmed as still right.",
        len(items),
    )
    messages.success(request, told % {"count": len(items)})
    return HttpResponseRedirect(_next_url(request))
