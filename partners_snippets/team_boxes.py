"""The accounts behind partners' team boxes are no persons: how they are called, and what is not said to them."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clairdroit.mail.screens.about import Line, Use
from clairdroit.partners_snippets.models import Partner, PartnerMember
from clairdroit.roles.users import AnyUser, User


def boxes() -> QuerySet[PartnerMember]:
    return PartnerMember.objects.filter(is_team_box=True)


def name_of_box(user: User) -> str:
    box = boxes().filter(user=user).select_related("partner").first()
    return box.partner.name if box is not None else ""


def partners_of(address: str, user: AnyUser) -> Use:
    """For the page of an address that mails come back from; of one that nobody knows, a partner's is the likeliest."""
    partners = Partner.objects.live().filter(team_email__iexact=address)
    return Use(
        _("Partners with this team box"),
        [Line(str(partner)) for partner in partners],
        _("Ask the partner for its new address, and write it into its record. If this one works again, say so:"),
    )
