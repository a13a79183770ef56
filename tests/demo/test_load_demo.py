"""The whole demonstration, loaded once for this module into a town of three communes."""

from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from lxml import html
from wagtail.models import Locale, Page, Revision, RevisionMixin, Site, TaskState, WorkflowState

from clairdroit.kb_pages.models import ArticlePage, EventPage, HeadingPage, NewsPage, SiteIdentity
from clairdroit.mail import outbox
from clairdroit.mail.enums import MailStatus
from clairdroit.mail.models import OutboxMail
from clairdroit.mail.rendering import Words
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.drafts import latest
from clairdroit.questions.enums import AssignmentStatus, EventKind, QuestionOrigin, QuestionStatus
from clairdroit.questions.models import ErrorReport, IncomingMail, Question
from clairdroit.taxonomy.enums import Heading
from clairdroit.taxonomy.working_days import home, is_working_day
from clairdroit.territories.models import Commune
from demo.accounts import ACCOUNTS, PASSWORD
from demo.loader import content
from demo.loader.run import load
from tests.demo.loaded import loaded_demonstration


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield loaded_demonstration()
        transaction.set_rollback(True)


def question(key):
    return Question.objects.get(submission_key=f"demo-{key}")


@pytest.mark.django_db
class TestTheTown:
    @pytest.fixture(autouse=True)
    def loaded(self, town):
        self.loading = town

    def test_every_article_is_published_in_its_heading_and_says_who_verified_it(self):
        for key in Heading.values:
            articles = HeadingPage.for_key(key, Locale.get_default()).articles()
            assert {article.slug for article in articles} == set(content.articles_of(key))
            assert all(article.live and article.verified_at and article.verified_by for article in articles)

    def test_the_worker_rebuilds_its_indexes_once_and_not_object_by_object(self):
        waiting = Counter(DBTaskResult.objects.values_list("task_path", flat=True))
        assert waiting["config.tasks.run_command"] == 2
        assert not [path for path in waiting if "reference_index" in path or "insert_or_update" in path]

    def test_some_articles_are_due_for_review_so_that_the_board_has_work(self):
        stale = [article for article in ArticlePage.objects.all() if article.is_stale]
        assert 0 < len(stale) <= 5

    def test_a_link_between_articles_is_kept_by_page_and_not_by_address(self):
        body = str(ArticlePage.objects.get(slug="je-ne-peux-plus-payer-mon-loyer").body.get_prep_value())
        target = ArticlePage.objects.get(slug="j-ai-recu-un-papier-d-expulsion")
        assert f'linktype="page" id="{target.pk}"' in body

    def test_one_queue_holds_a_page_a_partner_record_and_answers(self):
        waiting = {state.content_object._meta.model_name for state in WorkflowState.objects.active()}
        assert waiting == {"page", "partner", "proposedanswer"}

    def test_what_waits_is_not_yet_what_readers_see(self):
        text = content.read("waiting")["pages"][0]
        article = ArticlePage.objects.get(slug=text["article"])
        assert article.has_unpublished_changes
        assert article.summary != text["summary"]
        assert article.get_latest_revision_as_object().summary == text["summary"]

    def test_the_queue_is_that_of_a_busy_week(self):
        waiting = Counter(state.content_object._meta.model_name for state in WorkflowState.objects.active())
        assert waiting["page"] >= 4
        assert waiting["partner"] >= 4
        assert waiting["proposedanswer"] >= 8
        oldest = TaskState.objects.filter(workflow_state__status=WorkflowState.STATUS_IN_PROGRESS).earliest(
            "started_at"
        )
        assert (timezone.now() - oldest.started_at).days >= 5

    def test_the_newest_mails_are_not_all_notices_to_the_moderators(self):
        newest = OutboxMail.objects.order_by("-created_at", "-pk")[:10]
        assert {address for mail in newest for address in mail.to} - {"moderation@clairval.invalid"}
        assert any(hasattr(mail, "question_mail") for mail in newest)
        assert not OutboxMail.objects.filter(created_at__gt=timezone.now() - timedelta(minutes=30)).exists()

    def test_two_mails_came_to_grief_so_that_the_outbox_has_something_to_decide(self):
        stopped = OutboxMail.objects.filter(status=MailStatus.FAILED)
        assert {mail.attempts.get().outcome for mail in stopped} == {"uncertain", "permanent"}

    def test_some_received_mails_joined_their_question_and_some_wait_for_a_decision(self):
        kinds = Counter(IncomingMail.objects.values_list("status", "kind"))
        assert kinds["accepted", "reply"] == 2
        assert kinds["noted", "thanks"] == 1
        assert {kind for status, kind in kinds if status == "held"} == {"sender", "no-file", "auto-reply"}
        assert "sage-femme" in latest(question("confiee-2").answers.get()).text
        assert "six ans" in question("lue").words

    def test_every_partner_is_live_and_serves_the_town(self):
        served = Partner.objects.live().serving(Commune.objects.get(pk="78646"))
        assert served.count() == len(content.read_folder("partners"))

    def test_news_are_recent_and_events_still_to_come(self):
        assert NewsPage.objects.live().count() >= 4
        for event in EventPage.objects.all():
            assert is_working_day(timezone.localdate(event.start), home())
        assert max(page.date for page in NewsPage.objects.all()) <= timezone.localdate()
        assert EventPage.objects.live().upcoming().count() >= 4
        assert EventPage.objects.live().past().count() >= 1

    def test_the_site_says_whose_it_is_and_links_its_statements(self):
        identity = SiteIdentity.objects.get()
        assert identity.town == "Clairval"
        assert identity.accessibility_page.live
        assert identity.privacy_page.live
        assert identity.legal_page.live

    def test_each_account_signs_in_with_the_printed_password(self, rf):
        for account in ACCOUNTS:
            user = authenticate(rf.post("/"), username=account.username, password=PASSWORD)
            assert user is not None, account.username
            assert {group.name for group in user.groups.all()} == set(account.groups)

    @pytest.mark.parametrize(
        ("key", "status"),
        [
            ("recue", QuestionStatus.RECEIVED),
            ("confiee", QuestionStatus.ASSIGNED),
            ("repondue", QuestionStatus.ANSWERED),
            ("repondue-directement", QuestionStatus.ANSWERED),
            ("refusee", QuestionStatus.RECEIVED),
            ("hors-sujet", QuestionStatus.OUT_OF_SCOPE),
            ("indesirable", QuestionStatus.SPAM),
            ("close", QuestionStatus.CLOSED),
        ],
    )
    def test_a_question_stands_at_its_stage(self, key, status):
        assert question(key).status == status

    @pytest.mark.parametrize(
        ("key", "status"),
        [
            ("confiee", AssignmentStatus.NOTIFIED),
            ("lue", AssignmentStatus.SEEN),
            ("brouillon", AssignmentStatus.DRAFTING),
            ("a-relire", AssignmentStatus.PROPOSED),
            ("a-reprendre", AssignmentStatus.DRAFTING),
            ("refusee", AssignmentStatus.DECLINED),
        ],
    )
    def test_a_partner_stands_at_its_stage(self, key, status):
        assert question(key).assignments.latest("pk").status == status

    def test_what_happened_is_dated_before_today_and_in_order(self):
        for asked in Question.objects.exclude(submission_key="demo-recue"):
            steps = asked.events.exclude(kind=EventKind.MAIL_DELIVERED)
            moments = list(steps.order_by("pk").values_list("at", flat=True))
            assert moments == sorted(moments)
            assert moments[0] == asked.received_at
            assert timezone.localdate(asked.received_at) < timezone.localdate()

    def test_the_desk_and_the_telephone_brought_questions_too(self, client):
        at_the_desk, by_phone = question("au-guichet"), question("au-telephone")
        assert (at_the_desk.origin, by_phone.origin) == (QuestionOrigin.DESK, QuestionOrigin.PHONE)
        assert not at_the_desk.has_address
        assert not by_phone.has_address
        (telling,) = by_phone.tellings.waiting()
        assert telling.since == by_phone.events.get(kind=EventKind.ANSWER_READY).at
        assert by_phone.received_at < telling.since < timezone.now()
        client.force_login(self.loading.users["accueil"])
        page = html.fromstring(client.get("/saisir-une-question/").content.decode())
        assert f"Numéro {by_phone.reference}" in page.text_content()
        assert f"Numéro {at_the_desk.reference}" in page.text_content()

    def test_the_suspicious_question_never_reached_a_partner(self):
        assert not question("indesirable").assignments.exists()

    def test_mails_have_arrived_and_carry_the_date_of_what_they_tell(self):
        answer = OutboxMail.objects.get(question_mail__question=question("repondue"), question_mail__kind="answer")
        assert answer.created_at == answer.attempts.get().finished_at == question("repondue").answered_at
        assert question("repondue").events.filter(kind=EventKind.MAIL_DELIVERED, at=answer.created_at).exists()
        assert not OutboxMail.objects.waiting().exists(), "/readyz would say that they are late"

    def test_loading_again_leaves_what_a_visitor_queued_to_the_worker(self):
        queued = outbox.queue(Words("x", "y", "<p>y</p>"), to=["a@clairval.invalid"])
        load()
        assert OutboxMail.objects.waiting().get().pk == queued.pk

    def test_two_errors_are_reported(self):
        assert ErrorReport.objects.count() == 2

    def test_loading_again_writes_nothing(self):
        assert load().summary() == "nothing"

    def test_loading_again_brings_a_changed_text_back(self):
        ArticlePage.objects.filter(slug="je-vais-mal").update(summary="Changé.")
        assert load().written == {"pages": 1}
        assert ArticlePage.objects.get(slug="je-vais-mal").summary != "Changé."

    def test_a_changed_text_stays_with_keep(self):
        ArticlePage.objects.filter(slug="je-vais-mal").update(summary="Changé.")
        assert load(keep=True).summary() == "nothing"
        assert ArticlePage.objects.get(slug="je-vais-mal").summary == "Changé."

    def test_a_deleted_article_comes_back_even_with_keep(self):
        ArticlePage.objects.get(slug="je-vais-mal").delete()
        assert load(keep=True).written == {"pages": 1}
        assert ArticlePage.objects.get(slug="je-vais-mal").live

    def test_a_question_that_visitors_led_on_is_not_led_back(self):
        Question.objects.filter(submission_key="demo-recue").update(status=QuestionStatus.SPAM, ended_at=timezone.now())
        load()
        assert question("recue").status == QuestionStatus.SPAM

    def test_each_heading_has_an_english_side_with_an_article(self, client):
        english = Locale.objects.get(language_code="en")
        for key in Heading.values:
            heading = HeadingPage.for_key(key, english)
            (article,) = heading.articles()
            origin = article.get_translation(Locale.get_default())
            assert origin.heading_key == key
            assert (article.verified_at, article.verified_by) == (origin.verified_at, origin.verified_by)
            assert article.title != origin.title
            assert article.get_workflow() is not None

    def test_the_language_switch_works_both_ways_and_keeps_the_commune(self, client):
        french = ArticlePage.objects.get(slug="j-ai-besoin-de-manger")
        english = ArticlePage.objects.get(slug="i-need-food")
        for page, other in ((french, english), (english, french)):
            shown = client.get(page.get_url(), {"commune": "78646"})
            code = other.locale.language_code
            (switch,) = html.fromstring(shown.content).xpath(f"//*[@class='languages']/a[@hreflang='{code}']")
            assert switch.get("href") == f"{other.get_url()}?commune=78646"
            alternates = html.fromstring(shown.content).xpath("//link[@rel='alternate'][@hreflang]")
            assert {link.get("href") for link in alternates} == {
                f"http://testserver{address.get_url()}" for address in (french, english)
            }
            assert shown["Content-Language"] == page.locale.language_code

    def test_no_language_is_offered_where_a_page_has_no_translation(self, client):
        page = ArticlePage.objects.get(slug="je-vais-mal")
        assert not html.fromstring(client.get(page.get_url()).content).xpath("//*[@class='languages']//a")

    def test_what_has_no_english_page_leads_to_the_french_one(self, client):
        for path in ("/logement/", "/agenda/", "/logement/flux.atom"):
            answer = client.get(f"/en{path}?commune=78646")
            assert (answer.status_code, answer["Location"]) == (302, f"{path}?commune=78646")
        assert client.get("/en/nulle-part/").status_code == 404

    def test_the_sitemap_lists_both_languages_under_the_host_it_was_asked_for(self, client):
        sitemap = client.get("/sitemap-pages.xml").content.decode()
        for path in ("/", "/en/", "/logement/", "/en/my-home/"):
            assert f"<loc>http://testserver{path}</loc>" in sitemap

    def test_the_site_answers_under_any_host_and_records_its_address(self, settings):
        site = Site.objects.get()
        assert site.is_default_site
        assert site.root_url == settings.WAGTAILADMIN_BASE_URL

    def test_the_hidden_address_is_on_no_public_page(self, client):
        escale = Partner.objects.get(source="demo", source_id="l-escale")
        street = escale.places.get().street
        article = ArticlePage.objects.get(slug="je-subis-des-violences-dans-mon-couple")
        page = client.get(article.get_url(), {"commune": "78646"}).content.decode()
        assert escale.name in page
        assert street not in page


@pytest.mark.django_db
def test_nothing_looks_as_if_somebody_else_had_changed_it_meanwhile(town):
    """Wagtail's editor warns where another version is dated after the one that is edited."""
    newest = Revision.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), created_at__gt=OuterRef("created_at")
    )
    latest = [
        revision
        for model in apps.get_models()
        if issubclass(model, RevisionMixin)
        for revision in model._default_manager.values_list("latest_revision", flat=True)
        if revision
    ]
    assert latest
    edited = Revision.objects.filter(pk__in=latest).annotate(is_older=Exists(newest))
    assert [str(revision) for revision in edited.filter(is_older=True)] == []
    for page in Page.objects.exclude(latest_revision=None).select_related("latest_revision"):
        assert page.latest_revision_created_at == page.latest_revision.created_at, page
