"""Messages are handed to whoever registered; without anybody, pipe and mailbox keep them."""

import io
import json
import os
from functools import partial

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from clairdroit.mail.receiving import NoReceiverError, Received, receive, receiver
from clairdroit.registries import registered
from tests.mail.imap_server import Mailbox, running

MESSAGE = b"From: luc@maison.example\r\n\r\nBonjour.\r\n"


@pytest.fixture(autouse=True)
def nobody():
    with registered(receiver):
        yield


def test_the_one_that_registered_takes_the_message_and_a_second_is_refused():
    taken = []

    def take(source):
        taken.append(source.read(1000))
        return Received(number=7, is_new=True, record={"status": "held"})

    receiver.register(take)
    receiver.register(take)
    with pytest.raises(ImproperlyConfigured, match="one app"):
        receiver.register(lambda source: pytest.fail("replaced"))
    assert receive(io.BytesIO(MESSAGE)).number == 7
    assert taken == [MESSAGE]


def test_without_a_receiver_a_message_is_refused():
    with pytest.raises(NoReceiverError, match="INSTALLED_APPS"):
        receive(io.BytesIO(MESSAGE))


@pytest.mark.django_db
def test_without_a_receiver_the_mail_server_of_a_pipe_keeps_it():
    with pytest.raises(CommandError, match="INSTALLED_APPS") as caught:
        call_command("receive_mail", stdin=io.BytesIO(MESSAGE))
    assert caught.value.returncode == os.EX_TEMPFAIL


@pytest.mark.django_db
def test_without_a_receiver_it_stays_in_the_mailbox(settings):
    with running(Mailbox()) as box:
        settings.CLAIRDROIT_IMAP_URL = f"imap://reponse:secret@127.0.0.1:{box.port}/INBOX"
        box.add(MESSAGE)
        with pytest.raises(CommandError, match="stay in the mailbox"):
            call_command("fetch_mail")
        assert box.messages() == [MESSAGE]


@pytest.mark.django_db
def test_a_pipe_is_told_what_became_of_it_and_of_a_copy(capsys):
    record = {"id": 7, "status": "accepted", "reason": ""}
    for is_new, said in ((True, record), (False, record | {"status": "held"})):
        taker = partial(Received, number=7, is_new=is_new, record=record)
        with registered(receiver, lambda source, taker=taker: taker()):
            call_command("receive_mail", "--json", stdin=io.BytesIO(MESSAGE))
        printed = json.loads(capsys.readouterr().out)
        assert {**printed, "reason": ""} == said
        assert ("doublon" in printed["reason"]) is not is_new
