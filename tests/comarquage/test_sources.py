import contextlib
import errno
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from clairdroit.comarquage.feed import sources
from clairdroit.comarquage.feed.errors import FeedDamaged, FeedUnreachable, NoSpaceForFeed
from clairdroit.comarquage.feed.sources import open_feed
from tests.comarquage.factories import publication_xml, small_feed, write_zip


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


class CutHandler(QuietHandler):
    """Announces the whole file and hangs up after its first half."""

    def do_GET(self):
        content = Path(self.translate_path(self.path)).read_bytes()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])


class ChunkedCutHandler(QuietHandler):
    """Sends pieces of unannounced number and hangs up amid one."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"1000\r\nhalf")
        self.close_connection = True


class NonsenseHandler(QuietHandler):
    def do_GET(self):
        self.wfile.write(b"this is no HTTP\r\n\r\n")


class SilentHandler(QuietHandler):
    """Says nothing, and does not hang up, before the visitor does."""

    def do_GET(self):
        self.rfile.read(1)


class EndlessHandler(QuietHandler):
    """Never says how much will come, and never stops."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            while True:
                self.wfile.write(b"x" * 1000)


class DrippingHandler(QuietHandler):
    """One byte after the other, each in time, until nobody listens any more."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            while True:
                self.wfile.write(b"x")
                time.sleep(0.02)


class MovedHandler(QuietHandler):
    def do_GET(self):
        if self.path == "/old.zip":
            self.send_response(302)
            self.send_header("Location", "/feed.zip")
            self.end_headers()
        elif self.path == "/loop.zip":
            self.send_response(302)
            self.send_header("Location", "/loop.zip")
            self.end_headers()
        else:
            super().do_GET()


@pytest.fixture
def serve(tmp_path):
    servers = []

    def start(handler=QuietHandler):
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(tmp_path)))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def read(source):
    with open_feed(source) as publications:
        return dict(publications)


def test_a_zip_and_a_folder_give_the_same_publications(tmp_path, feed_zip):
    folder = tmp_path / "unpacked" / "xml"
    folder.mkdir(parents=True)
    for name, content in small_feed().items():
        (folder / f"{name}.xml").write_bytes(content)
    assert read(feed_zip()) == read(str(tmp_path / "unpacked")) == small_feed()


def test_index_files_are_no_publications(feed_zip):
    files = {**small_feed(), "menu": b"<menu/>", "arborescence": b"<x/>", "xF1": b"<x/>", "F1.xml.old": b"<x/>"}
    assert set(read(feed_zip(files))) == set(small_feed())


def test_a_feed_is_fetched_from_an_address(tmp_path, serve, feed_zip):
    feed_zip()
    assert read(f"{serve()}/feed.zip") == small_feed()


def test_an_address_without_a_feed_is_said_in_one_sentence(serve):
    with pytest.raises(FeedUnreachable, match="404"):
        read(f"{serve()}/feed.zip")


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/feed.zip", "http://[127.0.0.1:9/feed.zip"])
def test_an_address_that_nobody_listens_on_is_said_in_one_sentence(address):
    with pytest.raises(FeedUnreachable, match=r"127\.0\.0\.1:9"):
        read(address)


def test_a_download_that_is_cut_short_is_noticed(serve, feed_zip):
    feed_zip()
    with pytest.raises(FeedDamaged):
        read(f"{serve(CutHandler)}/feed.zip")


@pytest.mark.parametrize(
    ("handler", "error"),
    [(ChunkedCutHandler, FeedDamaged), (NonsenseHandler, FeedUnreachable), (SilentHandler, FeedUnreachable)],
)
def test_a_server_that_misbehaves_is_said_in_one_sentence(serve, monkeypatch, handler, error):
    if handler is SilentHandler:
        monkeypatch.setattr(sources, "TIMEOUT_SECONDS", 0.3)
    with pytest.raises(error) as refusal:
        read(f"{serve(handler)}/feed.zip")
    assert "127.0.0.1" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_server_that_never_stops_does_not_fill_the_disk(serve, monkeypatch):
    monkeypatch.setattr(sources, "DOWNLOAD_BYTES", 100_000)
    with pytest.raises(FeedDamaged, match="127"):
        read(f"{serve(EndlessHandler)}/feed.zip")


def test_a_server_that_answers_drop_by_drop_is_given_up(serve, monkeypatch):
    monkeypatch.setattr(sources, "DOWNLOAD_SECONDS", 0.2)
    with pytest.raises(FeedUnreachable, match="127"):
        read(f"{serve(DrippingHandler)}/feed.zip")


def test_a_feed_that_moved_is_followed(serve, feed_zip):
    feed_zip()
    assert read(f"{serve(MovedHandler)}/old.zip") == small_feed()


def test_a_feed_that_moves_in_circles_is_not(serve):
    with pytest.raises(FeedUnreachable, match="302"):
        read(f"{serve(MovedHandler)}/loop.zip")


def test_a_temporary_folder_without_room_is_said_in_one_sentence(serve, monkeypatch):
    def fail(**options):
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory")

    monkeypatch.setattr(sources.tempfile, "NamedTemporaryFile", fail)
    with pytest.raises(NoSpaceForFeed, match="temporary"):
        read("http://127.0.0.1:9/feed.zip")


def test_names_that_point_out_of_the_archive_are_read_and_never_unpacked(tmp_path):
    names = {"../../F1": publication_xml("F1"), "/etc/F2": publication_xml("F2"), "F1.xml/../passwd": b"x"}
    path = write_zip(tmp_path / "sub.zip", names)
    assert set(read(str(path))) == {"F1", "F2"}
    assert {file.name for file in tmp_path.rglob("*")} == {"sub.zip"}


def test_a_path_without_a_file_is_said_in_one_sentence(tmp_path):
    with pytest.raises(FeedUnreachable, match=r"nowhere\.zip"):
        read(str(tmp_path / "nowhere.zip"))


@pytest.mark.parametrize("kept", [0, 10, 200, -1])
def test_a_truncated_zip_is_refused(tmp_path, feed_zip, kept):
    whole = Path(feed_zip()).read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[:kept])
    with pytest.raises(FeedDamaged, match=r"cut\.zip"):
        read(str(cut))


def test_a_zip_with_a_flipped_byte_is_refused(tmp_path, feed_zip):
    content = bytearray(Path(feed_zip()).read_bytes())
    start = content.index(b"F1.xml") + 40
    content[start : start + 4] = b"\x00\xff\x00\xff"
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(bytes(content))
    with pytest.raises(FeedDamaged):
        read(str(damaged))


def test_a_publication_larger_than_any_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MAX_PUBLICATION_BYTES", 1000)
    path = write_zip(tmp_path / "large.zip", {"F1": b" " * 5000, "F2": publication_xml("F2")[:900]})
    assert read(str(path))["F1"] == b""


def test_an_archive_that_unpacks_to_gigabytes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MAX_FEED_BYTES", 1000)
    with pytest.raises(FeedDamaged):
        read(str(write_zip(tmp_path / "bomb.zip", {"F1": b" " * 5000})))


def test_a_full_disk_is_noticed_before_the_download(serve, feed_zip, monkeypatch):
    feed_zip()
    monkeypatch.setattr(sources, "DISK_MARGIN_BYTES", 1024**5)
    with pytest.raises(NoSpaceForFeed, match="1073741"):
        read(f"{serve()}/feed.zip")
