import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from clairdroit.partners_snippets.enums import AddressVisibility
from clairdroit.partners_snippets.models import Offer, Partner, PartnerKind, PartnerMember, Place, PrivateContact
from clairdroit.taxonomy.models import HeadingTag
from tests.territories.factories import CommuneFactory


class PartnerKindFactory(DjangoModelFactory):
    """The kinds seeded by the migration are got, others made."""

    class Meta:
        model = PartnerKind
        django_get_or_create = ["key"]

    key = "ccas"
    name = factory.LazyAttribute(lambda o: o.key.upper())
    plural = factory.LazyAttribute(lambda o: o.name)


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    class Params:
        shelter = factory.Trait(address_visibility=AddressVisibility.COMMUNE)
        secret = factory.Trait(address_visibility=AddressVisibility.HIDDEN)
        hours_in_words = factory.Trait(opening_hours="", opening_hours_text="Le mardi, sur rendez-vous")

    street = "12 rue des Essais"
    postal_code = "78000"
    city = "Versailles"
    commune = factory.SubFactory(CommuneFactory)
    latitude = 48.8049
    longitude = 2.1204
    opening_hours = "Mo-Fr 08:30-12:00,13:30-17:00; PH off"
    phone = "01 99 00 12 34"


class PrivateContactFactory(DjangoModelFactory):
    class Meta:
        model = PrivateContact

    name = "Camille Exemple"
    role = "Responsable de l’accueil"
    phone = "01 99 00 98 76"
    email = "camille.exemple@privee.invalid"
    notes = "Joindre avant 9 h"


class OfferFactory(DjangoModelFactory):
    class Meta:
        model = Offer

    name = "Aide aux démarches en ligne"


class PartnerMemberFactory(DjangoModelFactory):
    class Meta:
        model = PartnerMember


class PartnerFactory(DjangoModelFactory):
    """A live CCAS without place or territory. `headings=["logement"]`, `communes=[commune]`, … fill the relations."""

    class Meta:
        model = Partner
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(live=False)
        verified = factory.Trait(verified_at=factory.LazyFunction(timezone.localdate), verified_by="l’équipe du CCAS")
        stale = factory.Trait(verified_at=datetime.date(2020, 1, 1), verified_by="l’équipe du CCAS")
        national = factory.Trait(serves_france=True)
        imported = factory.Trait(source="essai", source_id=factory.Sequence(lambda n: f"essai-{n}"))
        absent = factory.Trait(
            is_absent_until=factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=7))
        )
        with_place = factory.Trait(place=factory.RelatedFactory(PlaceFactory, "partner"))
        shelter = factory.Trait(place=factory.RelatedFactory(PlaceFactory, "partner", shelter=True))
        with_private_contact = factory.Trait(private_contact=factory.RelatedFactory(PrivateContactFactory, "partner"))

    name = factory.Sequence(lambda n: f"CCAS d’essai {n}")
    kind = factory.SubFactory(PartnerKindFactory)
    description = "Aide les habitants dans leurs démarches."
    phone = "01 99 00 12 34"
    email = "accueil@ccas.invalid"
    team_email = "equipe@interne.invalid"
    website = "https://ccas.invalid/"
    live = True

    @factory.post_generation
    def headings(obj, create, extracted, **kwargs):
        if extracted:
            obj.headings.set([HeadingTag.objects.get_or_create(key=key)[0] for key in extracted])
            obj.save()

    @factory.post_generation
    def communes(obj, create, extracted, **kwargs):
        if extracted:
            obj.communes.set(extracted)
            obj.save()

    @factory.post_generation
    def epcis(obj, create, extracted, **kwargs):
        if extracted:
            obj.epcis.set(extracted)
            obj.save()

    @factory.post_generation
    def departements(obj, create, extracted, **kwargs):
        if extracted:
            obj.departements.set(extracted)
            obj.save()
