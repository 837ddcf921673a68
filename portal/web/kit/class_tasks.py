"""The checklists of the classes, as public pages and the editors' desk need them alike: which classes there are, and where the
link of a line leads."""

from collections.abc import Sequence
from urllib.parse import urlencode

from babel.dates import get_month_names

from portal import text
from portal.careers.checklist_rules import rank
from portal.offers.filters import Facet
from portal.web.kit import collections, languages, vocabulary
from portal.web.kit.careers import FIRST_GRADE
from portal.web.kit.words import gettext as _

CALENDAR = "berufswahlkalender?"
MOST_QUERY = 1000


def grades() -> tuple[str, ...]:
    """The classes of careers orientation, from the fourth on."""
    known = vocabulary.catalogue().of(Facet.GRADE)
    return tuple(code for code in known if code.isdigit() and int(code) >= FIRST_GRADE)


def address(query: str) -> str:
    """Where the link of a line leads, in the present language; '' for none."""
    if not query:
        return ""
    root = languages.root()
    return f"{root}/{query}" if query.startswith(CALENDAR) else f"{root}/suche?{query}"


def leads_to_calendar(query: str) -> bool:
    return query.startswith(CALENDAR)


def stored(typed: str) -> str:
    """A search or calendar that somebody pasted, as it is kept; '' where it names nothing."""
    line = text.one_line(typed)
    before, mark, query = line.partition("?")
    if mark and before.rstrip("/").endswith(CALENDAR.rstrip("?")):
        return CALENDAR + query.partition("#")[0]
    wanted, _notices = collections.read_search(line)
    return "" if wanted.is_empty else urlencode(wanted.to_pairs())


def months(numbers: Sequence[int]) -> str:
    """'September und Oktober', 'August bis Dezember'; '' for the whole year."""
    names = get_month_names("wide", context="stand-alone", locale=languages.current())
    ordered = sorted({one for one in numbers if 1 <= one <= 12}, key=rank)
    if not ordered:
        return ""
    ranks = [rank(one) for one in ordered]
    said = [str(names[one]) for one in ordered]
    if len(said) == 1:
        return said[0]
    if len(said) > 2 and ranks[-1] - ranks[0] == len(ranks) - 1:
        return _("%(first)s bis %(last)s", first=said[0], last=said[-1])
    return _("%(days)s und %(last)s", days=", ".join(said[:-1]), last=said[-1])
