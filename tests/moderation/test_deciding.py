"""One screen to decide on pages, records, entries and a host project's own texts."""

import datetime
import functools
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    Comment,
    GroupApprovalTask,
    GroupPagePermission,
    Locale,
    Page,
    Task,
    TaskState,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from clairdroit.freshness import changes_asked
from clairdroit.glossary.models import GlossaryEntry
from clairdroit.kb_pages.models import ArticlePage
from clairdroit.moderation import actions as moderation_actions
from clairdroit.moderation.errors import DecidedMeanwhileError
from clairdroit.moderation.registry import Key
from clairdroit.partners_snippets.models import Partner
from tests.glossary.factories import GlossaryEntryFactory
from tests.kb_pages.factories import ArticlePageFactory, HeadingPageFactory, HomePageFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import QuestionFactory, UserFactory, proposed_answer

pytestmark = pytest.mark.django_db
QUEUE = reverse("clairdroit_moderation_queue")
REVIEWERS = "Relecture seule"


@pytest.fixture
def author():
    return UserFactory(username="n.durand", first_name="Nadia", last_name="Durand")


@pytest.fixture
def editor(client):
    """Decides on texts, and has nothing to do with questions."""
    user = UserFactory(username="m.petit", first_name="Marie", last_name="Petit")
    group = Group.objects.create(name=REVIEWERS)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("change_partner", "publish_partner", "change_glossaryentry", "publish_glossaryentry"):
        group.permissions.add(Permission.objects.get(codename=codename))
    for codename in ("change_page", "publish_page"):
        right = Permission.objects.get(codename=codename)
        GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=right)
    user.groups.add(group)
    client.force_login(user)
    return user


@pytest.fixture
def workflow(editor):
    task = GroupApprovalTask.objects.create(name="Relecture")
    task.groups.add(Group.objects.get(name=REVIEWERS))
    found = Workflow.objects.create(name="Relecture des textes")
    WorkflowTask.objects.create(workflow=found, task=task, sort_order=0)
    return found


@pytest.fixture
def tree():
    home = HomePageFactory()
    return HeadingPageFactory(key="logement", title="Mon logement", parent=home)


def submitted(thing, workflow, user, **values):
    thing.save_revision().publish()
    thing = type(thing).objects.get(pk=thing.pk)
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save_revision(user=user)
    workflow.start(thing, user)
    return type(thing).objects.get(pk=thing.pk)


@pytest.fixture(params=["page", "page neuve", "fiche", "mot"])
def thing(request, workflow, tree, author):
    match request.param:
        case "page":
            return submitted(
                ArticlePageFactory(title="Mon loyer", parent=tree), workflow, author, title="Mon loyer payé"
            )
        case "page neuve":
            page = ArticlePageFactory(title="Mon loyer payé", parent=tree, live=False)
            page.save_revision(user=author)
            workflow.start(page, author)
            return ArticlePage.objects.get(pk=page.pk)
        case "fiche":
            return submitted(PartnerFactory(name="Loyer"), workflow, author, name="Loyer payé")
        case _:
            return submitted(GlossaryEntryFactory(term="loyer"), workflow, author, term="loyer payé")


def key_of(thing):
    if isinstance(thing, ArticlePage):
        return Key("page", str(thing.pk))
    if isinstance(thing, Partner):
        return Key("fiche", str(thing.pk))
    return Key("autre", f"{ContentType.objects.get_for_model(thing).pk}-{thing.pk}")


def url(thing, query=""):
    key = key_of(thing)
    return reverse("clairdroit_moderation_decide", args=[key.kind, key.number]) + query


def decide(client, thing, decision, query="", follow=True, **data):
    data.setdefault("revision", thing.latest_revision_id)
    return client.post(url(thing, query), {"decision": decision, **data}, follow=follow)


def html(response):
    assert response.status_code == 200
    return response.content.decode()


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


class TestWhatIsShown:
    def test_the_difference_who_and_since_when(self, client, thing):
        shown = html(client.get(url(thing)))
        assert "payé" in shown
        assert "Proposé par Nadia Durand" in shown
        if fresh(thing).live:
            assert '<ins><span class="addition"><span class="w-sr-only">ajouté\xa0: </span>payé</span></ins>' in shown
        else:
            assert "pas encore publié" in shown.lower()

    def test_the_queue_leads_there_with_its_filters(self, client, thing):
        kind = key_of(thing).kind
        shown = html(client.get(QUEUE, {"genre": kind}))
        assert f'href="{url(thing)}?genre={kind}"' in shown

    def test_remarks_on_plain_language_are_on_what_is_new(self, client, workflow, tree, author):
        long = "Vous devez " + "bien vérifier chaque document avant de le donner et " * 8 + "le garder."
        partner = submitted(PartnerFactory(description="Texte déjà publié."), workflow, author, description=long)
        assert "Phrase longue" in html(client.get(url(partner)))
        other = submitted(PartnerFactory(description=long), workflow, author, name="Un autre nom")
        assert "Phrase longue" not in html(client.get(url(other)))

    def test_an_english_page_is_not_measured_by_french_rules(self, client, workflow, tree, author):
        english = Locale.objects.get_or_create(language_code="en")[0]
        page = ArticlePageFactory(parent=tree, locale=english, title="My rent", summary="You pay. " * 20)
        page.live = False
        page.save()
        page.save_revision(user=author)
        workflow.start(page, author)
        assert 'class="plain"' not in html(client.get(url(page)))

    def test_what_was_asked_before_and_the_answer(self, client, workflow, tree, author, editor):
        partner = submitted(PartnerFactory(), workflow, author, name="Nouveau nom")
        decide(client, partner, "corriger", comment="Ajoutez les horaires.")
        partner = fresh(partner)
        partner.save_revision(user=author)
        changes_asked.note_answer(thing=partner, text="Ils changent en mai.", user=author)
        partner.current_workflow_state.resume(author)
        shown = html(client.get(url(fresh(partner))))
        assert "Ajoutez les horaires." in shown
        assert "Ils changent en mai." in shown
        assert "Marie Petit" in shown

    def test_why_its_author_changes_it_and_what_stands_beside_the_text(self, client, workflow, tree, author):
        page = submitted(ArticlePageFactory(parent=tree), workflow, author, title="Nouveau titre")
        changes_asked.note_answer(thing=page, text="Le plafond a changé.", user=author)
        noted = functools.partial(Comment.objects.create, page=page, user=author, contentpath="title")
        noted(text="À vérifier : le montant ?")
        noted(text="Réglé depuis.", resolved_at=timezone.now())
        shown = html(client.get(url(page)))
        assert "Le mot de Nadia Durand" in shown
        assert "Le plafond a changé." in shown
        assert "À vérifier : le montant ?" in shown
        assert "Réglé depuis." not in shown

    def test_a_version_that_changes_nothing_says_so(self, client, workflow, author):
        partner = submitted(PartnerFactory(), workflow, author)
        assert "Rien ne change" in html(client.get(url(partner)))

    def test_a_planned_publication_is_told_before(self, client, workflow, tree, author):
        page = ArticlePageFactory(parent=tree, live=False)
        page.go_live_at = timezone.now() + datetime.timedelta(days=9)
        page.save_revision(user=author)
        workflow.start(page, author)
        assert "pas avant" in html(client.get(url(page)))
        told = html(decide(client, fresh(page), "valider"))
        assert "sera publié le" in told
        assert not fresh(page).live


class TestDeciding:
    def test_approving_publishes_and_says_so(self, client, thing):
        told = html(decide(client, thing, "valider"))
        assert fresh(thing).live
        assert "payé" in str(fresh(thing))
        assert f"Publié\xa0: «\xa0{fresh(thing)}\xa0»" in told
        assert "mis à jour" not in told

    def test_asking_for_changes_says_of_whom(self, client, thing):
        told = html(decide(client, thing, "corriger", comment="Plus court."))
        assert "Modifications demandées à Nadia Durand" in told
        state = fresh(thing).current_workflow_state
        assert state.status == state.STATUS_NEEDS_CHANGES
        assert changes_asked.asked_now(fresh(thing)).comment == "Plus court."

    @pytest.mark.parametrize("comment", ["", "  \n "])
    def test_changes_must_be_named(self, client, thing, comment):
        shown = html(decide(client, thing, "corriger", comment=comment))
        assert "Dites ce qui doit changer" in shown
        # Where it is said stands open, to be written at once.
        assert re.search(r"<details open>\s*<summary>Demander une modification", shown)
        assert fresh(thing).current_workflow_state.status == "in_progress"

    def test_it_leads_back_to_the_queue_under_the_same_filters(self, client, thing):
        kind = key_of(thing).kind
        response = decide(client, thing, "valider", query=f"?genre={kind}", follow=False)
        assert response.url == f"{QUEUE}?genre={kind}"

    @pytest.mark.parametrize(
        ("decision", "more"), [("valider-suivante", {}), ("corriger-suivante", {"comment": "Non."})]
    )
    def test_or_to_what_came_after_it(self, client, workflow, author, decision, more):
        first, second, third = (submitted(PartnerFactory(), workflow, author, name=f"Nom {n}") for n in range(3))
        for days, each in ((9, first), (6, second), (3, third)):
            then = timezone.now() - datetime.timedelta(days=days)
            TaskState.objects.filter(revision=each.latest_revision_id).update(started_at=then)
        ways = [
            (second, url(third, "?genre=fiche")),
            (third, url(first, "?genre=fiche")),
            (first, f"{QUEUE}?genre=fiche"),
        ]
        for each, goes_to in ways:
            response = decide(client, each, decision, query="?genre=fiche", follow=False, comment="Non.")
            assert response.url == goes_to

    def test_one_may_pass_on_without_deciding(self, client, workflow, author):
        first, second = (submitted(PartnerFactory(), workflow, author, name=f"Nom {n}") for n in range(2))
        assert f'href="{url(second)}"' in html(client.get(url(first)))
        assert f'href="{url(first)}"' in html(client.get(url(second)))

    def test_with_more_steps_the_next_one_is_named(self, client, workflow, author):
        last = GroupApprovalTask.objects.create(name="Accord du service")
        WorkflowTask.objects.create(workflow=workflow, task=last, sort_order=1)
        partner = submitted(PartnerFactory(), workflow, author, name="Nouveau nom")
        assert "Étape 1 sur 2" in html(client.get(url(partner)))
        told = html(decide(client, partner, "valider"))
        assert "Accord du service" in told
        assert fresh(partner).name != "Nouveau nom"


class TestMeanwhile:
    def test_a_version_that_was_not_read_is_not_approved(self, client, thing, author):
        seen = thing.latest_revision_id
        newer = fresh(thing).get_latest_revision_as_object()
        newer.save_revision(user=author)
        shown = html(decide(client, fresh(thing), "valider", revision=seen))
        assert "voici la nouvelle version" in shown
        assert fresh(thing).current_workflow_state.status == "in_progress"

    def test_what_was_saved_after_it_was_submitted_is_what_is_read_and_published(self, client, workflow, author):
        """Wagtail's task keeps the version that was submitted, and publishes the last one."""
        partner = submitted(PartnerFactory(), workflow, author, name="Nom proposé")
        newer = partner.get_latest_revision_as_object()
        newer.name = "Nom corrigé ensuite"
        newer.save_revision(user=author)
        assert "corrigé ensuite" in html(client.get(url(partner)))
        decide(client, fresh(partner), "valider")
        assert fresh(partner).name == "Nom corrigé ensuite"

    def test_a_colleague_who_was_faster_is_named(self, client, thing, workflow):
        colleague = UserFactory(first_name="Luc", last_name="Bernard")
        colleague.groups.add(Group.objects.get(name=REVIEWERS))
        moderation_actions.decide_text(
            revision=thing.latest_revision_id, decision=moderation_actions.REJECT, user=colleague, comment="Trop long."
        )
        for response in (client.get(url(thing), follow=True), decide(client, thing, "valider")):
            assert "Luc Bernard" in html(response)
            assert response.redirect_chain[-1][0] == QUEUE
        assert changes_asked.asked_now(fresh(thing)).comment == "Trop long."

    def test_twice_decides_once(self, client, thing):
        decide(client, thing, "valider")
        told = html(decide(client, thing, "corriger", comment="Non."))
        assert "Marie Petit" in told
        assert fresh(thing).live

    def test_who_may_decide_but_not_publish_is_told(self, client, workflow, tree, author, editor):
        GroupPagePermission.objects.all().delete()
        page = submitted(ArticlePageFactory(parent=tree), workflow, author, title="Nouveau titre")
        assert "pas le publier" in html(decide(client, page, "valider"))
        assert fresh(page).current_workflow_state.status == "in_progress"

    def test_what_a_colleague_locked_waits_for_them(self, client, thing):
        thing.locked, thing.locked_by, thing.locked_at = True, UserFactory(), timezone.now()
        thing.save()
        shown = html(client.get(url(thing)))
        assert 'value="valider"' not in shown
        assert html(decide(client, thing, "valider")).count("help-warning") >= 1
        assert fresh(thing).current_workflow_state.status == "in_progress"

    def test_what_no_longer_fits_gets_the_reason(self, client, workflow, tree, author):
        page = ArticlePageFactory(slug="loyer", parent=tree, live=False)
        page.save_revision(user=author)
        workflow.start(page, author)
        ArticlePage.objects.filter(pk=page.pk).update(slug="autre")
        ArticlePageFactory(slug="loyer", parent=tree)
        shown = html(decide(client, fresh(page), "valider"))
        assert not fresh(page).live
        assert "loyer" in shown


class TestWhoMay:
    def test_somebody_without_a_part_in_it_gets_nothing(self, client, thing):
        user = UserFactory()
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        for response in (client.get(url(thing)), decide(client, thing, "valider", follow=False)):
            assert response.status_code == 302
            assert "payé" not in client.get(response.url).content.decode()
        assert fresh(thing).current_workflow_state.status == "in_progress"

    def test_it_is_no_door_to_questions_or_answers(self, client, workflow):
        answer, question = proposed_answer(), QuestionFactory()
        for kind, number in (("reponse", answer.pk), ("question", question.pk), ("rien", 1)):
            response = client.get(reverse("clairdroit_moderation_decide", args=[kind, number]))
            assert response.status_code == 302
        with pytest.raises(DecidedMeanwhileError):
            moderation_actions.decide_text(revision=0, decision=moderation_actions.APPROVE, user=UserFactory())

    def test_an_answer_is_never_approved_by_this_action(self):
        from django.core.exceptions import PermissionDenied

        answer = proposed_answer()
        with pytest.raises(PermissionDenied):
            moderation_actions.decide_text(
                revision=answer.latest_revision_id,
                decision=moderation_actions.APPROVE,
                user=UserFactory(moderator=True),
            )

    @pytest.mark.parametrize("number", ["999999", "x", "-", "0-", "999999999-1", "1-x", "é"])
    @pytest.mark.parametrize("kind", ["page", "fiche", "autre"])
    def test_what_does_not_exist_is_refused(self, client, editor, kind, number):
        assert client.get(reverse("clairdroit_moderation_decide", args=[kind, number])).status_code == 302

    def test_a_get_decides_nothing(self, client, thing):
        client.get(url(thing), {"decision": "valider", "revision": thing.latest_revision_id})
        assert fresh(thing).current_workflow_state.status == "in_progress"


class TestInWagtailsEditor:
    """Whoever decides there all the same is told what happened, and comes back to where they were."""

    @pytest.fixture(autouse=True)
    def _of_partners(self, workflow):
        WorkflowContentType.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(Partner), defaults={"workflow": workflow}
        )

    def test_of_a_record(self, client, workflow, author):
        partner = submitted(PartnerFactory(), workflow, author, name="Nouveau nom")
        shown = html(client.get(url(partner)))
        names = Partner.snippet_viewset
        edit = reverse(names.get_url_name("edit"), args=[partner.pk])
        assert f'href="{edit}?next=' in shown
        form = client.get(edit).context["form"]
        data = posted(form)
        data |= {"action-workflow-action": "1", "workflow-action-name": "reject"}
        data |= {"workflow-action-extra-data": '{"comment": "Plus court."}'}
        response = client.post(edit, data, follow=True, headers={"Referer": f"http://testserver{edit}?next={QUEUE}"})
        assert "Modifications demandées à Nadia Durand" in html(response)
        assert "mis à jour" not in html(response)
        assert response.redirect_chain[-1][0] == QUEUE

    def test_of_a_page(self, client, workflow, tree, author):
        WorkflowPage.objects.create(workflow=workflow, page=tree)
        heading = submitted(tree, workflow, author, title="Se loger")
        edit = reverse("wagtailadmin_pages:edit", args=[heading.pk])
        data = posted(client.get(edit).context["form"])
        data |= {"action-workflow-action": "1", "workflow-action-name": "approve", "next": QUEUE}
        response = client.post(edit, data, follow=True)
        assert "Publié\xa0: «\xa0Se loger\xa0»" in html(response)
        assert "mise à jour" not in html(response)
        assert response.redirect_chain[-1][0] == QUEUE

    def test_a_foreign_address_is_no_way_back(self, client, workflow, author):
        partner = submitted(PartnerFactory(), workflow, author, name="Nouveau nom")
        edit = reverse(Partner.snippet_viewset.get_url_name("edit"), args=[partner.pk])
        data = posted(client.get(edit).context["form"])
        data |= {"action-workflow-action": "1", "workflow-action-name": "approve"}
        referer = f"http://testserver{edit}?next=https://pub.example/"
        response = client.post(edit, data, headers={"Referer": referer})
        assert response.status_code == 302
        assert "pub.example" not in response.url


def posted(form):
    """What the form would send back, its lists included."""
    data = {}
    for each in [form, *(inner for formset in form.formsets.values() for inner in formset)]:
        for field in each:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value not in (None, False):
                data[field.html_name] = value
    for formset in form.formsets.values():
        for name, value in formset.management_form.initial.items():
            data[f"{formset.prefix}-{name}"] = value
    return data


class OwnTask:
    """A host project's: everybody with admin access decides, by other words too. No model, which Wagtail would offer to
    whoever makes a task in any other test."""

    def get_actions(self, obj, user):
        return [("approve", "Bon pour accord", False), ("ajourner", "Ajourner", False)]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        return TaskState.objects.filter(task=self.pk, status=TaskState.STATUS_IN_PROGRESS)


class TestAHostProjectsTask:
    @pytest.fixture
    def partner(self, editor, author, monkeypatch):
        task = Task.objects.create(name="Accord", content_type=ContentType.objects.get_for_model(Task))
        monkeypatch.setattr(Task, "get_actions", OwnTask.get_actions)
        monkeypatch.setattr(Task, "get_task_states_user_can_moderate", OwnTask.get_task_states_user_can_moderate)
        workflow = Workflow.objects.create(name="Accord")
        WorkflowTask.objects.create(workflow=workflow, task=task)
        return submitted(PartnerFactory(), workflow, author, name="Nouveau nom")

    def test_what_it_offers_is_offered(self, client, partner):
        shown = html(client.get(url(partner)))
        assert 'value="valider"' in shown
        assert 'value="corriger"' not in shown
        assert "Ajourner" in shown

    def test_what_it_does_not_offer_is_refused(self, client, partner):
        assert decide(client, partner, "corriger", comment="Non.", follow=False).status_code == 302
        assert fresh(partner).current_workflow_state.status == "in_progress"
        decide(client, partner, "valider")
        assert fresh(partner).name == "Nouveau nom"


def test_it_costs_the_same_however_much_waits(client, workflow, author, django_assert_max_num_queries):
    partner = submitted(PartnerFactory(), workflow, author, name="Nouveau nom")
    client.get(url(partner))
    with django_assert_max_num_queries(1000) as captured:
        client.get(url(partner))
    before = len(captured)
    for number in range(6):
        submitted(PartnerFactory(), workflow, author, name=f"Nom {number}")
        submitted(GlossaryEntryFactory(), workflow, author, term=f"mot {number}")
    with django_assert_max_num_queries(before + 6):
        client.get(url(partner))


def test_entries_of_the_glossary_wait_as_other_texts(thing):
    if isinstance(thing, GlossaryEntry):
        assert key_of(thing).kind == "autre"
