from typing import Any

from django.forms import Media
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import Component

from clairdroit.moderation.listing import describe, waiting_for
from clairdroit.moderation.registry import kinds

SHOWN = 5


class QueuePanel(Component):
    """On the admin's first page, in the place of Wagtail's own list of what waits: counts by kind, the most urgent."""

    name = "moderation_queue"
    order = 60
    template_name = "moderation/queue_panel.html"

    @property
    def media(self) -> Media:
        return Media(css={"all": [versioned_static("moderation/queue.css")]})

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        user = parent_context["request"].user
        items = waiting_for(user)
        described = describe(items[:SHOWN], user)
        counts = {key: sum(item.key.kind == key for item in items) for key in kinds()}
        return {
            "total": len(items),
            "late": sum(item.is_late for item in items),
            "counts": [{"key": key, "label": label, "count": counts[key]} for key, label in kinds().items()],
            "rows": [
                {"item": item, "described": described[item.key]} for item in items[:SHOWN] if item.key in described
            ],
            "more": max(0, len(items) - SHOWN),
        }
