"""What other software the demonstration tells of questions, and the key of a partner's own: neither leads anywhere."""

from clairdroit.connections import actions
from clairdroit.connections.enums import WebhookEvent
from clairdroit.connections.models import PartnerToken, Webhook
from clairdroit.partners_snippets.models import Partner
from demo.loader.past import date_notices, days_ago, last_mail
from demo.loader.progress import Loading

# Switched off: `.invalid` is nobody's.
WEBHOOK = ("Tableau de bord de la mairie", "https://tableau.clairval.invalid/questions")
KEY = "Suivi des dossiers, M. Aubry"


def load_connections(partners: dict[str, Partner], loading: Loading) -> None:
    user = loading.users["coordination"]
    name, url = WEBHOOK
    # Whatever somebody has made of it stays, also that it was deleted and another one made.
    if not Webhook.objects.exists():
        events = [WebhookEvent.RECEIVED, WebhookEvent.ANSWERED]
        actions.save_webhook(
            webhook=Webhook(is_active=False), user=user, name=name, url=url, events=events, is_active=False
        )
    if not PartnerToken.objects.exists():
        newest, moment = last_mail(), days_ago(30)
        actions.make_partner_token(partner=partners["adil"], name=KEY, user=user)
        PartnerToken.objects.update(created_at=moment)
        date_notices(after=newest, moment=moment)
