"""Loads the Seniorenuniversität of the demo: two regular semesters around today, the compact ones, lecturers and where they
speak. Loading it again replaces what it brought before."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.cli.demo_dates import DemoCalendar
from portal.cli.seed_vocabularies import read
from portal.models import Appearance, Institution, Lecturer, Occurrence, Offer, Run, Semester, SemesterItem
from portal.paths import resource_dir
from portal.vocabulary.lectures import SemesterKind

FILE = "lectures.yaml"
EARLY = (
    40  # days: as long the demo's dates reach back into the last semester rather than on into the next one
)
SLUGS = {SemesterKind.AUTUMN: "herbstuniversitaet", SemesterKind.SPRING: "fruehlingsuniversitaet"}
WINTER, SUMMER = 10, 4  # the months in which a semester begins


def load(session: Session, calendar: DemoCalendar) -> None:
    """Semesters and lecturers; needs the demo's offers with their dates."""
    session.execute(delete(Semester).where(Semester.is_demo))
    session.execute(delete(Lecturer).where(Lecturer.is_demo))
    data = read(resource_dir("seed") / "demo" / FILE)
    made = [*regular(calendar.today), *(_compact(session, row, calendar) for row in data["semesters"])]
    taken = set(session.scalars(select(Semester.slug)))
    session.add_all(one for one in made if one.slug not in taken)
    for slug, rows in data["lecturers"].items():
        institution = session.scalars(select(Institution).where(Institution.slug == slug)).one()
        for row in rows:
            _lecturer(session, row, institution, calendar)
    session.flush()


def regular(today: date) -> tuple[Semester, Semester]:
    """The semester of a day, and the one beside it that the demo's dates reach into as well."""
    first = begin_of(today)
    beside = first - timedelta(days=1) if (today - first).days < EARLY else next_begin(first)
    return _semester(first), _semester(begin_of(beside))


def begin_of(day: date) -> date:
    """The first day of the semester that a day is in: 1 April or 1 October."""
    if day.month >= WINTER:
        return date(day.year, WINTER, 1)
    return date(day.year, SUMMER, 1) if day.month >= SUMMER else date(day.year - 1, WINTER, 1)


def next_begin(first: date) -> date:
    return date(first.year + 1, SUMMER, 1) if first.month == WINTER else date(first.year, WINTER, 1)


def _semester(first: date) -> Semester:
    is_winter = first.month == WINTER
    years = f"{first.year}/{(first.year + 1) % 100:02}" if is_winter else str(first.year)
    german, english = (
        ("Wintersemester", "Winter semester") if is_winter else ("Sommersemester", "Summer semester")
    )
    return Semester(
        slug=f"{german.lower()}-{years.replace('/', '-')}",
        kind=SemesterKind.REGULAR,
        title=f"{german} {years}",
        title_en=f"{english} {years}",
        first_day=first,
        last_day=next_begin(first) - timedelta(days=1),
        is_public=True,
        is_demo=True,
    )


def _compact(session: Session, row: dict[str, Any], calendar: DemoCalendar) -> Semester:
    kind, first = SemesterKind(row["kind"]), calendar.day(row["first"])
    return Semester(
        slug=f"{SLUGS[kind]}-{first.year}",
        kind=kind,
        title=row["title"],
        title_en=row["title_en"],
        intro=row["intro"].strip(),
        intro_en=row["intro_en"].strip(),
        first_day=first,
        last_day=first + timedelta(days=int(row["days"]) - 1),
        is_public=True,
        is_demo=True,
        items=[
            SemesterItem(offer_id=_offer_id(session, *name.split("/")), position=at)
            for at, name in enumerate(row["offers"])
        ],
    )


def _lecturer(
    session: Session, row: dict[str, Any], institution: Institution, calendar: DemoCalendar
) -> None:
    weeks = row.get("consented")
    lecturer = Lecturer(
        institution=institution,
        name=row["name"],
        role=row.get("role"),
        affiliation=row.get("affiliation"),
        about=row.get("about"),
        consented_on=calendar.monday - timedelta(weeks=weeks) if weeks else None,
        is_demo=True,
    )
    session.add(lecturer)
    for position, speaks in enumerate(row.get("speaks", ())):
        offer_id = _offer_id(session, institution.slug, speaks["offer"])
        days = _days(session, offer_id, speaks["dates"]) if "dates" in speaks else [None]
        session.add_all(
            Appearance(offer_id=offer_id, lecturer=lecturer, occurrence_uuid=day, position=position)
            for day in days
        )


def _days(session: Session, offer_id: int, numbers: list[int]) -> list[Any]:
    """The public ids of dates of the first run, counted from one."""
    uuids = session.scalars(
        select(Occurrence.uuid)
        .join(Run, Occurrence.run_id == Run.id)
        .where(Run.offer_id == offer_id, Run.position == 0)
        .order_by(Occurrence.starts_at)
    ).all()
    return [uuids[number - 1] for number in numbers]


def _offer_id(session: Session, institution: str, key: str) -> int:
    return session.scalars(
        select(Offer.id).join(Institution).where(Institution.slug == institution, Offer.external_id == key)
    ).one()
