from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from clairdroit.kb_pages.blocks import previews
from clairdroit.kb_pages.enums import ServiceKind
from clairdroit.kb_pages.validators import check_cerfa_number


class ServiceBlock(blocks.StructBlock):
    """A procedure to carry out elsewhere: an online service, or a form with its official number."""

    kind = blocks.ChoiceBlock(choices=ServiceKind.choices, default=ServiceKind.ONLINE, label=_("Kind"))
    title = blocks.CharBlock(max_length=200, label=_("Title"))
    url = blocks.URLBlock(label=_("Address"))
    cerfa_number = blocks.CharBlock(
        max_length=8, required=False, validators=[check_cerfa_number], label=_("CERFA number")
    )
    provider = blocks.CharBlock(
        max_length=160, required=False, label=_("Provided by"), help_text=_("The body that answers for it.")
    )
    note = blocks.CharBlock(max_length=300, required=False, label=_("Remark"))

    class Meta:
        icon = "form"
        label = _("Online service or form")
        description = _("A procedure on another site, a form with its CERFA number, a letter template.")
        template = "kb_pages/blocks/service.html"
        preview_value = staticmethod(previews.service)

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context=parent_context)
        # A draft in preview may have no kind yet.
        context["kind_label"] = ServiceKind(value["kind"] or ServiceKind.ONLINE).label
        return context
