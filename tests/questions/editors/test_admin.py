"""The editor's side, through Wagtail's own screens: queue, editor, register, outbox."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from clairdroit.questions.enums import (
    AssignmentStatus,
    EventKind,
    MailKind,
    QuestionOrigin,
    QuestionStatus,
    ReportStatus,
)
from clairdroit.questions.models import ProposedAnswer, QuestionMail
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import (
    AssignmentFactory,
    ErrorReportFactory,
    OutboxMailFactory,
    QuestionFactory,
    UserFactory,
    proposed_answer,
)
from tests.questions.reading import read

pytestmark = pytest.mark.django_db
EDIT = "wagtailsnippets_clairdroit_questions_proposedanswer:edit"


def act(client, question, action, **data):
    return client.post(reverse("clairdroit_questions_act", args=[question.pk, action]), data)


def send_after_looking(client, url):
    """The page that was looked at."""
    page = client.get(url)
    client.post(url, {"version": page.context["version"]})
    return page


class TestQueue:
    def test_an_answer_waits_in_the_queue_on_the_editor_s_first_page(self, client, editor):
        answer = proposed_answer()
        assert str(answer) in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_the_editor_shows_the_question_beside_the_answer(self, client, editor):
        answer = proposed_answer("La réponse du partenaire.")
        page = client.get(reverse(EDIT, args=[answer.pk])).content.decode()
        assert "La réponse du partenaire." in page
        assert "payer mon loyer" in page

    def test_approving_in_wagtail_s_queue_leads_to_the_mail_which_sends_the_answer(self, client, editor):
        answer = proposed_answer()
        task = TaskState.objects.get()
        url = reverse(
            "wagtailsnippets_clairdroit_questions_proposedanswer:workflow_action", args=[answer.pk, "approve", task.pk]
        )
        send_after_looking(client, client.post(url, {"comment": ""}).url)
        answer.refresh_from_db()
        assert answer.live
        assert answer.question.status == QuestionStatus.ANSWERED
        assert QuestionMail.objects.filter(kind=MailKind.ANSWER).count() == 1

    def test_requesting_changes_in_the_queue_tells_the_partner(self, client, editor):
        answer = proposed_answer()
        task = TaskState.objects.get()
        url = reverse(
            "wagtailsnippets_clairdroit_questions_proposedanswer:workflow_action", args=[answer.pk, "reject", task.pk]
        )
        client.post(url, {"comment": "Plus court."})
        answer.assignment.refresh_from_db()
        assert answer.assignment.status == AssignmentStatus.DRAFTING
        assert answer.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
        assert "Plus court." in QuestionMail.objects.get(kind=MailKind.CHANGES).email.message

    def test_publishing_in_the_editor_shows_the_mail_and_then_sends_the_edited_text(self, client, editor):
        answer = proposed_answer()
        response = client.post(reverse(EDIT, args=[answer.pk]), {"text": "Texte relu.", "action-publish": "1"})
        assert not QuestionMail.objects.filter(kind=MailKind.ANSWER).exists()
        page = send_after_looking(client, response.url)
        assert "Texte relu." in page.context["words"].text
        answer.refresh_from_db()
        assert answer.text == "Texte relu."
        assert "Texte relu." in QuestionMail.objects.get(kind=MailKind.ANSWER).email.message

    def test_somebody_without_the_right_reaches_nothing(self, client):
        answer = proposed_answer()
        client.force_login(UserFactory())
        assert client.get(reverse(EDIT, args=[answer.pk])).status_code == 302
        task = TaskState.objects.get()
        client.post(
            reverse(
                "wagtailsnippets_clairdroit_questions_proposedanswer:workflow_action",
                args=[answer.pk, "approve", task.pk],
            )
        )
        answer.refresh_from_db()
        assert not answer.live


class TestRegister:
    LIST = "/admin/questions/"

    def test_it_lists_filters_and_searches(self, client, editor):
        first = QuestionFactory(text="Je cherche une place en crèche.", heading="famille")
        second = QuestionFactory(text="Mon bail arrive à son terme.")
        page = client.get(self.LIST).content.decode()
        assert first.reference in page
        assert second.reference in page
        for query in ({"heading__exact": "famille"}, {"q": "crèche"}, {"q": first.reference}):
            page = client.get(self.LIST, query).content.decode()
            assert first.reference in page
            assert second.reference not in page

    def test_a_word_is_found_without_its_accents_and_in_any_order(self, client, editor):
        found = QuestionFactory(text="Je cherche une place en crèche à Élancourt.")
        other = QuestionFactory(text="Mon bail arrive à son terme.")
        page = client.get(self.LIST, {"q": "elancourt CRECHE"}).content.decode()
        assert found.reference in page
        assert other.reference not in page

    def test_the_newest_are_looked_through_and_the_page_says_so(self, client, editor, monkeypatch):
        older, newer = QuestionFactory(), QuestionFactory()
        for module in ("word_search", "registers"):
            monkeypatch.setattr(f"clairdroit.admin_lists.{module}.SEARCHED", 1)
        page = client.get(self.LIST, {"q": "loyer"}).content.decode()
        assert newer.reference in page
        assert older.reference not in page
        assert "chiffrés" in page

    def test_it_says_where_an_answer_waits_for_a_decision(self, client, editor):
        AssignmentFactory()
        assert "une réponse attend une décision" not in client.get(self.LIST).content.decode()
        proposed_answer()
        assert client.get(self.LIST).content.decode().count("une réponse attend une décision") == 1

    @pytest.mark.parametrize("basket", ["ouvertes", "sans-partenaire"])
    def test_the_baskets_hold_what_waits(self, client, editor, basket):
        waiting, ended = QuestionFactory(), QuestionFactory(closed=True)
        page = client.get(self.LIST, {"panier": basket}).content.decode()
        assert waiting.reference in page
        assert ended.reference not in page

    def test_age_and_commune_narrow_the_list(self, client, editor):
        question = QuestionFactory()
        assert question.reference not in client.get(self.LIST, {"age": "3"}).content.decode()
        page = client.get(self.LIST, {"commune": question.commune_id}).content.decode()
        assert question.reference in page

    def test_a_nul_among_the_words_searched_is_left_out(self, client, editor):
        question = QuestionFactory(text="Mon loyer augmente encore.")
        for register in ("signalements", "courriels", "questions"):
            answer = client.get(f"/admin/{register}/", {"q": "loyer\x00"})
            assert answer.status_code == 200
        assert question.reference in answer.content.decode()

    @pytest.mark.parametrize("chosen", [{"age": "9" * 60}, {"age": "x"}, {"commune": "78\x00"}])
    def test_a_filter_that_we_never_offered_changes_nothing(self, client, editor, chosen):
        question = QuestionFactory()
        assert question.reference in client.get(self.LIST, chosen).content.decode()

    @pytest.mark.parametrize(
        "address", ["questions_modeladmin_index", "courriels_modeladmin_index", "wagtailadmin_home"]
    )
    def test_the_number_of_queries_does_not_grow_with_our_rows(self, client, editor, address):
        def queries():
            with CaptureQueriesContext(connection) as context:
                assert client.get(reverse(address)).status_code == 200
            return len(context)

        for _ in range(2):
            proposed_answer()
        queries()  # what Wagtail keeps in memory is kept now
        few = queries()
        for _ in range(5):
            proposed_answer()
        queries()  # today's readings of the new ones are written down now
        assert queries() == few

    def test_the_file_shows_all_and_every_reading_is_logged(self, client, editor):
        answer = proposed_answer("Réponse proposée.")
        PartnerFactory(name="Autre partenaire", headings=["logement"], communes=[answer.question.commune])
        page = read(client, f"{self.LIST}inspect/{answer.question.pk}/").content.decode()
        for words in ("payer mon loyer", "nadia@citoyenne.invalid", "Réponse proposée.", "Autre partenaire"):
            assert words in page
        event = answer.question.events.last()
        assert (event.kind, event.user) == (EventKind.VIEWED, editor)

    def test_partners_and_strangers_see_nothing(self, client):
        from clairdroit.partners_snippets.actions import team_user

        question = AssignmentFactory().question
        for user in (UserFactory(), team_user(question.assignments.get().partner)):
            client.force_login(user)
            for url in (self.LIST, f"{self.LIST}inspect/{question.pk}/", "/admin/courriels/"):
                assert client.get(url).status_code in (302, 403)
            act(client, question, "clore")
        question.refresh_from_db()
        assert question.status == QuestionStatus.ASSIGNED
        assert not question.events.exists()

    def test_the_export_holds_no_address_no_words_and_is_logged(self, client, editor):
        question = QuestionFactory(text="=1+1 mes mots à moi", commune__name="=CMD()")
        assert "Télécharger" in client.get(self.LIST, {"export": "csv"}).content.decode()
        assert not question.events.exists()
        content = b"".join(client.post(f"{self.LIST}?export=csv").streaming_content).decode()
        rows = list(csv.reader(io.StringIO(content)))
        assert len(rows) == 2
        assert "nadia@" not in content
        assert "mes mots" not in content
        assert not [cell for cell in rows[1] if cell.startswith("=")]
        assert question.events.get().kind == EventKind.EXPORTED

    def test_where_a_question_came_from_is_in_words_in_file_list_and_export(self, client, editor):
        question = QuestionFactory(origin=QuestionOrigin.PHONE)
        other = QuestionFactory()
        assert "Origine\xa0: Téléphone" in client.get(f"{self.LIST}inspect/{question.pk}/").content.decode()
        listed = client.get(self.LIST, {"origin__exact": "phone"}).content.decode()
        assert question.reference in listed
        assert other.reference not in listed
        content = b"".join(client.post(f"{self.LIST}?export=csv").streaming_content).decode()
        [head, *rows] = csv.reader(io.StringIO(content))
        origins = [row[[each.lower() for each in head].index("origine")] for row in rows]
        assert sorted(origins) == ["Formulaire du site", "Téléphone"]

    def test_creating_and_deleting_by_hand_are_not_offered(self, client, editor):
        question = QuestionFactory()
        for url in (f"{self.LIST}create/", f"{self.LIST}delete/{question.pk}/", f"{self.LIST}edit/{question.pk}/"):
            assert client.get(url).status_code in (302, 403, 404)


class TestActs:
    def test_asking_answering_and_ending_by_the_buttons(self, client, editor):
        question, partner = QuestionFactory(), PartnerFactory()
        act(client, question, "demander", partner=partner.pk, reason=["Il connaît le sujet."])
        assignment = question.assignments.get()
        assert assignment.reasons == ["Il connaît le sujet."]
        act(client, question, "liberer", assignment=assignment.pk)
        assignment.refresh_from_db()
        assert assignment.status == AssignmentStatus.RELEASED
        client.post(
            reverse("clairdroit_questions_answer_oneself", args=[question.pk]), {"text": "Voici.", "preview": "1"}
        )
        send_after_looking(client, reverse("clairdroit_questions_confirm", args=[question.answers.get().pk]))
        question.refresh_from_db()
        assert question.status == QuestionStatus.ANSWERED
        act(client, question, "rouvrir")
        looked_at = act(client, question, "hors-sujet", text="Voyez la mairie.").context["seen"]
        act(client, question, "hors-sujet", text="Voyez la mairie.", confirmed=looked_at)
        act(client, question, "rouvrir")
        act(client, question, "indesirable")
        question.refresh_from_db()
        assert question.status == QuestionStatus.SPAM

    def test_approving_and_refusing_by_the_buttons(self, client, editor):
        answer = proposed_answer()
        act(client, answer.question, "corriger", answer=answer.pk, text="Plus court.")
        assert answer.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
        other = proposed_answer()
        send_after_looking(client, reverse("clairdroit_questions_confirm", args=[other.pk]))
        assert ProposedAnswer.objects.get(pk=other.pk).live

    @pytest.mark.parametrize("number", ["", "x", "٣", "-1", "9" * 40, "1\x00"])
    def test_a_number_that_no_button_of_ours_sends_is_not_found(self, client, editor, number):
        question = QuestionFactory()
        for step, name in (("demander", "partner"), ("liberer", "assignment"), ("corriger", "answer")):
            address = reverse("clairdroit_questions_act", args=[question.pk, step])
            assert client.post(address, {name: number, "text": "\x00"}).status_code == 404
        assert not question.events.exists()

    def test_what_cannot_be_is_said_not_done(self, client, editor):
        question = QuestionFactory(closed=True)
        response = client.post(
            reverse("clairdroit_questions_act", args=[question.pk, "hors-sujet"]), {"text": "Trop tard"}, follow=True
        )
        assert "Ce n’est pas possible maintenant" in response.content.decode()
        assert not ProposedAnswer.objects.exists()

    def test_the_answer_of_another_question_cannot_be_sent_from_here(self, client, editor):
        answer, question = proposed_answer(), QuestionFactory()
        assert act(client, question, "corriger", answer=answer.pk, text="Non").status_code == 404

    @pytest.mark.parametrize("place", ["x", "::", "/\x00", "https://ailleurs.example/", "\n/", "x" * 3000])
    def test_whatever_is_named_as_the_place_to_go_back_to_does_no_harm(self, client, editor, place):
        question = QuestionFactory()
        url = reverse("clairdroit_questions_act", args=[question.pk, "indesirable"])
        response = client.post(url, {"next": place})
        assert response.status_code == 302
        assert "ailleurs" not in response["Location"]

    def test_looking_never_acts(self, client, editor):
        question = QuestionFactory()
        assert client.get(reverse("clairdroit_questions_act", args=[question.pk, "clore"])).status_code == 405

    def test_a_failed_mail_is_shown_with_its_reason_and_queued_again(self, client, editor):
        mail = OutboxMailFactory(failed=True)
        page = client.get(f"/admin/courriels/inspect/{mail.pk}/").content.decode()
        assert "Relancer" in page
        assert mail.to[0] in client.get("/admin/courriels/", {"etat": "echec"}).content.decode()
        client.post(reverse("clairdroit_mail_retry", args=[mail.pk]))
        mail.refresh_from_db()
        assert mail.is_waiting

    def test_a_report_is_handled_once(self, client, editor):
        report = ErrorReportFactory()
        assert "ne répond plus" in client.get(f"/admin/signalements/inspect/{report.pk}/").content.decode()
        client.post(reverse("clairdroit_questions_handle_report", args=[report.pk]))
        report.refresh_from_db()
        first = report.handled_at
        assert (report.status, report.handled_by) == (ReportStatus.HANDLED, editor)
        client.post(reverse("clairdroit_questions_handle_report", args=[report.pk]))
        report.refresh_from_db()
        assert report.handled_at == first


class TestFirstPage:
    def test_a_question_that_nobody_works_on_and_an_error_report_are_counted(self, client, editor):
        QuestionFactory()
        AssignmentFactory()
        ErrorReportFactory()
        page = client.get("/admin/").content.decode()
        assert "Questions à confier (1)" in page
        assert "Signalements (1)" in page

    def test_whoever_handles_no_questions_is_told_nothing_of_them(self, client):
        user = UserFactory()
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        page = client.get("/admin/")
        assert page.status_code == 200
        assert "sans personne" not in page.content.decode()
