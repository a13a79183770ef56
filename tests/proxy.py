"""A way to a server that a test can cut, slow down or break in the middle of an answer."""

import socket
import struct
import threading
import time
from contextlib import closing, suppress


class Proxy:
    """`mode`: "open"; "down" (each connection is reset at once); "slow" (answers take `delay` seconds more);
    "broken" (each answer is cut before its last bytes)."""

    delay = 3.0

    def __init__(self, host, port):
        self.target = (host, port)
        self.mode = "open"
        self.requests = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def _accept(self):
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with closing(client), closing(socket.create_connection(self.target)) as server, suppress(OSError):
            threading.Thread(target=self._answer, args=(server, client), daemon=True).start()
            while data := client.recv(65536):
                self.requests += 1
                if self.mode == "down":
                    _reset(client)
                    return
                server.sendall(data)

    def _answer(self, server, client):
        with suppress(OSError):
            while data := server.recv(65536):
                if self.mode == "slow":
                    time.sleep(self.delay)
                if self.mode == "broken":
                    client.sendall(data[:-10])
                    _reset(client)
                    return
                client.sendall(data)


def _reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    # Wakes the other thread up, which still reads from it.
    connection.shutdown(socket.SHUT_RDWR)
    connection.close()
