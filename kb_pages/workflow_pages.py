"""The pages that a workflow is given to, leaf by leaf, on Wagtail's screen of the workflow."""

import functools
from collections.abc import Callable
from typing import Any

from django.core.paginator import InvalidPage, Page
from wagtail.admin.views.workflows import Edit


def take_over_leaves() -> None:
    """Wagtail reads the number of the leaf as it stands in the address, and ends in an error where there is none."""
    Edit.get_paginated_pages = _first_where_there_is_none(Edit.get_paginated_pages)


def _first_where_there_is_none(leaf: Callable[[Any], Page]) -> Callable[[Any], Page]:
    @functools.wraps(leaf)
    def answer(view: Any) -> Page:
        try:
            return leaf(view)
        except (ValueError, InvalidPage):
            # A request's GET is immutable.
            view.request.GET = view.request.GET.copy()
            view.request.GET["p"] = "1"
            return leaf(view)

    return answer
