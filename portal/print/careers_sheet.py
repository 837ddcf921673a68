"""What poster and handout of the Jahres-Berufswahl-Kalender have in common: entries and special days with their words.

All words and dates come ready from above; nothing here knows a language.
"""

from dataclasses import dataclass
from datetime import date

from portal.careers.year import YearEntry
from portal.vocabulary.calendar import HolidayKind
from portal.vocabulary.offers import OFF

LONGEST_WORD = 36
_SLICE = 9
_MAY_BREAK = "\u200b"


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """An entry and what is written about it: 'Frist', 'bis Fr, 27. November', '27.11.', 'BiZ, Seminarplatz', 'Klasse 9'."""

    entry: YearEntry
    title: str
    sort: str
    when: str
    day: str
    where: str = ""
    whom: str = ""
    status: str = ""
    insurance: str = ""  # 'Versicherung: Fragen Sie die Schule.'

    @property
    def is_off(self) -> bool:
        """Whether it does not take place."""
        return self.entry.status in OFF


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """A public holiday, a school break or an action day; `when` as in '19. bis 30. Oktober'."""

    kind: HolidayKind
    name: str
    first_day: date
    last_day: date
    when: str


@dataclass(frozen=True, slots=True)
class SheetWords:
    """What stands on either sheet. `feed_qr` is an SVG; `demo` is empty where the town is real. `content_language` is
    that of titles and places: providers write German, and hyphens and screen readers have to know."""

    language: str
    title: str
    subtitle: str
    issuer: str
    as_of: str
    feed_heading: str
    feed_text: str
    feed_address: str
    feed_qr: str
    feed_qr_alt: str
    demo: str
    content_language: str = "de"


def head(words: SheetWords) -> dict[str, object]:
    """The words as the templates take them."""
    return {name: getattr(words, name) for name in SheetWords.__slots__}


def breakable(text: str) -> str:
    """Text in one line, whose words a line can always hold: what is longer than any German word may break anywhere."""
    return " ".join(_sliced(word) for word in text.split())


def _sliced(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    return _MAY_BREAK.join(word[start : start + _SLICE] for start in range(0, len(word), _SLICE))


def joined(*parts: str) -> str:
    """The parts that are there, as one line."""
    return breakable(" · ".join(part for part in parts if part))
