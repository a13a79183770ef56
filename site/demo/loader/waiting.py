"""What waits for a decision beside the answers: a changed page and a changed partner record, in the same queue."""

from typing import Any

from clairdroit.kb_pages.models import ArticlePage
from clairdroit.partners_snippets.models import Partner
from demo.loader.progress import Loading

ARTICLE = "je-ne-peux-plus-payer-mon-loyer"
ARTICLE_SUMMARY = (
    "N’attendez pas. Prévenez votre propriétaire et demandez une aide dès le premier retard. "
    "Le conseiller de l’ADIL vous écoute gratuitement."
)
PARTNER = "adil"
PARTNER_CONDITIONS = "Gratuit. Par téléphone, ou sur rendez-vous le matin. Sans rendez-vous le mercredi après-midi."


def load_waiting(partners: dict[str, Partner], loading: Loading) -> None:
    article = ArticlePage.objects.filter(slug=ARTICLE, locale__language_code="fr").first()
    if article is not None:
        _submit(article, loading.users["editeur-logement"], summary=ARTICLE_SUMMARY)
    if PARTNER in partners:
        _submit(partners[PARTNER], loading.users["partenaire"], access_conditions=PARTNER_CONDITIONS)


def _submit(record: Any, user: Any, **changes: str) -> None:
    """A draft handed to the moderators; a record that waits or has waited already is left as it is."""
    if record.workflow_states.exists():
        return
    draft = record.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision(user=user)
    record.refresh_from_db()
    record.get_workflow().start(record, user)
