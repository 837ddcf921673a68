"""A load generator on loopback: a fixed number of requests from a few processes, one connection each, as gunicorn's sync
workers serve them. Bounded in count; raw sockets, so that it takes little from the two cores it shares with the server."""

import multiprocessing
import socket
import time
from collections.abc import Sequence

PROCESSES = 2


def rate(port: int, paths: Sequence[str], requests: int) -> float:
    """Requests per second over all processes; raises when an answer is not 200."""
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        began = time.perf_counter()
        shares = [(port, list(paths), requests // PROCESSES, offset) for offset in range(PROCESSES)]
        done = sum(pool.starmap(_run, shares))
        return done / (time.perf_counter() - began)


def _run(port: int, paths: list[str], count: int, offset: int) -> int:
    for number in range(count):
        fetch(port, paths[(number * PROCESSES + offset) % len(paths)])
    return count


def fetch(port: int, path: str) -> bytes:
    """One GET; the whole answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        pieces = []
        while piece := connection.recv(262_144):
            pieces.append(piece)
    answer = b"".join(pieces)
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{path}: {answer[:60]!r}")
    return answer
