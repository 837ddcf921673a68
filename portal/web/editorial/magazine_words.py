"""The printed calendar in words: a line per date in the magazine's order, as page, table and text for the layout."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from portal.exports import csv_table, rtf
from portal.magazine.queries import Printed
from portal.vocabulary.offers import KIND_LABELS, OfferKind
from portal.web.editorial.pages_magazine import Choice, ChoiceDay
from portal.web.kit import formats, languages, wording
from portal.web.kit.words import gettext as _


def time_of(one: Printed) -> str:
    """'18:00 bis 19:30 Uhr'; '' for whole days."""
    return "" if one.all_day else formats.time_span(one.starts_at, one.ends_at)


def day_of(one: Printed, month: date) -> date:
    """Under which day it is printed: what began in the month before stands on its first."""
    return max(one.first_day, month)


def title_of(one: Printed) -> str:
    """What is printed first: the editors' words, else kind and title."""
    if one.text:
        return one.text
    if one.kind is OfferKind.DEADLINE:
        return f"{_(KIND_LABELS[one.kind])}: {one.title}"
    return one.title


def line_of(one: Printed) -> str:
    """'Bücherei, Zerbster Straße 4, Innenstadt. 5 €. Telefon 0340 …'."""
    until = (
        _("bis %(day)s", day=formats.long_date(one.last_day, year=False))
        if one.last_day > one.first_day
        else ""
    )
    where = ", ".join(part for part in (one.place, one.room, one.street, one.district) if part)
    price = wording.price(one.price_cents, one.reduced_price_cents, is_free=one.is_free)
    phone = _("Telefon %(number)s", number=one.phone) if one.phone else ""
    parts = (until, one.institution, where, price, phone)
    return ". ".join(dict.fromkeys(part for part in parts if part))


def days(found: Iterable[Printed], month: date) -> tuple[ChoiceDay, ...]:
    """The dates under their days, to choose from."""
    ordered = sorted(found, key=lambda one: day_of(one, month))
    return tuple(
        ChoiceDay(formats.long_date(day), tuple(_choice(one) for one in of_day))
        for day, of_day in groupby(ordered, key=lambda one: day_of(one, month))
    )


def _choice(one: Printed) -> Choice:
    return Choice(
        uuid=str(one.uuid),
        time=time_of(one) or _("ganztägig"),
        title=one.title,
        line=line_of(one),
        text=one.text or "",
        is_chosen=one.is_chosen,
        lang=languages.of_content(),
    )


def table(found: Sequence[Printed], month: date) -> str:
    """A row per date for spreadsheets and layout programs."""
    columns = [_("Tag"), _("Datum"), _("Zeit"), _("Art"), _("Titel"), _("Ort und Preis"), _("Anbieter")]
    rows = (
        (
            formats.weekday_name(day_of(one, month)),
            day_of(one, month).isoformat(),
            time_of(one),
            _(KIND_LABELS[one.kind]),
            title_of(one),
            line_of(one),
            one.institution,
        )
        for one in found
    )
    return csv_table.written(columns, rows)


def document(found: Sequence[Printed], month: date, heading: str) -> bytes:
    """The same as text for the layout: a heading per day, below it time and title in bold, then the rest."""
    paragraphs = [rtf.Paragraph(heading)]
    ordered = sorted(found, key=lambda one: day_of(one, month))
    for day, of_day in groupby(ordered, key=lambda one: day_of(one, month)):
        paragraphs.append(rtf.Paragraph(formats.long_date(day, year=False)))
        for one in of_day:
            head = ", ".join(part for part in (time_of(one), title_of(one)) if part)
            paragraphs.append(rtf.Paragraph(head, f". {line_of(one)}"))
    return rtf.written(paragraphs)
