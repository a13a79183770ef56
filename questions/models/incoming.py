import json
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clairdroit.encryption import EncryptedTextField
from clairdroit.mail.models.pieces import PIECE_BYTES, Piece
from clairdroit.partners_snippets.defaults import VERSION_LENGTH
from clairdroit.questions.defaults import new_token
from clairdroit.questions.enums import ASK_NOTHING, IncomingKind, IncomingStatus
from clairdroit.questions.models.handled import Handled
from clairdroit.questions.models.questions import Assignment, Question


class ReplyAddress(models.Model):
    """What stands after the plus of a Reply-To, one per file and correspondent: a key, like the links in mails.

    A partner has one for each version of its links: an earlier one is still known, so that what it brings waits for a
    person, but is joined to nothing by itself.
    """

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="reply_addresses")
    # Empty for the citizen.
    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, null=True, blank=True, related_name="reply_addresses"
    )
    links_version = models.CharField(max_length=VERSION_LENGTH, blank=True, default="", editable=False)
    last_sent_at = models.DateTimeField(_("last sent on"), default=timezone.now)

    class Meta:
        verbose_name = _("reply address")
        verbose_name_plural = _("reply addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["question"], condition=Q(assignment__isnull=True), name="reply_address_one_per_citizen"
            ),
            models.UniqueConstraint(fields=["assignment", "links_version"], name="reply_address_one_per_assignment"),
        ]

    def __str__(self) -> str:
        # Not the token: this name stands in logs.
        return f"{self.question.reference} – {self.pk}"


class IncomingMailQuerySet(models.QuerySet["IncomingMail"]):
    def held(self) -> "IncomingMailQuerySet":
        """A person has to look at these."""
        return self.filter(status=IncomingStatus.HELD)

    def to_decide(self) -> "IncomingMailQuerySet":
        """Held, and somebody waits for what comes of it."""
        return self.held().exclude(kind__in=ASK_NOTHING)

    def unread(self) -> "IncomingMailQuerySet":
        """Stored, and the process ended before it was looked at."""
        return self.held().filter(kind=IncomingKind.UNREAD)

    def set_aside_without_file(self) -> "IncomingMailQuerySet":
        """A person has decided, and they belong to no question, with which they would go."""
        return self.filter(status=IncomingStatus.HANDLED, question__isnull=True)


class IncomingMail(Handled):
    """An e-mail that reached us. Stored whole before anything is made of it; changed by `actions` only."""

    status = models.CharField(
        _("state"), max_length=10, choices=IncomingStatus.choices, default=IncomingStatus.HELD, db_index=True
    )
    kind = models.CharField(_("kind"), max_length=20, choices=IncomingKind.choices, default=IncomingKind.UNREAD)
    # Whoever sets one aside may write what they like.
    reason = EncryptedTextField(_("why it waits"), blank=True)
    fingerprint = models.CharField(
        max_length=64, unique=True, editable=False, help_text=_("The same for two copies of one message.")
    )
    received_at = models.DateTimeField(_("received on"), default=timezone.now, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    # The sender's program chose it: some put the address, or a name, into it.
    message_id = EncryptedTextField(blank=True, default="", editable=False)
    sender = EncryptedTextField(_("from"), blank=True)
    # What the sender is called in From: partners must not read it (`masking`).
    sender_name = EncryptedTextField(_("sender’s name"), blank=True)
    subject = EncryptedTextField(_("subject"), blank=True)
    reply = EncryptedTextField(_("the person’s own words"), blank=True)
    quoted = EncryptedTextField(_("quoted text"), blank=True)
    signature = EncryptedTextField(_("signature"), blank=True)
    # All of its text, in the order in which it came: what was left out can be read where it stood.
    received_text = EncryptedTextField(_("text as received"), blank=True, editable=False)
    # JSON: nothing is unpacked before somebody asks for it.
    attachment_list = EncryptedTextField(_("attachments"), blank=True, editable=False)
    bounced_address = EncryptedTextField(_("address that does not work"), blank=True)
    hard_bounce = models.BooleanField(null=True, blank=True, editable=False)
    question = models.ForeignKey(
        Question,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="incoming_mails",
        verbose_name=_("question"),
    )
    assignment = models.ForeignKey(
        Assignment,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="incoming_mails",
        verbose_name=_("assignment"),
    )

    objects = IncomingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("received e-mail")
        verbose_name_plural = _("received e-mails")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="incoming_status_is_known", condition=Q(status__in=IncomingStatus.values)),
            models.CheckConstraint(name="incoming_kind_is_known", condition=Q(kind__in=IncomingKind.values)),
            models.CheckConstraint(
                name="incoming_handled_has_date",
                condition=~Q(status=IncomingStatus.HANDLED) | Q(handled_at__isnull=False),
                violation_error_message=_("A handled e-mail has a date."),
            ),
            models.CheckConstraint(
                name="incoming_accepted_has_question",
                condition=~Q(status__in=[IncomingStatus.ACCEPTED, IncomingStatus.NOTED]) | Q(question__isnull=False),
                violation_error_message=_("An accepted e-mail belongs to a question."),
            ),
        ]

    def __str__(self) -> str:
        # Neither sender nor subject, which may be a citizen's: this name stands in logs and titles.
        return str(_("Received e-mail no. %(number)s") % {"number": self.pk})

    @property
    def is_held(self) -> bool:
        return self.status == IncomingStatus.HELD

    @property
    def state_in_words(self) -> str:
        """An absence or a receipt is held too, and waits for nobody."""
        if self.is_held and self.kind in ASK_NOTHING:
            return str(self.get_kind_display() if self.kind == IncomingKind.UNREAD else _("Kept: it asks nothing"))
        return str(self.get_status_display())

    @property
    def is_noted(self) -> bool:
        return self.status == IncomingStatus.NOTED

    @property
    def is_detail(self) -> bool:
        """The words of the person who asked, joined to their question."""
        return self.status == IncomingStatus.ACCEPTED and self.question_id is not None and self.assignment_id is None

    @property
    def may_become_question(self) -> bool:
        """Whatever was decided so far, unless its words are in a partner's draft or it is a question's beginning."""
        is_detail = self.is_detail and self.question is not None and self.question.submission_key != self.question_key
        return bool(self.reply.strip()) and (is_detail or self.status != IncomingStatus.ACCEPTED)

    @property
    def question_key(self) -> str:
        """Of the question that it becomes: made twice, it is one."""
        return f"mail-{self.fingerprint}"[:64]

    @property
    def attachments(self) -> list[dict[str, Any]]:
        """Name, type, encoding and place in the raw message of each; empty when its key is missing."""
        try:
            return json.loads(self.attachment_list) if self.attachment_list else []
        except ValueError:
            return []

    def pieces_of_raw(self, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """Raises UnreadableTextError at a piece whose key is missing: the sentence for it is no part of the message."""
        pieces = self.pieces.filter(number__gte=first)
        if last is not None:
            pieces = pieces.filter(number__lte=last)
        return Piece.bytes_of(pieces.order_by("number").iterator(chunk_size=1))

    def stretch_of_raw(self, start: int, end: int) -> bytes:
        """From byte to byte. Only of a message that was looked at: its pieces are all of one size."""
        first = start // PIECE_BYTES
        found = b"".join(self.pieces_of_raw(first, end // PIECE_BYTES))
        return found[start - first * PIECE_BYTES : end - first * PIECE_BYTES]

    def raw(self) -> bytes:
        return b"".join(self.pieces_of_raw())

    def as_json(self) -> dict[str, Any]:
        """The intake record that `receive_mail --json` prints."""
        kinds = {True: "hard", False: "soft", None: ""}
        return {
            "id": self.pk,
            "status": self.status if self.status in (IncomingStatus.ACCEPTED, IncomingStatus.NOTED) else "held",
            "reason": f"{self.kind}: {self.reason}" if self.reason else "",
            "reply": self.reply,
            "quoted": self.quoted,
            "signature": self.signature,
            "recipient": self.bounced_address,
            "kind": kinds[self.hard_bounce],
        }


class IncomingPiece(Piece):
    """A stretch of the raw message: a large one never lies in memory whole, nor in one database value."""

    mail = models.ForeignKey(IncomingMail, on_delete=models.CASCADE, related_name="pieces")

    class Meta:
        verbose_name = _("piece of a received e-mail")
        verbose_name_plural = _("pieces of received e-mails")
        ordering = ["mail", "number"]
        constraints = [models.UniqueConstraint(fields=["mail", "number"], name="incoming_piece_once")]

    def __str__(self) -> str:
        return f"{self.mail_id}/{self.number}"
