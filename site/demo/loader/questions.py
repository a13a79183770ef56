"""Questions at every stage, led there by the same actions as real ones."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from clairdroit.kb_pages.models import ArticlePage
from clairdroit.mail import delivery
from clairdroit.mail.enums import DeliveryOutcome
from clairdroit.mail.models import DeliveryAttempt
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import actions, citizen
from clairdroit.questions.enums import QuestionOrigin
from clairdroit.questions.models import Assignment, ErrorReport, ProposedAnswer, Question
from clairdroit.questions.standard_phrases import set_up_phrases
from clairdroit.territories.models import Commune
from demo.loader import content
from demo.loader.past import date_notices, days_ago, last_mail, move_into_past
from demo.loader.progress import Loading

Text = dict[str, Any]

# How the last e-mail of a question came to grief, so that the outbox has something to decide.
TROUBLES = {
    "uncertain": delivery.Result(DeliveryOutcome.UNCERTAIN, detail="The worker stopped during the session."),
    "refused": delivery.Result(DeliveryOutcome.PERMANENT, 550, "5.1.1 Recipient address rejected: mailbox unknown"),
}


def load_questions(partners: dict[str, Partner], loading: Loading) -> None:
    """A question that is there already stays at its stage, whatever the visitors of the demonstration did with it."""
    set_up_phrases()
    for text in content.read("questions")["questions"]:
        key = f"demo-{text['key']}"
        if not Question.objects.filter(submission_key=key).exists():
            newest = last_mail()
            question = QuestionTeller(text, partners, loading.users).tell(key)
            move_into_past(question, days=text["days_ago"], answered=text.get("answered_days_ago"))
            if text["stage"] == "silent":
                for assignment in question.assignments.waiting():
                    actions.note_silence(assignment=assignment, today=timezone.localdate())
            date_notices(after=newest, moment=days_ago(text["days_ago"]))
            loading.count("questions")
    for number, text in enumerate(content.read("questions")["reports"], start=1):
        key = f"demo-report-{number}"
        if not ErrorReport.objects.filter(submission_key=key).exists():
            page = ArticlePage.objects.get(slug=text["article"])
            citizen.report_error(page=page.get_url(), text=text["text"], submission_key=key)
            loading.count("reports")


class QuestionTeller:
    """Leads one question to its stage; each method is a stage, and most begin with the one before."""

    def __init__(self, text: Text, partners: dict[str, Partner], users: dict[str, Any]) -> None:
        self.text = text
        self.partners = partners
        self.coordinator = users["coordination"]
        self.front_desk = users["accueil"]

    def tell(self, submission_key: str) -> Question:
        asked = {
            "heading": self.text["heading"],
            "text": self.text["text"],
            "commune": Commune.objects.get(pk=self.text["commune"]),
            "email": self.text.get("email", ""),
            "submission_key": submission_key,
        }
        if "origin" in self.text:
            origin, phone = QuestionOrigin(self.text["origin"]), self.text.get("phone", "")
            submission = actions.take_down(user=self.front_desk, origin=origin, phone=phone, **asked)
        else:
            submission = actions.submit_question(suspicion=self.text.get("suspicion", ""), **asked)
        self.question = submission.question
        stage: Callable[[], object] = getattr(self, self.text["stage"])
        stage()
        if "mail" in self.text:
            self._trouble(TROUBLES[self.text["mail"]])
        self.question.refresh_from_db()
        return self.question

    def received(self) -> None:
        """Nobody serves that commune: the question waits for a coordinator."""

    def assigned(self) -> Assignment:
        """With the partner that the text names, when the routing chose another."""
        partner = self.partners[self.text["partner"]]
        assignment = self.question.assignments.active().get()
        if assignment.partner_id != partner.pk:
            assignment = actions.reassign(assignment=assignment, partner=partner, user=self.coordinator)
        self.team = team_user(partner)
        return assignment

    def silent(self) -> None:
        """Without a sign for so long that the clock notes it, once the dates lie in the past."""
        self.assigned()

    def seen(self) -> Assignment:
        return actions.mark_seen(assignment=self.assigned(), user=self.team)

    def drafting(self) -> None:
        actions.save_draft(assignment=self.seen(), user=self.team, text=self.text["draft"])

    def proposed(self) -> ProposedAnswer:
        answer = actions.submit_proposal(assignment=self.seen(), user=self.team, text=self.text["answer"])
        if "second_partner" in self.text:
            self._second_proposal()
        return answer

    def _second_proposal(self) -> None:
        """Another partner answers the same question: to be compared, and joined into one answer."""
        partner = self.partners[self.text["second_partner"]]
        assignment = actions.assign(question=self.question, partner=partner, user=self.coordinator)
        actions.submit_proposal(assignment=assignment, user=team_user(partner), text=self.text["second_answer"])

    def changes_requested(self) -> None:
        answer = self.proposed()
        actions.ask_for_changes(answer=answer, user=self.coordinator, comment=self.text["comment"])

    def answered(self) -> None:
        actions.send_answer(answer=self.proposed(), user=self.coordinator)
        self._helped()

    def to_tell(self) -> None:
        """Approved, for somebody without an address: it waits until the front desk has told it."""
        actions.send_answer(answer=self.proposed(), user=self.coordinator)

    def answered_directly(self) -> None:
        actions.answer_directly(question=self.question, user=self.coordinator, text=self.text["answer"])
        self._helped()

    def declined(self) -> None:
        better = self.partners[self.text["better_partner"]]
        assignment = self.seen()
        actions.decline(assignment=assignment, user=self.team, reason=self.text["reason"], better_partner=better)

    def out_of_scope(self) -> None:
        explanation = self.text["explanation"]
        actions.mark_out_of_scope(question=self.question, user=self.coordinator, explanation=explanation)

    def spam(self) -> None:
        actions.mark_spam(question=self.question, user=self.coordinator)

    def closed(self) -> None:
        actions.close(question=self.question, user=self.coordinator, reason=self.text["reason"])

    def _trouble(self, result: delivery.Result) -> None:
        about = self.question.mails.latest("pk")
        delivery.finish(DeliveryAttempt.objects.create(email_id=about.email_id), result)

    def _helped(self) -> None:
        if "helped" in self.text:
            citizen.give_feedback(question=self.question, helped=self.text["helped"])
