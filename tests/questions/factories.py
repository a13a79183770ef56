import datetime

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Locale

from clairdroit.mail.enums import MailPriority, MailStatus
from clairdroit.mail.models import DeliveryAttempt, OutboxMail, UnreachableAddress
from clairdroit.mail.models.addresses import address_key
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions.enums import (
    AssignmentStatus,
    EventKind,
    MailKind,
    PhraseKind,
    QuestionOrigin,
    QuestionStatus,
    RoutingMode,
    RuleChoice,
)
from clairdroit.questions.models import (
    Assignment,
    ErrorReport,
    Event,
    FoundHelp,
    PartnerAbsence,
    PartnerAvailability,
    ProposedAnswer,
    Question,
    RoutingRule,
    RuleKind,
    RulePartner,
    StandardPhrase,
)
from clairdroit.taxonomy.models import HeadingTag
from tests.partners_snippets.factories import PartnerFactory
from tests.roles.composed import composed_roles
from tests.territories.factories import CommuneFactory


class UserFactory(DjangoModelFactory):
    """Someone with an account; `moderator=True` may decide on answers and handle questions, `coordinator=True` also
    look after connections with other software."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"compte-{n}")
    email = factory.LazyAttribute(lambda o: f"{o.username}@interne.invalid")

    @factory.post_generation
    def moderator(obj, create, extracted, **kwargs):
        if extracted:
            composed_roles()
            obj.groups.add(Group.objects.get(name="Modérateurs"))

    @factory.post_generation
    def coordinator(obj, create, extracted, **kwargs):
        if extracted:
            composed_roles()
            obj.groups.add(Group.objects.get(name="Coordination"))


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    class Params:
        answered = factory.Trait(
            status=QuestionStatus.ANSWERED,
            answered_at=factory.LazyFunction(timezone.now),
            ended_at=factory.LazyFunction(timezone.now),
        )
        assigned = factory.Trait(status=QuestionStatus.ASSIGNED)
        closed = factory.Trait(status=QuestionStatus.CLOSED, ended_at=factory.LazyFunction(timezone.now))
        out_of_scope = factory.Trait(status=QuestionStatus.OUT_OF_SCOPE, ended_at=factory.LazyFunction(timezone.now))
        spam = factory.Trait(status=QuestionStatus.SPAM, ended_at=factory.LazyFunction(timezone.now))
        without_address = factory.Trait(origin=QuestionOrigin.DESK, email="")
        erased = factory.Trait(
            status=QuestionStatus.CLOSED,
            text="",
            email="",
            ended_at=factory.LazyFunction(timezone.now),
            erased_at=factory.LazyFunction(timezone.now),
        )

    heading = "logement"
    text = "Je n’arrive plus à payer mon loyer, que puis-je faire ?"
    commune = factory.SubFactory(CommuneFactory)
    email = "nadia@citoyenne.invalid"
    consent_at = factory.LazyFunction(timezone.now)
    received_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=2))
    submission_key = factory.Sequence(lambda n: f"envoi-{n}")


class AssignmentFactory(DjangoModelFactory):
    """A partner asked; `user` of the tests is `team_user(assignment.partner)`."""

    class Meta:
        model = Assignment

    class Params:
        declined = factory.Trait(
            status=AssignmentStatus.DECLINED,
            decline_reason="Ce n’est pas notre domaine.",
            ended_at=factory.LazyFunction(timezone.now),
            left_step=0,
            left_parts=1,
        )
        proposed = factory.Trait(status=AssignmentStatus.PROPOSED, proposed_at=factory.LazyFunction(timezone.now))
        # Received from another partner, with its word.
        handed_over = factory.Trait(
            handed_over_by=factory.SubFactory(PartnerFactory), handed_over_word="Vous connaissez ce sujet."
        )
        waiting_for_citizen = factory.Trait(
            status=AssignmentStatus.SEEN,
            asked_of_citizen="Depuis quand ne payez-vous plus ?",
            waiting_for_citizen_since=factory.LazyFunction(timezone.now),
        )

    question = factory.SubFactory(QuestionFactory, assigned=True)
    partner = factory.SubFactory(PartnerFactory)
    reasons = ["Choisi pour l’essai."]


class ProposedAnswerFactory(DjangoModelFactory):
    class Meta:
        model = ProposedAnswer

    question = factory.SelfAttribute("assignment.question")
    assignment = factory.SubFactory(AssignmentFactory)
    text = "Prenez rendez-vous avec le service logement."
    live = False


class PhraseFactory(DjangoModelFactory):
    class Meta:
        model = StandardPhrase

    class Params:
        closing = factory.Trait(kind=PhraseKind.CLOSING)
        english = factory.Trait(
            locale=factory.LazyFunction(lambda: Locale.objects.get_or_create(language_code="en")[0])
        )

    kind = PhraseKind.OPENING
    text = "Bonjour, merci pour votre question."
    locale = factory.LazyFunction(Locale.get_default)


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    question = factory.SubFactory(QuestionFactory)
    kind = EventKind.RECEIVED


class ErrorReportFactory(DjangoModelFactory):
    class Meta:
        model = ErrorReport

    page = "/logement/"
    text = "Le numéro ne répond plus."
    submission_key = factory.Sequence(lambda n: f"signalement-{n}")


class FoundHelpFactory(DjangoModelFactory):
    class Meta:
        model = FoundHelp

    month = factory.LazyFunction(lambda: timezone.localdate().replace(day=1))
    heading = "logement"
    help_key = factory.Sequence(lambda n: f"sheet:F{n}")
    title = "Dépôt de garantie"
    url_path = "/fiche/"
    times = 1


class OutboxMailFactory(DjangoModelFactory):
    """One of ours; `account=True`: of Django or Wagtail, which no list shows."""

    class Meta:
        model = OutboxMail
        skip_postgeneration_save = True

    class Params:
        account = False
        failed = factory.Trait(status=MailStatus.FAILED)

    from_email = "site@clairdroit.invalid"
    to = ["nadia@citoyenne.invalid"]
    subject = "Votre question"
    message = "Bonjour."
    html_message = "<p>Bonjour.</p>"
    status = MailStatus.WAITING
    priority = MailPriority.MEDIUM
    message_id = factory.Sequence(lambda n: f"<essai-{n}@clairdroit.invalid>")
    is_shown = factory.LazyAttribute(lambda mail: not mail.account)
    kind = factory.LazyAttribute(lambda mail: "" if mail.account else MailKind.PARTNER_DIGEST.value)


class DeliveryAttemptFactory(DjangoModelFactory):
    class Meta:
        model = DeliveryAttempt

    email = factory.SubFactory(OutboxMailFactory)


class RoutingRuleFactory(DjangoModelFactory):
    """For "logement" everywhere. `kinds`, `first` and `never` fill the lists; `in_turn=True`: one after the other."""

    class Meta:
        model = RoutingRule
        skip_postgeneration_save = True

    class Params:
        in_turn = factory.Trait(mode=RoutingMode.IN_TURN)

    heading = "logement"

    @factory.post_generation
    def kinds(obj, create, extracted, **kwargs):
        for kind in extracted or ():
            RuleKind.objects.create(rule=obj, kind=kind)

    @factory.post_generation
    def first(obj, create, extracted, **kwargs):
        for partner in extracted or ():
            RulePartner.objects.create(rule=obj, partner=partner)

    @factory.post_generation
    def never(obj, create, extracted, **kwargs):
        for partner in extracted or ():
            RulePartner.objects.create(rule=obj, partner=partner, choice=RuleChoice.NEVER)


class PartnerAvailabilityFactory(DjangoModelFactory):
    """`away=(first, last)` declares one absence, `refuses=["logement"]` headings."""

    class Meta:
        model = PartnerAvailability
        skip_postgeneration_save = True

    partner = factory.SubFactory(PartnerFactory)

    @factory.post_generation
    def away(obj, create, extracted, **kwargs):
        if extracted:
            PartnerAbsence.objects.create(availability=obj, starts_on=extracted[0], ends_on=extracted[1])

    @factory.post_generation
    def refuses(obj, create, extracted, **kwargs):
        if extracted:
            obj.refused_headings = [HeadingTag.objects.get_or_create(key=key)[0] for key in extracted]
            obj.save()


class UnreachableAddressFactory(DjangoModelFactory):
    """`bounced` is the address that does not exist."""

    class Meta:
        model = UnreachableAddress

    class Params:
        bounced = "nadia@citoyenne.invalid"

    address = factory.SelfAttribute("bounced")
    key = factory.LazyAttribute(lambda o: address_key(o.address))
    hard = True


def proposed_answer(text="Prenez rendez-vous avec le service logement.", assignment=None):
    """An answer that waits in the moderation queue, made the way partners make it."""
    from clairdroit.questions import actions

    composed_roles()
    assignment = assignment or AssignmentFactory()
    return actions.submit_proposal(assignment=assignment, user=team_user(assignment.partner), text=text)
