"""Addresses and numbers that are an office's: whoever cites them gives nobody away."""

from collections.abc import Collection

from django.db.models import Q

from clairdroit.partners_snippets.models import Partner, Place
from clairdroit.questions.intake.senders import PUBLIC_PROVIDERS, domain_of
from clairdroit.questions.masking import contacts

# Of the state and of the national bodies that partners' questions are about.
BODIES = (
    "gouv.fr",
    "service-public.fr",
    "caf.fr",
    "ameli.fr",
    "assurance-maladie.fr",
    "msa.fr",
    "francetravail.fr",
    "francetravail.net",
    "pole-emploi.fr",
    "urssaf.fr",
    "lassuranceretraite.fr",
    "defenseurdesdroits.fr",
    "banque-france.fr",
    "anil.org",
)


class Offices:
    """`own` are the person's addresses: somebody who works at an office is a person all the same."""

    def __init__(self, own: Collection[str]) -> None:
        self._own = frozenset(own)

    def has_address(self, address: str) -> bool:
        domain = domain_of(address)
        if address in self._own or not domain:
            return False
        if any(domain == body or domain.endswith(f".{body}") for body in BODIES):
            return True
        same = Q(email__iexact=address) | Q(team_email__iexact=address)
        if domain not in PUBLIC_PROVIDERS:
            same |= Q(email__iendswith=f"@{domain}") | Q(team_email__iendswith=f"@{domain}")
        return Partner.objects.live().filter(same).exists()

    def has_number(self, figures: str) -> bool:
        if not figures:
            return False
        if contacts.is_service(figures):
            return True
        # However a record's number is grouped, its last two figures stand together.
        ending = figures[-2:]
        written = [
            *Partner.objects.live().filter(phone__endswith=ending).values_list("phone", flat=True),
            *Place.objects.filter(partner__live=True, phone__endswith=ending).values_list("phone", flat=True),
        ]
        return any(contacts.figures_of(each) == figures for each in written)
