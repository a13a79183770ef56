"""A real HTTP server that receives webhooks, and can be told to refuse, redirect, be slow or break the line."""

import contextlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver:
    """What the server does with each message; those that came are in `received` as (headers, body)."""

    def __init__(self):
        self.received = []
        self.status = 204
        self.answer = b""
        self.headers = {}
        self.drop = False
        self.drip_seconds = 0
        self.port = 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/recevoir?cle=1"


def handler_for(receiver):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.received.append((dict(self.headers), body, self.path))
            if receiver.drop:
                self.connection.close()
                return
            if receiver.drip_seconds:
                self._drip()
                return
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(receiver.answer)

        def do_GET(self):
            receiver.received.append((dict(self.headers), b"GET", self.path))
            self.send_response(200)
            self.end_headers()

        def _drip(self):
            """One byte at a time: no single step is ever late."""
            end = time.monotonic() + receiver.drip_seconds
            with contextlib.suppress(OSError):
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
                while time.monotonic() < end:
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.05)

        def log_message(self, *args):
            pass

    return Handler


@contextlib.contextmanager
def listening():
    receiver = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(receiver))
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
