import datetime

import factory
import wagtail_factories
from django.utils import timezone
from wagtail.models import Page

from clairdroit.kb_pages import models
from clairdroit.kb_pages.actions import build_tree
from tests.recorded import Recorded

# Home page, headings and indexes.
site_tree = Recorded(lambda: build_tree(base_url="http://testserver"))


def stream(model, *blocks):
    """The value of a page's body from (type, raw value) pairs, as the database stores it."""
    return model.body.field.stream_block.to_python([{"type": kind, "value": value} for kind, value in blocks])


PARAGRAPH = ("paragraph", "<h2>Que faire</h2><p>Demandez une <b>aide</b>.</p>")


class HomePageFactory(wagtail_factories.PageFactory):
    title = "Accueil"
    slug = factory.Sequence(lambda number: f"accueil-{number}")
    headline = "Quel est votre besoin ?"
    parent = factory.LazyFunction(lambda: Page.get_first_root_node())

    class Meta:
        model = models.HomePage


class HeadingPageFactory(wagtail_factories.PageFactory):
    title = "Mon logement"
    key = "logement"
    slug = factory.SelfAttribute("key")
    examples = "Trouver, payer, garder un logement"
    intro = "Pour trouver un logement et le garder."

    class Meta:
        model = models.HeadingPage


class TopicPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"Payer mon loyer {number}")
    slug = factory.Sequence(lambda number: f"payer-{number}")
    summary = "Ce qui existe pour payer."

    class Meta:
        model = models.TopicPage


class ArticlePageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"Je ne peux plus payer {number}")
    slug = factory.Sequence(lambda number: f"ne-plus-payer-{number}")
    summary = "Demandez de l’aide dès le premier retard."
    body = factory.LazyFunction(lambda: stream(models.ArticlePage, PARAGRAPH))

    class Meta:
        model = models.ArticlePage

    class Params:
        verified = factory.Trait(
            verified_at=factory.LazyFunction(timezone.localdate),
            verified_by="l’ADIL",
        )


class NewsPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"Une nouvelle {number}")
    slug = factory.Sequence(lambda number: f"nouvelle-{number}")
    summary = "L’aide change en janvier."

    class Meta:
        model = models.NewsPage


class EventPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"Un atelier {number}")
    slug = factory.Sequence(lambda number: f"atelier-{number}")
    summary = "Venez avec vos papiers."
    place_name = "Maison de quartier"
    start = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=3))
    end = factory.LazyAttribute(lambda event: event.start + datetime.timedelta(hours=2))

    class Meta:
        model = models.EventPage

    class Params:
        over = factory.Trait(start=factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=3)))


class InformationPageFactory(wagtail_factories.PageFactory):
    title = "Mentions légales"
    slug = factory.Sequence(lambda number: f"mentions-{number}")

    class Meta:
        model = models.InformationPage
