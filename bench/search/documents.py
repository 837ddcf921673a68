"""The offers as every engine gets them: texts, facet values, dates and prices, with what time does to them worked out at NOW.

Other engines are spared the work of dates: they get a flag for what can still be attended and the weekdays to come.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bench.search.catalogue import NOW
from portal.offers.filters import Facet
from portal.search import bits, row
from portal.search.dates import Period
from portal.search.document import document, texts
from portal.search.service import SearchService
from portal.search.source import Source
from portal.search.texts import Field
from portal.vocabulary.offers import Daytime, Weekday


@dataclass(frozen=True, slots=True)
class Plain:
    """One offer. `date` sorts by next date; a price that is unknown is the highest."""

    offer_id: int
    title: str
    body: str
    values: tuple[tuple[Facet, str], ...]
    is_shown: bool
    date: int
    price: int


def read(engine: Engine, service: SearchService) -> list[Plain]:
    """All offers of a database whose index `service` holds."""
    with Session(engine) as session:
        source = Source(session)
        records = list(source.records(source.public_ids()))
    state = service._loaded
    assert state is not None
    collection = state.collection
    view = collection.view(NOW, Period())
    number = collection.documents_of([record.row.id for record in records])
    weekdays, daytimes = tuple(Weekday), tuple(Daytime)
    rows = [bits.flags_of(each).tolist() for each in view.rows]
    moving = [(Facet.WEEKDAY, day.value) for day in weekdays]
    moving += [(Facet.DAYTIME, part.value) for part in daytimes] + [(Facet.FREE_PLACES, "1")]
    found = []
    for record in records:
        at = number[record.row.id]
        words = texts(record)
        kept = document(record)
        values = [(Facet(name), value) for name, _, value in (each.partition("=") for each in kept.values)]
        values += [value for value, flags in zip(moving, rows, strict=True) if flags[at]]
        found.append(
            Plain(
                record.row.id,
                words[Field.TITLE],
                "\n".join(text for field, text in words.items() if field is not Field.TITLE),
                tuple(values),
                bool(view.shown_flags[at]),
                int(view.rank[at]),
                kept.price if kept.price >= 0 else row.FOREVER,
            )
        )
    return found


def titles(database: Path) -> list[Plain]:
    """Only the texts, straight from the database: enough to draw queries from, without an index in memory."""
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT id, title, summary, description FROM offer ORDER BY id").fetchall()
    return [Plain(number, title, f"{first}\n{text}", (), True, 0, 0) for number, title, first, text in rows]
