"""Heading and commune of a question that nobody has filled in a form for: proposed to whoever writes it down."""

from collections import Counter

from django.conf import settings
from django.utils import translation

from clairdroit.questions.anonymising.places import towns
from clairdroit.questions.models import Question
from clairdroit.questions.related import related_help
from clairdroit.territories.models import Commune
from clairdroit.territories.names import normalise
from clairdroit.territories.place import clear_choice

# Of a long e-mail the beginning says what it is about.
READ = 3000


def heading_for(text: str, commune: Commune | None) -> str:
    """Under which most of the site's own help for these words stands; empty when there is none, or two have as much."""
    with translation.override(settings.LANGUAGE_CODE):
        found = related_help(text[:READ], commune=commune)
    # What stands under several headings says little.
    counted = Counter(each.headings[0] for each in found if len(each.headings) == 1).most_common(2)
    if not counted or (len(counted) == 2 and counted[0][1] == counted[1][1]):
        return ""
    return counted[0][0]


def commune_for(text: str) -> Commune | None:
    """By a postal code in it, else by the name of a commune that somebody asked from before; None when in doubt."""
    text = text[:READ]
    for start, end in towns(text):
        written = text[start:end]
        if (commune := clear_choice(written, Commune.objects.lookup(written, limit=8))) is not None:
            return commune
    words = f" {normalise(text)} "
    asked = Question.objects.exclude(commune=None).order_by().values("commune").distinct()
    named = [each for each in Commune.objects.filter(pk__in=asked) if f" {each.search_name} " in words]
    # "Le Chesnay-Rocquencourt" names no "Le Chesnay" besides.
    longest = [each for each in named if not any(_is_within(each, other) for other in named)]
    return longest[0] if len(longest) == 1 else None


def _is_within(commune: Commune, other: Commune) -> bool:
    return commune != other and f" {commune.search_name} " in f" {other.search_name} "
