"""An answered question becomes the draft of a page: read over by a person, moderated like any other, naming nobody."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from clairdroit.kb_pages.models import ArticlePage, HeadingPage, TopicPage
from clairdroit.questions import actions, editors
from clairdroit.questions.enums import EventKind
from clairdroit.questions.models import QuestionPage
from tests.kb_pages.factories import TopicPageFactory
from tests.partners_snippets.factories import PrivateContactFactory
from tests.questions.factories import ProposedAnswerFactory, QuestionFactory, UserFactory, proposed_answer
from tests.questions.reading import read

pytestmark = pytest.mark.django_db
ASKED = "Je m’appelle Nadia Benali. Mon numéro est le 06 12 34 56 78. Comment payer mon loyer ?"


@pytest.fixture
def topic():
    call_command("setup_site", verbosity=0)
    return TopicPageFactory(parent=HeadingPage.objects.get(key="logement"), title="Payer mon loyer")


@pytest.fixture
def answered(editor):
    answer = proposed_answer("Demandez Zoé Martin au CCAS. Elle remplit le dossier avec vous.")
    PrivateContactFactory(partner=answer.assignment.partner, name="Zoé Martin")
    answer.question.text = ASKED
    answer.question.save()
    actions.send_answer(answer=answer, user=editor)
    answer.question.refresh_from_db()
    return answer.question


def values(page_topic, **more):
    return {
        "title": "Comment payer mon loyer ?",
        "summary": "Le CCAS peut payer une partie du loyer.",
        "topic": page_topic.pk,
        "review_months": 3,
        "asked": "Comment payer mon loyer ?",
        "answered": "Demandez au CCAS.",
        "confirmed": "on",
        **more,
    }


def address(question):
    return reverse("clairdroit_questions_publish", args=[question.pk])


def page(response):
    return response.content.decode()


def test_the_screen_shows_the_original_beside_a_proposal_that_names_nobody(client, editor, topic, answered):
    client.force_login(editor)
    shown = page(read(client, address(answered)))
    assert '<del class="publish__masked">Nadia Benali</del>' in shown
    assert '<del class="publish__masked">06 12 34 56 78</del>' in shown
    proposals = shown.split("<textarea")[1:]
    assert "[un nom]" in proposals[0]
    assert "Benali" not in proposals[0].split("</textarea>")[0]
    assert "Zoé Martin" not in proposals[1].split("</textarea>")[0]
    assert EventKind.VIEWED in answered.events.values_list("kind", flat=True)


def test_the_draft_waits_in_the_pages_moderation_with_its_own_review(client, editor, topic, answered):
    client.force_login(editor)
    response = client.post(address(answered), values(topic))
    article = ArticlePage.objects.get()
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert not article.live
    assert article.get_parent().specific == topic
    assert article.review_months == 3
    assert article.verified_at == article.answered_on == timezone.localdate(answered.answered_at)
    assert article.current_workflow_state is not None
    assert "Comment payer mon loyer" in str(article.get_latest_revision_as_object().body)
    assert QuestionPage.objects.get().question == answered
    assert EventKind.PAGE_DRAFTED in answered.events.values_list("kind", flat=True)


def test_lines_and_lists_stay_as_they_were_written_and_the_editor_opens_the_page(client, editor, topic, answered):
    client.force_login(editor)
    written = "Deux choses :\n1. Le CCAS.\n2. La <b>CAF</b>.\n\n- un bail\n- une quittance\n\nMerci,\nl’équipe".replace(
        "\n", "\r\n"
    )
    response = client.post(address(answered), values(topic, answered=written))
    source = str(ArticlePage.objects.get().get_latest_revision_as_object().body)
    assert "<p>Deux choses :</p><ol><li>Le CCAS.</li><li>La &lt;b&gt;CAF&lt;/b&gt;.</li></ol>" in source
    assert "<ul><li>un bail</li><li>une quittance</li></ul><p>Merci,<br/>l’équipe</p>" in source
    assert client.get(response["Location"]).status_code == 200


def test_without_a_person_s_word_there_is_no_page_and_nothing_typed_is_lost(client, editor, topic, answered):
    client.force_login(editor)
    shown = page(client.post(address(answered), values(topic, confirmed="", asked="Ma version relue")))
    assert "Ma version relue" in shown
    assert "cochez la case" in shown
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize(
    "left", ["2 85 07 78 646 123 91", "FR76 3000 6000 0112 3456 7890 189", "je suis née le 12 mars 1985"]
)
def test_what_belongs_on_no_page_is_refused_even_when_confirmed(client, editor, topic, answered, left):
    client.force_login(editor)
    shown = page(client.post(address(answered), values(topic, answered=f"Voici : {left}")))
    assert "aucune page publique" in shown
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize("missing", ["title", "summary", "topic", "asked", "answered"])
def test_each_missing_field_is_named(client, editor, topic, answered, missing):
    client.force_login(editor)
    response = client.post(address(answered), values(topic, **{missing: ""}))
    assert response.status_code == 200
    assert f'href="#id_{missing}"' in page(response)


def test_one_question_makes_one_page(client, editor, topic, answered):
    client.force_login(editor)
    client.post(address(answered), values(topic))
    shown = page(client.post(address(answered), values(topic)))
    assert "déjà été tirée" in shown
    assert ArticlePage.objects.count() == 1
    file = page(client.get(reverse("questions_modeladmin_inspect", args=[answered.pk])))
    assert reverse("wagtailadmin_pages:edit", args=[ArticlePage.objects.get().pk]) in file


def test_whoever_does_not_handle_questions_sees_and_makes_nothing(client, topic, answered):
    client.force_login(UserFactory())
    assert client.get(address(answered)).status_code in (302, 403)
    with pytest.raises(PermissionDenied):
        editors.draft_page(
            question=answered,
            user=UserFactory(),
            topic=topic,
            title="T",
            summary="S",
            asked="A",
            answered="B",
            is_confirmed=True,
        )


def test_an_open_or_erased_question_makes_no_page(client, editor, topic):
    client.force_login(editor)
    assert client.get(address(QuestionFactory())).status_code == 404
    assert client.get(address(QuestionFactory(erased=True))).status_code == 404
    reopened = ProposedAnswerFactory().question
    assert client.get(address(reopened)).status_code == 404


def test_what_people_wrote_is_text_and_never_markup(client, editor, topic, answered):
    client.force_login(editor)
    client.post(address(answered), values(topic, asked="<script>alert(1)</script>", title="<b>Titre</b>"))
    article = ArticlePage.objects.get()
    assert "&lt;script&gt;" in str(article.body)
    assert "<script>" not in str(article.body)


def test_erasing_the_question_leaves_the_page_and_forgets_where_it_came_from(client, editor, topic, answered):
    client.force_login(editor)
    client.post(address(answered), values(topic))
    actions.erase(question=answered)
    assert ArticlePage.objects.count() == 1
    assert not QuestionPage.objects.exists()


def test_a_deleted_page_leaves_the_question(client, editor, topic, answered):
    client.force_login(editor)
    client.post(address(answered), values(topic))
    Page.objects.get(pk=ArticlePage.objects.get().pk).delete()
    answered.refresh_from_db()
    assert TopicPage.objects.exists()
    assert not QuestionPage.objects.exists()
