"""What waits for a decision beside the answers: changed pages and partner records, in the same queue."""

from datetime import timedelta
from typing import Any

from wagtail.models import Page, TaskState

from clairdroit.kb_pages.models import ArticlePage
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.models import Partner
from demo.loader import content
from demo.loader.past import date_notices, days_ago, last_mail
from demo.loader.progress import Loading

# Everything else in an entry of waiting.toml is a changed field.
ABOUT_THE_ENTRY = {"article", "partner", "by", "days_ago"}


def load_waiting(partners: dict[str, Partner], loading: Loading) -> None:
    waiting = content.read("waiting")
    for text in waiting["pages"]:
        article = ArticlePage.objects.filter(slug=text["article"], locale__language_code="fr").first()
        if article is not None:
            _submit(article, loading.users[text["by"]], text)
    for text in waiting["partners"]:
        partner = partners.get(text["partner"])
        if partner is not None:
            _submit(partner, loading.users[text["by"]] if "by" in text else team_user(partner), text)


def _submit(record: Any, user: Any, text: dict[str, Any]) -> None:
    """A draft handed to the moderators; a record that waits or has waited already is left as it is."""
    if record.workflow_states.exists():
        return
    draft = record.get_latest_revision_as_object()
    for name in text.keys() - ABOUT_THE_ENTRY:
        setattr(draft, name, text[name])
    revision = draft.save_revision(user=user)
    record.refresh_from_db()
    newest = last_mail()
    state = record.get_workflow().start(record, user)
    handed_in = days_ago(text["days_ago"])
    date_notices(after=newest, moment=handed_in)
    # Wagtail takes whatever is dated after the version that somebody edits for a newer one, and warns of it.
    record.revisions.exclude(pk=revision.pk).filter(created_at__gte=handed_in).update(
        created_at=handed_in - timedelta(days=1)
    )
    type(revision).objects.filter(pk=revision.pk).update(created_at=handed_in)
    if isinstance(record, Page):
        Page.objects.filter(pk=record.pk).update(latest_revision_created_at=handed_in)
    TaskState.objects.filter(workflow_state=state).update(started_at=handed_in)
    type(state).objects.filter(pk=state.pk).update(created_at=handed_in)
