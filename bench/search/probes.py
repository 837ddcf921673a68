"""Measures in processes of their own: time and memory of indexing, memory of serving. Prints one line of JSON."""

import json
import resource
import sys
import time
from pathlib import Path

MIB = 1024 * 1024


def resident() -> int:
    """Bytes that this process holds now; where the system does not say, the most it ever held."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize()
    return peak(resource.RUSAGE_SELF)


def peak(who: int) -> int:
    """The most bytes ever held by this process, or by the largest of its children."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(who).ru_maxrss * unit


def index(database: Path, folder: Path) -> dict[str, float]:
    """Builds the index; the memory of this process and the two that help it, together."""
    from sqlalchemy import create_engine
    from sqlalchemy.orm import Session

    from portal.search.service import SearchService

    with Session(create_engine(f"sqlite:///{database}")) as session:
        begin = time.perf_counter()
        report = SearchService(folder).rebuild(session)
        seconds = time.perf_counter() - begin
    assert report.documents
    whole = peak(resource.RUSAGE_SELF) + 2 * peak(resource.RUSAGE_CHILDREN)
    return {"seconds": seconds, "mib": whole / MIB}


def serve(database: Path, folder: Path) -> dict[str, float]:
    """Loads the index and searches; the memory beyond that of a process without it."""
    from bench.search import queries
    from bench.search.catalogue import NOW
    from bench.search.documents import titles
    from portal.search.service import SearchService

    samples = queries.make(titles(database), 40)
    before = resident()
    begin = time.perf_counter()
    service = SearchService(folder)
    size = service.size
    seconds = time.perf_counter() - begin
    for query in samples:
        service.search(query.wanted, now=NOW)
    return {"offers": size, "seconds": seconds, "mib": (resident() - before) / MIB}


def application(database: Path, data_folder: Path) -> dict[str, float]:
    """The whole application with its index, after some searches."""
    from portal.app import create_app
    from portal.config import load

    environ = {
        "AGORA_DATA_DIR": str(data_folder),
        "AGORA_DATABASE_URL": f"sqlite:///{database}",
        "AGORA_SECRET_KEY": "benchmark" * 4,
    }
    client = create_app(load(environ, data_folder)).test_client()
    for word in ("Yoga", "Gitarre", "Computer", "", "Excel Anfänger"):
        assert client.get("/suche", query_string={"q": word}).status_code == 200
    return {"mib": resident() / MIB}


if __name__ == "__main__":
    probe = {"index": index, "serve": serve, "application": application}[sys.argv[1]]
    print(json.dumps(probe(Path(sys.argv[2]), Path(sys.argv[3]))))
