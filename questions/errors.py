"""What an action may refuse, each with a sentence that a view can show as it is."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class QuestionsError(Exception):
    """Base of all; `str()` of it is for the person who tried."""


class TransitionError(QuestionsError):
    def __init__(self, current: str, wanted: str) -> None:
        self.current, self.wanted = current, wanted
        super().__init__(
            _("This is not possible now: from “%(current)s” there is no way to “%(wanted)s”.")
            % {"current": current, "wanted": wanted}
        )


class NotWaitingError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("This question no longer waits for an answer from you."))


class EmptyTextError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("Write something first."))


class NotCorrectableError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("The address of this question cannot be corrected (any more)."))


class SameAddressError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("This is the address that stands there already."))


class BadAddressError(QuestionsError):
    """The form's own sentence says what is wrong."""


class AlreadyAskedError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("This partner has already been asked."))


class NotReachableError(QuestionsError):
    def __init__(self) -> None:
        why = _("This partner cannot be asked: it is not published, has no team box, or its account is closed.")
        super().__init__(why)


class NotRemindedError(QuestionsError):
    """The sentence says why this partner is not written to once more about this question."""


class AlreadyAskedCitizenError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("You have already asked for a detail: wait for the answer first."))


class AskedCitizenOftenError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(
            _("You have already asked for several details. Answer with what you know, or pass the question on.")
        )


class JoinedError(QuestionsError, PermissionDenied):
    def __init__(self) -> None:
        super().__init__(_("This proposal was joined with another one: send the joint answer."))


class NotMergeableError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(
            _("These answers cannot be joined (any more): somebody has decided on one of them in the meantime.")
        )


class DraftConflictError(QuestionsError):
    """Somebody else saved this draft in the meantime; `theirs` is what they wrote, `version` names that state.

    `their_note` is their word for the editor, where it is not the writer's own.
    """

    def __init__(self, theirs: str, version: str = "", their_note: str = "") -> None:
        self.theirs, self.version, self.their_note = theirs, version, their_note
        super().__init__(_("Somebody else of your team has changed this draft in the meantime."))


class NotConfirmedError(QuestionsError):
    """Nobody has said that they read the text over."""

    def __init__(self) -> None:
        super().__init__(_("Read the texts over, then tick the box: nothing is published without a person’s word."))


class StillPersonalError(QuestionsError):
    """What belongs on no public page is still in the text; `kinds` are the words for it."""

    def __init__(self, kinds: str) -> None:
        super().__init__(_("This is still in the text, and belongs on no public page: %(kinds)s") % {"kinds": kinds})


class AlreadyPublishedError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("A page was already made from this question."))


class NotAloneError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("A question cannot be answered together with itself, nor once its data is erased."))


class ErasedError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("The person had their data erased: nothing of this question is changed any more."))


class NeedsAddressError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("Without an e-mail address a question came from the desk or by telephone."))


class NotSendableError(QuestionsError, PermissionDenied):
    """Also a refusal of permission, so that Wagtail's own screens answer it with a message, not a failure."""

    def __init__(self) -> None:
        super().__init__(_("This question is closed: no answer can be sent. Reopen it first."))


class NothingToTellError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("There is nothing to tell any more: the question has moved on. Open it to see."))


class ChangedMeanwhileError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("The answer was corrected in the meantime. Read it anew before you hand it over."))


class NotHeldError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("Somebody has already decided on this e-mail."))


class AlreadyPassedError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("This partner has this attachment already."))


class CannotPassError(QuestionsError):
    """Its message is the reason."""


class NotADetailError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("This e-mail is no detail of a question any more: there is nothing to take back."))


class NothingToJoinError(QuestionsError):
    def __init__(self) -> None:
        super().__init__(_("This e-mail holds no words of its own: there is nothing to join."))
