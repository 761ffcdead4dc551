"""The one port this process listens on, taken before anything is started: a wrong one stops the start with its name."""

import socket


class PortError(Exception):
    """Nobody can listen there; the message names the settings."""


def listen(host: str, port: int) -> socket.socket:
    """Return a bound socket; PortError if the address is not ours or somebody else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio sets TCP_NODELAY on what it accepts; without, answers wait 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        raise PortError(f"HOST {host} の PORT {port} で待ち受けられません: {error}") from error
    return listener
