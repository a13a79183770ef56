"""A real SMTP server in a bad mood, chosen anew for each connection by a seeded generator."""

import asyncio
import email
import random
import threading
from collections import Counter

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

# How often each, of 100 connections.
MOODS = {
    "kind": 58,
    "slow": 6,
    "drop at EHLO": 3,
    "drop at MAIL": 3,
    "drop at RCPT": 3,
    "drop at DATA": 3,
    "drop before the answer, not taken": 4,
    "take, then drop": 4,
    "take, then fall silent": 3,
    "take, then answer gibberish": 3,
    "refuse gibberish": 2,
    "450 for the recipient": 3,
    "451 for the message": 3,
    "554 for the message": 2,
}
SILENCE_SECONDS = 3


class Fickle:
    """`accepted` counts, for each Message-ID, how often the server took it: whatever the client came to know."""

    def __init__(self, seed):
        self.chance = random.Random(f"{seed}-smtp")
        self.accepted = Counter()
        self.met = Counter()
        self.calm = False
        self.lock = threading.Lock()

    def mood(self):
        with self.lock:
            mood = "kind" if self.calm else self.chance.choices(list(MOODS), MOODS.values())[0]
            self.met[mood] += 1
        return mood

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.drop(server, "drop at EHLO")
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.drop(server, "drop at MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.drop(server, "drop at RCPT")
        if server.mood == "450 for the recipient":
            return "450 Mailbox busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mood = server.mood
        if mood == "451 for the message":
            return "451 Try again later"
        if mood == "554 for the message":
            return "554 Not wanted"
        if mood == "refuse gibberish":
            return "fnord"
        self.drop(server, "drop before the answer, not taken")
        if mood == "slow":
            await asyncio.sleep(0.5)
        with self.lock:
            self.accepted[email.message_from_bytes(envelope.content)["Message-ID"].strip()] += 1
        self.drop(server, "take, then drop")
        if mood == "take, then fall silent":
            await asyncio.sleep(SILENCE_SECONDS)
        return "fnord" if mood == "take, then answer gibberish" else "250 OK"

    def drop(self, server, mood):
        if server.mood == mood:
            server.transport.abort()
            raise ConnectionAbortedError


class FickleSMTP(SMTP):
    def __init__(self, handler):
        super().__init__(handler, enable_SMTPUTF8=True)
        self.mood = handler.mood()

    async def smtp_DATA(self, arg):
        if self.mood == "drop at DATA":
            self.transport.abort()
            return
        await super().smtp_DATA(arg)

    async def handle_exception(self, error):
        return "421 Gone"


class FickleServer(Controller):
    def factory(self):
        return FickleSMTP(self.handler)
