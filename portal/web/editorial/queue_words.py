"""Submissions in words, as the queue shows them: what changed, since when, what needs a second look."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from portal import clock
from portal.holidays import queries as holidays
from portal.offers import differences
from portal.offers.sheet import OfferSheet
from portal.text import slugify
from portal.vocabulary.calendar import HolidayKind
from portal.vocabulary.offers import KIND_LABELS
from portal.vocabulary.people import Standing
from portal.vocabulary.workflow import CHANGE_LABELS, ChangeKind
from portal.web.kit import formats, languages, sheet_signals, workflow_words
from portal.web.kit.desk_parts import QueueItem
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow import finding
from portal.workflow.finding import Pending
from portal.workflow.queries import QueueEntry

KIND_SLUGS: Mapping[str, ChangeKind] = {slugify(CHANGE_LABELS[kind]): kind for kind in ChangeKind}
ALWAYS_OFF = (HolidayKind.PUBLIC_HOLIDAY,)


def items(
    session: Session, entries: Sequence[QueueEntry], *, current: int | None = None
) -> tuple[QueueItem, ...]:
    """Rows for some submissions, with their flags; two statements however many they are."""
    now = clock.now()
    pending = finding.contents(session, [one.offer_id for one in entries])
    off = _on_holidays(session, pending, now)
    return tuple(
        item(
            one,
            pending.get(one.offer_id),
            now,
            is_on_holiday=one.offer_id in off,
            similar=_similar(one, now),
            is_current=one.offer_id == current,
        )
        for one in entries
    )


def item(
    entry: QueueEntry,
    pending: Pending | None,
    now: datetime,
    *,
    is_on_holiday: bool = False,
    similar: str = "",
    is_current: bool = False,
) -> QueueItem:
    """One row; without its content it does not say how many fields changed."""
    waits = workflow_words.since(entry.since, now)
    meta = [entry.institution, f"{_what(entry.kinds, pending)}, {waits}"]
    if entry.is_approved and entry.publish_at:
        meta[1] = _("wird veröffentlicht: %(at)s", at=workflow_words.at(entry.publish_at))
    elif entry.publish_at and entry.publish_at > now:
        day = formats.long_date(clock.local(entry.publish_at).date(), weekday=False)
        meta.append(_("gewünscht ab %(day)s", day=day))
    return QueueItem(
        title=entry.title,
        url=url_for("editorial.review", offer_id=entry.offer_id),
        shape=entry.kind.value,
        kind=_(KIND_LABELS[entry.kind]),
        meta=tuple(meta),
        flags=tuple(_flags(entry, is_on_holiday, similar)),
        current=is_current,
        lang=languages.of_content(),
    )


def _what(kinds: Collection[ChangeKind], pending: Pending | None) -> str:
    """'neu', or '4 Angaben geändert: Texte, Preis'."""
    if ChangeKind.NEW in kinds:
        return _("neu")
    labels = ", ".join(_(CHANGE_LABELS[kind]) for kind in ChangeKind if kind in kinds)
    if pending is None or pending.base is None:
        return labels
    count = number_of_changes(pending.base, pending.sheet)
    many = ngettext("%(num)s Angabe geändert", "%(num)s Angaben geändert", count)
    return f"{many}: {labels}" if labels else many


def number_of_changes(before: OfferSheet, after: OfferSheet) -> int:
    """Fields of the offer and its runs; a date counts once, and so does a run that came or went."""
    found = {one.key if one.key[0] == "offer" else one.key[:3] for one in differences.compare(before, after)}
    whole = {one.uuid for one in before.runs} ^ {one.uuid for one in after.runs}
    return len({("run", key[1]) if key[0] != "offer" and key[1] in whole else key for key in found})


def _flags(entry: QueueEntry, is_on_holiday: bool, similar: str) -> Iterable[str]:
    if similar:
        yield _("Ähnlich: „%(title)s“", title=similar)
    if entry.standing is Standing.APPLIED:
        yield _("Anbieter noch nicht freigegeben")
    if entry.standing is Standing.SUSPENDED:
        yield _("Anbieter gesperrt")
    if is_on_holiday:
        yield _("Liegt auf einem Feiertag")


def _similar(entry: QueueEntry, now: datetime) -> str:
    """The title of the offer that a new one looks most like; from the index, without a statement."""
    if ChangeKind.NEW not in entry.kinds:
        return ""
    found = service().similar(entry.title, now=now, leave_out=frozenset({entry.offer_id}))
    return found[0].title if found else ""


def _on_holidays(session: Session, pending: Mapping[int, Pending], now: datetime) -> set[int]:
    """Which of the submissions bring a date on a public holiday."""
    dates = {key: sheet_signals.new_dates(one.sheet, one.base, now) for key, one in pending.items()}
    span = sheet_signals.span([one for found in dates.values() for one in found])
    if span is None:
        return set()
    off = holidays.days_off(session, *span, kinds=ALWAYS_OFF)
    return {key for key, found in dates.items() if sheet_signals.on_days_off(found, off)}
