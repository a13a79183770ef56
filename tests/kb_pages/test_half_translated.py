"""A translation that is not whole goes live by no way without somebody having been told before."""

# ruff: noqa: F401, F811

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from lxml import html
from wagtail.models import PageLogEntry, TaskState
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.kb_pages.models import ArticlePage
from clairdroit.kb_pages.scheduling import late_pages
from clairdroit.kb_pages.translating.acceptances import ACCEPTED_LOG_ACTION
from clairdroit.kb_pages.translating.missing import count_to_translate, incomplete, missing_from, to_translate
from tests.glossary.factories import GlossaryEntryFactory
from tests.kb_pages.translating import article, coordinator, english, rewrite, say, target, translated

from .factories import ArticlePageFactory, stream

NEW = "<p>Appelez l’ADIL.</p>"
WARNING = "1 passage n’est pas traduit"


@pytest.fixture
def editor(client, coordinator):
    client.force_login(coordinator)
    return coordinator


@pytest.fixture
def half(translated, rewrite):
    """The page in English, and a draft of it with a French passage."""
    rewrite(NEW)
    page = target(translated)
    page.body = stream(ArticlePage, ("paragraph", NEW))
    page.save_revision()
    return page


@pytest.fixture
def whole(translated):
    return target(translated)


def is_french(page):
    return "Appelez" in str(ArticlePage.objects.get(pk=page.pk).body)


def submitted(page, roles, user):
    thing = page.get_latest_revision_as_object()
    return thing.get_workflow().start(thing, user).current_task_state


def test_a_passage_whose_translation_is_wrong_is_missing_wherever_it_is_counted(translated, coordinator):
    assert not incomplete()
    said = StringTranslation.objects.filter(locale=translated.target_locale).last()
    StringTranslation.objects.filter(pk=said.pk).update(has_error=True)
    assert [segment.string for segment in missing_from(translated)] == [said.translation_of]
    assert [found.missing for found in incomplete()] == [1]
    assert len(to_translate(coordinator)) == count_to_translate(coordinator) == 1


class TestManyAtOnce:
    def address(self, *pages):
        query = "&".join(f"id={page.pk}" for page in pages)
        return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?{query}&next=/admin/"

    def test_the_question_says_which_passages_are_missing(self, client, editor, half):
        page = client.get(self.address(half)).content.decode()
        assert WARNING in page
        assert "Appelez l’ADIL." in page
        assert not is_french(half)

    def test_what_is_not_whole_stays_as_it_was_and_the_rest_goes_live(self, client, editor, half, article):
        other = ArticlePageFactory(parent=article.get_parent(), live=False)
        answer = client.post(self.address(half, other), follow=True)
        assert "1 page n’a pas été publiée : des passages ne sont pas traduits.".replace(" :", "\u00a0:") in (
            answer.content.decode()
        )
        assert not is_french(half)
        assert ArticlePage.objects.get(pk=other.pk).live

    def test_whoever_ticks_it_publishes_it_and_the_history_says_so(self, client, editor, half):
        client.post(self.address(half), {"include_half": "on"})
        assert is_french(half)
        (entry,) = PageLogEntry.objects.filter(action=ACCEPTED_LOG_ACTION)
        assert (entry.user, entry.data["missing"]) == (editor, 1)
        history = client.get(reverse("wagtailadmin_pages:history", args=[half.pk])).content.decode()
        assert "A fait publier avec 1 passage en français" in history

    def test_the_pages_below_are_asked_about_too(self, client, editor, half):
        half.unpublish()
        topic = half.get_parent()
        page = client.get(self.address(topic)).content.decode()
        assert reverse("wagtailadmin_pages:edit", args=[half.pk]) in page
        client.post(self.address(topic), {"include_descendants": "on"})
        assert not ArticlePage.objects.get(pk=half.pk).live
        client.post(self.address(topic), {"include_descendants": "on", "include_half": "on"})
        assert ArticlePage.objects.get(pk=half.pk).live

    def test_a_whole_one_is_published_without_a_word(self, client, editor, whole):
        whole.unpublish()
        assert "include_half" not in client.get(self.address(whole)).content.decode()
        client.post(self.address(whole))
        assert ArticlePage.objects.get(pk=whole.pk).live


class TestApproving:
    def decide(self, page):
        return reverse("clairdroit_moderation_decide", args=["page", page.pk])

    def wagtails(self, page, state):
        return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])

    def test_our_screen_names_what_is_missing_beside_the_buttons(self, client, editor, roles, half):
        submitted(half, roles, editor)
        page = client.get(self.decide(half)).content.decode()
        assert WARNING in page
        assert "<li>Appelez l’ADIL.</li>" in page

    def test_of_a_whole_one_it_says_nothing(self, client, editor, roles, whole):
        submitted(whole, roles, editor)
        assert "n’est pas traduit" not in client.get(self.decide(whole)).content.decode()

    def test_approving_there_is_noted(self, client, editor, roles, half):
        submitted(half, roles, editor)
        client.post(self.decide(half), {"decision": "valider", "revision": half.latest_revision_id})
        assert is_french(half)
        assert PageLogEntry.objects.get(action=ACCEPTED_LOG_ACTION).revision_id == half.latest_revision_id

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_wagtail_s_own_button_leads_there_first(self, client, editor, roles, half, method):
        state = submitted(half, roles, editor)
        answer = getattr(client, method)(self.wagtails(half, state), follow=True)
        assert answer.redirect_chain[0][0] == self.decide(half)
        assert "Rien n’est encore publié" in answer.content.decode()
        assert WARNING in answer.content.decode()
        assert not is_french(half)
        assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS

    def test_its_window_is_told_to_go_there(self, client, editor, roles, half):
        state = submitted(half, roles, editor)
        answer = client.post(self.wagtails(half, state), headers={"x-requested-with": "XMLHttpRequest"})
        assert answer.json() == {"step": "success", "redirect": self.decide(half)}

    def test_a_whole_one_is_approved_by_it(self, client, editor, roles, whole):
        state = submitted(whole, roles, editor)
        client.post(self.wagtails(whole, state))
        assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_APPROVED

    def test_asking_for_changes_stays_where_it_is(self, client, editor, roles, half):
        state = submitted(half, roles, editor)
        address = reverse("wagtailadmin_pages:workflow_action", args=[half.pk, "reject", state.pk])
        client.post(address, {"comment": "Traduisez la fin."})
        assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_REJECTED

    def test_who_may_not_decide_learns_nothing(self, client, editor, member_of, roles, half):
        from clairdroit.kb_pages import roles as role_names

        state = submitted(half, roles, editor)
        client.force_login(member_of(role_names.editors_of("sante")))
        answer = client.post(self.wagtails(half, state))
        assert answer.status_code == 302
        assert answer["Location"] != self.decide(half)

    def test_an_entry_of_the_glossary_alike(self, client, editor, roles, english):
        entry = GlossaryEntryFactory(term="RSA", explanation="Une aide.")
        source, _created = TranslationSource.update_or_create_from_instance(entry)
        made = Translation.objects.create(source=source, target_locale=english)
        for segment in list(missing_from(made))[1:]:
            say(segment, english, f"English {segment.pk}")
        made.save_target(publish=False)
        thing = target(made)
        state = submitted(thing, roles, editor)
        viewset = GlossaryEntry.snippet_viewset
        address = reverse(viewset.get_url_name("workflow_action"), args=[thing.pk, "approve", state.pk])
        answer = client.post(address, follow=True)
        assert "Rien n’est encore publié" in answer.content.decode()
        assert WARNING in answer.content.decode()
        assert not GlossaryEntry.objects.filter(pk=thing.pk, live=True).exists()


class TestAtADate:
    MOMENT = datetime.timedelta(hours=1)

    @pytest.fixture
    def due(self, half):
        """A version with a date of publication, approved by nobody who was told."""
        page = half.get_latest_revision_as_object()
        page.go_live_at = timezone.now() + self.MOMENT
        page.save_revision().publish()
        return page

    def run(self, time_machine):
        time_machine.move_to(timezone.now() + self.MOMENT + datetime.timedelta(minutes=15))
        call_command("publish_scheduled", verbosity=0)

    def test_it_waits_and_stands_on_the_board(self, editor, due, time_machine):
        self.run(time_machine)
        assert not is_french(due)
        with translation.override("fr"):
            (line,) = late_pages(editor)
        assert "sa traduction est incomplète" in line.words

    def test_it_is_published_where_who_approved_it_was_told(self, client, editor, roles, half, time_machine):
        page = half.get_latest_revision_as_object()
        page.go_live_at = timezone.now() + self.MOMENT
        page.save_revision()
        submitted(half, roles, editor)
        address = reverse("clairdroit_moderation_decide", args=["page", half.pk])
        latest = ArticlePage.objects.get(pk=half.pk).latest_revision_id
        client.post(address, {"decision": "valider", "revision": latest})
        assert not is_french(half)
        self.run(time_machine)
        assert is_french(half)

    def test_what_is_translated_meanwhile_is_published(self, due, translated, english, time_machine):
        for segment in missing_from(translated):
            say(segment, english, "Call the ADIL.")
        self.run(time_machine)
        assert is_french(due)

    def test_waiting_is_no_line_of_the_worker_s_log(self, due, time_machine, capsys):
        time_machine.move_to(timezone.now() + self.MOMENT + datetime.timedelta(minutes=15))
        call_command("publish_scheduled")
        assert capsys.readouterr().out == ""


class TestSearching:
    @pytest.fixture
    def online(self, translated, rewrite, django_capture_on_commit_callbacks):
        """In English but for one passage, which readers get in French."""
        rewrite("<p>Écrivez à votre propriétaire.</p><p>Appelez l’ADIL &amp; gardez une copie.</p>")
        with django_capture_on_commit_callbacks(execute=True):
            translated.save_target(publish=True)
            target(translated).get_latest_revision().publish()
        return target(translated)

    def result(self, client, words, page):
        found = html.fromstring(client.get("/en/recherche/", {"q": words}).content.decode()).find_class("search-result")
        (result,) = [each for each in found if each.xpath(".//a/@href") == [page.get_url()]]
        return result

    def test_a_french_passage_is_found_and_shown_as_french(self, client, online):
        found = self.result(client, "appeler ADIL", online)
        (excerpt,) = found.xpath("./p[@lang]")
        assert (excerpt.get("lang"), excerpt.text_content()) == ("fr", "Appelez l’ADIL & gardez une copie.")
        assert not found.xpath(".//a/@lang")
        assert "Partly in French" in found.text_content()

    def test_an_english_one_is_not(self, client, online):
        found = self.result(client, "landlord", online)
        assert "Write to your landlord." in found.text_content()
        assert not found.xpath(".//@lang")

    def test_a_french_title_says_so_in_results_and_suggestions(
        self, client, translated, django_capture_on_commit_callbacks
    ):
        StringTranslation.objects.filter(context__path="title").delete()
        with django_capture_on_commit_callbacks(execute=True):
            translated.save_target(publish=True)
            target(translated).get_latest_revision().publish()
        assert self.result(client, "loyer", target(translated)).xpath(".//h3/a/@lang") == ["fr"]
        offered = client.get("/en/recherche/suggestions/", {"q": "loyer"}).json()["suggestions"]
        assert [each["language"] for each in offered if each["label"] == "Mon loyer"] == ["fr"]

    def test_of_a_whole_one_nothing_is_said(self, client, whole, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            whole.get_latest_revision().publish()
        found = self.result(client, "landlord", whole)
        assert "Partly" not in found.text_content()
        assert not found.xpath(".//@lang")
