"""Whatever bytes arrive, a structure comes out: decoded right where that is possible, and never an error."""

import base64
import quopri
import random

import pytest

from clairdroit.mail.reading import message, plain_text
from clairdroit.mail.reading.bounces import FINAL_RECIPIENT
from clairdroit.mail.reading.decoding import decode, decode_header, transfer_decode


def mail(content, *, ctype="text/plain; charset=utf-8", encoding="", extra=""):
    head = f"From: Léa <lea@asso.example>\nSubject: Re: question\nContent-Type: {ctype}\n{extra}"
    if encoding:
        head += f"Content-Transfer-Encoding: {encoding}\n"
    return head.encode() + b"\n" + (content if isinstance(content, bytes) else content.encode())


def text(raw):
    return plain_text.text_of(message.read(raw)).strip()


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("us-ascii", "utf-8"),
        ("utf-8", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("", "utf-8"),
        ("", "cp1252"),
        ("unknown-8bit", "cp1252"),
        ("no such charset", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16", "utf-16-be"),
        ("rot13", "utf-8"),
    ],
)
def test_accents_survive_right_and_wrong_charsets(charset, codec):
    assert decode("Déjà répondu, à l’été".encode(codec), charset) == "Déjà répondu, à l’été"


@pytest.mark.parametrize(
    ("words", "charset", "codec"),
    [
        ("すみません", "iso-2022-jp", "iso-2022-jp"),
        ("고맙습니다", "ks_c_5601-1987", "cp949"),
        ("测试", "gb2312", "gb18030"),
    ],
)
def test_asian_charsets_by_the_names_that_programs_write(words, charset, codec):
    assert decode(words.encode(codec), charset) == words


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "x-uuencode", "BASE64 ", "8bit", "", "nonsense"])
def test_transfer_encodings(encoding):
    words = "La permanence est jeudi."
    sent = {
        "base64": base64.encodebytes(words.encode()).decode(),
        "quoted-printable": words.replace("est", "=65st"),
        "x-uuencode": "begin 644 x\n8" + "3&$@<&5R;6%N96YC92!E<W0@:F5U9&DN\n`\nend\n",
    }.get(encoding.strip().lower(), words)
    assert text(mail(sent, encoding=encoding)) == words


@pytest.mark.parametrize("end", ["====\nfooter", ""], ids=["ended", "cut short"])
def test_uuencode_may_hold_base64(end):
    words = "La permanence est à 10 h."
    sent = f"begin-base64 644 x.txt\n{base64.encodebytes(words.encode()).decode()}{end}"
    assert text(mail(sent, encoding="x-uuencode")) == words


def test_damaged_base64_gives_what_can_be_read():
    whole = base64.b64encode(b"La permanence est jeudi.").decode()
    assert transfer_decode(f"{whole[:10]}!\n {whole[10:]}=\n-- footer".encode(), "base64").startswith(
        b"La permanence est jeudi."
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"=?utf-8?Q?L=C3=A9a_D=27Angelo?=", "Léa D'Angelo"),
        (b"=?utf-8?B?TMOp?= =?utf-8?B?YQ==?=", "Léa"),
        (b"=?utf-8?Q?L=C3?= =?utf-8?Q?=A9a?=", "Léa"),
        (b"Re: =?iso-8859-1?Q?d=E9j=E0?= vu", "Re: déjà vu"),
        (b"=?utf-8?Q?a=0D=0ABcc:_x@y.example?=", "a Bcc: x@y.example"),
        (b"=?broken?X?y?=", "=?broken?X?y?="),
        ("Léa".encode("latin-1"), "Léa"),
    ],
)
def test_encoded_words(written, read):
    assert decode_header(written) == read


def test_the_plain_part_goes_before_the_html():
    parts = "--b\nContent-Type: text/html\n\n<p>Non</p>\n--b\nContent-Type: text/plain\n\nOui\n--b--\n"
    assert text(mail(parts, ctype='multipart/alternative; boundary="b"')) == "Oui"


def test_html_alone_is_read_as_text():
    assert text(mail("<p>L&rsquo;aide</p><p>jeudi</p>", ctype="text/html")) == "L’aide\n\njeudi"


@pytest.mark.parametrize(
    "ctype",
    ["multipart/mixed", 'multipart/mixed; boundary=""', "multipart/mixed; boundary=b b"],
    ids=["none", "empty", "bare"],
)
def test_a_boundary_that_is_not_said_is_found(ctype):
    assert text(mail("--x1\nContent-Type: text/plain\n\nOui\n--x1--\n", ctype=ctype)) in (
        "Oui",
        "--x1\nContent-Type: text/plain\n\nOui\n--x1--",
    )


def test_attachments_are_spans_with_safe_names():
    scan = base64.b64encode(b"%PDF-1.4 x").decode()
    parts = (
        "--b\nContent-Type: text/plain\n\nVoir le scan.\n"
        '--b\nContent-Type: application/pdf; name="a.pdf"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="../../etc/pass\u202efdp.pdf"\n\n{scan}\n--b--\n'
    )
    found = message.read(mail(parts, ctype="multipart/mixed; boundary=b"))
    assert plain_text.text_of(found).strip() == "Voir le scan."
    (attached,) = found.attachments
    assert attached.name == "pass_fdp.pdf"
    assert found.content(attached) == b"%PDF-1.4 x"


def test_a_long_name_in_pieces_and_percent_signs():
    extra = "Content-Disposition: attachment; filename*0*=utf-8''r%C3%A9; filename*1=sum%C3.pdf\n"
    assert message.read(mail("x", ctype="application/pdf", extra=extra)).attachments[0].name == "résum_C3.pdf"


def test_words_of_an_attached_message_are_not_the_senders():
    inner = "From: x@y.example\nSubject: z\n\nDe quelqu’un d’autre\n"
    parts = f"--b\nContent-Type: text/plain\n\nOui\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    assert text(mail(parts, ctype="multipart/mixed; boundary=b")) == "Oui"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(end):
    raw = mail("--b\n\nOui\nNon\n--b--\n", ctype="multipart/mixed; boundary=b").replace(b"\n", end.encode())
    assert text(raw) == "Oui\nNon"


def test_flowed_lines_are_joined():
    assert (
        text(mail("La permanence \nest jeudi.\n-- \nLuc", ctype="text/plain; format=flowed"))
        == "La permanence est jeudi.\n-- \nLuc"
    )


def test_no_control_character_or_lone_surrogate_comes_out():
    found = text(mail(b"a\x00b\x1b[31m\x1c\xed\xa0\x80c"))
    assert not {"\x00", "\x1b", "\x1c", "\ud800"} & set(found)
    assert found.encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"\r\n\r\n",
        b"\x00" * 1000,
        b"no header at all",
        b"From: a@b.example",
        b": empty name\n\nx",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n--x\n--x--",
        b"Content-Type: text/plain; charset=\x00\xff\n\nx",
        b"Content-Type: " + b"a;" * 5000 + b"\n\nx",
        b"Content-Transfer-Encoding: base64\n\n=====",
        b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n" + b"\xff" * 200,
    ],
)
def test_broken_messages_have_a_structure(raw):
    found = message.read(raw)
    assert isinstance(plain_text.text_of(found), str)
    assert len(found.parts) <= 2


def test_noise_has_a_structure():
    dice = random.Random(5)
    pieces = [
        b"--b",
        b"\n",
        b"\r",
        b"Content-Type: multipart/mixed; boundary=b\n",
        b"\x00",
        b"=?",
        b"?=",
        b";",
        b'"',
        b"\xff",
        b": ",
    ]
    for _turn in range(400):
        raw = b"".join(dice.choice(pieces) for _ in range(dice.randrange(60)))
        found = message.read(raw)
        assert plain_text.text_of(found) is not None
        assert all(part.start <= part.end <= len(raw) for part in found.parts)


def nested(depth):
    raw = b"x"
    for i in range(depth):
        raw = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) + raw
    return raw


@pytest.mark.parametrize(
    "raw",
    [
        nested(2000),
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 10_000,
        b"Content-Type: message/rfc822\n\n" * 5000,
    ],
    ids=["deep", "wide", "enclosed"],
)
def test_the_number_of_parts_is_bounded(raw):
    found = message.read(raw)
    assert len(found.parts) <= message.MAX_PARTS
    assert "too many parts" in found.defects


def test_what_is_read_of_a_large_message_is_bounded():
    found = message.read(mail("Bonjour à tous.\n" * 300_000))
    words = plain_text.text_of(found)
    assert len(words) <= message.MAX_TEXT_BYTES
    assert "long text" in found.defects


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_a_text_that_is_cut_is_said_to_be_however_it_is_encoded(encoding):
    words = ("é" * 76 + "\n").encode() * 4000
    sent = base64.encodebytes(words) if encoding == "base64" else quopri.encodestring(words)
    found = message.read(mail(sent.decode(), encoding=encoding))
    assert len(found.text_of(found.parts[0]).encode()) >= message.MAX_TEXT_BYTES - 1
    assert "long text" in found.defects


def test_headers_are_bounded():
    found = message.read(b"".join(b"X-A%d: y\n" % i for i in range(50_000)) + b"\nx")
    assert len(found.headers.fields) == message.MAX_HEADERS


def test_a_compressed_attachment_stays_compressed():
    bomb = b"PK\x03\x04" + b"\x00" * 100
    raw = mail(base64.encodebytes(bomb), ctype='application/zip; name="b.zip"', encoding="base64")
    found = message.read(raw)
    assert plain_text.text_of(found) == ""
    assert found.content(found.attachments[0]) == bomb


@pytest.mark.parametrize("run", [" ", "\t", "\n", "a", "a ", "a@", "rfc822;"])
def test_however_long_a_gap_in_a_bounce_is_it_is_read_once(run):
    """No clock: the worker reads received mails, and sends nothing while it is held up by one."""
    report = f"Final-Recipient:{run * (200_000 // len(run))}"
    assert FINAL_RECIPIENT.search(f"{report}§") is None
    later = f"{report}§\nFinal-Recipient: rfc822; <a@adil.example> \r\nAction: failed"
    assert FINAL_RECIPIENT.search(later)[1] == "a@adil.example"
