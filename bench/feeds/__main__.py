"""`python -m bench.feeds`: feeds of 1,000 and 10,000 entries against icalendar's own writing, their 304, and the first of
both under gunicorn against a static answer of the same size; exit 1 below the goals."""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from icalendar import Calendar, Event

from bench.pages import load
from bench.pages.__main__ import environment, served
from bench.search import catalogue

ASSEMBLY_GOAL, FIRST_BYTE_GOAL = 500, 0.25
SIZES = (1_000, 10_000)
OFFERS = 3_600
ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        app, told_in = prepare(data)
        ids = {size: offers_with(app, size) for size in SIZES}
        found: dict[str, Any] = {"told_entries_per_second": told_in}
        found |= {str(size): assembled(app, ids[size]) for size in SIZES}
        found["served"] = measured(data, address(app, SIZES[0]))
    print(json.dumps(found, indent=2))
    if options.json:
        options.json.write_text(json.dumps(found, indent=2))
    sys.exit(0 if is_good(found) else 1)


def prepare(data: Path) -> tuple[Flask, int]:
    """A catalogue with its calendars and index; how many entries a second were written, in both languages."""
    from portal import config
    from portal.app import create_app
    from portal.models import CalendarEntry
    from portal.web.kit import publishing

    engine = catalogue.make(data / "agora.sqlite", OFFERS)
    engine.dispose()
    app = create_app(config.load(environment(data)))
    with app.app_context():
        from portal.extensions import db

        began = time.perf_counter()
        publishing.publish_everything()
        seconds = time.perf_counter() - began
        entries = db.session.query(CalendarEntry).count()
    return app, int(entries / seconds)


def offers_with(app: Flask, size: int) -> list[int]:
    """The first offers that have so many entries together."""
    from portal.calendar import feeds
    from portal.extensions import db
    from portal.models import Offer

    with app.app_context():
        every = [row.id for row in db.session.query(Offer.id).order_by(Offer.id)]
        told = feeds.read(db.session(), every, "de")
    chosen, count = [], 0
    for offer_id in every:
        if count >= size:
            break
        chosen.append(offer_id)
        count += len(told[offer_id].entries) if offer_id in told else 0
    if count < size:
        raise RuntimeError(f"only {count} entries in {len(every)} offers")
    return chosen


def assembled(app: Flask, offer_ids: Sequence[int]) -> dict[str, Any]:
    """One assembly, one 304, and icalendar writing the same entries, in turn; the medians of some rounds."""
    from portal.calendar import feeds, ical
    from portal.extensions import db
    from portal.web.kit.publishing import feeds as shelf_of

    head = ical.Head("Probe", "Probe", "https://stadt.example/suche.ics", "https://stadt.example/suche")
    with app.app_context():
        session, shelf, now = db.session(), shelf_of(), catalogue.NOW
        shelf.refresh(session)
        shelf.sheets(session, offer_ids, "de")

        def assembly() -> feeds.Feed:
            return feeds.assemble(shelf.sheets(session, offer_ids, "de"), feeds.Wishes(), head, now)

        def again() -> feeds.Feed:
            return shelf.feed(session, "probe", "de", lambda: (offer_ids, feeds.Wishes(), head), now)

        body = assembly().body
        foreign = Calendar.from_ical(body)
        fresh = Calendar()
        fresh.subcomponents = [part for part in foreign.subcomponents if isinstance(part, Event)]
        again()
        rounds = [(seconds(assembly), seconds(again), seconds(fresh.to_ical, 1)) for _ in range(ROUNDS)]
    middle = [statistics.median(column) for column in zip(*rounds, strict=True)]
    return {
        "entries": len(fresh.subcomponents),
        "megabytes": round(len(body) / 1e6, 2),
        "assembly_ms": round(middle[0] * 1e3, 2),
        "again_ms": round(middle[1] * 1e3, 4),
        "icalendar_ms": round(middle[2] * 1e3, 1),
        "assembly_times_icalendar": round(statistics.median(theirs / ours for ours, _, theirs in rounds)),
        "again_times_icalendar": round(statistics.median(theirs / kept for _, kept, theirs in rounds)),
    }


def seconds(work: Callable[[], object], rounds: int = 15) -> float:
    """The median of some rounds."""
    found = []
    for _round in range(rounds):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def address(app: Flask, size: int) -> str:
    """A search whose feed has about so many entries: the first institutions together."""
    client = app.test_client()
    with app.app_context():
        from portal.extensions import db
        from portal.models import Institution

        slugs = [row.slug for row in db.session.query(Institution.slug).order_by(Institution.id)]
    query = ""
    for slug in slugs:
        query += f"{'&' if query else '?'}anbieter={slug}"
        if client.get(f"/suche.ics{query}").data.count(b"BEGIN:VEVENT") >= size:
            break
    return f"/suche.ics{query}"


def measured(data: Path, feed: str) -> dict[str, Any]:
    """Rates under gunicorn in turn, so that a drift of the machine's speed meets both alike; medians of the ratios."""
    with served("wsgi:app", data) as portal:
        body = load.fetch(portal[0], feed)
        size = len(body.partition(b"\r\n\r\n")[2])
        os.environ["AGORA_BENCH_BYTES"] = str(size)
        with served("bench.feeds.still:app", data) as still:
            for _warm in range(6):
                load.fetch(portal[0], feed)
            rounds = [
                {"still": load.rate(still[0], ["/"], 600), "feed": load.rate(portal[0], [feed], 600)}
                for _round in range(ROUNDS)
            ]
    return {
        "entries": body.count(b"BEGIN:VEVENT"),
        "kilobytes": size // 1000,
        "still_per_second": round(statistics.median(one["still"] for one in rounds)),
        "feed_per_second": round(statistics.median(one["feed"] for one in rounds)),
        "ratio": round(statistics.median(one["feed"] / one["still"] for one in rounds), 3),
    }


def is_good(found: dict[str, Any]) -> bool:
    return bool(
        found[str(SIZES[1])]["assembly_times_icalendar"] >= ASSEMBLY_GOAL
        and found["served"]["ratio"] >= FIRST_BYTE_GOAL
    )


if __name__ == "__main__":
    main()
