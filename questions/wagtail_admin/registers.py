from clairdroit.admin_lists.registers import Register
from clairdroit.questions.permissions import HANDLE


class QuestionsRegister(Register):
    """Seen by whoever handles questions."""

    permission = HANDLE
    index_view_extra_css = [*Register.index_view_extra_css, "questions/admin.css"]
    inspect_view_extra_css = [*Register.inspect_view_extra_css, "questions/admin.css"]
