"""What the pages of careers orientation show: one frozen dataclass per template. No flask, no database objects."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit import parts as p
from portal.web.kit import year_parts as y


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """careers/calendar.html: a school year with its filters, as year or as list.

    `past_months` are those of the running year that are over, folded. Without entries there are no months, nothing to print,
    and `drops` says what to leave out; `running_year` leads on where such a year is past. `running_html` holds the rows of
    windows that are open today, in the list alone. Addresses of what is not there are empty.
    """

    year: str  # "2026/27"
    title: str  # may hold soft hyphens
    lead: str
    years: tuple[p.SortLink, ...]
    picks: tuple[y.FilterPick, ...]
    shown: tuple[p.Choice, ...]
    hidden: tuple[tuple[str, str], ...]
    chips: tuple[p.Chip, ...]
    clear_url: str
    notices: tuple[str, ...]
    filters: str  # the filter in words: "Klasse 9, Gymnasium", or "alle Klassen und Schulformen"
    total: int
    views: tuple[p.SortLink, ...]
    is_list: bool
    next_html: Markup = p.NOTHING
    band: y.YearBand | None = None
    past_months: tuple[y.YearMonth, ...] = ()
    months: tuple[y.YearMonth, ...] = ()
    running_html: Markup = p.NOTHING
    past_count: int = 0
    past_url: str = ""
    drops: tuple[p.CountedLink, ...] = ()
    running_year: p.Link | None = None
    poster_large_url: str = ""
    poster_url: str = ""
    handout_url: str = ""
    report_url: str = ""
    printed_on: str = ""  # day on which the page was made
    address: str = ""  # of the same page, for print
    subscribe: p.SubscribeBox | None = None
    checklist: p.Link | None = None  # what the chosen class has to do, or all classes
