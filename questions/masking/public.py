"""Addresses and numbers that are an office's: whoever cites them gives nobody away."""

import functools
from collections.abc import Collection

from clairdroit.mail.reading.addresses import PUBLIC_PROVIDERS, domain_of
from clairdroit.partners_snippets.models import Partner, Place
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
    """`own` are the person's addresses: somebody who works at an office is a person all the same.

    The directory is read once, when the first address or number is asked about: a text may hold hundreds.
    """

    def __init__(self, own: Collection[str]) -> None:
        self._own = frozenset(own)

    def has_address(self, address: str) -> bool:
        domain = domain_of(address)
        if address in self._own or not domain:
            return False
        if any(domain == body or domain.endswith(f".{body}") for body in BODIES):
            return True
        # A partner's own domain is its office's; one at a public provider is shared with everybody.
        return address.lower() in self._addresses or (domain not in PUBLIC_PROVIDERS and domain in self._domains)

    def has_number(self, figures: str) -> bool:
        if not figures:
            return False
        return contacts.is_service(figures) or figures in self._numbers

    @functools.cached_property
    def _addresses(self) -> frozenset[str]:
        written = Partner.objects.live().values_list("email", "team_email")
        return frozenset(address.strip().lower() for both in written for address in both if address)

    @functools.cached_property
    def _domains(self) -> frozenset[str]:
        return frozenset(map(domain_of, self._addresses))

    @functools.cached_property
    def _numbers(self) -> frozenset[str]:
        """However a record's number is grouped."""
        written = [
            *Partner.objects.live().values_list("phone", flat=True),
            *Place.objects.filter(partner__live=True).values_list("phone", flat=True),
        ]
        return frozenset(contacts.figures_of(number) for number in written if number)
