"""Every change of state. Views, admin screens, commands and demo content call these, and nothing else does it.

Each checks the permission, changes the rows, writes the events and queues the mails in one transaction.
"""

from clairdroit.questions.actions.addresses import clear_bounce, note_bounce, renew_address_keys
from clairdroit.questions.actions.allowances import forget_allowances, mails_per_day
from clairdroit.questions.actions.answers import (
    answer_directly,
    ask_for_changes,
    decline,
    deliver_answer,
    mark_seen,
    note_changes_asked,
    save_draft,
    send_answer,
    submit_proposal,
)
from clairdroit.questions.actions.approving import approve_together
from clairdroit.questions.actions.asking_citizen import ask_citizen
from clairdroit.questions.actions.assigning import assign, reassign, release, route_question
from clairdroit.questions.actions.availability import set_availability
from clairdroit.questions.actions.charge import leave_to_all, put_in_charge
from clairdroit.questions.actions.citizen import add_detail, erase, expire, give_feedback
from clairdroit.questions.actions.closing import close, mark_out_of_scope, mark_spam, reopen
from clairdroit.questions.actions.errors import (
    AlreadyAskedCitizenError,
    AlreadyAskedError,
    AlreadyPassedError,
    AskedCitizenOftenError,
    CannotPassError,
    ChangedMeanwhileError,
    DraftConflictError,
    EmptyTextError,
    ErasedError,
    JoinedError,
    KeyLinkError,
    NeedsAddressError,
    NewBoxError,
    NobodyToTellError,
    NotADetailError,
    NotAloneError,
    NotConfirmedError,
    NotHeldError,
    NothingToJoinError,
    NothingToTellError,
    NotMergeableError,
    NotReachableError,
    NotRemindedError,
    NotSendableError,
    NotTheirsError,
    NotWaitingError,
    QuestionsError,
    StillPersonalError,
    TransitionError,
)
from clairdroit.questions.actions.following import note_as_thanks
from clairdroit.questions.actions.found_help import count_found_help
from clairdroit.questions.actions.from_mail import make_question
from clairdroit.questions.actions.handing_over import hand_over
from clairdroit.questions.actions.history import log_export, log_listing, log_view, note_readings
from clairdroit.questions.actions.incoming import accept_incoming, file_unread, receive, set_incoming_aside
from clairdroit.questions.actions.matter import change_matter, origins_of
from clairdroit.questions.actions.merging import edit_proposal, merge_proposals, separate_proposals
from clairdroit.questions.actions.outbox import retry_mail
from clairdroit.questions.actions.pages import draft_page
from clairdroit.questions.actions.partner_links import (
    can_be_sent_a_link,
    note_new_box,
    note_renewed_links,
    renew_partner_links,
    request_partner_link,
)
from clairdroit.questions.actions.passing_on import pass_on
from clairdroit.questions.actions.presence import end_presence, note_presence
from clairdroit.questions.actions.reminding import (
    brief_editor,
    choose_reminders,
    choose_rhythm,
    is_time_to_tell,
    may_brief,
    may_remind,
    no_reminder_because,
    note_silence,
    remind_now,
    remind_partner,
    silence_of,
    tell_late,
)
from clairdroit.questions.actions.reports import handle_report, report_error
from clairdroit.questions.actions.submitting import Submission, submit_question
from clairdroit.questions.actions.telling import mail_what_waits, on_its_way, tell
from clairdroit.questions.actions.together import answer_the_others, link_questions, unlink_question
from clairdroit.questions.actions.tokens import (
    ask_partner_token,
    confirm_partner_token,
    keys_wait_until,
    make_partner_token,
    revoke_partner_token,
)
from clairdroit.questions.actions.webhooks import (
    renew_webhook_secret,
    resend_webhook,
    save_webhook,
    test_webhook,
)

__all__ = [
    "AlreadyAskedCitizenError",
    "AlreadyAskedError",
    "AlreadyPassedError",
    "AlreadyPublishedError",
    "AskedCitizenOftenError",
    "CannotPassError",
    "ChangedMeanwhileError",
    "DraftConflictError",
    "EmptyTextError",
    "ErasedError",
    "JoinedError",
    "KeyLinkError",
    "NeedsAddressError",
    "NewBoxError",
    "NobodyToTellError",
    "NotADetailError",
    "NotAloneError",
    "NotConfirmedError",
    "NotHeldError",
    "NotMergeableError",
    "NotReachableError",
    "NotRemindedError",
    "NotSendableError",
    "NotTheirsError",
    "NotWaitingError",
    "NothingToJoinError",
    "NothingToTellError",
    "QuestionsError",
    "StillPersonalError",
    "Submission",
    "TransitionError",
    "accept_incoming",
    "add_detail",
    "answer_directly",
    "answer_the_others",
    "approve_together",
    "ask_citizen",
    "ask_for_changes",
    "ask_partner_token",
    "assign",
    "brief_editor",
    "can_be_sent_a_link",
    "change_matter",
    "choose_reminders",
    "choose_rhythm",
    "clear_bounce",
    "close",
    "confirm_partner_token",
    "count_found_help",
    "decline",
    "deliver_answer",
    "draft_page",
    "edit_proposal",
    "end_presence",
    "erase",
    "expire",
    "file_unread",
    "forget_allowances",
    "give_feedback",
    "hand_over",
    "handle_report",
    "is_time_to_tell",
    "keys_wait_until",
    "leave_to_all",
    "link_questions",
    "log_export",
    "log_listing",
    "log_view",
    "mail_what_waits",
    "mails_per_day",
    "make_partner_token",
    "make_question",
    "mark_out_of_scope",
    "mark_seen",
    "mark_spam",
    "may_brief",
    "may_remind",
    "merge_proposals",
    "no_reminder_because",
    "note_as_thanks",
    "note_bounce",
    "note_changes_asked",
    "note_new_box",
    "note_presence",
    "note_readings",
    "note_renewed_links",
    "note_silence",
    "on_its_way",
    "origins_of",
    "pass_on",
    "put_in_charge",
    "reassign",
    "receive",
    "release",
    "remind_now",
    "remind_partner",
    "renew_address_keys",
    "renew_partner_links",
    "renew_webhook_secret",
    "reopen",
    "report_error",
    "request_partner_link",
    "resend_webhook",
    "retry_mail",
    "revoke_partner_token",
    "route_question",
    "save_draft",
    "save_webhook",
    "send_answer",
    "separate_proposals",
    "set_availability",
    "set_incoming_aside",
    "silence_of",
    "submit_proposal",
    "submit_question",
    "tell",
    "tell_late",
    "test_webhook",
    "unlink_question",
]
