"""Loads seed/demo/workflow.yaml: what lies on the desks of the demo. It is done by the acts that people do it by, as if they had
done it some days ago; the letters that they would have had are left out. In another week, when the demo's offers have been put
back, it begins anew."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.cli.demo_dates import DemoCalendar, clock_time
from portal.cli.seed_vocabularies import read
from portal.holidays import queries as holidays
from portal.mail.wishes import LETTER
from portal.models import (
    Institution,
    JournalEntry,
    Membership,
    Offer,
    OfferComment,
    OfferEdit,
    OfferVersion,
    OutboxEntry,
    Place,
    ReturnReason,
    User,
)
from portal.offers import sheet_store
from portal.offers.outbox import note_change
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet
from portal.paths import resource_dir
from portal.permissions.policy import Actor
from portal.vocabulary.calendar import HolidayKind
from portal.vocabulary.offers import OfferKind, RegistrationWay
from portal.vocabulary.people import MembershipRole, Role
from portal.vocabulary.terms import Scheme
from portal.vocabulary.workflow import Thing
from portal.workflow import actions, queries

FILE = "workflow.yaml"
OWN = "antrag-"  # how the keys of offers begin that exist for this alone
AUTHOR, EDITOR = "author", "editor"
Row = dict[str, Any]


def load(session: Session, calendar: DemoCalendar) -> None:
    """Begin anew. Offers, institutions and accounts of the demo are there already."""
    data = read(resource_dir("seed") / "demo" / FILE)
    last_letter = session.scalar(select(func.max(OutboxEntry.id))) or 0
    _forget(session, [*data["submissions"], *data["returned"], *data["at_once"]])
    _reasons(session, data["reasons"])
    for row in data["submissions"]:
        _submit(session, row, calendar)
    for row in data["returned"]:
        _submit(session, row, calendar)
        _talk(session, row, calendar)
    for row in data["at_once"]:
        _change_at_once(session, row, calendar)
    session.execute(delete(OutboxEntry).where(OutboxEntry.topic == LETTER, OutboxEntry.id > last_letter))
    session.flush()


def _forget(session: Session, rows: list[Row]) -> None:
    """What an earlier loading has left, and what visitors of the demo made of it."""
    own = Offer.external_id.startswith(OWN) & Offer.is_demo
    named = [
        (Offer.external_id == row["offer"]["key"])
        & Offer.institution.has(Institution.slug == row["offer"]["institution"])
        for row in rows
        if "offer" in row
    ]
    found = list(session.scalars(select(Offer).where(or_(own, *named))))
    ids = [offer.id for offer in found]
    for table in (OfferEdit, OfferComment, OfferVersion):
        session.execute(delete(table).where(table.offer_id.in_(ids)))
    session.execute(
        delete(JournalEntry).where(JournalEntry.thing == Thing.OFFER, JournalEntry.thing_id.in_(ids))
    )
    for offer in found:
        if str(offer.external_id).startswith(OWN):
            session.delete(offer)
    note_change(session, ids)
    session.flush()
    session.expire_all()


def _reasons(session: Session, rows: list[Row]) -> None:
    if session.scalar(select(func.count()).select_from(ReturnReason)):
        return
    session.add_all(ReturnReason(**row, position=position) for position, row in enumerate(rows, start=1))


def _submit(session: Session, row: Row, calendar: DemoCalendar) -> None:
    """Enter or change an offer and hand it in."""
    now, institution = _moment(row, calendar), _institution(session, row)
    author = _author(session, row["by"], institution)
    if "new" in row:
        sheet = _new_sheet(session, row, institution, calendar)
        offer = actions.begin(session, author, institution=institution, sheet=sheet, now=now)
        offer.external_id, offer.source, offer.is_demo = row["new"]["key"], "demo", True
    else:
        offer = _offer(session, row, institution)
        copy = queries.working_copy(session, offer.id)
        assert copy is not None
        changed = _changed(copy.sheet, row)
        actions.save(session, author, offer=offer, sheet=changed, opened=copy.digest, now=now)
    session.flush()
    actions.submit(session, author, offer=offer, now=now + timedelta(minutes=12))


def _talk(session: Session, row: Row, calendar: DemoCalendar) -> None:
    """Send it back with a reason, and what was said after that."""
    institution = _institution(session, row)
    offer = session.scalars(
        select(Offer).where(Offer.institution_id == institution.id, Offer.external_id == row["new"]["key"])
    ).one()
    people = {AUTHOR: _author(session, row["by"], institution), EDITOR: _editor(session)}
    for said in row["thread"]:
        actor, now = people[said["by"]], _moment(said, calendar)
        if said.get("reason"):
            actions.send_back(session, actor, offer=offer, reason=said["text"], now=now)
        else:
            actions.comment(session, actor, offer=offer, text=said["text"], now=now)


def _change_at_once(session: Session, row: Row, calendar: DemoCalendar) -> None:
    institution = _institution(session, row)
    actions.change_at_once(
        session,
        _author(session, row["by"], institution),
        offer=_offer(session, row, institution),
        change=lambda sheet: _changed(sheet, row),
        now=_moment(row, calendar),
    )


def _moment(row: Row, calendar: DemoCalendar) -> datetime:
    return clock.as_utc(calendar.today - timedelta(days=row["days_ago"]), *clock_time(row))


def _institution(session: Session, row: Row) -> Institution:
    slug = (row.get("new") or row["offer"])["institution"]
    return session.scalars(select(Institution).where(Institution.slug == slug)).one()


def _offer(session: Session, row: Row, institution: Institution) -> Offer:
    found = session.scalars(
        select(Offer).where(Offer.institution_id == institution.id, Offer.external_id == row["offer"]["key"])
    ).one()
    return sheet_store.offer(session, found.id) or found


def _author(session: Session, by: Row, institution: Institution) -> Actor:
    """The account of a provider; one that nobody can sign in to is made where there is none."""
    user = session.scalar(select(User).where(User.email == by["email"]))
    if user is None:
        user = User(
            email=by["email"],
            name=by["name"],
            password_hash="",
            role=Role.PROVIDER,
            is_demo=True,
            memberships=[Membership(institution=institution, role=MembershipRole.MEMBER)],
        )
        session.add(user)
        session.flush()
    return Actor(user.id, user.name, user.role, {institution.id: MembershipRole.MEMBER})


def _editor(session: Session) -> Actor:
    user = session.scalars(
        select(User).where(User.role == Role.EDITOR, User.is_demo).order_by(User.id).limit(1)
    ).one()
    return Actor(user.id, user.name, user.role)


def _new_sheet(session: Session, row: Row, institution: Institution, calendar: DemoCalendar) -> OfferSheet:
    place = session.scalar(
        select(Place.id).where(Place.institution_id == institution.id, Place.external_id == row["place"])
    )
    dates = tuple(_date(session, spec, calendar) for spec in row.get("dates") or ())
    run = RunSheet(dates=dates, schedule_note=row.get("schedule"))
    if dates:
        run = replace(run, starts_on=dates[0].first_day, ends_on=dates[-1].last_day)
    blank = OfferSheet(title="", kind=OfferKind.COURSE, place_id=place, runs=(run,))
    return _changed(blank, row)


def _date(session: Session, spec: Row, calendar: DemoCalendar) -> DateSheet:
    day = calendar.day(spec) if "weeks" in spec else _next_holiday(session, calendar)
    start = clock.as_utc(day, *clock_time(spec))
    return DateSheet(start, start + timedelta(minutes=spec["minutes"]), day, day)


def _next_holiday(session: Session, calendar: DemoCalendar) -> Any:
    """A public holiday in the weeks to come, for a date that an editor should ask about."""
    first = calendar.today + timedelta(days=7)
    off = holidays.days_off(session, first, first + timedelta(days=400), kinds=(HolidayKind.PUBLIC_HOLIDAY,))
    return next(iter(off), first)


def _changed(sheet: OfferSheet, row: Row) -> OfferSheet:
    """The sheet with what a row says."""
    fields = dict(row.get("fields") or {})
    for name, kind in (("kind", OfferKind), ("registration_way", RegistrationWay)):
        if name in fields:
            fields[name] = kind(fields[name])
    terms = {Scheme(name): tuple(codes) for name, codes in (row.get("terms") or {}).items()}
    runs = sheet.runs
    if "room" in row:
        runs = tuple(
            replace(run, dates=tuple(replace(one, room=row["room"]) for one in run.dates)) for run in runs
        )
    return replace(sheet, **fields, terms={**sheet.terms, **terms}, runs=runs)
