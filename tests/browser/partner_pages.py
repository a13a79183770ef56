"""Where a partner's browser goes: the pages of the space, by the names of their addresses."""

from django.urls import reverse

from clairdroit.questions import links


def address(assignment, name="assignment"):
    token = links.partner_token(assignment.partner)
    reference = [] if name in ("space", "record") else [assignment.question.uuid]
    app = "clairdroit_partner_space" if name in ("space", "record", "renew_links") else "clairdroit_questions"
    return reverse(f"{app}:{name}", args=[token, *reference])
