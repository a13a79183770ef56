"""The sample for nginx, run as it stands before a site of one thread: what it keeps out, and what cannot stall it."""

import contextlib
import http.client
import os
import re
import secrets
import select
import socket
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from clairdroit.mail.shown_keys import KEY_NAMES, PARAMETER, key_routes
from tests.ports import free_port
from tests.servers import nginx

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "site" / "nginx.conf.example"
MB = 1024 * 1024
VISITOR, NEIGHBOUR = "127.0.0.2", "127.0.0.3"
# As the sample asks for in its first lines.
MAIN = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 2;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
pytestmark = pytest.mark.nginx


class Site(HTTPServer):
    """One request at a time: a single one that came slowly would hold up all others."""

    request_queue_size = 200

    def __init__(self):
        self.received, self.away = [], False
        # Shut, the site answers nobody: what nginx has passed on stays under way.
        self.gate = threading.Event()
        self.gate.set()
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def answer(self):
        if self.server.away:
            self.connection.close()
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.gate.wait(60)
        self.server.received.append((self.command, self.path, dict(self.headers), len(body)))
        self.send_response(200)
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        self.wfile.write(b"voila")

    do_GET = do_POST = answer

    def log_message(self, *args):
        pass


def for_a_test(text, port, site_port, folder):
    """The sample on a port of this machine, without its certificate."""
    text = re.sub(r"^\s*(ssl_\w+|listen \[::\]).*;\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    text = text.replace("server 127.0.0.1:8000;", f"server 127.0.0.1:{site_port};")
    return text.replace("/var/log/nginx/", f"{folder}/")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder, port, site = tmp_path_factory.mktemp("nginx"), free_port(), Site()
    threading.Thread(target=site.serve_forever, daemon=True).start()
    (folder / "site.conf").write_text(for_a_test(SAMPLE.read_text(), port, site.server_port, folder))
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
    with subprocess.Popen([nginx(), "-p", str(folder), "-c", str(folder / "nginx.conf")]) as process:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and process.poll() is None:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            time.sleep(0.05)
        try:
            assert process.poll() is None, (folder / "error.log").read_text()
            site.port, site.folder = port, folder
            yield site
        finally:
            process.terminate()
            process.wait(timeout=30)
            site.shutdown()
            site.server_close()


@pytest.fixture(autouse=True)
def nothing_received(served):
    served.received.clear()


def ask(site, path="/", *, method="GET", body=None, source=VISITOR, headers=None):
    link = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30, source_address=(source, 0))
    with contextlib.closing(link):
        link.request(method, path, body=body, headers={"Host": "droits.ville.example"} | (headers or {}))
        answer = link.getresponse()
        return answer.status, answer.headers, answer.read().decode()


def announce(site, path, length, *, source=VISITOR):
    """A connection on which a body is announced and not sent."""
    link = socket.create_connection(("127.0.0.1", site.port), timeout=30, source_address=(source, 0))
    said = f"POST {path} HTTP/1.1\r\nHost: droits.ville.example\r\nContent-Length: {length}\r\n\r\nx"
    link.sendall(said.encode())
    return link


@pytest.mark.parametrize(
    ("path", "length"),
    [("/poser-ma-question/", 600 * MB), ("/poser-ma-question/", 4 * MB), ("/admin/images/multiple/add/", 600 * MB)],
)
def test_a_large_body_is_refused_before_it_is_read_and_reaches_nothing(served, path, length):
    with contextlib.closing(announce(served, path, length)) as link:
        answer = link.recv(65536).decode()
    assert answer.startswith("HTTP/1.1 413")
    assert "Ce qui a été envoyé est trop gros" in answer
    assert "nosniff" in answer
    assert not served.received
    assert not sum(file.stat().st_size for file in (served.folder / "body").rglob("*") if file.is_file())


def test_one_without_a_length_is_cut_off(served):
    pieces = (b"x" * 65536 for _each in range(100))
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        assert ask(served, "/poser-ma-question/", method="POST", body=pieces)[0] == 413
    assert not served.received


def test_one_in_pieces_reaches_the_site_with_a_length(served):
    assert ask(served, "/poser-ma-question/", method="POST", body=iter([b"abc", b"def"]))[0] == 200
    (_method, _path, headers, length) = served.received[0]
    assert length == 6
    assert headers["Content-Length"] == "6"


def test_editors_may_send_a_document(served):
    assert ask(served, "/admin/documents/multiple/add/", method="POST", body=b"x" * 10 * MB)[0] == 200
    assert served.received[0][3] == 10 * MB


def test_slow_bodies_stall_nobody_else(served):
    """1,100 of them, from twenty addresses: the site sees none, and answers others meanwhile."""
    with contextlib.ExitStack() as stack:
        for number in range(1100):
            slow = announce(served, "/poser-ma-question/", 1000, source=f"127.0.1.{number % 20 + 1}")
            stack.enter_context(contextlib.closing(slow))
        for _again in range(5):
            assert ask(served, "/", source=NEIGHBOUR)[2] == "voila"
            assert ask(served, "/poser-ma-question/", method="POST", body=b"a=b", source=NEIGHBOUR)[0] == 200
    assert {(method, length) for method, _path, _headers, length in served.received} == {("GET", 0), ("POST", 3)}


def test_forms_sent_without_end_are_refused_and_a_neighbours_are_not(served):
    codes = []
    # Five more are allowed each second: on a slow machine it takes longer.
    while len(codes) < 2000 and 429 not in codes:
        codes.append(ask(served, "/poser-ma-question/", method="POST", source="127.0.2.1")[0])
    assert codes[:60] == [200] * 60
    assert codes[-1] == 429
    assert ask(served, "/poser-ma-question/", method="POST", source=NEIGHBOUR)[0] == 200
    assert ask(served, "/", source="127.0.2.1")[0] == 200


def begin(site, source):
    """A connection on which a page is asked for, and its answer not waited for."""
    link = socket.create_connection(("127.0.0.1", site.port), timeout=60, source_address=(source, 0))
    link.sendall(b"GET / HTTP/1.1\r\nHost: droits.ville.example\r\nConnection: close\r\n\r\n")
    return link


def status(link):
    return int(link.recv(65536).split(b" ", 2)[1])


def test_of_sixty_one_requests_at_once_one_is_refused_and_a_neighbour_s_is_not(served):
    """Held by the site, so that all are under way together, however quick or slow the machine is."""
    limit = int(re.search(r"limit_conn clairdroit_visitors (\d+);", SAMPLE.read_text())[1])
    served.gate.clear()
    with contextlib.ExitStack() as stack:
        stack.callback(served.gate.set)
        links = [stack.enter_context(contextlib.closing(begin(served, "127.0.3.1"))) for _each in range(limit + 1)]
        neighbour = stack.enter_context(contextlib.closing(begin(served, NEIGHBOUR)))
        [refused], _, _ = select.select(links, [], [], 30)
        assert "Trop de demandes viennent de votre connexion" in (answer := refused.recv(65536).decode())
        assert answer.startswith("HTTP/1.1 429")
        assert "Retry-After: 60" in answer
        served.gate.set()
        assert [status(link) for link in links if link is not refused] == [200] * limit
        assert status(neighbour) == 200
    # Those that were answered no longer count.
    assert ask(served, source="127.0.3.1")[0] == 200


def test_without_tls_a_browser_is_led_on_and_a_program_is_not(served):
    plain = int(re.search(r"listen 127\.0\.0\.1:(\d+);", (served.folder / "site.conf").read_text())[1])
    for path, expected in (("/ma-ville/", 301), ("/api/partenaire/v1/questions/", 403)):
        link = http.client.HTTPConnection("127.0.0.1", plain, timeout=30)
        with contextlib.closing(link):
            link.request("GET", path, headers={"Host": "droits.ville.example", "Authorization": "Bearer cdp_x"})
            answer = link.getresponse()
            assert answer.status == expected
            assert answer.headers.get("Location") == (
                f"https://droits.ville.example{path}" if expected == 301 else None
            )
    assert not served.received


def test_an_invented_address_is_replaced(served):
    invented = {
        "X-Forwarded-For": "203.0.113.9",
        "X-Real-IP": "203.0.113.9",
        "Forwarded": "for=203.0.113.9",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "autre.example",
        # To a WSGI server they are the same.
        "X_Forwarded_For": "203.0.113.9",
        "X_Forwarded_Proto": "https",
    }
    for path in ("/", "/admin/", "/admin/login/", "/media/images/a.png", "/static/a.css"):
        served.received.clear()
        ask(served, path, headers=invented)
        headers = {name.lower(): value for name, value in served.received[0][2].items()}
        assert headers["x-forwarded-for"] == VISITOR
        assert headers["x-forwarded-proto"] == "http"
        assert "203.0.113.9" not in str(headers)
        assert not [name for name in headers if "_" in name]
        assert "autre.example" not in str(headers)
        assert headers["host"] == "droits.ville.example"


def test_the_sites_own_headers_pass_and_nginx_names_no_version(served):
    _status, headers, _page = ask(served, "/")
    assert headers.get_all("Content-Security-Policy") == ["default-src 'self'"]
    assert headers["Server"] == "nginx"


def test_the_log_holds_no_key_and_no_word(served):
    for path in ("/ma-question/SECRET/", "/en/espace-partenaires/SECRET/fiche/", "/recherche/?q=SECRET"):
        ask(served, path, headers={"Referer": "https://droits.ville.example/ma-question/SECRET/"})
    log = (served.folder / "clairdroit.log").read_text()
    assert "/ma-question/..." in log
    assert "SECRET" not in log


def test_the_sample_takes_as_much_as_the_site():
    from config.bodies import public_limit, staff_limit

    public, staff = (int(number) * MB for number in re.findall(r"client_max_body_size (\d+)m", SAMPLE.read_text()))
    assert public_limit() <= public < 2 * public_limit()
    assert staff == staff_limit()


KEY = "Zx9-a1B2c3D4"


def key_addresses():
    """As they are written in a mail, in another language, by who types, and by a program that escapes too much."""
    for route in key_routes():
        address = "/" + PARAMETER.sub(lambda found: KEY if found[1] in KEY_NAMES else "12", route)
        first = address[1]
        yield from (f"{address}/", f"/en{address}/avis/?a=b", address.replace("/", "//"), address.capitalize())
        yield address.replace(first, f"%{ord(first):02X}", 1)
        yield address.replace("-", "%2D", 1).replace("_", "%5f", 1)


def logged(site):
    """With what nginx writes after its answer has arrived: this waits until a last request of its own is there."""
    mark = f"/dernier-{secrets.token_hex(8)}/"
    ask(site, mark)
    while (
        mark not in (written := {path.name: path.read_text() for path in site.folder.glob("*.log")})["clairdroit.log"]
    ):
        time.sleep(0.02)
    return written


def test_no_log_tells_a_key_whatever_happens_to_the_request(served):
    addresses = list(key_addresses())
    assert len(addresses) > 30
    for address in addresses:
        assert ask(served, address)[0] == 200
    with contextlib.closing(announce(served, addresses[0], 600 * MB)) as link:
        assert b" 413 " in link.recv(65536)
    form = f"/ma-question/{KEY}/avis/"
    assert any(ask(served, form, method="POST", source="127.0.2.7")[0] == 429 for _each in range(500))
    lines = logged(served)
    assert lines["clairdroit.log"].count("/ma-question/...") > 5
    assert re.search(r" POST /[^ ]+ 429 - ", lines["clairdroit.log"])
    assert not [line for text in lines.values() for line in text.splitlines() if KEY in line]


def test_what_was_searched_for_is_in_no_log_and_other_addresses_are(served):
    ask(served, "/recherche/?q=mon+secret")
    ask(served, "/espace-partenaires/")
    written = logged(served)["clairdroit.log"]
    assert " GET /recherche/ 200 200 " in written
    assert " GET /espace-partenaires/ 200 200 " in written
    assert "secret" not in written


def test_a_site_that_is_away_leaves_its_status_and_no_key(served):
    served.away = True
    try:
        assert ask(served, f"/ma-question/{KEY}/")[0] == 503
    finally:
        served.away = False
    lines = logged(served)
    assert re.search(r" GET /ma-question/\.\.\. 503 502 ", lines["clairdroit.log"])
    assert not [line for text in lines.values() for line in text.splitlines() if KEY in line]
