"""The mailbox over IMAP, against a real server: a message is put away only once it is stored, whatever happens."""

import datetime
import ipaddress
import logging
import os
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from clairdroit.mail import mailbox_address, receiving
from clairdroit.mail.mailbox import fetching, notice
from clairdroit.mail.mailbox.errors import BrokenOffError
from clairdroit.mail.models.pieces import PIECE_BYTES
from clairdroit.questions import emails
from clairdroit.questions.enums import IncomingStatus
from clairdroit.questions.models import IncomingMail
from config.tasks import heartbeat, run_command
from tests.mail.imap_server import Mailbox, running
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db

TEAM = "equipe@adil.example"


@pytest.fixture(autouse=True)
def _no_failure_known():
    cache.delete(notice.KEY)


@pytest.fixture
def box(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"
    with running(Mailbox()) as box:
        settings.CLAIRDROIT_IMAP_URL = f"imap://reponse%40ville.example:secret@127.0.0.1:{box.port}/INBOX"
        yield box


def message(number=1, *, to="reponse@ville.example", sender="luc@maison.example", words="Bonjour."):
    head = f"From: <{sender}>\r\nTo: {to}\r\nMessage-ID: <m{number}@maison.example>\r\nSubject: Re: question\r\n"
    return f"{head}\r\n{words}\r\n".encode()


def fetch(**options):
    call_command("fetch_mail", **options)


def failed(**options):
    with pytest.raises(CommandError) as caught:
        fetch(**options)
    return str(caught.value)


def stored():
    return [mail.raw() for mail in IncomingMail.objects.order_by("pk")]


class TestTaking:
    def test_a_reply_in_the_mailbox_becomes_a_draft_and_the_message_is_put_away(self, box, capsys):
        question = QuestionFactory(assigned=True)
        assignment = AssignmentFactory(question=question, partner=PartnerFactory(team_email=TEAM))
        raw = message(to=emails.partner_asked(assignment).headers["Reply-To"], sender=TEAM)
        box.add(raw)
        fetch()
        assert IncomingMail.objects.get().status == IncomingStatus.ACCEPTED
        assert stored() == [raw]
        assert (box.messages(), box.messages("Clairdroit")) == ([], [raw])
        assert "1 stored" in capsys.readouterr().out

    def test_with_nothing_to_do_it_says_nothing(self, box, capsys):
        fetch()
        assert capsys.readouterr().out == ""

    def test_a_message_that_somebody_has_read_in_their_program_is_taken_all_the_same(self, box):
        uid = box.add(message())
        box.folders["INBOX"][uid][1].add("\\Seen")
        fetch()
        assert IncomingMail.objects.count() == 1

    def test_a_message_that_could_not_be_put_away_is_one_record_at_the_next_turn(self, box, capsys):
        box.add(message())
        box.refuse_moves = True
        assert "did not move every message" in failed()
        assert IncomingMail.objects.count() == 1
        box.refuse_moves = False
        fetch()
        assert IncomingMail.objects.count() == 1
        assert box.messages() == []
        assert "0 stored, 1 were here already" in capsys.readouterr().out

    def test_a_large_one_comes_in_pieces_and_whole(self, box):
        raw = message(words="x" * (2 * PIECE_BYTES + 7))
        box.add(raw)
        fetch()
        assert stored() == [raw]
        asked = [words for name, *words in box.commands if name == "FETCH"]
        assert len(asked) == 3

    @pytest.mark.parametrize("size", [0, PIECE_BYTES, 2 * PIECE_BYTES])
    def test_a_message_that_ends_with_a_piece_is_whole(self, box, size):
        raw = message()[:size].ljust(size, b"x")
        box.add(raw)
        fetch()
        assert stored() == [raw]

    @pytest.mark.parametrize("capabilities", [["IMAP4rev1"], ["IMAP4rev1", "UIDPLUS"]], ids=["bare", "uidplus"])
    def test_a_server_that_cannot_move_copies_and_marks(self, box, capabilities):
        box.capabilities = capabilities
        box.add(message())
        fetch()
        fetch()
        assert box.messages("Clairdroit") == [message()]
        assert IncomingMail.objects.count() == 1
        assert box.messages() == ([] if "UIDPLUS" in capabilities else [message()])

    def test_folders_may_stand_below_the_inbox_only(self, box):
        box.below_inbox = True
        box.add(message())
        fetch()
        fetch()
        assert box.messages("INBOX.Clairdroit") == [message()]

    def test_no_more_than_the_limit_in_one_turn_the_oldest_first(self, box):
        for number in range(3):
            box.add(message(number))
        fetch(limit=2)
        assert stored() == [message(0), message(1)]
        assert box.messages() == [message(2)]

    def test_what_was_put_away_long_ago_leaves_the_mailbox(self, box, settings):
        settings.CLAIRDROIT_IMAP_KEEP_DAYS = 30
        box.add(b"old", folder="Clairdroit", days_old=32)
        box.add(b"young", folder="Clairdroit", days_old=20)
        box.add(message(), days_old=90)
        fetch()
        # A message that waited for three months while nobody fetched is stored, then treated as any other.
        assert box.messages("Clairdroit") == [b"young"]
        assert stored() == [message()]


class TestTrouble:
    def test_a_database_that_is_away_leaves_the_message_in_the_mailbox(self, box, monkeypatch):
        def away(source):
            raise OperationalError

        box.add(message())
        monkeypatch.setattr(receiving, "receive", away)
        assert "stays in the mailbox" in failed()
        assert box.messages() == [message()]

    def test_a_message_that_breaks_the_line_does_not_stop_the_others(self, box):
        first, second, third = (box.add(message(number)) for number in range(3))
        box.drop_at = ("FETCH", second)
        assert "the others were stored" in failed()
        assert stored() == [message(0), message(2)]
        assert box.messages() == [message(1)]
        assert third > first
        box.drop_at = None
        fetch()
        assert IncomingMail.objects.count() == 3

    def test_a_message_that_the_server_does_not_give_does_not_stop_the_others(self, box):
        box.refuse_uid = box.add(message(1))
        box.add(message(2))
        assert "did not give" in failed()
        assert stored() == [message(2)]
        assert box.connections == 1

    def test_a_line_that_breaks_after_storing_makes_no_second_record(self, box):
        uid = box.add(message())
        box.drop_at = ("MOVE", uid)
        failed()
        assert IncomingMail.objects.count() == 1
        box.drop_at = None
        fetch()
        assert IncomingMail.objects.count() == 1
        assert box.messages() == []

    @pytest.mark.parametrize("command", ["LOGIN", "SELECT", "SEARCH", "LIST"])
    def test_a_server_that_breaks_the_line_at_once_is_one_sentence(self, box, command):
        box.drop_at = (command, None)
        assert "broke the line" in failed()

    def test_a_wrong_password_is_said_and_shown_nowhere(self, box, settings):
        box.password = "another"
        said = failed()
        assert "refuses the name or the password" in said
        assert "secret" not in said

    def test_a_folder_that_is_not_there_is_named_so(self, box, settings):
        settings.CLAIRDROIT_IMAP_URL += "/Autre"
        assert "does not open the folder" in failed()

    def test_nobody_at_the_door(self, box, settings):
        with running(Mailbox()) as gone:
            port = gone.port
        settings.CLAIRDROIT_IMAP_URL = f"imap://a:b@127.0.0.1:{port}"
        assert "cannot be reached" in failed()

    def test_a_server_that_answers_byte_by_byte_is_left_in_the_end(self, box):
        """No single step is late: the whole visit has an end of its own."""
        box.add(message())
        box.drip_seconds = 60
        with pytest.raises(BrokenOffError):
            fetching.fetch_all(seconds=1)
        assert box.messages() == [message()]

    def test_without_a_mailbox_it_says_which_setting_is_missing(self, settings):
        settings.CLAIRDROIT_IMAP_URL = ""
        assert "CLAIRDROIT_IMAP_URL" in failed()


class TestEditorsAreTold:
    def test_since_when_and_why_until_it_works_again(self, box, client):
        client.force_login(UserFactory(moderator=True))
        pages = [reverse("wagtailadmin_home"), reverse("courriels-recus_modeladmin_index")]
        box.password = "another"
        failed()
        since = notice.failure().since
        failed()
        assert notice.failure().since == since
        for page in pages:
            assert "La boîte aux lettres ne peut pas être lue depuis" in client.get(page).content.decode()
        assert "refuse le nom ou le mot de passe" in client.get(pages[1]).content.decode()
        box.password = "secret"
        fetch()
        for page in pages:
            assert "La boîte aux lettres" not in client.get(page).content.decode()


class TestOperatorsAreTold:
    def test_the_log_says_once_that_it_begins_and_once_that_it_works_again(self, box, caplog):
        box.password = "another"
        for _turn in range(3):
            run_command.call("fetch_mail")
        box.password = "secret"
        for _turn in range(2):
            run_command.call("fetch_mail")
        told = [record for record in caplog.records if record.levelno >= logging.WARNING]
        assert [record.message for record in told] == ["The mailbox cannot be read", "The mailbox can be read again"]
        assert "refuses the name or the password" in told[0].said
        assert "secret" not in told[0].said

    def test_by_hand_it_still_fails_so_that_a_script_notices(self, box):
        box.password = "another"
        with pytest.raises(CommandError) as caught:
            fetch()
        assert caught.value.returncode == os.EX_TEMPFAIL

    def test_what_no_next_turn_mends_stays_a_failed_task(self, settings):
        settings.CLAIRDROIT_IMAP_URL = ""
        with pytest.raises(CommandError):
            run_command.call("fetch_mail")

    def test_readyz_names_it_and_stays_ready(self, box, client):
        heartbeat.enqueue()
        DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now())
        assert client.get("/readyz").json()["checks"]["mailbox"] == "ok"
        box.password = "another"
        failed()
        response = client.get("/readyz")
        assert response.status_code == 200
        assert response.json()["status"] == "degraded"
        said = response.json()["checks"]["mailbox"]
        assert said.startswith("cannot be read since 20")
        assert "refuses the name or the password" in said


class TestAddress:
    def test_names_and_passwords_may_hold_any_sign(self):
        found = mailbox_address.read(
            "imaps://reponse%40ville.example:p%3A%2F%40ss@imap.ville.example/Courrier%20re%C3%A7u"
        )
        assert (found.name, found.password, found.folder) == ("reponse@ville.example", "p:/@ss", "Courrier reçu")
        assert (found.port, found.is_encrypted) == (993, True)
        assert "p:/@ss" not in repr(found)

    @pytest.mark.parametrize(
        "url",
        [
            "imap://a:b@imap.ville.example/INBOX",
            "imaps://imap.ville.example",
            "imaps://a@imap.ville.example",
            "https://a:b@imap.ville.example",
            "imaps://a:b@imap.ville.example:many",
            "imaps://a:b@",
            "imaps://a:b@imap..ville.example",
            "imaps://a:b%C3%A9@imap.ville.example",
            "imaps://é:b@imap.ville.example",
        ],
        ids=["plain", "nobody", "no-password", "scheme", "port", "no-host", "host", "password", "name"],
    )
    def test_what_cannot_be_used_is_refused_without_being_shown(self, url, settings):
        with pytest.raises(mailbox_address.BadAddressError) as caught:
            mailbox_address.read(url)
        assert "a:b" not in str(caught.value)
        settings.CLAIRDROIT_IMAP_URL = url
        assert "clairdroit_app_settings.E001" in [found.id for found in run_checks()]

    def test_a_mailbox_that_nobody_is_told_of_is_a_warning(self, box, settings):
        assert "clairdroit_mail.W001" not in [found.id for found in run_checks()]
        settings.CLAIRDROIT_REPLY_ADDRESS = ""
        assert "clairdroit_mail.W001" in [found.id for found in run_checks()]


def certificate(folder):
    """A certificate for 127.0.0.1 that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path, secret = folder / "server.pem", folder / "server.key"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret.write_bytes(key.private_bytes(*form))
    return path, secret


def test_an_encrypted_line_is_trusted_only_with_a_certificate_that_is(tmp_path, settings, monkeypatch):
    path, secret = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, secret)
    with running(Mailbox(), tls=context) as box:
        settings.CLAIRDROIT_IMAP_URL = f"imaps://a:secret@127.0.0.1:{box.port}"
        box.add(message())
        assert "certificate" in failed()
        assert box.commands == []
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        fetch()
        assert box.messages("Clairdroit") == [message()]


def test_a_message_that_another_visitor_takes_meanwhile_is_no_trouble(box):
    """Two workers see the same list; whoever comes second finds the message gone, or the record there."""
    for number in range(2):
        box.add(message(number))
    plain = receiving.receive

    def taken(source):
        with box.lock:
            box.folders["INBOX"].pop(source.uid)
        return plain(source)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(receiving, "receive", taken)
        fetch()
    assert IncomingMail.objects.count() == 0
    assert box.messages() == []
