"""Every e-mail of the partners' space: one function here, three templates of its name. All go through the outbox."""

from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.users.models import UserProfile

from clairdroit.mail import outbox
from clairdroit.mail.models import OutboxMail
from clairdroit.mail.rendering import rendered
from clairdroit.partners_snippets.enums import PartnerMail
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.serializers import partner_url
from clairdroit.partners_snippets.space.links import absolute, link_days, record_url, space_url
from clairdroit.partners_snippets.space.sections import space_apps
from clairdroit.roles.names import name_of

FOLDER = "partners_snippets/emails"


def to_team_box(kind: TextChoices, partner: Partner, *, folder: str = FOLDER, **context: Any) -> OutboxMail:
    """To a partner's team box; also for the apps above, whose three templates lie in their own `folder`.

    A row of the outbox, in the transaction of whoever calls: it leaves when, and only if, that commits.
    """
    return _queue(
        kind,
        to=partner.team_email,
        language=settings.LANGUAGE_CODE,
        folder=folder,
        context={"partner": partner, "days": link_days(), **context},
    )


def partner_link(partner: Partner) -> OutboxMail:
    return to_team_box(PartnerMail.LINK, partner, space_url=space_url(partner))


def record_published(partner: Partner) -> OutboxMail:
    """What it proposed for its own record stands on the site."""
    path = partner_url(partner)
    public_url = absolute(path) if path else ""
    return to_team_box(PartnerMail.RECORD_PUBLISHED, partner, public_url=public_url, record_url=record_url(partner))


def record_changes(partner: Partner, comment: str, *, by: Any) -> OutboxMail:
    said = {"comment": comment, "by": who_writes(by)}
    return to_team_box(PartnerMail.RECORD_CHANGES, partner, record_url=record_url(partner), **said)


def record_remark(partner: Partner, text: str, reader: Any) -> OutboxMail:
    """What the form of the record does not hold, for a person who changes it."""
    return _to_person(
        PartnerMail.RECORD_REMARK,
        reader,
        partner=partner,
        text=text,
        edit_url=absolute(reverse(Partner.snippet_viewset.get_url_name("edit"), args=[partner.pk])),
    )


def box_left(partner: Partner, former: str) -> OutboxMail:
    """Without the new address, and without any link: whoever reads this box may be nobody of the partner's any more."""
    return _queue(PartnerMail.BOX_LEFT, to=former, language=settings.LANGUAGE_CODE, context={"partner": partner})


def box_changed(partner: Partner, reader: Any) -> OutboxMail:
    """Without either address: the register shows its mails to more people than the record shows its team box to."""
    with translation.override(_language_of(reader)):
        notes = [note for app in space_apps if (note := app.after_new_box())]
    return _to_person(
        PartnerMail.BOX_CHANGED,
        reader,
        partner=partner,
        notes=notes,
        history_url=absolute(reverse(Partner.snippet_viewset.get_url_name("history"), args=[partner.pk])),
    )


def who_writes(user: Any) -> str:
    """For readers outside the team: whoever caused a mail to a partner, for whom all is written in this language."""
    with translation.override(settings.LANGUAGE_CODE):
        name = name_of(user)
        return gettext("%(name)s (team of the site)") % {"name": name} if name else gettext("the team of the site")


def _to_person(kind: PartnerMail, reader: Any, **context: Any) -> OutboxMail:
    address = getattr(reader, reader.get_email_field_name())
    return _queue(kind, to=address, language=_language_of(reader), context=context)


def _language_of(reader: Any) -> str:
    """That of their admin."""
    return UserProfile.get_for_user(reader).get_preferred_language()


def _queue(kind: TextChoices, *, to: str, language: str, context: dict[str, Any], folder: str = FOLDER) -> OutboxMail:
    return outbox.queue(rendered(f"{folder}/{kind.value}", language, context), to=[to], kind=kind.value)
