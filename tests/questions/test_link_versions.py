"""A partner's links end with the reason for which they were given, by whichever way it ended; and stay ended."""

import datetime

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from clairdroit.connections.models import PartnerToken
from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import renew_links, team_user
from clairdroit.partners_snippets.enums import LinkReason, PartnerMail
from clairdroit.partners_snippets.imports import merging
from clairdroit.partners_snippets.imports.loading import apply_to_partner
from clairdroit.partners_snippets.models import LinkVersion, Partner, PartnerMember
from clairdroit.partners_snippets.space import links as space_links
from clairdroit.public_forms.digests import stop_url
from clairdroit.questions import actions, emails, links
from clairdroit.questions.enums import AssignmentStatus, EventKind, MailKind, QuestionStatus
from clairdroit.roles.actions import compose_roles
from clairdroit.roles.enums import Role
from tests.connections.factories import PartnerTokenFactory
from tests.partners_snippets.factories import PartnerFactory, PartnerMemberFactory
from tests.questions.factories import AssignmentFactory, UserFactory, proposed_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    found = PartnerFactory(team_email="equipe@ccas.invalid")
    PartnerMemberFactory(partner=found, user=UserFactory(username="benevole", email="benevole@ccas.invalid"))
    return found


def links_sent():
    return list(OutboxMail.objects.filter(kind=PartnerMail.LINK))


def opens(token):
    return space_links.partner_of_token(token) is not None


def save(partner, **values):
    found = Partner.objects.get(pk=partner.pk)
    for name, value in values.items():
        setattr(found, name, value)
    found.save()


def publish(partner, **values):
    """As the editor's screen and an approved correction do: a revision, then its publication."""
    found = Partner.objects.get(pk=partner.pk)
    for name, value in values.items():
        setattr(found, name, value)
    found.save_revision().publish()


def bulk(partner, **values):
    found = Partner.objects.get(pk=partner.pk)
    for name, value in values.items():
        setattr(found, name, value)
    Partner.objects.bulk_update([found], list(values))


def statement(partner, **values):
    """Nobody's code runs: somebody repairs the database by hand."""
    for name, value in values.items():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {Partner._meta.db_table} SET {name} = %s WHERE id = %s", [value, partner.pk])


WAYS_TO_CHANGE = {
    "saved": save,
    "published": publish,
    "updated": lambda partner, **values: Partner.objects.filter(pk=partner.pk).update(**values),
    "updated by what changes": lambda partner, **values: Partner.objects.filter(
        pk=partner.pk, team_email=partner.team_email
    ).update(**values),
    "in bulk": bulk,
    "by a statement": statement,
}


@pytest.mark.parametrize("way", WAYS_TO_CHANGE)
def test_another_team_box_ends_the_links_of_before(partner, way):
    old = links.partner_token(partner)
    assert opens(old)
    WAYS_TO_CHANGE[way](partner, team_email="accueil@ailleurs.invalid")
    assert not opens(old)
    assert opens(links.partner_token(Partner.objects.get(pk=partner.pk)))
    assert not opens(old)


@pytest.mark.parametrize("way", [way for way in WAYS_TO_CHANGE if way != "by a statement"])
def test_the_old_box_put_back_revives_no_link_of_before(partner, way):
    old = links.partner_token(partner)
    WAYS_TO_CHANGE[way](partner, team_email="accueil@ailleurs.invalid")
    save(partner, team_email=partner.team_email)
    assert not opens(old)


def test_the_same_box_in_other_letters_is_no_other_box(partner):
    old = links.partner_token(partner)
    save(partner, team_email=partner.team_email.upper(), phone="01 99 00 00 01")
    assert opens(old)


def test_an_import_that_brings_another_box_ends_them(partner, monkeypatch):
    """No source tells a team box today; the way by which it would write one is tried."""
    monkeypatch.setattr(merging, "PARTNER_VALUES", (*merging.PARTNER_VALUES, "team_email"))
    old = links.partner_token(partner)
    apply_to_partner(Partner.objects.get(pk=partner.pk), {"name": "Le CCAS"})
    assert opens(old)
    apply_to_partner(Partner.objects.get(pk=partner.pk), {"team_email": "accueil@ailleurs.invalid"})
    assert Partner.objects.get(pk=partner.pk).team_email == "accueil@ailleurs.invalid"
    assert not opens(old)


def test_a_former_revision_that_is_published_brings_no_former_version_back(partner):
    former = Partner.objects.get(pk=partner.pk).save_revision()
    old = links.partner_token(partner)
    publish(partner, team_email="accueil@ailleurs.invalid")
    former.publish()
    assert Partner.objects.get(pk=partner.pk).team_email == partner.team_email
    assert not opens(old)


def _expire(partner):
    found = Partner.objects.get(pk=partner.pk)
    found.expire_at = timezone.now() - datetime.timedelta(minutes=1)
    found.save_revision().publish()
    call_command("publish_scheduled", verbosity=0)


WAYS_TO_WITHDRAW = {
    "unpublished": lambda partner: Partner.objects.get(pk=partner.pk).unpublish(),
    "expired": _expire,
    "updated": lambda partner: Partner.objects.filter(pk=partner.pk).update(live=False),
    "by a statement": lambda partner: statement(partner, live=False),
}


@pytest.mark.parametrize("way", WAYS_TO_WITHDRAW)
def test_the_links_of_a_partner_that_is_withdrawn_answer_that_they_no_longer_work(client, partner, way):
    old = links.partner_token(partner)
    WAYS_TO_WITHDRAW[way](partner)
    answer = client.get(reverse("clairdroit_partner_space:space", args=[old]))
    assert answer.status_code == 403
    assert "il ne fonctionne plus" in answer.content.decode()


@pytest.mark.parametrize("way", [way for way in WAYS_TO_WITHDRAW if way != "by a statement"])
def test_published_again_it_needs_new_links(partner, way):
    old = links.partner_token(partner)
    WAYS_TO_WITHDRAW[way](partner)
    publish(partner, live=True, expire_at=None)
    assert Partner.objects.get(pk=partner.pk).live
    assert not opens(old)
    assert opens(links.partner_token(Partner.objects.get(pk=partner.pk)))


def test_a_deleted_partner_s_link_opens_nothing(client, partner):
    old = links.partner_token(partner)
    partner.delete()
    assert not opens(old)
    assert client.get(reverse("clairdroit_partner_space:space", args=[old])).status_code == 403


def _deactivate_by_bulk_action(user, client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    url = reverse("wagtail_bulk_action", args=["auth", "user", "set_active_state"])
    client.post(f"{url}?id={user.pk}", {"mark_as_active": "False"})
    client.logout()


def _deactivate(user, client):
    user.is_active = False
    user.save()


WAYS_TO_LEAVE = {
    "membership deleted": lambda user, client: PartnerMember.objects.get(user=user).delete(),
    "memberships deleted": lambda user, client: PartnerMember.objects.filter(user=user).delete(),
    "account deleted": lambda user, client: user.delete(),
    "account deactivated": _deactivate,
    "accounts deactivated": _deactivate_by_bulk_action,
}


@pytest.mark.parametrize("who", ["benevole", "box"])
@pytest.mark.parametrize("way", WAYS_TO_LEAVE)
def test_whoever_leaves_takes_no_link_along(client, partner, old_token, way, who):
    old = links.partner_token(partner)
    accounts = get_user_model().objects
    user = team_user(partner) if who == "box" else accounts.get(username="benevole")
    WAYS_TO_LEAVE[way](user, client)
    assert not opens(old)
    # The old one stays closed after somebody asked for a new one, and after the account was opened again.
    form = {"email": partner.team_email, "token": old_token("lien-partenaire")}
    client.post(reverse("clairdroit_partner_space:request_link"), form)
    for account in accounts.filter(is_active=False):
        account.is_active = True
        account.save()
    assert not opens(old)


def test_a_membership_given_to_another_person_ends_the_links(partner):
    old = links.partner_token(partner)
    member = PartnerMember.objects.get(partner=partner, is_team_box=False)
    member.user = UserFactory(username="nouvelle")
    member.save()
    assert not opens(old)


def test_saving_the_same_membership_or_account_ends_none(partner):
    old = links.partner_token(partner)
    PartnerMember.objects.get(partner=partner, is_team_box=False).save()
    get_user_model().objects.get(username="benevole").save()
    assert opens(old)


class TestAskingForALink:
    def ask(self, client, old_token, address):
        form = {"email": address, "token": old_token("lien-partenaire")}
        return client.post(reverse("clairdroit_partner_space:request_link"), form)

    @pytest.mark.parametrize("way", WAYS_TO_WITHDRAW)
    def test_none_is_sent_to_a_partner_that_is_withdrawn(self, client, partner, old_token, way):
        WAYS_TO_WITHDRAW[way](partner)
        assert self.ask(client, old_token, partner.team_email).status_code == 200
        assert not OutboxMail.objects.exists()

    def test_none_is_sent_to_the_box_of_before(self, client, partner, old_token):
        save(partner, team_email="accueil@ailleurs.invalid")
        self.ask(client, old_token, "equipe@ccas.invalid")
        assert not links_sent()

    def test_none_is_sent_where_an_editor_has_closed_the_account(self, client, partner, old_token):
        box = team_user(partner)
        box.is_active = False
        box.save()
        PartnerMember.objects.filter(user=box).delete()
        self.ask(client, old_token, partner.team_email)
        assert not OutboxMail.objects.exists()


class TestRenewing:
    def test_the_partner_renews_and_is_sent_a_new_link(self, client, partner):
        old = links.partner_token(partner)
        page = client.get(reverse("clairdroit_partner_space:space", args=[old])).content.decode()
        address = reverse("clairdroit_partner_space:renew_links", args=[old])
        assert address in page
        assert client.get(address).status_code == 200
        assert opens(old)
        answer = client.post(address, follow=True)
        assert "Vos liens sont renouvelés" in answer.content.decode()
        assert not opens(old)
        mail = OutboxMail.objects.get()
        assert mail.to == [partner.team_email]
        new = links.partner_token(partner)
        assert new[:12] in mail.message
        assert client.post(address).status_code == 403

    def test_an_editor_renews_from_the_directory_and_the_log_names_them(self, client, partner):
        old = links.partner_token(partner)
        user = UserFactory(is_superuser=True, is_staff=True, username="redaction")
        client.force_login(user)
        listing = client.get(reverse(Partner.snippet_viewset.get_url_name("list"))).content.decode()
        address = reverse("clairdroit_partners_renew_links", args=[partner.pk])
        assert address in listing
        assert client.get(address).status_code == 200
        assert opens(old)
        client.post(address)
        assert not opens(old)
        assert OutboxMail.objects.get().to == [partner.team_email]
        history = client.get(reverse(Partner.snippet_viewset.get_url_name("history"), args=[partner.pk]))
        assert "Les liens de ce partenaire ont été renouvelés. Renouvelés par la rédaction." in history.content.decode()

    @pytest.mark.parametrize("role", [None, Role.PROFESSIONALS])
    def test_nobody_else_may(self, client, partner, role):
        old = links.partner_token(partner)
        stranger = UserFactory()
        if role:
            compose_roles()
            stranger.groups.add(Group.objects.get(name=role))
        client.force_login(stranger)
        assert client.post(reverse("clairdroit_partners_renew_links", args=[partner.pk])).status_code in (302, 403)
        with pytest.raises(PermissionDenied):
            renew_links(partner=partner, user=stranger, reason=LinkReason.EDITOR)
        assert opens(old)

    def test_of_a_partner_without_a_box_they_end_and_the_editor_is_told(self, client, partner):
        save(partner, team_email="")
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        page = client.post(reverse("clairdroit_partners_renew_links", args=[partner.pk]), follow=True)
        assert "Aucun nouveau lien n’a été envoyé" in page.content.decode()
        assert not links_sent()


class TestWhatFollows:
    def test_a_new_box_is_sent_the_link_to_what_waits(self):
        assignment = AssignmentFactory()
        links.partner_token(assignment.partner)
        save(assignment.partner, team_email="accueil@ailleurs.invalid")
        assert [mail.to for mail in links_sent()] == [["accueil@ailleurs.invalid"]]

    def test_a_new_box_for_which_nothing_waits_is_left_in_peace(self, partner):
        links.partner_token(partner)
        save(partner, team_email="accueil@ailleurs.invalid")
        assert not links_sent()

    def test_what_waited_for_a_partner_that_is_withdrawn_goes_back_to_the_editors(self):
        assignment = AssignmentFactory()
        links.partner_token(assignment.partner)
        Partner.objects.get(pk=assignment.partner_id).unpublish()
        assignment.refresh_from_db()
        assert assignment.status == AssignmentStatus.RELEASED
        assert assignment.question.status == QuestionStatus.RECEIVED
        assert assignment.question.events.filter(kind=EventKind.RELEASED).count() == 1
        with pytest.raises(actions.NotReachableError):
            actions.assign(
                question=assignment.question,
                partner=Partner.objects.get(pk=assignment.partner_id),
                user=UserFactory(moderator=True),
            )

    def test_what_it_had_handed_in_stays_with_the_editors(self):
        answer = proposed_answer()
        partner = Partner.objects.get(pk=answer.assignment.partner_id)
        links.partner_token(partner)
        partner.unpublish()
        answer.assignment.refresh_from_db()
        assert answer.assignment.status == AssignmentStatus.PROPOSED
        actions.ask_for_changes(answer=answer, user=UserFactory(moderator=True), comment="Plus court.")
        answer.assignment.refresh_from_db()
        assert answer.assignment.status == AssignmentStatus.RELEASED
        assert not answer.assignment.mails.filter(kind=MailKind.CHANGES).exists()

    def test_the_keys_of_its_software_end_for_good(self, client, partner):
        PartnerTokenFactory(partner=partner, raw="cdp_essai")
        links.partner_token(partner)
        headers = {"Authorization": "Bearer cdp_essai"}
        assert client.get("/api/partenaire/v1/questions", headers=headers).status_code == 200
        Partner.objects.get(pk=partner.pk).unpublish()
        publish(partner, live=True)
        assert client.get("/api/partenaire/v1/questions", headers=headers).status_code == 401
        assert PartnerToken.objects.get().revoked_at is not None

    @pytest.mark.parametrize("way", WAYS_TO_WITHDRAW)
    def test_nor_does_the_link_in_a_digest_choose_for_it_any_more(self, client, partner, way):
        old = stop_url(partner)
        assert client.get(old).status_code == 200
        WAYS_TO_WITHDRAW[way](partner)
        assert client.get(old).status_code == 404
        assert client.post(old, {"List-Unsubscribe": "One-Click"}).status_code == 404

    def test_the_box_of_before_chooses_no_reminders_for_the_new_one(self, client, partner):
        old = stop_url(partner)
        save(partner, team_email="accueil@ailleurs.invalid")
        assert client.post(old).status_code == 404

    def test_no_other_link_of_the_space_works_either(self, client, partner):
        assignment = AssignmentFactory(partner=partner)
        old = links.partner_token(partner)
        renew_links(partner=partner, user=team_user(partner), reason=LinkReason.PARTNER)
        of_space = {"space", "record", "availability", "renew_links"}
        of_question = {"assignment", "autosave", "suggestions", "partner_reread", "presence", "decline", "hand_over"}
        for name in of_space | of_question | {"ask_citizen"}:
            arguments = [old] if name in of_space else [old, assignment.question.uuid]
            for method in (client.get, client.post):
                app = "questions" if name in of_question | {"availability", "ask_citizen"} else "partner_space"
                answer = method(reverse(f"clairdroit_{app}:{name}", args=arguments))
                assert answer.status_code == 403, name
        assert assignment.question.text not in answer.content.decode()


def test_tampering_with_the_version_or_the_rest_opens_nothing(partner):
    token = links.partner_token(partner)
    known = LinkVersion.objects.get().version
    assert token.startswith(known)
    other = PartnerFactory(team_email="autre@ccas.invalid")
    for forged in (
        links.partner_token(other)[:12] + token[12:],
        token[:12] + links.partner_token(other)[12:],
        known,
        token[12:],
        token[:-1],
        "",
        "-" * 12 + token[12:],
        token + "é",
    ):
        assert not opens(forged), forged


def test_mails_carry_links_that_work(partner):
    assignment = AssignmentFactory(partner=partner)
    # A link says when it was made, to the second.
    with time_machine.travel(timezone.now(), tick=False):
        assert links.assignment_url(assignment) in emails.partner_asked(assignment).message
