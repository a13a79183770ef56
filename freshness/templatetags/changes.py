from collections.abc import Iterable
from typing import Any

from django import template

from clairdroit.freshness.comparing.versions import Change, change_of

register = template.Library()


@register.simple_tag
def changes_of(comparisons: Iterable[Any]) -> list[Change]:
    """For Wagtail's screen of two versions, whose comparisons it has made."""
    return [change_of(each) for each in comparisons]
