"""`python -m bench.search`: how fast and how large the search is, beside tantivy and Whoosh; exit 1 when a goal is missed.

Times are processor time of the answering thread, so that other work on the machine does not count; indexing is wall time.
"""

import argparse
import gc
import json
import random
import subprocess
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.search import catalogue, documents, engines, goals, queries
from portal.search.service import SearchService

PER_CLASS = 120
WHOOSH_SECONDS = 60  # its share of a run: as many of the mixed queries as it answers in this time


def main() -> int:
    """Runs all sizes and prints what was found."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000", help="numbers of offers, with commas")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument(
        "--without-whoosh", action="store_true", help="saves the minutes that Whoosh needs to index"
    )
    arguments = parser.parse_args()
    warnings.simplefilter("ignore", SyntaxWarning)
    sizes = [int(size) for size in arguments.sizes.split(",")]
    found = {size: measure(size, not arguments.without_whoosh) for size in sizes}
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=2), encoding="utf-8")
    return goals.report(found)


def measure(size: int, with_whoosh: bool) -> dict[str, Any]:
    """All figures of one size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "offers.sqlite"
        say(f"{size}: making offers")
        engine = catalogue.make(database, size)
        say(f"{size}: indexing")
        figures: dict[str, Any] = {"indexing": probe("index", database, folder / "index")}
        figures["serving"] = probe("serve", database, folder / "index")
        figures["application"] = probe("application", database, folder)
        service = SearchService(folder / "index")
        service.refresh()
        offers = documents.read(engine, service)
        contenders: list[engines.Contender] = [engines.Ours(service)]
        say(f"{size}: filling tantivy")
        contenders.append(engines.Tantivy(offers, folder / "tantivy"))
        if with_whoosh:
            say(f"{size}: filling Whoosh")
            contenders.append(engines.Whoosh(offers, folder / "whoosh"))
        figures["engines"] = race(contenders, offers)
        figures["suggestions"] = suggestions(service, offers)
        engine.dispose()
    return figures


def race(contenders: list[engines.Contender], offers: list[documents.Plain]) -> dict[str, Any]:
    """Every engine answers the same mixed queries, one engine after the other; none has seen them before."""
    mixed = queries.make(offers, PER_CLASS)
    times: dict[str, dict[str, list[float]]] = {each.name: defaultdict(list) for each in contenders}
    totals: dict[str, dict[str, int]] = {each.name: defaultdict(int) for each in contenders}
    gc.collect()
    gc.freeze()  # the benchmark's own hundred thousands of objects are no engine's burden
    for each in contenders:
        for query in mixed[:3]:
            each.answer(query)
        spent = 0.0
        for query in mixed:
            begin = time.thread_time()
            total = each.answer(query)
            seconds = time.thread_time() - begin
            times[each.name][query.kind].append(seconds)
            totals[each.name][query.kind] += total
            spent += seconds
            if each.name == "whoosh" and spent > WHOOSH_SECONDS:
                break
    return {name: summary(times[name], totals[name]) for name in times}


def summary(times: dict[str, list[float]], totals: dict[str, int]) -> dict[str, Any]:
    """Rate over all queries, and per class median and 95th percentile in milliseconds and the mean number of hits."""
    everything = [seconds for kind in times.values() for seconds in kind]
    return {
        "queries": len(everything),
        "rate": len(everything) / sum(everything),
        "classes": {
            kind: {
                "median": quantile(times[kind], 0.5) * 1e3,
                "p95": quantile(times[kind], 0.95) * 1e3,
                "hits": totals[kind] / len(times[kind]),
            }
            for kind in queries.CLASSES
            if times[kind]
        },
    }


def quantile(values: list[float], share: float) -> float:
    """The smallest value that `share` of all do not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def suggestions(service: SearchService, offers: list[documents.Plain]) -> dict[str, float]:
    """Median and 95th percentile of a suggestion, in milliseconds, for the beginnings of titles."""
    chance = random.Random(5)
    times = []
    for _ in range(300):
        title = chance.choice(offers).title
        typed = title[: chance.randint(2, min(12, len(title)))]
        begin = time.thread_time()
        service.suggest(typed, now=catalogue.NOW)
        times.append(time.thread_time() - begin)
    return {"median": quantile(times, 0.5) * 1e3, "p95": quantile(times, 0.95) * 1e3}


def probe(name: str, database: Path, folder: Path) -> dict[str, float]:
    """A measurement in a fresh process."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.search.probes", name, str(database), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench.search: the probe '{name}' failed:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def say(line: str) -> None:
    """What is being done, for who waits."""
    print(f"  {line} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
