"""A small real IMAP server (RFC 3501) that can refuse, be slow, or break the line at a chosen moment."""

import contextlib
import datetime
import re
import socket
import socketserver
import threading
import time

from django.utils import timezone

LITERAL = re.compile(rb"\{(\d+)\}$")


class Mailbox:
    """Folders of (uid, bytes, flags, arrived); what was asked is in `commands`, without the password."""

    def __init__(self):
        self.lock = threading.RLock()
        self.folders = {"INBOX": {}}
        self.password = "secret"
        self.capabilities = ["IMAP4rev1", "MOVE", "UIDPLUS"]
        self.commands = []
        self.connections = 0
        self.next_uid = 1
        # Folders only below INBOX, as some servers have it.
        self.below_inbox = False
        # (command, uid) at which the line breaks; a uid that is refused; a server that answers byte by byte.
        self.drop_at = None
        self.refuse_uid = None
        self.refuse_moves = False
        self.drip_seconds = 0
        self.port = 0

    def add(self, raw, *, folder="INBOX", days_old=0):
        with self.lock:
            uid, self.next_uid = self.next_uid, self.next_uid + 1
            arrived = timezone.localdate() - datetime.timedelta(days=days_old)
            self.folders.setdefault(folder, {})[uid] = [raw, set(), arrived]
        return uid

    def messages(self, folder="INBOX"):
        return [raw for raw, _flags, _arrived in self.folders.get(folder, {}).values()]


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.box = self.server.box
        self.box.connections += 1
        self.folder = None
        with contextlib.suppress(OSError):
            self.say("* OK ready")
            while self.step():
                pass

    def drip(self):
        end = time.monotonic() + self.box.drip_seconds
        self.wfile.write(b"* SEARCH ")
        while time.monotonic() < end:
            self.wfile.write(b"1 ")
            time.sleep(0.02)

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def step(self):
        line = self.rfile.readline().rstrip(b"\r\n")
        while found := LITERAL.search(line):
            self.say("+ go on")
            line = line[: found.start()] + b'"' + self.rfile.read(int(found[1])) + b'"' + self.rfile.readline().rstrip()
        if not line:
            return False
        tag, _space, rest = line.decode().partition(" ")
        words = [quoted or bare for quoted, bare in re.findall(r'"((?:[^"\\]|\\.)*)"|([^\s"]+)', rest)]
        name = words.pop(0).upper()
        if name == "UID":
            name = words.pop(0).upper()
        self.box.commands.append((name, *words) if name != "LOGIN" else (name, words[0]))
        uid = int(words[0]) if words and words[0].isdigit() else None
        if self.box.drop_at in ((name, uid), (name, None)):
            self.connection.shutdown(socket.SHUT_RDWR)
            return False
        if self.box.drip_seconds and name == "SEARCH":
            self.drip()
            return False
        with self.box.lock:
            answer = getattr(self, name.lower(), self.unknown)(words)
        self.say(f"{tag} {answer}")
        return name != "LOGOUT"

    def unknown(self, words):
        return "BAD unknown"

    def capability(self, words):
        self.say(f"* CAPABILITY {' '.join(self.box.capabilities)}")
        return "OK done"

    def login(self, words):
        return "OK in" if words[1] == self.box.password else "NO [AUTHENTICATIONFAILED] wrong"

    def logout(self, words):
        self.say("* BYE")
        return "OK bye"

    def list(self, words):
        separator = "." if self.box.below_inbox else "/"
        if words[-1:] == ["*"] or len(words) < 2 or not words[1]:
            self.say(f'* LIST (\\Noselect) "{separator}" ""')
        elif words[1] in self.box.folders:
            self.say(f'* LIST () "{separator}" "{words[1]}"')
        return "OK done"

    def create(self, words):
        if self.box.below_inbox and not words[0].startswith("INBOX."):
            return "NO only below INBOX"
        self.box.folders.setdefault(words[0], {})
        return "OK made"

    def select(self, words):
        if words[0] not in self.box.folders:
            return "NO no such folder"
        self.folder = self.box.folders[words[0]]
        self.say(f"* {len(self.folder)} EXISTS")
        self.say("* OK [UIDVALIDITY 1] valid")
        return "OK [READ-WRITE] open"

    def search(self, words):
        found = [uid for uid, (_raw, flags, _day) in self.folder.items() if "\\Deleted" not in flags]
        if "BEFORE" in words:
            day = datetime.datetime.strptime(words[words.index("BEFORE") + 1], "%d-%b-%Y").date()
            found = [uid for uid in found if self.folder[uid][2] < day]
        self.say(f"* SEARCH {' '.join(map(str, found))}".rstrip())
        return "OK done"

    def fetch(self, words):
        uid = int(words[0])
        if uid == self.box.refuse_uid:
            return "NO cannot read it"
        start, size = map(int, re.search(r"<(\d+)\.(\d+)>", words[1]).groups())
        if uid in self.folder:
            data = self.folder[uid][0][start : start + size]
            self.wfile.write(b"* 1 FETCH (UID %d BODY[]<%d> {%d}\r\n" % (uid, start, len(data)) + data + b")\r\n")
        return "OK done"

    def copy(self, words):
        if self.box.refuse_moves:
            return "NO [OVERQUOTA] full"
        if words[1] not in self.box.folders:
            return "NO [TRYCREATE] no such folder"
        if int(words[0]) in self.folder:
            raw, flags, day = self.folder[int(words[0])]
            self.box.next_uid += 1
            self.box.folders[words[1]][self.box.next_uid] = [raw, set(flags), day]
        return "OK done"

    def move(self, words):
        answer = self.copy(words)
        if answer.startswith("OK"):
            self.folder.pop(int(words[0]), None)
        return answer

    def store(self, words):
        for uid in map(int, words[0].split(",")):
            if uid in self.folder:
                self.folder[uid][1].add("\\Deleted")
                self.say(f"* 1 FETCH (UID {uid} FLAGS (\\Deleted))")
        return "OK done"

    def expunge(self, words):
        for uid in [uid for uid, (_raw, flags, _day) in self.folder.items() if "\\Deleted" in flags]:
            if not words or str(uid) == words[0]:
                del self.folder[uid]
        return "OK done"


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextlib.contextmanager
def running(box, *, tls=None):
    """`tls`: an SSLContext of a server."""
    with Server(("127.0.0.1", 0), Handler, bind_and_activate=True) as server:
        server.box = box
        box.port = server.server_address[1]
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
