"""Between a program and PostgreSQL: a proxy that cuts the connection around a COMMIT, before or after passing it on."""

import contextlib
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from typing import Literal

from sqlalchemy import make_url

Cut = Literal["before", "after"]
COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"


class LossyProxy:
    """Listens on a socket of its own. `cut_next("after")`: the next COMMIT arrives, its answer does not."""

    def __init__(self, url: str) -> None:
        """`url`: the real database, on a Unix socket."""
        self._real = make_url(url)
        self._folder = tempfile.TemporaryDirectory(prefix="seikyu-proxy-")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(f"{self._folder.name}/.s.PGSQL.5432")
        self._listener.listen()
        self._cuts: list[Cut] = []
        self.cut = 0
        self.at_cut: Callable[[], None] = lambda: None  # what else happens at that moment
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """Return the URL of the database through the proxy."""
        return self._real.set(query={"host": self._folder.name}).render_as_string(hide_password=False)

    def cut_next(self, *cuts: Cut) -> None:
        """Cut the connections of the next COMMITs like this."""
        self._cuts.extend(cuts)

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()
        self._folder.cleanup()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                try:
                    server.connect(f"{self._real.query['host']}/.s.PGSQL.5432")
                except OSError:  # the server is down
                    client.close()
                    continue
                threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()
                threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, watch: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if watch and COMMIT in data and self._cuts:
                    self.cut += 1
                    self.at_cut()
                    if self._cuts.pop(0) == "after":
                        source.shutdown(socket.SHUT_RDWR)  # the answer finds nobody
                        target.sendall(data)
                        target.recv(65_536)
                    else:
                        source.shutdown(socket.SHUT_RDWR)
                    break
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def lossy(url: str) -> Iterator[LossyProxy]:
    """Run a proxy while the block runs."""
    proxy = LossyProxy(url)
    try:
        yield proxy
    finally:
        proxy.close()
