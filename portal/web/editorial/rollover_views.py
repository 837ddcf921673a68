"""Proposed dates of a school year in words, as the editors' page shows them."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from babel.dates import get_month_names
from flask import url_for

from portal import clock
from portal.careers.rollover_actions import MOVES
from portal.careers.rollover_queries import Progress
from portal.models import ProposedDate
from portal.schoolyear import SchoolYear
from portal.vocabulary.careers import PROPOSAL_STATE_LABELS, ProposalState
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import OfferKind
from portal.web.editorial.pages_rollover import ProposalMonth, ProposalRow
from portal.web.kit import addresses, formats, languages, rollover_words
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _

YEARS_AHEAD = 3
ALL_MONTHS, DECIDED = "alle", "entschieden"
ACTS = {
    ProposalState.CONFIRMED: N_("Bestätigen"),
    ProposalState.TENTATIVE: N_("Als noch nicht bestätigt zeigen"),
    ProposalState.DROPPED: N_("Fällt weg"),
    ProposalState.PROPOSED: N_("Entscheidung zurücknehmen"),
}
_TONES: dict[ProposalState, tuple[p.Tone, str]] = {
    ProposalState.CONFIRMED: ("ok", "check"),
    ProposalState.TENTATIVE: ("plain", "clock"),
    ProposalState.DROPPED: ("plain", "minus"),
}


def progress_words(progress: Progress) -> str:
    return _("%(decided)s von %(total)s entschieden", decided=progress.decided, total=progress.total)


def years(shown: SchoolYear, today: date) -> tuple[p.SortLink, ...]:
    """This school year and those after it."""
    present = SchoolYear.of(today)
    found = sorted({*(SchoolYear(present.start + n) for n in range(YEARS_AHEAD)), shown})
    return tuple(p.SortLink(year.label, address(year), year == shown) for year in found)


def address(year: SchoolYear, *, shows_open: bool = True, month: str = "") -> str:
    """The list of a school year: what is open or what is decided, one month of it."""
    more = [] if shows_open else [("zeigen", DECIDED)]
    more += [("monat", month)] if month else []
    where = url_for("editorial.roll_over", schuljahr=year.slug)
    return f"{where}&{urlencode(more)}" if more else where


def month_of(row: ProposedDate) -> str:
    """'2027-09'."""
    return f"{row.first_day.year}-{row.first_day.month:02}"


def month_tabs(
    rows: Sequence[ProposedDate], year: SchoolYear, shown: str, *, shows_open: bool
) -> tuple[p.SortLink, ...]:
    """A month with how much it holds, and at last all of them."""
    names = get_month_names("abbreviated", context="stand-alone", locale=languages.current())
    counts = Counter(month_of(row) for row in rows)
    tabs = [
        p.SortLink(
            f"{names[int(slug[5:])].rstrip('.')} ({count})",
            address(year, shows_open=shows_open, month=slug),
            slug == shown,
        )
        for slug, count in sorted(counts.items())
    ]
    if len(tabs) > 1:
        url = address(year, shows_open=shows_open, month=ALL_MONTHS)
        tabs.append(p.SortLink(_("alle Monate"), url, shown == ALL_MONTHS))
    return tuple(tabs)


def shown_month(rows: Sequence[ProposedDate], wanted: str) -> str:
    """The month that is asked for, else the first that holds something."""
    known = [month_of(row) for row in rows]
    if wanted == ALL_MONTHS or wanted in known:
        return wanted
    return next((slug for slug in known if slug > wanted), next(iter(known), ALL_MONTHS))


def months(
    rows: Iterable[ProposedDate], shown: str, registrations: Collection[UUID]
) -> tuple[ProposalMonth, ...]:
    """By the month in which they begin."""
    names = get_month_names("wide", context="stand-alone", locale=languages.current())
    found = []
    for slug, of_month in groupby(rows, key=month_of):
        if shown in (ALL_MONTHS, slug):
            name = f"{names[int(slug[5:])]} {slug[:4]}"
            listed = tuple(proposal(row, row.source_uuid in registrations) for row in of_month)
            found.append(ProposalMonth(slug, name, listed))
    return tuple(found)


def proposal(row: ProposedDate, is_registration: bool) -> ProposalRow:
    """One of them."""
    return ProposalRow(
        id=row.id,
        key=f"{row.id}:{row.revision}",
        title=row.offer.title,
        offer_url=addresses.offer(row.offer_id, row.offer.slug),
        institution=row.offer.institution.short_name or row.offer.institution.name,
        sort=sort(row, is_registration),
        old=formats.long_date(row.old_first_day),
        new=rollover_words.when(row),
        rules=rollover_words.sentences(row.rule),
        warnings=rollover_words.sentences(row.warning),
        state=state(row.state),
        decided=decided(row),
        edit_url=url_for("editorial.edit_proposal", proposal_id=row.id)
        if row.state in (ProposalState.PROPOSED, ProposalState.TENTATIVE)
        else "",
        moves=moves(row.state),
        lang=languages.of_content(),
    )


def sort(row: ProposedDate, is_registration: bool) -> str:
    """What it stands for, in a word."""
    if is_registration:
        return _("Anmeldeschluss") if row.first_day == row.last_day else _("Anmeldezeit")
    if row.offer.kind is OfferKind.DEADLINE and row.first_day == row.last_day:
        return _("Frist")
    return _("Zeitraum") if row.first_day != row.last_day and row.start_minutes is None else _("Termin")


def moves(present: ProposalState) -> tuple[tuple[str, str], ...]:
    """The decisions that one may make now, the most usual first."""
    return tuple((one.value, _(label)) for one, label in ACTS.items() if one in MOVES[present])


def state(present: ProposalState) -> p.Status | None:
    if present not in _TONES:
        return None
    tone, icon = _TONES[present]
    return p.Status(_(PROPOSAL_STATE_LABELS[present]), tone, icon)


def decided(row: ProposedDate) -> str:
    """'Demo Redaktion, 23. November 2026'."""
    if row.decided_at is None:
        return ""
    day = formats.long_date(clock.local(row.decided_at).date(), weekday=False)
    return f"{row.decided_by}, {day}" if row.decided_by else day
