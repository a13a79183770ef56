"""What the clock does: notes silence, reminds team boxes, briefs editors, tells citizens. Each mark stands or falls
with its e-mail, and each looks again once its row is held: two runs at once do it once. And what editors do themselves
while the clock waits: remind one partner.
"""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clairdroit.mail import digests
from clairdroit.mail.models import OutboxMail, UnreachableAddress
from clairdroit.partners_snippets.actions import has_closed_box
from clairdroit.partners_snippets.models import Partner
from clairdroit.public_forms.allowances import may_write
from clairdroit.questions import conf, emails, routing
from clairdroit.questions.actions.assigning import ask_next_in_turn
from clairdroit.questions.actions.history import in_site_language, lock_assignment, lock_question, log, move_assignment
from clairdroit.questions.enums import AssignmentStatus, EventKind, MailKind
from clairdroit.questions.errors import NotReachableError, NotRemindedError
from clairdroit.questions.models import Assignment, Digest, PartnerAvailability, Question
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.questions.reminders import editors, stages
from clairdroit.roles.users import User
from clairdroit.taxonomy import working_days


def silence_of(assignment: Assignment, today: datetime.date) -> str:
    """Why this partner counts as silent today, in words; empty while there is hope."""
    if assignment.is_silent or not assignment.is_waiting or not assignment.question.is_open:
        return ""
    # At once, whatever the days: nobody has read the question, and nobody will.
    if UnreachableAddress.objects.blocks(assignment.partner.team_email):
        return _("Its team box does not work: mails sent there came back.")
    if assignment.is_waiting_for_citizen:
        return ""
    question = assignment.question
    rule = routing.rule_for(question.heading, question.commune)
    limit = rule.next_after_days if rule is not None and rule.is_in_turn else conf.silent_after()
    waited = stages.days_without_sign(assignment, today)
    if waited < limit:
        return ""
    return ngettext("No sign for %(days)d working day.", "No sign for %(days)d working days.", waited) % {
        "days": waited
    }


@transaction.atomic
def note_silence(*, assignment: Assignment, today: datetime.date) -> bool:
    """The partner may still answer: a late answer is one. In turn, the next partner is asked at once."""
    with in_site_language():
        assignment = lock_assignment(assignment)
        reason = silence_of(assignment, today)
        if not reason:
            return False
        question, partner = assignment.question, assignment.partner
        event = log(question, EventKind.SILENT, assignment=assignment, detail=f"{partner.name} : {reason}")
        move_assignment(assignment, AssignmentStatus.SILENT, event=event)
        ask_next_in_turn(question, after=_("%(partner)s has not replied.") % {"partner": partner.name})
    return True


def may_remind(partner: Partner, today: datetime.date) -> bool:
    availability = PartnerAvailability.objects.filter(partner=partner).first()
    if availability is not None and not (availability.wants_reminders and not availability.absences.on(today).exists()):
        return False
    if partner.is_absent or not partner.team_email or UnreachableAddress.objects.blocks(partner.team_email):
        return False
    return not Digest.objects.filter(partner=partner, day=today).exists()


@transaction.atomic
def remind_partner(*, partner: Partner, today: datetime.date) -> OutboxMail | None:
    """One e-mail to the team box that lists all that waits; None when today's has been written already."""
    # The row is the lock: unique per partner and day, it lets one of two runs write.
    digest, created = Digest.objects.get_or_create(partner=partner, day=today)
    if not created:
        return None
    waiting = list(
        Assignment.objects.waiting().on_open_questions().with_signs().filter(partner=partner).order_by("notified_at")
    )
    due = [each.pk for each in waiting if stages.is_to_remind(each, today)]
    if not due:
        # Nothing to say today so far: a later run of the same day may have.
        digest.delete()
        return None
    digest.email = emails.partner_digest(partner, waiting)
    digest.save(update_fields=["email"])
    # Only what was due counts as reminded, although the mail lists all that waits.
    Assignment.objects.filter(pk__in=due).update(reminded_at=timezone.now())
    for each in waiting:
        if each.pk in due:
            log(each.question, EventKind.REMINDED, assignment=each, detail=partner.name)
    return digest.email


def no_reminder_because(assignment: Assignment) -> str:
    """Why an editor cannot remind this partner of this question now, in words; empty when it can."""
    partner = assignment.partner
    if not (assignment.is_waiting and assignment.question.is_open):
        return _("This partner no longer has to answer this question.")
    if assignment.is_waiting_for_citizen:
        return _("This partner has asked the person for a detail, and waits for it.")
    if not (partner.live and partner.team_email) or has_closed_box(partner):
        return str(NotReachableError())
    if UnreachableAddress.objects.blocks(partner.team_email):
        return _("Its team box does not work: mails sent there came back. Telephone, or correct the address.")
    if assignment.is_reminded_today:
        return _("This partner has been reminded today already. Telephone if it is urgent.")
    return ""


@transaction.atomic
def remind_now(*, assignment: Assignment, user: User, word: str = "") -> OutboxMail:
    """An editor reminds one partner of one question, whatever the clock says and whichever lists the partner wants.

    Once a day, the clock's own reminder counted. An absent partner is written to as well: the editor sees until when.
    `word` stands in the mail as the editor's own, masked for the partner like all that is said of the question, and in
    the history.
    """
    require(user_can_handle_questions(user))
    assignment = lock_assignment(assignment)
    if why := no_reminder_because(assignment):
        raise NotRemindedError(why)
    assignment.reminded_at = timezone.now()
    assignment.save(update_fields=["reminded_at"])
    word = word.strip()
    detail = f"{assignment.partner.name} : {word}" if word else assignment.partner.name
    log(assignment.question, EventKind.REMINDED, user=user, assignment=assignment, detail=detail)
    return emails.partner_reminded(assignment, by=user, word=word)


def may_brief(reader: Any, today: datetime.date) -> bool:
    return digests.wants_today(reader, today) and not Digest.objects.filter(user=reader, day=today).exists()


@transaction.atomic
def brief_editor(*, reader: Any, today: datetime.date) -> OutboxMail | None:
    """One e-mail that lists what waits for the editors; None when today's has been written, or nothing waits."""
    digest, created = Digest.objects.get_or_create(user=reader, day=today)
    if not created:
        return None
    waiting = editors.what_waits()
    if not waiting:
        digest.delete()
        return None
    digest.email = emails.editor_digest(reader, waiting)
    digest.save(update_fields=["email"])
    return digest.email


def is_time_to_tell(question: Question, today: datetime.date) -> bool:
    if question.due_at is None or question.told_late_at is not None or question.suspicion or not question.is_open:
        return False
    if not question.has_address:
        return False
    if question.assignments.waiting_for_citizen().exists():
        # The citizen was asked for a detail: it is we who wait.
        return False
    assert question.expected_on is not None
    late = working_days.working_days_between(question.expected_on, today, question.departement)
    return late >= conf.tell_citizen_after() and not UnreachableAddress.objects.blocks(question.email)


@transaction.atomic
def tell_late(*, question: Question, today: datetime.date) -> OutboxMail | None:
    """Once per question: that it takes longer, and until when it will probably take."""
    question = lock_question(question)
    if not is_time_to_tell(question, today):
        return None
    if not may_write(MailKind.LATE, question.email):
        # Whoever typed this address many times makes no more mails than one person would; tomorrow is another day.
        return None
    days = routing.target_days(question.heading, question.commune)
    likely = working_days.add_working_days(today, days, question.departement)
    question.told_late_at = timezone.now()
    question.save(update_fields=["told_late_at"])
    with in_site_language():
        detail = _("New likely date: %(date)s.") % {"date": f"{likely:%d/%m/%Y}"}
    log(question, EventKind.TOLD_LATE, detail=detail)
    return emails.takes_longer(question, likely)


@transaction.atomic
def choose_reminders(*, partner: Partner, wanted: bool) -> None:
    """The partner's own word, from the link in its reminders: the signed link is the permission."""
    PartnerAvailability.objects.update_or_create(partner=partner, defaults={"wants_reminders": wanted})
