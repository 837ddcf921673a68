"""Fills the table from the package, from announced dates and by rule, as often as one likes: it adds what is missing and
touches nothing that is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.holidays import actions, package, queries, removed, rules
from portal.holidays.actions import DayDraft
from portal.holidays.queries import SpecialDay
from portal.models import Holiday
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import HolidayKind

_Found = tuple[UUID, DayDraft]


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What was added, and what stays as it is stored although the source says something else."""

    added: tuple[SpecialDay, ...] = ()
    differing: tuple[SpecialDay, ...] = ()


def load_from_package(session: Session, *, land: str, years: Iterable[int], today: date) -> LoadReport:
    """Public holidays and school breaks of a Land that touch these years, confirmed, with the package as source."""
    wanted = frozenset(years)
    found = (*package.public_holidays(land, wanted), *package.school_breaks(land, wanted))
    drafts = (_from_package(land, one, today) for one in found)
    return _add_missing(session, drafts, queries.everything(session))


def load_announced(session: Session, *, code: str, draft: DayDraft) -> LoadReport:
    """An action day whose date was announced; `code` names the rule that it answers."""
    announced = (rules.identity(code, draft.first_day.year), draft)
    return _add_missing(session, [announced], queries.everything(session))


def suggest_by_rule(session: Session, *, today: date, school_years: int = 3) -> LoadReport:
    """Store what the rules propose from today to the end of the third school year, unconfirmed: nobody but editors
    sees it. Where a date is stored, the rule is silent."""
    last = SchoolYear(SchoolYear.of(today).start + school_years - 1).last
    stored = queries.everything(session)
    proposed = (
        one
        for year in range(today.year, last.year + 1)
        for one in rules.unanswered(year, stored)
        if today <= one.day <= last
    )
    return _add_missing(session, (_from_rule(one) for one in proposed), stored)


def _from_package(land: str, one: package.PackageDay, today: date) -> _Found:
    draft = DayDraft(
        one.kind, one.name, one.first_day, one.last_day, one.source, one.name_en, checked_on=today
    )
    return rules.identity(land, one.kind, one.name, one.first_day), draft


def _from_rule(one: rules.Suggestion) -> _Found:
    draft = DayDraft(
        HolidayKind.ACTION_DAY,
        one.name,
        one.day,
        one.day,
        one.source,
        one.name_en,
        is_confirmed=False,
        note=one.sentence,
    )
    return rules.identity(one.code, one.day.year), draft


def _add_missing(session: Session, found: Iterable[_Found], stored: Iterable[SpecialDay]) -> LoadReport:
    by_id, gone = {one.uuid: one for one in stored}, removed.ids(session)
    new, differing = {}, []
    for identity, draft in found:
        known = by_id.get(identity) or _same(by_id.values(), draft)
        if known is not None:
            differing += [known] if _differs(known, draft) else []
        elif identity not in gone:
            new[identity] = actions.columns(draft)
    if new:  # in one statement: with a revision, the session itself would send one for each row
        session.execute(insert(Holiday), [{"uuid": identity, **values} for identity, values in new.items()])
    added = (one for one in queries.everything(session) if one.uuid in new) if new else ()
    return LoadReport(tuple(added), tuple(differing))


def _same(stored: Iterable[SpecialDay], draft: DayDraft) -> SpecialDay | None:
    """A stored day that is meant, though it was entered by hand or by an older package with other days."""
    for one in stored:
        overlaps = one.first_day <= draft.last_day and one.last_day >= draft.first_day
        if one.kind is draft.kind and one.name == draft.name and overlaps:
            return one
    return None


def _differs(known: SpecialDay, draft: DayDraft) -> bool:
    return (known.first_day, known.last_day, known.name) != (draft.first_day, draft.last_day, draft.name)
