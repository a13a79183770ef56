"""What the partners' space leads to, and says of keys where a partner renews its links or has a new team box."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clairdroit.connections.models import PartnerToken
from clairdroit.connections.models.tokens import AFTER_NEW_BOX
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space.sections import SpacePage


class KeysPage(SpacePage):
    url_name = "clairdroit_connections:keys"
    label = _("The keys of our software")
    look_label = _("Look at them, too")

    def goes_on(self, partner: Partner) -> str:
        has_keys = PartnerToken.objects.usable().filter(partner=partner).exists()
        return str(_("The keys of your software go on working.")) if has_keys else ""

    def after_new_box(self) -> str:
        return ngettext(
            "For one day, no key for its software can be made.",
            "For %(number)s days, no key for its software can be made.",
            AFTER_NEW_BOX.days,
        ) % {"number": AFTER_NEW_BOX.days}
