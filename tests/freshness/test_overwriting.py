"""Nobody saves over a colleague's version without having seen whose it is and what would change in it."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from lxml import html
from wagtail.models import Revision

from clairdroit.kb_pages.models import ArticlePage
from tests.kb_pages.factories import ArticlePageFactory, TopicPageFactory, site_tree
from tests.partners_snippets.factories import PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    create = get_user_model().objects.create_superuser
    return [
        create(name.lower(), f"{name.lower()}@essai.invalid", "x", first_name=name, last_name="Essai")
        for name in ("Anne", "Paul")
    ]


@pytest.fixture
def anne(client, people):
    client.force_login(people[0])
    return client


@pytest.fixture
def article(db, people):
    tree = site_tree()
    topic = TopicPageFactory(parent=tree.headings["logement"])
    page = ArticlePageFactory(parent=topic, title="Payer", summary="Demandez une aide.", owner=people[0])
    page.save_revision(user=people[0]).publish()
    return ArticlePage.objects.get(pk=page.pk)


def sent_by(page, **values):
    """What the browser sends of a form that was opened now: its own fields, not a list of ours."""
    shown = html.fromstring(page.content.decode())
    form = shown.get_element_by_id("page-edit-form") if shown.xpath("//*[@id='page-edit-form']") else None
    form = form if form is not None else shown.xpath("//form[.//input[@name='loaded_revision_id']]")[0]
    return {name: value for name, value in form.form_values() if value is not None} | {
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **values,
    }


def edit_url(thing):
    if isinstance(thing, ArticlePage):
        return reverse("wagtailadmin_pages:edit", args=[thing.pk])
    return reverse(type(thing).snippet_viewset.get_url_name("edit"), args=[thing.pk])


def changed_by(thing, user, **values):
    draft = thing.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    return draft.save_revision(user=user)


def summary_of(page):
    return ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object().summary


class TestAPage:
    @pytest.fixture
    def typed(self, anne, article):
        """Anne opened the page and typed; nothing is sent yet."""
        return sent_by(anne.get(edit_url(article)), summary="Demandez vite une aide.")

    @pytest.fixture
    def asked(self, anne, people, article, typed):
        """Paul saves before she does."""
        changed_by(article, people[1], summary="Demandez une aide au CCAS.")
        return anne.post(edit_url(article), typed)

    def test_nobody_is_asked_where_nobody_saved(self, anne, article, typed):
        assert anne.post(edit_url(article), typed).status_code == 302
        assert summary_of(article) == "Demandez vite une aide."

    def test_who_it_was_and_the_difference_are_shown_and_nothing_is_saved(self, asked, article):
        assert asked.status_code == 409
        assert summary_of(article) == "Demandez une aide au CCAS."
        page = html.fromstring(asked.content.decode())
        assert "Paul Essai a enregistré «\u00a0Payer\u00a0»" in page.text_content()
        (change,) = (
            each for each in page.find_class("changes__field") if each.xpath("string(dt)").startswith("Résumé")
        )
        assert [each.text_content().split(":")[1].strip() for each in change.find_class("deletion")] == ["au CCAS"]
        assert [each.text_content().split(":")[1].strip() for each in change.find_class("addition")] == ["vite"]

    def test_whoever_has_seen_it_saves_theirs(self, anne, asked, article):
        page = html.fromstring(asked.content.decode())
        (form,) = page.xpath("//form[.//input[@name='overwrite']]")
        again = {area.get("name"): (area.text or "").removeprefix("\n") for area in form.iter("textarea")}
        again["overwrite"] = form.xpath(".//input[@name='overwrite']/@value")[0]
        assert anne.post(edit_url(article), again).status_code == 302
        assert summary_of(article) == "Demandez vite une aide."
        assert "au CCAS" in str([revision.content["summary"] for revision in article.revisions.all()])

    def test_what_was_pressed_is_done_then(self, anne, people, article, typed):
        changed_by(article, people[1], summary="Demandez une aide au CCAS.")
        asked = anne.post(edit_url(article), typed | {"action-publish": "action-publish"})
        page = html.fromstring(asked.content.decode())
        again = {area.get("name"): (area.text or "").removeprefix("\n") for area in page.iter("textarea")}
        again["overwrite"] = page.xpath("//input[@name='overwrite']/@value")[0]
        anne.post(edit_url(article), again)
        assert ArticlePage.objects.get(pk=article.pk).summary == "Demandez vite une aide."

    def test_a_third_version_is_asked_about_anew(self, anne, people, asked, article, typed):
        seen = html.fromstring(asked.content.decode()).xpath("//input[@name='overwrite']/@value")[0]
        changed_by(article, people[1], summary="Demandez une aide à la CAF.")
        answer = anne.post(edit_url(article), typed | {"overwrite": seen})
        assert answer.status_code == 409
        assert "à la CAF" in answer.content.decode()

    def test_a_version_that_was_saved_again_under_its_number_too(self, anne, people, article):
        """As an autosave does it: the same revision, with another text."""
        mine = sent_by(anne.get(edit_url(article)), summary="Demandez vite une aide.")
        latest = article.latest_revision
        draft = article.get_latest_revision_as_object()
        draft.summary = "Demandez une aide au CCAS."
        draft.save_revision(user=people[0], overwrite_revision=latest)
        answer = anne.post(edit_url(article), mine)
        assert answer.status_code == 409
        assert "Vous avez vous-même enregistré «\u00a0Payer\u00a0» dans une autre fenêtre" in answer.content.decode()

    def test_an_autosave_of_one_s_own_is_no_other_version(self, anne, article, typed):
        saved = anne.post(edit_url(article), typed, headers={"Accept": "application/json"}).json()
        assert saved["success"]
        own = Revision.objects.for_instance(article).latest("pk")
        answer = anne.post(edit_url(article), typed | {"overwrite_revision_id": own.pk, "summary": "Demandez-la."})
        assert answer.status_code == 302
        assert summary_of(article) == "Demandez-la."

    def test_a_colleague_s_version_after_one_s_own_autosave(self, anne, people, article, typed):
        anne.post(edit_url(article), typed, headers={"Accept": "application/json"})
        own = Revision.objects.for_instance(article).latest("pk")
        changed_by(article, people[1], summary="Demandez une aide au CCAS.")
        assert anne.post(edit_url(article), typed | {"overwrite_revision_id": own.pk}).status_code == 409

    def test_an_autosave_is_refused_as_before(self, anne, people, article, typed):
        changed_by(article, people[1], summary="Demandez une aide au CCAS.")
        answer = anne.post(edit_url(article), typed, headers={"Accept": "application/json"})
        assert answer.json()["error_code"] == "invalid_revision"

    def test_a_wrong_field_keeps_nobody_from_seeing_it(self, anne, people, article, typed):
        changed_by(article, people[1], summary="Demandez une aide au CCAS.")
        answer = anne.post(edit_url(article), typed | {"review_months": "jamais"})
        assert answer.status_code == 409
        assert "jamais" in answer.content.decode()

    def test_who_may_not_edit_is_shown_nothing(self, client, people, article):
        client.force_login(get_user_model().objects.create_user("passage", password="x"))
        answer = client.post(edit_url(article), {"loaded_revision_id": "0", "title": "x"})
        assert answer.status_code == 302
        assert b"Demandez" not in answer.content


def test_a_record_too(anne, people):
    partner = PartnerFactory(name="ADIL")
    partner.save_revision(user=people[0]).publish()
    mine = sent_by(anne.get(edit_url(partner)), name="ADIL 78")
    changed_by(partner, people[1], name="ADIL des Yvelines")
    answer = anne.post(edit_url(partner), mine)
    assert answer.status_code == 409
    text = html.fromstring(answer.content.decode()).text_content()
    assert "Paul Essai a enregistré" in text
    assert "des Yvelines" in text
