"""By what the directory is narrowed, as the address says it, and what is offered beside the list."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from clairdroit.facets.state import Choice, Facet, Offered, State
from clairdroit.partners_snippets.directory import CHOSEN, IN_MEMORY, Found
from clairdroit.partners_snippets.models import PartnerKind
from clairdroit.taxonomy.enums import Heading
from clairdroit.territories.place import PARAMETER, reader_commune

DISTANCES_KM = (5, 10, 20, 50)
# As many as fit a telephone's screen.
MOST_LANGUAGES = 6


def state_of(request: HttpRequest) -> State:
    commune = reader_commune(request)
    return State.read(
        request.GET,
        (
            Facet("commune", PARAMETER, read=lambda _code: commune.insee if commune else ""),
            Facet("text", "q", _("A name or a word"), read=partial(_typed, most=100)),
            Facet("heading", "rubrique", _("For what need"), dict(Heading.choices)),
            Facet("kind", "type", _("Kind of place"), read=partial(_typed, most=40)),
            Facet("language", "langue", _("Languages spoken"), read=lambda text: _typed(text, most=40).lower()),
            Facet("open_now", "ouvert", _("Filter the list"), {CHOSEN: _("Open now")}),
            Facet(
                "without_appointment", "sans-rendez-vous", _("Filter the list"), {CHOSEN: _("Without an appointment")}
            ),
            # Only the offered ones: any other number would be another page for caches.
            Facet("km", "distance", _("How far"), {str(km): _less_than(km) for km in DISTANCES_KM}),
        ),
        request.path,
    )


def _typed(text: str, *, most: int) -> str:
    """What stands in the address, without the NUL that PostgreSQL refuses in any text."""
    return text.replace("\x00", " ").strip()[:most].strip()


def _less_than(km: int) -> str:
    return _("less than %(km)s km away") % {"km": km}


def named(state: State, found: Found) -> State:
    """With the names of what only the list knows: the kinds and the languages of those who stand there."""
    kinds = PartnerKind.objects.filter(pk__in={*found.counts.get("kind", {}), state["kind"]} - {""})
    spoken = sorted(found.counts.get("language", {}).items(), key=lambda each: -each[1])[:MOST_LANGUAGES]
    languages = dict.fromkeys([language for language, _number in spoken] + [state["language"]])
    return (
        state.labelled("kind", {kind.pk: kind.name for kind in kinds})
        .labelled("language", {each: _("Speaks %(language)s") % {"language": each} for each in languages if each})
        .labelled("text", {state["text"]: f"“{state['text']}”"})
    )


def offered(state: State, found: Found) -> dict[str, Any]:
    """Of each facet its choices; the two that most readers need stand in one row with "All"."""
    # The words and the distance stay: they say where to look, and “All” takes filters away.
    nothing = state.without(*IN_MEMORY)
    row = [Choice("", _("All"), found.any, nothing == state, nothing.url)]
    for name in ("open_now", "without_appointment"):
        # Where it cannot be told who is open now, it is no choice.
        if name in found.counts:
            row += state.offer(name, found.counts[name]).choices
    return {
        "row": Offered(state.facet("open_now"), row),
        "heading": state.offer("heading", found.counts["heading"]),
        "language": state.offer("language", found.counts.get("language", {})),
        "kind": state.offer("kind", found.counts["kind"], everything=_("All kinds")),
        "km": state.offer("km", everything=_("All who help in my commune")),
    }
