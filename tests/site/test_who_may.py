"""Each role at each door of the admin: docs/roles.md as a table, tried through the addresses themselves."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Site

from clairdroit.comarquage.models import FeedImport
from clairdroit.kb_pages import roles
from clairdroit.kb_pages.models import HeadingPage, HomePage
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.models import Partner, PartnerKind
from clairdroit.questions.editors.file.buttons import STEPS
from clairdroit.questions.models import ProposedAnswer, Question
from clairdroit.roles import Role
from tests.kb_pages.factories import ArticlePageFactory, TopicPageFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import ErrorReportFactory, OutboxMailFactory, QuestionFactory, proposed_answer

pytestmark = pytest.mark.django_db

EDITOR = roles.editors_of("logement")
OUTSIDERS = ("visitor", "account", "partner", Role.PROFESSIONALS)
MODERATORS_DOORS = {
    "first page",
    "own article",
    "other article",
    "home page",
    "partners",
    "partner",
    "new partner",
    "official sheets",
    "questions",
    "question",
    "export",
    "reports",
    "outbox",
    "answers",
    "answer",
    "board",
}
DOORS = {
    **{role: set() for role in OUTSIDERS},
    EDITOR: {"first page", "own article", "board"},
    Role.MODERATORS: MODERATORS_DOORS,
    Role.COORDINATION: MODERATORS_DOORS
    | {"partner's end", "kinds", "dossiers", "imports", "identity", "accounts", "redirects", "workflows"},
}


@pytest.fixture
def site():
    call_command("setup_site", verbosity=0)
    for key, title in (("logement", "Le mien"), ("sante", "L’autre")):
        ArticlePageFactory(parent=TopicPageFactory(parent=HeadingPage.objects.get(key=key)), title=title)
    return proposed_answer()


@pytest.fixture
def enter(client, site):
    def as_(role):
        if role == "partner":
            client.force_login(team_user(site.assignment.partner))
        elif role != "visitor":
            user = get_user_model().objects.create_user("essai", password="x")
            user.groups.set(Group.objects.filter(name=role))
            client.force_login(user)
        return client

    return as_


def snippet(model, view, *args):
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def addresses(answer):
    articles = {page.title: page.pk for page in HomePage.objects.get().get_descendants()}
    partner = answer.assignment.partner
    return {
        "first page": reverse("wagtailadmin_home"),
        "own article": reverse("wagtailadmin_pages:edit", args=[articles["Le mien"]]),
        "other article": reverse("wagtailadmin_pages:edit", args=[articles["L’autre"]]),
        "home page": reverse("wagtailadmin_pages:edit", args=[HomePage.objects.get().pk]),
        "partners": snippet(Partner, "list"),
        "partner": snippet(Partner, "edit", partner.pk),
        "new partner": snippet(Partner, "add"),
        # One whom nobody asked: the others are kept for the questions' history.
        "partner's end": snippet(Partner, "delete", PartnerFactory().pk),
        "kinds": snippet(PartnerKind, "list"),
        "official sheets": reverse("official_sheets:index"),
        "dossiers": reverse("official_dossiers:index"),
        "imports": reverse("official_imports:index"),
        "questions": reverse("questions_modeladmin_index"),
        "question": reverse("questions_modeladmin_inspect", args=[answer.question_id]),
        "export": reverse("questions_modeladmin_index") + "?export=csv",
        "reports": reverse("signalements:index"),
        "outbox": reverse("courriels_modeladmin_index"),
        "answers": snippet(ProposedAnswer, "list"),
        "answer": snippet(ProposedAnswer, "edit", answer.pk),
        "board": reverse("clairdroit_freshness:board"),
        "identity": reverse(
            "wagtailsettings:edit", args=["clairdroit_kb_pages", "siteidentity", Site.objects.get().pk]
        ),
        "accounts": reverse("wagtailusers_users:index"),
        "redirects": reverse("wagtailredirects:index"),
        "workflows": reverse("wagtailadmin_workflows:index"),
    }


@pytest.mark.parametrize("role", DOORS)
def test_a_role_opens_its_doors_and_no_other(enter, site, role):
    client = enter(role)
    answers = {name: client.get(address) for name, address in addresses(site).items()}
    assert {name for name, answer in answers.items() if answer.status_code == 200} == DOORS[role]
    for name in answers.keys() - DOORS[role]:
        assert answers[name].status_code in (302, 403), name
        assert b"payer mon loyer" not in answers[name].content, name


@pytest.mark.parametrize("role", [*OUTSIDERS, EDITOR])
def test_no_button_of_the_questions_works_for_anybody_else(enter, site, role):
    client = enter(role)
    waiting, report, mail = QuestionFactory(), ErrorReportFactory(), OutboxMailFactory(failed=True)
    before = list(Question.objects.values()), list(ProposedAnswer.objects.values())
    posted = [
        (reverse("clairdroit_questions_act", args=[question.pk, step]), {"text": "Non", "answer": site.pk})
        for step in STEPS
        for question in (site.question, waiting)
    ]
    posted += [
        (reverse("clairdroit_questions_handle_report", args=[report.pk]), {}),
        (reverse("clairdroit_mail_retry", args=[mail.pk]), {}),
    ]
    for address, data in posted:
        assert client.post(address, data).status_code in (302, 403), address
    assert (list(Question.objects.values()), list(ProposedAnswer.objects.values())) == before
    assert not waiting.events.exists()
    report.refresh_from_db()
    mail.refresh_from_db()
    assert report.handled_at is None
    assert mail.is_failed


@pytest.mark.parametrize("role", [Role.MODERATORS, Role.COORDINATION])
def test_every_button_of_the_questions_works_for_those_who_handle_them(enter, role):
    client = enter(role)
    for step, status in (("clore", "closed"), ("rouvrir", "received"), ("indesirable", "spam")):
        question = QuestionFactory(closed=step == "rouvrir")
        client.post(reverse("clairdroit_questions_act", args=[question.pk, step]))
        question.refresh_from_db()
        assert question.status == status


@pytest.mark.parametrize("role", DOORS)
def test_nobody_writes_or_deletes_what_the_feed_brings(enter, role):
    client = enter(role)
    for view in ("official_sheets:add", "official_imports:add", "official_dossiers:add"):
        assert client.get(reverse(view)).status_code in (302, 403), view
    assert not FeedImport.objects.exists()
