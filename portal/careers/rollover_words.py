"""The sentences that say how a proposed date was found and what to look at. They are stored in German; `read` finds the
sentence and its values again, so that a page can say the same in another language."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from portal import text
from portal.vocabulary.labels import N_

MOST = 300  # what the columns hold
_BETWEEN = "; "

NTH = N_("%(nth)s %(weekday)s im %(month)s, wie im Vorjahr")
AROUND = N_("%(nth)s %(weekday)s im %(month)s, verlegt wegen: %(name)s")
SERIES = N_("%(weeks)s Wochen später, wie die ganze Reihe")
ACTION = N_("Folgt dem Aktionstag: %(name)s")
FIXED = N_("Gleicher Tag und Monat wie im Vorjahr")
NEXT_WORKING_DAY = N_("Gleicher Tag und Monat, verlegt auf den nächsten Werktag")
BREAK = N_("Gleiche Stelle in den Ferien: %(name)s")
SCHOOL_DAYS = N_("gleich viele Schultage: %(days)s")
DAYS = N_("gleich viele Tage: %(days)s")
BY_HAND = N_("Von Hand geändert")

IN_BREAK = N_("In den Ferien: %(name)s")
ON_HOLIDAY = N_("Feiertag: %(name)s")
ON_WEEKEND = N_("Der Tag ist am Wochenende")
LAST_TOO = N_("Im Vorjahr war es auch der letzte %(weekday)s im Monat. Das wäre der %(day)s")
RULE_ONLY = N_("Der neue Tag des Aktionstags ist nur ein Vorschlag nach Regel")
WAS_OFF = N_("Im Vorjahr fiel der Termin aus")
WAS_MOVED = N_("Im Vorjahr wurde der Termin verlegt auf den %(day)s")
ALREADY = N_("Im Angebot steht schon: %(days)s")

TEMPLATES = (
    NTH, AROUND, SERIES, ACTION, FIXED, NEXT_WORKING_DAY, BREAK, SCHOOL_DAYS, DAYS, BY_HAND,
    IN_BREAK, ON_HOLIDAY, ON_WEEKEND, LAST_TOO, RULE_ONLY, WAS_OFF, WAS_MOVED, ALREADY,
)  # fmt: skip
NTHS = (N_("Erster"), N_("Zweiter"), N_("Dritter"), N_("Vierter"), N_("Letzter"))
WEEKDAYS = (
    N_("Montag"), N_("Dienstag"), N_("Mittwoch"), N_("Donnerstag"), N_("Freitag"), N_("Samstag"), N_("Sonntag"),
)  # fmt: skip
MONTHS = (
    N_("Januar"), N_("Februar"), N_("März"), N_("April"), N_("Mai"), N_("Juni"),
    N_("Juli"), N_("August"), N_("September"), N_("Oktober"), N_("November"), N_("Dezember"),
)  # fmt: skip
WORDS = frozenset((*NTHS, *WEEKDAYS, *MONTHS))
"""Values that are words of their own: whoever says a sentence in another language says these in it, too."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and what stands in it."""

    template: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.template % dict(self.values)


def said(template: str, **values: object) -> Said:
    """A sentence with its values, each in one line and without what parts sentences."""
    cleaned = ((name, text.one_line(str(value), 120).replace(";", ",")) for name, value in values.items())
    return Said(template, tuple(cleaned))


def numbers(day: date) -> str:
    """'26.11.2027', the same in every language."""
    return f"{day.day}.{day.month}.{day.year}"


def stored(sentences: Iterable[Said]) -> str:
    """As the table keeps them: in German, as many as it holds."""
    kept = ""
    for one in sentences:
        longer = f"{kept}{_BETWEEN}{one}" if kept else str(one)
        if len(longer) > MOST:
            break
        kept = longer
    return kept


def read(kept: str | None) -> Iterator[Said]:
    """The sentences of a column; what is none of ours stands as it is."""
    for part in (kept or "").split(_BETWEEN):
        if part:
            yield _found(part)


def _found(part: str) -> Said:
    for template, pattern in _patterns():
        match = pattern.fullmatch(part)
        if match:
            return Said(template, tuple(match.groupdict().items()))
    return Said(part.replace("%", "%%"))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Longer sentences first, so that none is taken for one that begins like it."""
    by_length = sorted(TEMPLATES, key=len, reverse=True)
    return tuple((one, re.compile(_pattern(one), re.DOTALL)) for one in by_length)


def _pattern(template: str) -> str:
    parts = re.split(r"%\((\w+)\)s", template)
    return "".join(f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
