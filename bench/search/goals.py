"""The goals of the search, and the table that says whether a run met them."""

from collections.abc import Mapping
from typing import Any

OF_TANTIVY = {10_000: 0.5, 100_000: 0.3}
OF_WHOOSH = {10_000: 50.0, 100_000: 50.0}
P95_MS = {10_000: 5.0, 100_000: 30.0}
SUGGEST_MS = {10_000: 30.0}
INDEX_SECONDS, INDEX_MIB = {100_000: 60.0}, {100_000: 1024.0}
SERVING_MIB = {100_000: 250.0}
APPLICATION_MIB = {10_000: 200.0}


def report(found: Mapping[int, Mapping[str, Any]]) -> int:
    """Prints all figures; 1 if a goal was missed."""
    missed: list[str] = []
    for size, figures in found.items():
        print(f"\n{size} offers")
        _speed(size, figures["engines"], missed)
        _sizes(size, figures, missed)
    print("\n" + ("\n".join(f"MISSED: {line}" for line in missed) if missed else "all goals met"))
    return 1 if missed else 0


def _speed(size: int, engines: Mapping[str, Any], missed: list[str]) -> None:
    ours = engines["agora"]
    for name, one in engines.items():
        ratio = ours["rate"] / one["rate"]
        print(
            f"  {name:8} {one['rate']:8.0f} queries/s   agora is {ratio:.2f} x of it   ({one['queries']} queries)"
        )
        for kind, each in one["classes"].items():
            print(
                f"    {kind:10} median {each['median']:8.2f} ms   p95 {each['p95']:8.2f} ms   {each['hits']:9.0f} hits"
            )
            if name == "agora":
                _need(each["p95"] <= P95_MS.get(size, each["p95"]), f"{size}: p95 of '{kind}'", missed)
        if name == "tantivy":
            _need(ratio >= OF_TANTIVY.get(size, 0), f"{size}: rate against tantivy", missed)
        if name == "whoosh":
            _need(ratio >= OF_WHOOSH.get(size, 0), f"{size}: rate against Whoosh with groupedby", missed)


def _sizes(size: int, figures: Mapping[str, Any], missed: list[str]) -> None:
    indexing, serving, typed = figures["indexing"], figures["serving"], figures["suggestions"]
    application = figures["application"]["mib"]
    print(f"  suggestion  median {typed['median']:.2f} ms   p95 {typed['p95']:.2f} ms")
    print(f"  indexing    {indexing['seconds']:.1f} s   {indexing['mib']:.0f} MiB at most")
    print(f"  serving     {serving['mib']:.0f} MiB more than without, ready after {serving['seconds']:.1f} s")
    print(f"  application {application:.0f} MiB in all")
    _need(typed["p95"] <= SUGGEST_MS.get(size, typed["p95"]), f"{size}: time of suggestions", missed)
    _need(
        indexing["seconds"] <= INDEX_SECONDS.get(size, indexing["seconds"]), f"{size}: time to index", missed
    )
    _need(indexing["mib"] <= INDEX_MIB.get(size, indexing["mib"]), f"{size}: memory to index", missed)
    _need(serving["mib"] <= SERVING_MIB.get(size, serving["mib"]), f"{size}: memory to serve", missed)
    _need(application <= APPLICATION_MIB.get(size, application), f"{size}: memory of the application", missed)


def _need(is_met: bool, goal: str, missed: list[str]) -> None:
    if not is_met:
        missed.append(goal)
