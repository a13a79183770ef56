"""Who would be asked, and for what nobody could be: read by editors, changes nothing."""

import datetime
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clairdroit.breadcrumbs import way_from_home
from clairdroit.questions import routing
from clairdroit.questions.editors.rules.forms import TrialForm, rule_form_class
from clairdroit.questions.enums import OPEN_STATUSES
from clairdroit.questions.models import Question, RoutingRule
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.taxonomy import working_days
from clairdroit.taxonomy.enums import Heading
from clairdroit.territories.models import Commune

# Months looked back.
PERIODS = (3, 12)
DAYS_IN_MONTH = 30.5
MAX_ROWS = 200


@require_safe
def try_routing(request: HttpRequest) -> HttpResponse:
    """With the rules as they are saved: heading and commune in, partners and reasons out."""
    require(user_can_handle_questions(request.user))
    form = TrialForm(request.GET or None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        context |= _result(form)
    return render(request, "questions/editors/rules/trial.html", context | _crumbs(_("Try the routing")))


@require_POST
def try_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """With one rule as its form stands, saved or not (0: a new one), beside the others. Nothing is saved."""
    require(user_can_handle_questions(request.user))
    saved = RoutingRule.objects.filter(pk=pk).first()
    rule_form = rule_form_class()(request.POST, instance=saved or RoutingRule(), for_user=request.user)
    data = {
        "rubrique": request.POST.get("heading", ""),
        "lieu": request.POST.get("trial_place", ""),
        "texte": request.POST.get("trial_text", ""),
    }
    form = TrialForm(data)
    context: dict[str, Any] = {"form": form, "rule_form": rule_form, "of_rule": True}
    if rule_form.is_valid() and form.is_valid():
        draft = rule_form.save(commit=False)
        context |= _result(form, draft=draft)
        plan = context["plan"]
        context["another_rule"] = plan.rule is not None and plan.rule is not draft
    return render(request, "questions/editors/rules/trial.html", context | _crumbs(_("Try this rule")))


@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """Questions for which no partner was found, counted by heading and commune."""
    require(user_can_handle_questions(request.user))
    months = PERIODS[0] if request.GET.get("mois") == str(PERIODS[0]) else PERIODS[1]
    since = timezone.now() - datetime.timedelta(days=months * DAYS_IN_MONTH)
    counted = (
        Question.objects.unmet()
        .filter(received_at__gte=since)
        .order_by()
        .values("heading", "commune")
        .annotate(
            total=Count("pk"), still_open=Count("pk", filter=Q(status__in=OPEN_STATUSES)), last=Max("received_at")
        )
        .order_by("-total", "-last", "heading", "commune")[:MAX_ROWS]
    )
    rows = list(counted)
    communes = Commune.objects.select_related("departement").in_bulk([row["commune"] for row in rows if row["commune"]])
    context = {
        "months": months,
        "periods": PERIODS,
        "total": sum(row["total"] for row in rows),
        "rows": [
            {**row, "place": communes.get(row["commune"]), "label": _label(row["heading"]), "query": _query(row)}
            for row in rows
        ],
    }
    return render(request, "questions/editors/rules/needs.html", context | _crumbs(_("Needs without a partner")))


def _query(row: Mapping[str, Any]) -> str:
    """The register's filters that show the questions counted in the row."""
    filters = {"panier": "sans-candidat", "heading__exact": row["heading"], "commune": row["commune"]}
    return urlencode({name: value for name, value in filters.items() if value})


def _label(heading: str) -> str:
    return str(Heading(heading).label) if heading in Heading.values else _("I do not know")


def _result(form: TrialForm, *, draft: RoutingRule | None = None) -> dict[str, Any]:
    commune, heading = form.commune, form.cleaned_data["rubrique"]
    assert commune is not None
    plan = routing.plan(heading, commune, text=form.cleaned_data["texte"], draft=draft)
    days = routing.days_of(plan.rule)
    today = timezone.localdate()
    return {
        "plan": plan,
        "commune": commune,
        "heading": Heading(heading).label,
        "days": days,
        "expected_on": working_days.add_working_days(today, days, commune.departement_id),
    }


def _crumbs(title: str) -> dict[str, Any]:
    return {"title": title, "breadcrumbs_items": way_from_home(here=title)}
