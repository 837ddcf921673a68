"""Two offers that look the same, side by side: what they differ in, and what is the same."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from flask import url_for
from markupsafe import escape

from portal import clock, text
from portal.offers.cards import CardRow, DateRow
from portal.upkeep.duplicates import KeptPair
from portal.vocabulary.offers import KIND_LABELS
from portal.web.editorial.pages_upkeep import PairRow, PairSide
from portal.web.kit import addresses, formats, languages, wording
from portal.web.kit.change_parts import ChangeRow
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

SHOWN_DATES = 3
LONGEST = 240


def pair_row(pair: KeptPair, rows: Mapping[int, CardRow]) -> PairRow:
    """A pair of the list."""
    one, other = rows[pair.first.id], rows[pair.second.id]
    told = list(_fields(pair, one, other))
    return PairRow(
        id=f"{one.id}-{other.id}",
        likeness=_("%(score)s von 100 Punkten", score=pair.score),
        sides=(side(pair, one, "A"), side(pair, other, "B")),
        changes=tuple(
            ChangeRow(
                label,
                escape(left),
                escape(right),
                lang=languages.of_content() if prose else "",
            )
            for label, left, right, prose in told
            if left != right
        ),
        same=", ".join(label for label, left, right, _prose in told if left == right and left),
        dismiss_url=url_for("editorial.dismiss_pair", first_id=pair.first.id, second_id=pair.second.id),
    )


def side(pair: KeptPair, row: CardRow, letter: str) -> PairSide:
    return PairSide(
        title=row.title,
        url=addresses.offer(row.id, row.slug),
        institution=row.institution,
        keep_url=url_for(
            "editorial.ask_merge_pair", first_id=pair.first.id, second_id=pair.second.id, bleibt=row.id
        ),
        keep_label=_("%(letter)s behalten", letter=letter),
    )


def _fields(pair: KeptPair, one: CardRow, other: CardRow) -> Iterator[tuple[str, str, str, bool]]:
    """Label, both values, and whether providers wrote them."""
    yield _("Titel"), one.title, other.title, True
    yield _("Anbieter"), one.institution, other.institution, False
    yield _("Art"), _(KIND_LABELS[one.kind]), _(KIND_LABELS[other.kind]), False
    yield _("Termine"), dates(one), dates(other), False
    yield _("Ort"), place(one), place(other), False
    yield _("Preis"), price(one), price(other), False
    first, second = (text.one_line(row.summary or "", LONGEST) for row in (one, other))
    yield _("Kurztext"), first, second, True
    yield _("Herkunft"), pair.first.source or _("von Hand"), pair.second.source or _("von Hand"), False
    yield _("Zuletzt geändert"), changed(pair.first.updated_at), changed(pair.second.updated_at), False


def dates(row: CardRow) -> str:
    """The next dates and how many there are besides."""
    now = clock.now()
    ahead = sorted(
        (day for run in row.runs for day in run.dates if day.ends_at > now), key=lambda day: day.starts_at
    )
    if not ahead:
        return _("keine")
    said = "; ".join(when(day) for day in ahead[:SHOWN_DATES])
    more = len(ahead) - SHOWN_DATES
    return f"{said}; " + ngettext("und noch einer", "und %(num)s weitere", more) if more > 0 else said


def when(day: DateRow) -> str:
    if day.all_day:
        return formats.span(day.first_day, day.last_day, today=clock.today())
    return f"{formats.short_date(day.first_day, year=True)}, {formats.time_span(day.starts_at, day.ends_at)}"


def place(row: CardRow) -> str:
    found = dict.fromkeys(name for name in (row.place, *(run.place for run in row.runs)) if name)
    return ", ".join(found)


def price(row: CardRow) -> str:
    return wording.price(row.price_cents, row.reduced_price_cents, is_free=row.is_free)


def changed(moment: datetime) -> str:
    return formats.short_date(clock.local(moment).date(), year=True)
