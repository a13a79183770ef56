"""A real SMTP server (aiosmtpd) that can be told to refuse, to be slow, or to break the line at a chosen moment."""

import asyncio

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Moods:
    """What the server does with each mail; the mails that it accepted are in `accepted`."""

    def __init__(self):
        self.accepted = []
        self.connections = 0
        self.rcpt_reply = None
        self.data_reply = None
        self.drop_at = None
        self.delay_after_data = 0
        self.asks_for_a_login = False

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.drop_at == "rcpt":
            server.transport.abort()
            return "250 OK"
        if self.rcpt_reply:
            return self.rcpt_reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.delay_after_data:
            await asyncio.sleep(self.delay_after_data)
        if self.drop_at == "content":
            server.transport.abort()
            return "250 OK"
        if self.data_reply:
            return self.data_reply
        self.accepted.append(envelope)
        if self.drop_at == "after":
            server.transport.abort()
        return "250 OK"


class Server(Controller):
    def factory(self):
        self.handler.connections += 1
        # AUTH is offered without TLS, as inside a town's own network.
        return SMTP(self.handler, enable_SMTPUTF8=True, auth_require_tls=not self.handler.asks_for_a_login)
