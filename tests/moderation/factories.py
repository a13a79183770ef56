import factory
from factory.django import DjangoModelFactory

from clairdroit.moderation.models import InCharge
from tests.questions.factories import UserFactory


class InChargeFactory(DjangoModelFactory):
    class Meta:
        model = InCharge

    kind = "reponse"
    number = factory.Sequence(str)
    user = factory.SubFactory(UserFactory)
