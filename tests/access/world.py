"""Who comes, and what there is to come to: the demonstration town, and beside it one of whatever it lacks."""

import io

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image as Picture
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, PageViewRestriction, UploadedFile
from wagtail.users.models import UserProfile
from wagtail_localize.models import OverridableSegment, StringSegment, Translation, TranslationSource

from clairdroit.comarquage.enums import ImportStatus
from clairdroit.comarquage.models import FeedImport
from clairdroit.glossary.models import GlossaryEntry
from clairdroit.kb_pages import roles
from clairdroit.kb_pages.models import ArticlePage, HeadingPage, HomePage
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import actions, links
from clairdroit.questions.models import ProposedAnswer
from clairdroit.roles import Role
from clairdroit.search.models import AskedQuery
from tests.comarquage.factories import DossierFactory, OfficialSheetFactory
from tests.connections.factories import PartnerTokenFactory, WebhookDeliveryFactory
from tests.demo.loaded import loaded_demonstration
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import (
    AssignmentFactory,
    ErrorReportFactory,
    EventFactory,
    FoundHelpFactory,
    OutboxMailFactory,
    QuestionFactory,
    UnreachableAddressFactory,
    UserFactory,
    proposed_answer,
)

KEY = "cdp_acces"
# The groups of each, in the order of the table's columns. A visitor and a partner's software have no account.
ROLES: dict[str, list[str] | None] = {
    "visitor": None,
    "software": None,
    "partner": [],
    "professional": [Role.PROFESSIONALS],
    "editor": [roles.editors_of("logement")],
    "moderator": [Role.MODERATORS],
    "coordination": [Role.COORDINATION],
    "superuser": [],
}


class World:
    """Each of `clients` is signed in as its role; the rest are the things that addresses name."""

    def __init__(self):
        loaded_demonstration()
        self.asked = AssignmentFactory()
        self.elsewhere = AssignmentFactory()
        self.withdrawn = links.partner_token(PartnerFactory(live=False))
        self.token = links.partner_token(self.asked.partner)
        self.follow = links.follow_token(self.asked.question)
        self.answer = proposed_answer()
        self.key = PartnerTokenFactory(partner=self.asked.partner, raw=KEY)
        self.home = HomePage.objects.get(locale__language_code="fr")
        self.own_article = self._article("logement")
        self.other_article = self._article("sante")
        self.superuser = UserFactory(username="direction", is_superuser=True)
        self.colleague = UserFactory(username="collegue")
        self.colleague.groups.set(Group.objects.filter(name=Role.MODERATORS))
        self.partner = Partner.objects.filter(live=True).first()
        entry = GlossaryEntry.objects.first()
        self.things = {ProposedAnswer: self.answer, Partner: self.partner, GlossaryEntry: entry}
        for thing in (self.partner, entry):
            thing.save_revision(user=self.superuser)
            if thing.current_workflow_state is None:
                thing.get_workflow().start(thing, self.superuser)
        self._lacking()
        self.clients = {role: self._client(role) for role in ROLES}
        worker = get_user_model().objects.get(username="acces-professional")
        self.taken, self.taken_elsewhere = self._taken_down(worker), self._taken_down(self.colleague)

    def _article(self, key):
        heading = HeadingPage.objects.get(key=key, locale__language_code="fr")
        return ArticlePage.objects.descendant_of(heading).first()

    def _taken_down(self, user):
        """By somebody at the desk, with an answer that waits to be told."""
        question = QuestionFactory(without_address=True, taken_down_by=user)
        EventFactory(question=question, user=user)
        actions.answer_directly(question=question, user=self.superuser, text="Écrivez au bailleur.")
        return question

    def _client(self, role):
        groups = ROLES[role]
        if groups is None:
            return Client(
                raise_request_exception=False,
                headers={"Authorization": f"Bearer {KEY}"} if role == "software" else None,
            )
        client = Client(raise_request_exception=False)
        user = team_user(self.asked.partner)
        if role != "partner":
            user = UserFactory(username=f"acces-{role}", is_superuser=role == "superuser")
            user.groups.set(Group.objects.filter(name__in=groups))
        UserProfile.get_for_user(user)  # Wagtail makes it with the first page of the admin that somebody opens
        client.force_login(user)
        return client

    def _lacking(self):
        picture = io.BytesIO()
        Picture.new("RGB", (8, 8)).save(picture, "PNG")
        collection = Collection.objects.get(name=roles.collection_of("sante"))
        self.image = get_image_model().objects.create(
            title="Une image", file=ContentFile(picture.getvalue(), "image.png"), collection=collection
        )
        self.document = get_document_model().objects.create(
            title="Un document", file=ContentFile(b"%PDF-1.4 ", "document.pdf"), collection=collection
        )
        for file in (self.image, self.document):
            # Else they are read, and written down, when somebody first looks.
            file.get_file_size()
            file.get_file_hash()
        self.uploaded = UploadedFile.objects.create(
            for_content_type_id=1, file=ContentFile(b"x", "envoi.pdf"), uploaded_by_user=self.superuser
        )
        self.redirect = Redirect.objects.create(old_path="/ancienne", redirect_link="/")
        self.restriction = PageViewRestriction.objects.create(
            page=Page.objects.filter(slug="mentions-legales").first(), restriction_type="password", password="mot"
        )
        source, _created = TranslationSource.get_or_create_from_instance(self.own_article)
        english = self.own_article.locale.__class__.objects.get(language_code="en")
        self.translation = Translation.objects.create(source=source, target_locale=english)
        self.translation.save_target(user=self.superuser)
        self.string_segment = StringSegment.objects.filter(source=source).first().pk
        self.overridable_segment = getattr(OverridableSegment.objects.filter(source=source).first(), "pk", 0)
        OfficialSheetFactory()
        DossierFactory()
        ErrorReportFactory()
        FoundHelpFactory()
        OutboxMailFactory(failed=True)
        UnreachableAddressFactory()
        WebhookDeliveryFactory()
        FeedImport.objects.create(
            started_at=self.answer.created_at, finished_at=self.answer.created_at, status=ImportStatus.values[0]
        )
        AskedQuery.objects.create(fingerprint="x", text="loyer", words="loyer")
