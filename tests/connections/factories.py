import factory
from factory.django import DjangoModelFactory

from clairdroit.connections.enums import WebhookEvent
from clairdroit.connections.models import PartnerToken, Webhook, WebhookDelivery
from clairdroit.connections.models.tokens import SHOWN, digest_of
from tests.partners_snippets.factories import PartnerFactory


class WebhookFactory(DjangoModelFactory):
    class Meta:
        model = Webhook

    name = factory.Sequence(lambda n: f"Logiciel {n}")
    url = "https://logiciel.invalid/recevoir"
    events = factory.LazyFunction(lambda: [kind for kind in WebhookEvent.values if kind != WebhookEvent.TEST])


class WebhookDeliveryFactory(DjangoModelFactory):
    class Meta:
        model = WebhookDelivery

    webhook = factory.SubFactory(WebhookFactory)
    event = WebhookEvent.RECEIVED
    body = '{"type":"question.received"}'


class PartnerTokenFactory(DjangoModelFactory):
    """`raw` is the key itself."""

    class Meta:
        model = PartnerToken

    class Params:
        raw = factory.Sequence(lambda n: f"cdp_cle-{n}")

    partner = factory.SubFactory(PartnerFactory)
    name = "Logiciel de l’association"
    shown = factory.LazyAttribute(lambda o: o.raw[:SHOWN])
    digest = factory.LazyAttribute(lambda o: digest_of(o.raw))
