"""`python -m bench.relevance`: measures the search on judged queries and fails when it falls below what was promised."""

from __future__ import annotations

import argparse
import json
import sys

from bench.relevance.corpus import Document, documents, is_available
from bench.relevance.engines import MAKERS
from bench.relevance.judgements import judged_queries
from bench.relevance.report import Summary, scores, summary

LEAST_NDCG = 0.80
LEAST_LEAD = 0.20
MOST_NONSENSE = 1.0


def main() -> int:
    """Runs the measurement; 1 when a threshold is missed, 2 when the catalogues are not there."""
    options = _options()
    if not is_available():
        print("skipped: no shared data (../shared/data/catalogue)", file=sys.stderr)
        return 2
    corpus = documents()
    if options.query:
        return _show(options.query, corpus, options.engines)
    summaries = []
    for name in options.engines:
        engine = MAKERS[name](corpus)
        found = scores(engine, judged_queries())
        summaries.append(summary(name, found))
        if options.worst and name == "ours":
            for score in sorted(found, key=lambda score: score.ndcg)[: options.worst]:
                print(f"{score.ndcg:.3f}  {score.judged.kind:15} {score.judged.query}  ({score.total} found)")
    missed = _missed(summaries)
    if options.json:
        print(
            json.dumps(
                {"documents": len(corpus), "engines": [s.as_json() for s in summaries], "missed": missed}
            )
        )
    else:
        _print(len(corpus), summaries, missed)
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.relevance", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--query", help="show what the engines find for one query")
    parser.add_argument("--engines", nargs="+", choices=list(MAKERS), default=list(MAKERS))
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="also the N queries where ours does worst"
    )
    return parser.parse_args()


def _show(query: str, corpus: list[Document], engines: list[str]) -> int:
    titles = {document.key: document.title for document in corpus}
    for name in engines:
        found = MAKERS[name](corpus).search(query, 10)
        print(f"{name}: {found.total} found")
        for key in found.keys:
            print(f"  {key}  {titles[key][:100]}")
    return 0


def _missed(summaries: list[Summary]) -> list[str]:
    """The promises that were not kept, in words."""
    ours = next((one for one in summaries if one.engine == "ours"), None)
    if ours is None:
        return []
    missed = []
    if ours.overall.ndcg < LEAST_NDCG:
        missed.append(f"nDCG@10 {ours.overall.ndcg} is below {LEAST_NDCG}")
    if ours.nonsense > MOST_NONSENSE:
        missed.append(f"{ours.nonsense:.1f} documents for nonsense, at most {MOST_NONSENSE}")
    for other in summaries:
        if other is not ours and ours.overall.ndcg - other.overall.ndcg < LEAST_LEAD:
            missed.append(f"less than {LEAST_LEAD} ahead of {other.engine} ({other.overall.ndcg})")
    return missed


def _print(count: int, summaries: list[Summary], missed: list[str]) -> None:
    print(f"{count} documents")
    print(
        f"{'engine':9} {'group':16} {'queries':>7} {'nDCG@10':>8} {'succ@1':>7} {'rec@20':>7} {'nonsense':>9}"
    )
    for one in summaries:
        for line in one.lines:
            nonsense = f"{one.nonsense:9.2f}" if line.group == "all" else ""
            print(
                f"{line.engine:9} {line.group:16} {line.queries:7} {line.ndcg:8.3f} {line.success:7.3f}"
                f" {line.recall:7.3f} {nonsense}"
            )
    for sentence in missed:
        print(f"MISSED: {sentence}")


if __name__ == "__main__":
    sys.exit(main())
