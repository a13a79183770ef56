from clairdroit.partners_snippets.models.kinds import KindPivot, PartnerKind
from clairdroit.partners_snippets.models.link_versions import LinkVersion
from clairdroit.partners_snippets.models.offers import Offer
from clairdroit.partners_snippets.models.origins import ImportedRecord
from clairdroit.partners_snippets.models.partners import Partner
from clairdroit.partners_snippets.models.people import PartnerMember, PrivateContact
from clairdroit.partners_snippets.models.places import Place

__all__ = [
    "ImportedRecord",
    "KindPivot",
    "LinkVersion",
    "Offer",
    "Partner",
    "PartnerKind",
    "PartnerMember",
    "Place",
    "PrivateContact",
]
