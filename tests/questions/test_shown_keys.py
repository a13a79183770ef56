"""Whatever the site itself makes as a key is masked wherever one person's mail is shown to another."""

import secrets

import pytest
from django.urls import reverse

from clairdroit.connections.enums import ConnectionMail
from clairdroit.mail.shown_keys import KEY_NAMES, PARAMETER, key_routes, routes, without_keys
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.enums import PartnerMail
from clairdroit.partners_snippets.space import emails as space_emails
from clairdroit.partners_snippets.space import links as space_links
from clairdroit.public_forms.digests import stop_url
from clairdroit.questions import emails, links
from clairdroit.questions.defaults import new_token
from clairdroit.questions.enums import MailKind
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.every_mail import every_mail
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory
from tests.questions.keys import keys_in

pytestmark = pytest.mark.django_db

# Parameters that take any text and are no keys. A new one belongs here, or is named as a key is (KEY_NAMES): then it
# is masked without anything more.
NO_KEYS = {
    "action",
    "action_name",
    "app_label",
    "app_name",
    "content_type_app_name",
    "content_type_model_name",
    "filter_spec",
    "mode",
    "model_name",
    "number",
    "object_id",
    "path",
    "pk",
    "instance_pk",
    "kind",
    "reference",
    "rest",
    "revision_id_a",
    "revision_id_b",
    "section",
    "sheet_id",
    "slug",
}
FREE_TEXT = ("", "str:", "slug:", "path:")
SECRET = "Zx9-" + "a1B2c3D4" * 4


def test_every_address_with_a_free_text_in_it_is_known_as_a_key_or_as_none():
    for route in routes():
        for found in PARAMETER.finditer(route):
            if found[0].startswith(tuple(f"<{kind}{found[1]}" for kind in FREE_TEXT)):
                assert found[1] in KEY_NAMES | NO_KEYS, (
                    f"{route}: is <{found[1]}> a key? Name it in the one or the other"
                )


@pytest.mark.parametrize("start", ["https://ville.example/", "/", "https://ville.example/en/"])
def test_every_key_address_is_masked_at_its_beginning_packed_and_broken(start):
    routes = key_routes()
    assert len(routes) >= 4
    for route in routes:
        address = start + PARAMETER.sub(lambda found: SECRET if found[1] in KEY_NAMES else "12", route) + "/"
        packed = f"https://filtre.example/?url={address.replace(':', '%3A').replace('/', '%2F')}&data=05"
        twice = packed.replace("%", "%25")
        broken = address.replace(SECRET + "/", f"{SECRET[:20]}\n> {SECRET[20:]}/")
        wrapped = address.replace("-", "-\r\n> ").replace("/", "/\n> >")
        for text in (address, f"Voir <{address}>, merci.", f'<a href="{address}">', packed, twice, broken, wrapped):
            shown = without_keys(text)
            assert SECRET not in shown, text
            assert SECRET[20:] not in shown.replace("\r\n> ", "").replace("\n> >", ""), text
            assert "…" in shown
    assert without_keys(f"Voir <{start}espace-partenaires/{SECRET}/>, merci.").endswith("…/>, merci.")


def test_words_and_ordinary_addresses_stay_as_they_are():
    for text in (
        "Bonjour,\n\nvous pouvez joindre la CAF au 3230, ou écrire à caf+accueil@ville.example.",
        "https://ville.example/a-qui-s-adresser/caf-du-bas-rhin-12/ et https://ville.example/espace-partenaires/",
        "https://ville.example/poser-ma-question/merci/C6A1F00B/ (rappels/ et ma-question)",
        "message-id <178423.1234567890.abcdefghij@ville.example>",
        "",
    ):
        assert without_keys(text) == text


def all_keys(settings):
    """Each key that the site makes, with a text as it stands in."""
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"
    assignment = AssignmentFactory()
    team, reply = team_user(assignment.partner), new_token()
    yield links.follow_token(assignment.question), links.follow_url(assignment.question)
    yield links.partner_token(assignment.partner), links.assignment_url(assignment)
    yield reply, f"De : reponse+{reply}@ville.example"
    yield reply, f"Reply-To: reponse=2B{reply}=40ville.example"
    for reader in (assignment.partner, team):
        url = stop_url(reader)
        yield url.rstrip("/").rpartition("/")[2], f"List-Unsubscribe: <{url}>"
    for made in ("cdp_" + secrets.token_urlsafe(32), "whsec_" + secrets.token_urlsafe(32)):
        yield made, f"Authorization: Bearer {made}"


def test_each_key_that_the_site_makes_is_masked_in_its_address_and_alone(settings):
    for key, text in all_keys(settings):
        assert key in text
        assert key not in without_keys(text), text
        assert without_keys(text).partition("…")[0], "what stands before it stays"


# Told to somebody who must not be able to act by them.
WITHOUT_KEYS = {ConnectionMail.WEBHOOK_OFF, PartnerMail.BOX_LEFT, PartnerMail.BOX_CHANGED, PartnerMail.RECORD_REMARK}


def words_of(response):
    return response.getvalue().decode(errors="replace")


def test_the_register_shows_no_key_of_any_mail_to_anybody(client, settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"
    mails = every_mail()
    assert set(mails) == {*MailKind, *PartnerMail, *ConnectionMail}
    assert {kind for kind, mail in mails.items() if not keys_in(mail)} == WITHOUT_KEYS
    for reader in (UserFactory(moderator=True), UserFactory(is_superuser=True)):
        client.force_login(reader)
        index = reverse("courriels_modeladmin_index")
        listed = [words_of(client.get(f"{index}{query}")) for query in ("", "?export=csv", "?q=a")]
        for mail in mails.values():
            page = client.get(reverse("courriels_modeladmin_inspect", args=[mail.pk]))
            assert page.status_code == 200
            assert mail.message[:8] in words_of(page), "its text is shown"
            shown = "".join([words_of(page), *listed])
            assert not [key for key in keys_in(mail) if key in shown], mail.subject


def test_the_file_of_a_question_shows_no_key(client, settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"
    question = QuestionFactory()
    mails = [emails.question_received(question), emails.partner_asked(AssignmentFactory(question=question))]
    client.force_login(UserFactory(is_superuser=True))
    page = client.get(reverse("questions_modeladmin_inspect", args=[question.pk])).content.decode()
    for mail in mails:
        assert keys_in(mail)
        assert not [key for key in keys_in(mail) if key in page]


def test_a_key_in_a_subject_is_masked_in_the_list_too(client):
    partner = PartnerFactory()
    mail = space_emails.partner_link(partner)
    mail.subject = space_links.space_url(partner)
    mail.save()
    client.force_login(UserFactory(is_superuser=True))
    for url in (reverse("courriels_modeladmin_index"), reverse("courriels_modeladmin_inspect", args=[mail.pk])):
        page = client.get(url).content.decode()
        assert "/espace-partenaires/…" in page
        assert mail.subject.rstrip("/").rpartition("/")[2] not in page
