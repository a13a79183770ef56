from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel, PublishingPanel
from wagtail.admin.utils import get_user_display_name

from clairdroit.freshness.changes_asked import ANSWER_FIELD, LONGEST_ANSWER, AskedChanges, asked_now
from clairdroit.freshness.permissions import user_can_publish, user_can_verify


class PersonPanel(FieldPanel):
    """Offers people by their names. Which ones, a subclass says."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.bound_field is None:
                return
            field: Any = self.bound_field.field
            field.queryset = self.offered(get_user_model()._default_manager.all())
            field.label_from_instance = get_user_display_name

        def offered(self, accounts: QuerySet) -> QuerySet:
            return accounts


class OwnerPanel(PersonPanel):
    """Offers who can sign in to the admin; whoever is chosen already stays offered."""

    class BoundPanel(PersonPanel.BoundPanel):
        def offered(self, accounts: QuerySet) -> QuerySet:
            # Asked of superusers and groups, by which Wagtail gives this right.
            able = accounts.filter(is_active=True).filter(
                Q(is_superuser=True) | Q(groups__permissions__codename="access_admin")
            )
            chosen = getattr(self.instance, f"{self.field_name}_id", None)
            return accounts.filter(Q(pk__in=able.values("pk")) | Q(pk=chosen))


class FreshnessPanel(MultiFieldPanel):
    """Owner and review rhythm, with the "still right" button: one click, without leaving the editor.

    The button posts by script, so that nothing typed in the form is lost; on an object that is not
    saved yet there is nothing to confirm, and no button.
    """

    def __init__(self, children: Any = (), *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Keeping it right"))
        fields = children or (OwnerPanel("owner"), FieldPanel("review_months"))
        super().__init__(fields, *args, **kwargs)

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "freshness/admin/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["item"] = self.instance
            if self.instance.pk and self.request and user_can_verify(self.request.user, self.instance):
                context["verify_key"] = verify_key(self.instance)
            return context

        @property
        def media(self) -> forms.Media:
            return super().media + forms.Media(js=["freshness/verify_button.js"], css={"all": ["freshness/admin.css"]})


class DatesPanel(PublishingPanel):
    """Wagtail's dates of publication and expiry; says where they are typed what the second one does."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for panel in self.children:
            if panel.field_name == "expire_at":
                panel.help_text = _(
                    "At this date the page is withdrawn, even if it is still right. Without a date nothing is ever "
                    "withdrawn by a clock: a page that is due for a review stays online, marked “to check”."
                )


def verify_key(item: Any) -> str:
    """How a form names one object among all verifiable models: "<content type>-<pk>"."""
    return f"{ContentType.objects.get_for_model(type(item), for_concrete_model=False).pk}-{item.pk}"


FRESHNESS_PANEL = FreshnessPanel()


class ToReviewerPanel(Panel):
    """Room for a word to whoever decides on the text.

    The field belongs to no form class: `wagtail_hooks` reads it when the thing is handed in, so that what is typed here
    is neither part of a version nor kept by Wagtail's autosave.
    """

    class BoundPanel(Panel.BoundPanel):
        @cached_property
        def asked(self) -> AskedChanges | None:
            return asked_now(self.instance)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            typed = self.request.POST.get(ANSWER_FIELD, "") if self.request else ""
            return {**context, "asked": self.asked, "field": ANSWER_FIELD, "typed": typed, "most": LONGEST_ANSWER}


class ChangesAskedPanel(ToReviewerPanel):
    """At the top of a form, for as long as changes are asked for: what, by whom, and room for an answer."""

    class BoundPanel(ToReviewerPanel.BoundPanel):
        template_name = "freshness/admin/changes_asked.html"

        def is_shown(self) -> bool:
            return super().is_shown() and self.asked is not None


class WhyPanel(ToReviewerPanel):
    """Closed until it is opened; for those whose texts somebody else decides on, while nothing is asked of them."""

    class BoundPanel(ToReviewerPanel.BoundPanel):
        template_name = "freshness/admin/why.html"

        def is_shown(self) -> bool:
            thing = self.instance
            if not super().is_shown() or thing.pk is None or self.request is None or self.asked is not None:
                return False
            if thing.workflow_in_progress or user_can_publish(self.request.user, thing):
                return False
            return thing.get_workflow() is not None


CHANGES_ASKED_PANEL = ChangesAskedPanel(heading=_("Changes that a reviewer asks for"))
WHY_PANEL = WhyPanel(heading=_("A word for whoever reviews this"), classname="collapsed")
