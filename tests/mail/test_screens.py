"""The outbox and the addresses that do not work, for whoever has the right to see mails and no other."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from clairdroit.mail.models import UnreachableAddress
from clairdroit.mail.screens.about import Line, Subject, Use, subject_of, subjects, uses, uses_of
from clairdroit.questions.enums import EventKind, MailKind
from clairdroit.questions.models import QuestionMail
from tests.questions.factories import OutboxMailFactory, QuestionFactory, UnreachableAddressFactory, UserFactory

pytestmark = pytest.mark.django_db
INDEX, ADDRESSES = "/admin/courriels/", "/admin/adresses/"


def user_with(*codenames):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    return user


@pytest.fixture
def reader(client):
    user = user_with("view_outboxmail")
    client.force_login(user)
    return user


@pytest.fixture
def about_a_question():
    mail = OutboxMailFactory(failed=True, to=["nadia@citoyenne.invalid"])
    return QuestionMail.objects.create(question=QuestionFactory(), email=mail, kind=MailKind.ANSWER)


def page_of(client, link):
    return client.get(reverse("courriels_modeladmin_inspect", args=[link.email_id])).content.decode()


def test_the_right_to_see_them_is_enough(client, reader, about_a_question):
    first = client.get("/admin/").content.decode()
    assert "e-mail non remis" in first
    assert "nadia@citoyenne.invalid" in client.get(INDEX).content.decode()
    client.post(reverse("clairdroit_mail_retry", args=[about_a_question.email_id]))
    about_a_question.email.refresh_from_db()
    assert about_a_question.email.is_waiting
    event = about_a_question.question.events.get(kind=EventKind.MAIL_RETRIED)
    assert event.user == reader


def test_to_handle_questions_is_another_right(client, about_a_question):
    client.force_login(user_with("handle_question"))
    row = UnreachableAddressFactory()
    pages = [INDEX, reverse("courriels_modeladmin_inspect", args=[about_a_question.email_id])]
    for address in [*pages, ADDRESSES, f"{ADDRESSES}inspect/{row.pk}/"]:
        assert client.get(address).status_code in (302, 403), address
    for name, pk in (("clairdroit_mail_retry", about_a_question.email_id), ("clairdroit_mail_clear_bounce", row.pk)):
        client.post(reverse(name, args=[pk]))
    about_a_question.email.refresh_from_db()
    assert about_a_question.email.is_failed
    assert UnreachableAddress.objects.exists()
    assert f'"{INDEX}"' not in client.get("/admin/").content.decode()


def test_nobody_is_led_where_they_may_not_go(client, reader, about_a_question):
    question = about_a_question.question
    row = UnreachableAddressFactory(bounced=question.email)
    for page in (page_of(client, about_a_question), client.get(f"{ADDRESSES}inspect/{row.pk}/").content.decode()):
        assert question.reference in page
        assert f"/admin/questions/inspect/{question.pk}/" not in page
        assert f"/admin/questions/{question.pk}/adresse/" not in page


def test_whoever_handles_questions_is(client, about_a_question):
    question = about_a_question.question
    row = UnreachableAddressFactory(bounced=question.email)
    client.force_login(UserFactory(moderator=True))
    for page in (page_of(client, about_a_question), client.get(f"{ADDRESSES}inspect/{row.pk}/").content.decode()):
        assert f"/admin/questions/inspect/{question.pk}/" in page
        assert f"/admin/questions/{question.pk}/adresse/" in page


def test_each_list_stands_in_the_menu_once(client):
    client.force_login(UserFactory(moderator=True))
    menu = client.get("/admin/").content.decode()
    assert [menu.count(f'"{address}"') for address in (INDEX, ADDRESSES)] == [1, 1]


class Appointments:
    def __init__(self, mail):
        self.mail = mail

    def of(self, mail, user):
        return Subject("Appointment", "Tuesday", "/rdv/1/", "reminder") if mail == self.mail else None

    def note_reading(self, request, response, mail):
        response["X-Read"] = str(mail.pk)
        return response


def test_any_app_says_what_its_mails_are_about(client, reader, only_registered):
    ours, other = OutboxMailFactory(), OutboxMailFactory()
    only_registered(subjects, Appointments(ours))
    assert subject_of(other, reader) is None
    shown = client.get(reverse("courriels_modeladmin_inspect", args=[ours.pk]))
    assert shown["X-Read"] == str(ours.pk)
    assert '<a href="/rdv/1/">Tuesday</a>' in shown.content.decode()


def test_an_address_that_nobody_knows_has_the_likeliest_advice(reader, only_registered):
    only_registered(uses, lambda address, user: Use("Letters"), lambda address, user: Use("Teams", [], "Ask them."))
    assert uses_of("x@y.invalid", reader) == ([], "Ask them.")
    known = Use("Letters", [Line("Monthly")])
    only_registered(uses, lambda address, user: known, lambda address, user: Use("Teams", [], "Ask them."))
    assert uses_of("x@y.invalid", reader) == ([known], "")


def test_an_empty_outbox_says_so_and_counts_no_pages(client, reader):
    empty = client.get(INDEX).content.decode()
    assert "Rien ici pour l’instant" in empty
    assert "Page 1 sur 1" not in empty
    OutboxMailFactory()
    assert "Page 1 sur 1" in client.get(INDEX).content.decode()
    assert "Page 1 sur 1" not in client.get(INDEX, {"q": "introuvable"}).content.decode()


def test_a_mail_is_called_by_its_number_once(client, reader, about_a_question):
    page = page_of(client, about_a_question)
    assert page.count(str(about_a_question.email)) == 2, "in the window's title and in the page's"


def test_addresses_are_narrowed_by_whether_they_exist(client, reader):
    dead = UnreachableAddressFactory(bounced="disparue@asso.invalid")
    full = UnreachableAddressFactory(bounced="pleine@asso.invalid", hard=False, soft_bounces=1)
    page = client.get(ADDRESSES, {"hard__exact": "0"}).content.decode()
    assert full.address in page
    assert dead.address not in page
    assert "Échecs passagers" in page


@pytest.mark.parametrize(
    ("hard", "days", "said"),
    [
        (True, 0, "N’existe pas\u00a0: les e-mails en reviennent"),
        (False, 3, "En échec depuis plusieurs jours\u00a0: les e-mails en reviennent"),
        (False, 2, "A eu un échec passager"),
    ],
)
def test_what_is_said_of_an_address_is_true_whoever_writes_to_it(client, reader, hard, days, said):
    UnreachableAddressFactory(hard=hard, soft_bounces=days)
    assert said in client.get(ADDRESSES).content.decode()
