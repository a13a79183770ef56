"""A PDF that does more than being read is known by its names, however they are spelled or packed."""

import zlib

import pytest

from clairdroit.questions.incoming import pdf_content
from clairdroit.questions.incoming.pdf_content import is_more_than_read

HEAD = b"%PDF-1.5\n"
SCRIPT = b"<</S /JavaScript /JS (app.alert\\(1\\))>>"


def packed(inner, *, said=b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", level=9):
    """An object stream (ISO 32000-1, 7.5.7) of one object."""
    data = zlib.compress(b"7 0 " + inner, level)
    return HEAD + b"3 0 obj <<%b /Length %d>>\nstream\r\n%b\nendstream endobj\n%%%%EOF" % (said, len(data), data)


@pytest.mark.parametrize(
    "name", ["JavaScript", "JS", "Launch", "EmbeddedFile", "EmbeddedFiles", "XFA", "SubmitForm", "GoToR", "Encrypt"]
)
def test_a_name_is_found_as_it_is_in_figures_and_packed(name):
    written = b"/" + name.encode()
    in_figures = b"/" + b"".join(b"#%02x" % letter for letter in name.encode())
    half = written[:2] + b"#%02X" % written[2] + written[3:]
    for each in (written, in_figures, half):
        assert is_more_than_read(HEAD + b"1 0 obj <<" + each + b" 5 0 R>> endobj")
        assert is_more_than_read(packed(b"<<" + each + b" 5 0 R>>"))


@pytest.mark.parametrize(
    "said",
    [
        b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode",
        b"/Type/ObjStm/N 1/First 4/Filter[/FlateDecode]",
        b"/N 1 /First 4 /Filter /FlateDecode",
        b"/X (endobj stream) /N 1 /First 4 /Filter /Fl",
    ],
)
def test_what_is_packed_is_unpacked_whatever_is_said_of_it(said):
    assert is_more_than_read(packed(SCRIPT, said=said))
    assert not is_more_than_read(packed(b"<</Type /Catalog /Pages 2 0 R>>", said=said))


@pytest.mark.parametrize("said", [b"/Type /ObjStm /N 1 /First 4", b"/Type /ObjSt#6d", b"/N 1 /First 4 "])
@pytest.mark.parametrize("beside", [b"", packed(b"<</Type /Catalog>>", said=b"/Filter /FlateDecode")])
@pytest.mark.parametrize("filtered", [b"/ASCII85Decode", b"/LZWDecode", b"/FlateDecode /DecodeParms <</Predictor 12>>"])
def test_what_is_packed_in_a_way_that_is_not_read_is_refused(said, filtered, beside):
    body = b"87cURD]i,Ebo80~>\nendstream endobj"
    assert is_more_than_read(beside + HEAD + b"3 0 obj <<" + said + b" /Filter " + filtered + b">> stream\n" + body)


def test_it_stops_before_a_bomb(monkeypatch):
    monkeypatch.setattr(pdf_content, "MAX_UNPACKED", 1 << 20)
    assert is_more_than_read(packed(b" " * (8 << 20)))


def test_a_damaged_one_is_read_as_far_as_it_goes():
    cut = packed(SCRIPT * 3 + bytes(range(256)) * 20)
    assert is_more_than_read(cut[:-200])


def test_plain_ones_pass():
    page = zlib.compress(b"BT /F1 12 Tf (Bonjour) Tj ET")
    picture = zlib.compress(bytes(range(256)) * 500)
    outline = b"4 0 obj <</Type /Outlines /First 5 0 R /Last 15 0 R /Count 2>> endobj\n"
    streams = [page, picture, b"\xff\xd8\xff\xe0JFIF"]
    written = b"".join(b"9 0 obj <<>>\nstream\n%b\nendstream endobj\n" % each for each in streams)
    assert not is_more_than_read(HEAD + outline + written + b"%%EOF")
    assert not is_more_than_read(HEAD + b"9 0 obj <<>> stream\n72 720 Td (x) Tj\nendstream endobj")


def test_many_beginnings_of_nothing_are_soon_looked_through():
    assert not is_more_than_read(HEAD + b"stream\n" * 200_000)
