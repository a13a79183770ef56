"""Partners' team boxes among those who receive digests."""

from typing import Any

from django.utils.translation import gettext

from clairdroit.partners_snippets import link_versions
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.actions import choose_reminders
from clairdroit.questions.models import PartnerAvailability


class TeamBoxes:
    prefix = "p"

    @property
    def note(self) -> str:
        return gettext("New questions still reach you, each by its own e-mail.")

    def concerns(self, reader: Any) -> bool:
        return isinstance(reader, Partner)

    def key_of(self, reader: Partner) -> str:
        return f"{reader.pk}-{link_versions.version_of(reader)}"

    def find(self, key: str) -> Partner | None:
        number, _dash, version = key.partition("-")
        partner = Partner.objects.filter(pk=number).first()
        return partner if partner is not None and link_versions.is_current(partner, version) else None

    def receives(self, reader: Partner) -> bool:
        found = PartnerAvailability.objects.filter(partner=reader).first()
        return found is None or found.wants_reminders

    def choose(self, reader: Partner, *, wanted: bool) -> None:
        choose_reminders(partner=reader, wanted=wanted)
