import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale

from clairdroit.glossary.enums import Source
from clairdroit.glossary.models import GlossaryEntry


class GlossaryEntryFactory(DjangoModelFactory):
    class Meta:
        model = GlossaryEntry

    class Params:
        english = factory.Trait(
            locale=factory.LazyFunction(lambda: Locale.objects.get_or_create(language_code="en")[0])
        )
        from_feed = factory.Trait(
            source=Source.FEED,
            feed_id=factory.Sequence(lambda number: f"R{number + 1}"),
            feed_text=factory.LazyAttribute(
                lambda o: {
                    "term": o.term,
                    "stands_for": o.stands_for,
                    "explanation": o.explanation,
                }
            ),
        )
        acronym = factory.Trait(term="RSA", stands_for="revenu de solidarité active")

    term = factory.Sequence(lambda number: f"mot savant {number}")
    stands_for = explanation = ""
    plain_wording = "mot simple"
    locale = factory.LazyFunction(lambda: Locale.objects.get_or_create(language_code="fr")[0])
