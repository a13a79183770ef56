"""What an action may refuse, each with a sentence that a view can show as it is."""

from django.utils.translation import gettext as _


class ModerationError(Exception):
    """Base of all; `str()` of it is for the person who tried."""


class NotTheirsError(ModerationError):
    def __init__(self) -> None:
        super().__init__(_("This colleague may not decide on all that you ticked: nothing was changed."))


class DecidedMeanwhileError(ModerationError):
    def __init__(self) -> None:
        super().__init__(_("Nothing was done: this version waits no more. It was changed or decided on meanwhile."))


class EmptyCommentError(ModerationError):
    def __init__(self) -> None:
        super().__init__(_("Say what should change: whoever wrote this reads nothing else."))


class LockedError(ModerationError):
    """Its message is Wagtail's: who locked it, and since when."""


class MayNotPublishError(ModerationError):
    def __init__(self) -> None:
        super().__init__(_("You may decide on this, and not publish it: leave it to a colleague who may."))


class DoesNotFitError(ModerationError):
    """What was right when it was written no longer is; with the reasons that Wagtail gives."""

    def __init__(self, reasons: list[str]) -> None:
        why = _("This cannot be published as it stands: %(reasons)s Correct it in the editor.")
        super().__init__(why % {"reasons": " ".join(reasons)})
