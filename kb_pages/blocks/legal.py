from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class LegalReferenceBlock(blocks.StructBlock):
    label = blocks.CharBlock(
        max_length=240, label=_("reference"), help_text=_("As it is cited: “Code de l’action sociale, article L262-2”.")
    )
    url = blocks.URLBlock(required=False, label=_("address"))


class LegalReferencesBlock(blocks.StructBlock):
    references = blocks.ListBlock(LegalReferenceBlock(), min_num=1, label=_("references"))

    class Meta:
        icon = "openquote"
        label = _("Legal references")
        template = "kb_pages/blocks/legal_references.html"
