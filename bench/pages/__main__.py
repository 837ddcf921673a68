"""`python -m bench.pages [--offers N]`: rates, statements and memory of the two pages that matter; exit 1 below the goals.

"kept": the rows or the matter were rendered before by this process, as for every page but the first after a change.
"first": each request asks for something that this process has not rendered yet.
"""

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bench.pages import load
from bench.search import catalogue, words

GOALS = {"search": 0.10, "offer": 0.15, "offer_first": 0.15}
STATEMENTS = {"search": 6, "offer": 8}
MEMORY_MIB = 200
ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=600)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        searches, offers = prepare(data, options.offers)
        found = {
            "statements": statements(data, searches, offers),
            **measure(data, searches, offers, options.requests),
        }
    report(found)
    if options.json:
        options.json.write_text(json.dumps(found, indent=2))
    sys.exit(0 if is_good(found) else 1)


def prepare(data: Path, size: int) -> tuple[list[str], list[str]]:
    """A catalogue with its index; addresses of searches and of offers."""
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    from portal.models import Offer
    from portal.search.service import SearchService

    engine = catalogue.make(data / "agora.sqlite", size)
    with Session(engine) as session:
        SearchService(folder=data / "index").rebuild(session)
        rows = session.execute(select(Offer.id, Offer.slug).order_by(Offer.id)).all()
    step = max(1, len(rows) // 1500)
    asked = [
        *words.SUBJECTS[:60],
        *(f"{one} {two}" for one, two in zip(words.SUBJECTS[:30], words.AUDIENCES * 9, strict=False)),
    ]
    return [f"/suche?q={quote(text)}" for text in asked], [
        f"/angebote/{row.id}-{row.slug}" for row in rows[::step]
    ]


def environment(data: Path) -> dict[str, str]:
    return {**os.environ, "AGORA_DATA_DIR": str(data), "AGORA_ENV": "development"}


def statements(data: Path, searches: Sequence[str], offers: Sequence[str]) -> dict[str, dict[str, int]]:
    """The most SQL statements of a page: the first of the process, one not seen before, one kept."""
    from sqlalchemy import event

    from portal import config
    from portal.app import create_app
    from portal.extensions import db

    app = create_app(config.load(environment(data)))
    counted = [0]
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *_: counted.__setitem__(0, counted[0] + 1))
    client = app.test_client()

    def cost(path: str) -> int:
        counted[0] = 0
        assert client.get(path).status_code == 200, path
        return counted[0]

    return {
        name: {
            "start": cost(paths[0]),
            "first": max(map(cost, paths[1:20])),
            "kept": max(map(cost, paths[:20])),
        }
        for name, paths in (("search", searches), ("offer", offers))
    }


def measure(data: Path, searches: Sequence[str], offers: Sequence[str], requests: int) -> dict[str, object]:
    """Rates in turn, so that a drift of the machine's speed meets all alike; medians of the ratios."""
    few = list(offers[:60])
    with served("bench.pages.hello:app", data) as hello, served("wsgi:app", data) as portal:
        for path in [*searches, *few] * 3:
            load.fetch(portal[0], path)
        rounds: list[dict[str, float]] = []
        for turn in range(ROUNDS):
            share = offers[60:]
            fresh = share[turn * len(share) // ROUNDS : (turn + 1) * len(share) // ROUNDS]
            rounds.append(
                {
                    "hello": load.rate(hello[0], ["/"], requests * 4),
                    "search": load.rate(portal[0], searches, requests),
                    "offer": load.rate(portal[0], few, requests),
                    "offer_first": load.rate(portal[0], fresh, len(fresh)),
                }
            )
        memory = max(resident(pid) for pid in children(portal[1]))
    names = ("search", "offer", "offer_first")
    return {
        "rates": {
            name: round(statistics.median(one[name] for one in rounds), 1) for name in ("hello", *names)
        },
        "ratios": {
            name: round(statistics.median(one[name] / one["hello"] for one in rounds), 3) for name in names
        },
        "worker_mib": memory,
    }


@contextmanager
def served(application: str, data: Path) -> Iterator[tuple[int, int]]:
    """An application under gunicorn with two sync workers; its port and process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-w",
        "2",
        "-b",
        f"127.0.0.1:{port}",
        "--log-level",
        "warning",
    ]
    command += ["-c", "python:portal.cli.gunicorn_conf", application]
    process = subprocess.Popen(command, env=environment(data))
    try:
        wait(port)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def wait(port: int) -> None:
    for _attempt in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def children(pid: int) -> list[int]:
    """The workers of a gunicorn process (Linux)."""
    file = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in file.read_text().split()] if file.is_file() else []


def resident(pid: int) -> int:
    """Resident memory in MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) // 1024


def report(found: dict[str, object]) -> None:
    print(json.dumps(found, indent=2))


def is_good(found: dict[str, object]) -> bool:
    ratios, counts = found["ratios"], found["statements"]
    assert isinstance(ratios, dict) and isinstance(counts, dict)
    fast = all(ratios[name] >= goal for name, goal in GOALS.items())
    few = all(max(counts[name].values()) <= most for name, most in STATEMENTS.items())
    return fast and few and int(str(found["worker_mib"])) <= MEMORY_MIB


if __name__ == "__main__":
    main()
