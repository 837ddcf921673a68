"""Rows of result lists: rendered once per offer, version, next date and language, then joined from memory.

A list of twenty cached rows costs no statement and no template. Only the title and the sentence are put in anew, since
they carry the marks of the words searched for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from flask import current_app
from markupsafe import Markup, escape

from portal import clock
from portal.extensions import db
from portal.offers import cards, rules
from portal.offers.cards import CardRow, DateRow, RunRow
from portal.search.analyzer import Token, tokens
from portal.search.highlight import Highlighter
from portal.search.results import Hit
from portal.vocabulary.offers import KIND_LABELS, OccurrenceStatus, OfferKind
from portal.web.kit import addresses, formats, languages, wording
from portal.web.kit.parts import OfferCard
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

MAX_KEPT = 6_000
MINUTE = timedelta(minutes=1)  # searches know dates to the minute
_TITLE, _TEXT = Markup("\x00title\x00"), Markup("\x00text\x00")


@dataclass(frozen=True)  # without slots, which leave no room for what is kept
class Words:
    """A text with its tokens, ready to be marked for any query; made when a query first asks for them."""

    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(tokens(self.text))

    def marked(self, highlighter: Highlighter) -> str:
        """Escaped HTML with <mark> round what answers the query."""
        return "".join(
            f"<mark>{escape(piece)}</mark>" if answers else escape(piece)
            for piece, answers in highlighter.pieces(self.text, self.tokens)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCard(OfferCard):
    """A finished row: a card that brings its HTML, cut where title and text go, for a heading of one level."""

    title: Words
    text: Words
    level: int
    before: str
    between: str
    after: str

    def html(self, highlighter: Highlighter | None = None) -> Markup:
        if highlighter is None or self.is_off:
            title, text = str(self.title_html), str(self.text_html)
        else:
            title, text = self.title.marked(highlighter), self.text.marked(highlighter)
        return Markup(f"{self.before}{title}{self.between}{text}{self.after}")  # noqa: S704  joined from escaped pieces


class CardShelf:
    """The rows kept by this process; the oldest go first."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], KeptCard] = {}

    def get(self, hits: Sequence[Hit], now: datetime, level: int = 2) -> list[KeptCard]:
        """Rows for hits in their order; what is missing is read in two statements and rendered."""
        keys = [
            (hit.offer_id, hit.version, hit.next_start, hit.is_over, languages.root(), level) for hit in hits
        ]
        missing = [hit for hit, key in zip(hits, keys, strict=True) if key not in self._kept]
        rows = cards.card_rows(db.session(), [hit.offer_id for hit in missing]) if missing else {}
        fresh: dict[tuple[object, ...], KeptCard] = {}
        for hit, key in zip(hits, keys, strict=True):
            if key not in self._kept and hit.offer_id in rows:
                fresh[key] = render(rows[hit.offer_id], now, level, wished(hit))
        found = [fresh.get(key) or self._kept.get(key) for key in keys]
        self._keep(fresh)
        return [card for card in found if card is not None]

    def _keep(self, fresh: dict[tuple[object, ...], KeptCard]) -> None:
        too_many = len(self._kept) + len(fresh) - MAX_KEPT
        if fresh and too_many > 0:
            for oldest in list(self._kept)[:too_many]:
                self._kept.pop(oldest, None)
        self._kept.update(fresh)


def shelf() -> CardShelf:
    """This application's rows."""
    found: CardShelf = current_app.extensions.setdefault("agora_cards", CardShelf())
    return found


def offer_cards(hits: Sequence[Hit], now: datetime, level: int = 3) -> tuple[OfferCard, ...]:
    """Cards for short lists beside other matter; the component `entries` takes the HTML that they bring."""
    return tuple(shelf().get(hits, now, level))


def rows_html(hits: Sequence[Hit], now: datetime, highlighter: Highlighter | None) -> Markup:
    """The rows of a result list, the words searched for marked."""
    return Markup("".join(kept.html(highlighter) for kept in shelf().get(hits, now)))  # noqa: S704  joined from escaped pieces


def wished(hit: Hit) -> datetime | None:
    """When the date begins that a search found; where all dates are over, none is shown."""
    return None if hit.is_over else hit.next_start


def render(row: CardRow, now: datetime, level: int, at: datetime | None) -> KeptCard:
    """Render one row through the component `entry`."""
    card = build(row, now, at)
    component = current_app.jinja_env.get_template("components/entry.html").module
    holes = replace(card, title_html=_TITLE, text_html=_TEXT if card.text_html else Markup(""))
    html = str(component.entry(holes, level))  # type: ignore[attr-defined]  # the macro's name is the template's matter
    before, _sep, rest = html.partition(str(_TITLE))
    between, _sep, after = rest.partition(str(_TEXT))
    return KeptCard(
        **{field.name: getattr(card, field.name) for field in fields(card)},
        title=Words(row.title),
        text=Words(row.summary or ""),
        level=level,
        before=before,
        between=between,
        after=after,
    )


def build(row: CardRow, now: datetime, at: datetime | None = None) -> OfferCard:
    """The card of an offer, seen from `now`, with the date that begins at `at` or else its next one."""
    today = clock.local(now).date()
    run, day = run_and_date(row, now, at)
    is_off = bool(run and day and rules.off_status(run.status, day.status))
    shown = run if day else None
    return OfferCard(
        id=row.id,
        url=addresses.offer(row.id, row.slug),
        shape=row.kind.value,
        kind=_(KIND_LABELS[row.kind]),
        provider=row.institution,
        provider_url=addresses.institution(row.institution_slug),
        title_html=escape(row.title),
        text_html=_off_text(row, run, day, now) if is_off and run and day else escape(row.summary or ""),
        iso_date=day.first_day.isoformat() if day else None,
        weekday=formats.weekday_short(day.first_day) if day else "",
        day=str(day.first_day.day) if day else "",
        month=formats.month_short(day.first_day, today) if day else "",
        date_word=date_word(row, today),
        facts=(*facts(row, shown, day, today), *free_later(row, run, day)),
        price=price(row, run),
        status=wording.date_status(run, day, row) if run and day else None,
        is_off=is_off,
        lang=languages.of_content(),
    )


def price(row: CardRow, run: RunRow | None) -> str:
    """The price of the run, else of the offer; that a deadline costs nothing is no news."""
    cents = run.price_cents if run and run.price_cents is not None else row.price_cents
    if row.kind is OfferKind.DEADLINE and not cents:
        return ""
    return wording.price(cents, row.reduced_price_cents, is_free=row.is_free)


def run_and_date(
    row: CardRow, now: datetime, at: datetime | None = None
) -> tuple[RunRow | None, DateRow | None]:
    """The run and date that begin in the minute `at`; without these what comes next. What is held goes before what is cancelled,
    what has room before what is full."""
    every = ((run, day) for run in row.runs for day in run.dates)
    then = [pair for pair in every if at <= pair[1].starts_at < at + MINUTE] if at else []
    ahead = then or [(run, day) for run in row.runs if (day := rules.next_date(run.dates, now))]
    if not ahead:
        return (row.runs[0] if row.runs else None), None
    return min(ahead, key=_preference)


def _preference(pair: tuple[RunRow, DateRow]) -> tuple[bool, datetime, bool]:
    run, day = pair
    return rules.off_status(run.status, day.status) is not None, day.starts_at, not has_room(run, day)


def has_room(run: RunRow, day: DateRow) -> bool:
    """Whether a person who comes now gets a place on this date."""
    return all(rules.is_bookable(run.availability, status) for status in (run.status, day.status))


def free_later(row: CardRow, run: RunRow | None, day: DateRow | None) -> tuple[str, ...]:
    """Where the date shown is full: from when another run has places."""
    if not run or not day or has_room(run, day) or rules.off_status(run.status, day.status):
        return ()
    first_days = [
        first.first_day
        for other in row.runs
        for first in other.dates[:1]
        if first.starts_at > day.starts_at and has_room(other, first)
    ]
    if not first_days:
        return ()
    first_day = formats.long_date(min(first_days), weekday=False, year=False)
    return (_("Plätze frei ab %(day)s", day=first_day),)


def date_word(row: CardRow, today: date) -> str:
    """What stands in the date's place: 'laufend' without dates, 'beendet' when all are over."""
    if any(run.dates for run in row.runs):
        return _("beendet")
    over = row.runs and all(run.ends_on and run.ends_on < today for run in row.runs)
    return _("beendet") if over else _("laufend")


def facts(row: CardRow, run: RunRow | None, day: DateRow | None, today: date) -> tuple[str, ...]:
    """When, how often, where, and what of access is there."""
    found: list[str] = []
    if run and day:
        found.append(wording.schedule(run.dates, day, today))
        if len(run.dates) > 1:
            found.append(ngettext("%(num)s Termin", "%(num)s Termine", len(run.dates)))
    elif row.runs and row.runs[0].schedule_note:
        found.append(row.runs[0].schedule_note)
    found.append(wording.where(row, run))
    found.append(", ".join(wording.access(row.access)))
    return tuple(fact for fact in found if fact)


def _off_text(row: CardRow, run: RunRow, day: DateRow, now: datetime) -> Markup:
    """'Der Termin fällt aus.' and when it is held next, if it is."""
    later = [
        day.first_day
        for run in row.runs
        for day in run.dates
        if day.ends_at > now and not rules.off_status(run.status, day.status)
    ]
    is_postponed = rules.off_status(run.status, day.status) is OccurrenceStatus.POSTPONED
    what = Markup("<b>{}</b>").format(
        _("Der Termin ist verschoben.") if is_postponed else _("Der Termin fällt aus.")
    )
    if not later:
        return what
    return what + " " + escape(_("Nächster Termin: %(day)s.", day=formats.long_date(min(later))))
