"""Where an editor decides on a page, a record, an entry: what changes, who proposed it, and the buttons."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.utils import get_latest_str, get_user_display_name

from clairdroit.moderation import actions
from clairdroit.moderation.errors import DecidedMeanwhileError, ModerationError
from clairdroit.moderation.navigation import crumbs, next_key, to_next, to_queue, with_filters
from clairdroit.moderation.registry import Key
from clairdroit.moderation.texts import WaitingText, last_decision, text_waiting
from clairdroit.public_forms.fields import CleanTextField
from clairdroit.public_forms.posted import posted_number
from clairdroit.taxonomy.day_words import day_in_words

# What the buttons send: the decision, and whether the next thing is opened then.
DECISIONS = {
    "valider": (actions.APPROVE, False),
    "valider-suivante": (actions.APPROVE, True),
    "corriger": (actions.REJECT, False),
    "corriger-suivante": (actions.REJECT, True),
}


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """Whoever may decide on it may open it, and nobody else: the queue of this user says so."""
    key = Key(kind, number)
    text = text_waiting(request, key)
    if text is None:
        return _gone(request, key)
    following = next_key(request, key)
    decision = DECISIONS.get(request.POST.get("decision", ""))
    if decision is None:
        return _show(request, text, following)
    comment = CleanTextField(required=False).clean(request.POST.get("comment", ""))
    name, goes_on = decision
    try:
        outcome = actions.decide_text(
            revision=posted_number(request.POST, "revision"), decision=name, user=request.user, comment=comment
        )
    except DecidedMeanwhileError as refusal:
        now = text_waiting(request, key)
        if now is None:
            return _gone(request, key)
        messages.warning(request, _("It was changed while you were reading: this is the new version."))
        return _show(request, now, following, comment=comment, told=str(refusal))
    except ModerationError as refusal:
        messages.error(request, str(refusal))
        return _show(request, text, following, comment=comment)
    messages.success(request, told(outcome, text.author), buttons=buttons_for(request, outcome))
    return HttpResponseRedirect(to_next(request, following) if goes_on else to_queue(request))


def told(outcome: actions.Outcome, author: str = "") -> str:
    """What happened, in a sentence."""
    title = get_latest_str(outcome.thing)
    if outcome.decision == actions.REJECT:
        if author:
            return _("Changes asked of %(name)s: “%(title)s”.") % {"name": author, "title": title}
        return _("Changes asked: “%(title)s”.") % {"title": title}
    if outcome.next_step:
        values = {"title": title, "step": outcome.next_step}
        return _("Approved: “%(title)s”. The next step waits: %(step)s.") % values
    if outcome.goes_public_at is not None:
        day = day_in_words(outcome.goes_public_at, "j F Y, H:i")
        return _("Approved: “%(title)s” becomes public on %(day)s.") % {"title": title, "day": day}
    if outcome.is_public:
        return _("Published: “%(title)s”.") % {"title": title}
    return _("Approved: “%(title)s”.") % {"title": title}


def buttons_for(request: HttpRequest, outcome: actions.Outcome) -> list[object]:
    url = outcome.thing.get_url(request) if outcome.is_public and hasattr(outcome.thing, "get_url") else ""
    return [messages.button(url, _("See it"))] if url else []


def _gone(request: HttpRequest, key: Key) -> HttpResponse:
    """Decided on meanwhile: by whom is told to whoever could have."""
    state = last_decision(key)
    thing = state.revision.content_object if state is not None else None
    if state is None or thing is None or not state.task.specific.get_actions(thing, request.user):
        raise PermissionDenied
    values = {"title": get_latest_str(thing)}
    if state.finished_by is not None:
        values["name"] = get_user_display_name(state.finished_by)
        messages.info(request, _("“%(title)s” waits no more: %(name)s has decided on it.") % values)
    else:
        messages.info(request, _("“%(title)s” waits no more.") % values)
    return HttpResponseRedirect(to_queue(request))


def _show(
    request: HttpRequest, text: WaitingText, following: Key | None, *, comment: str = "", told: str = ""
) -> HttpResponse:
    here = reverse("clairdroit_moderation_decide", args=[text.key.kind, text.key.number])
    context = {
        "text": text,
        "comment": comment,
        # What was refused for want of a word must be seen, to be written.
        "asks_changes": bool(comment) or request.POST.get("decision", "").startswith("corriger"),
        "told": told,
        "here": with_filters(request, here),
        "skip_url": to_next(request, following) if following is not None else "",
        "breadcrumbs_items": crumbs(text.title),
    }
    return render(request, "moderation/decide.html", context)
