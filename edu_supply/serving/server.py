"""The server: an address, and the pages at it until somebody ends them."""

from __future__ import annotations

import ipaddress
import signal
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from edu_supply.serving.alive import hold, is_alive
from edu_supply.serving.application import application
from edu_supply.serving.security import LOOPBACK


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0"), is_loopback("127.example")
    (True, False, False)
    """
    try:
        return host in LOOPBACK or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class ServedAlreadyError(Exception):
    """Another server works on this folder."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder, so that no two servers follow the same jobs. Raises ServedAlreadyError."""
    lock = folder / "served" / "lock"
    lock.parent.mkdir(exist_ok=True, mode=0o700)
    if is_alive(lock):
        raise ServedAlreadyError
    with lock.open("wb") as held:
        hold(held)
        yield


def serve(
    folder: Path, host: str, port: int, *, key: str, names: Iterable[str], workers: int, most_bytes: int,
    ready: Callable[[str], None],
) -> None:  # fmt: skip
    """Serve a folder until the program is ended; ``ready`` hears the address.

    Raises OSError where there is no such port, ServedAlreadyError where another server has the folder.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with alone(folder), socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
        pages, runner = application(folder, workers=workers, names={host, *names}, key=key, most_bytes=most_bytes,
                                    anywhere=not is_loopback(host))  # fmt: skip
        config = uvicorn.Config(pages, log_level="critical", access_log=False, lifespan="off", server_header=False,
                                timeout_graceful_shutdown=3)  # fmt: skip
        shown = f"[{host}]" if ":" in host else host
        ready(f"http://{shown}:{door.getsockname()[1]}/")
        runner.start()
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # an end that somebody asks for, as Ctrl-C is
        try:
            uvicorn.Server(config).run(sockets=[door])
        finally:
            runner.end()
