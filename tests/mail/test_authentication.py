"""The receiving server says who a message does not come from (RFC 8601)."""

import pytest

from clairdroit.mail.reading import authentication
from clairdroit.mail.reading.message import read_headers

OWN = "mx.ville.example"
# As Postfix with OpenDMARC, Gmail, Exchange Online, rspamd and Fastmail write them.
OPENDMARC = "Authentication-Results: mx.ville.example; dmarc=fail (p=reject dis=none) header.from=adil.example"
GMAIL = """Authentication-Results: mx.google.com;
       dkim=pass header.i=@listes.example header.s=s1 header.b=Xa/09;
       spf=pass (google.com: domain of x@listes.example designates 192.0.2.7 as permitted sender)
       smtp.mailfrom=x@listes.example;
       dmarc=fail (p=NONE sp=NONE dis=NONE) header.from=adil.example"""
EXCHANGE = """Authentication-Results: spf=fail (sender IP is 192.0.2.9)
 smtp.mailfrom=adil.example; dkim=none (message not signed)
 header.d=none;dmarc=fail action=oreject header.from=adil.example;compauth=fail reason=000"""
RSPAMD = """Authentication-Results: mx.ville.example;
\tdkim=none;
\tspf=softfail (mx.ville.example: 192.0.2.9 is neither permitted nor denied) smtp.mailfrom=x@adil.example;
\tdmarc=fail reason="No valid SPF, No valid DKIM" header.from=adil.example (policy=quarantine)"""
VERSION = 'Authentication-Results: "mx.ville.example" 1; dmarc/1 = fail header.from=adil.example'
OWN_DKIM = "Authentication-Results: mx.ville.example; dkim=pass header.d=adil.example"
OWN_PASS = "Authentication-Results: mx.ville.example; dmarc=pass (p=none) header.from=adil.example"
FOREIGN_FAIL = "Authentication-Results: mx.liste.example; dmarc=fail header.from=adil.example"
FOREIGN_PASS = "Authentication-Results: mx.liste.example; dmarc=pass header.from=adil.example"


def says_failure(*headers, server=OWN):
    return authentication.fails(read_headers(("\n".join(headers) + "\n\nMots\n").encode()).headers, server=server)


@pytest.mark.parametrize(
    "header", [OPENDMARC, RSPAMD, VERSION, OPENDMARC.upper()], ids=["opendmarc", "rspamd", "version", "capitals"]
)
def test_a_failure_is_read_as_servers_write_it(header):
    assert says_failure("Received: from x by mx.ville.example", header, "From: Luc <luc@adil.example>")


@pytest.mark.parametrize("header", [OPENDMARC, GMAIL, EXCHANGE, RSPAMD, FOREIGN_FAIL])
def test_without_a_name_the_topmost_header_counts(header):
    assert says_failure(header, OWN_PASS, server="")
    assert not says_failure(OWN_PASS, header, server="")


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [OWN_PASS],
        [OWN_DKIM],
        # Another server's, or its sender's own.
        [FOREIGN_FAIL],
        [EXCHANGE],
        [OWN_PASS, OPENDMARC],
        [FOREIGN_FAIL, OWN_PASS],
        ["Authentication-Results: mx.ville.example; dmarc=none"],
        ["Authentication-Results: mx.ville.example; dmarc=temperror"],
        ["Authentication-Results: mx.ville.example; dmarc=permerror"],
        ["Authentication-Results: mx.ville.example; dmarc=pass (dmarc=fail)"],
        ['Authentication-Results: mx.ville.example; dmarc=pass reason="; dmarc=fail"'],
        ["Authentication-Results: mx.ville.example; spf=fail; dkim=fail"],
        ["Authentication-Results: mx.ville.example; none"],
        ["Authentication-Results: mx.ville.example.liste.example; dmarc=fail"],
        ["Authentication-Results:"],
        ["Authentication-Results: ((((((((((((((((("],
        ["Authentication-Results: " + ";" * 5000],
    ],
)
def test_all_else_is_no_failure_of_our_server(headers):
    assert not says_failure(*headers)


@pytest.mark.parametrize(
    "headers",
    [
        # The sender's own pass, below; a filter's header above; one header for each check.
        [OPENDMARC, OWN_PASS],
        [FOREIGN_PASS, OPENDMARC, OWN_PASS],
        [OWN_DKIM, OPENDMARC],
    ],
)
def test_a_pass_that_came_with_the_message_helps_nobody(headers):
    assert says_failure(*headers)
