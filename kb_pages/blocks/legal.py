from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from clairdroit.kb_pages.blocks import previews


class LegalReferenceBlock(blocks.StructBlock):
    label = blocks.CharBlock(
        max_length=240, label=_("Reference"), help_text=_("As it is cited: “Code de l’action sociale, article L262-2”.")
    )
    url = blocks.URLBlock(required=False, label=_("Address"))


class LegalReferencesBlock(blocks.StructBlock):
    references = blocks.ListBlock(LegalReferenceBlock(), min_num=1, label=_("References"))

    class Meta:
        icon = "openquote"
        label = _("Legal references")
        description = _("Laws and decrees, for whoever must cite them.")
        template = "kb_pages/blocks/legal_references.html"
        preview_value = staticmethod(previews.legal_references)
