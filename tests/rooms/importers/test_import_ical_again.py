"""A calendar imported again: nothing, or what moved, was cancelled, left, came back, or turned private."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import ImportProblem
from portal.models import Offer
from portal.vocabulary.offers import OccurrenceStatus

from .conftest import LATER
from .ical_texts import (
    CANCELLED,
    WEEKLY,
    Importing,
    calendar,
    dates,
    event,
    import_into,
    in_town,
    reasons,
    single,
    state,
)

PLANNED, MOVED = OccurrenceStatus.PLANNED, OccurrenceStatus.MOVED


@pytest.fixture
def importing(session: Session) -> Importing:
    return import_into(session)


def test_a_second_import_changes_nothing_even_a_week_later(session: Session, importing: Importing) -> None:
    text = calendar(
        event(WEEKLY),
        single(RRULE=":FREQ=DAILY"),
        single(UID=":b", SUMMARY=":Frei", DTSTART=";VALUE=DATE:20261224"),
    )
    importing(text)
    before = state(session)
    report = importing(text, LATER)
    assert (report.counts["runs_unchanged"], report.absent) == (3, 0)
    assert state(session) == before


def test_a_date_that_moves_keeps_its_identity_and_one_that_is_dropped_is_cancelled(
    session: Session, importing: Importing
) -> None:
    importing(calendar(event(WEEKLY)))
    first, second, third, fourth = (o.id for o in dates(session))
    moved = "UID:kurs-1\nRECURRENCE-ID;TZID=Europe/Berlin:20261222T180000\nDTSTART;TZID=Europe/Berlin:20261223T180000"
    longer = WEEKLY.replace("COUNT=4", "COUNT=5\nEXDATE;TZID=Europe/Berlin:20261208T180000")
    report = importing(calendar(event(longer), event(moved)))
    done = [report.counts[f"occurrences_{what}"] for what in ("moved", "cancelled", "created")]
    assert done == [1, 1, 1]
    found = {o.id: o for o in dates(session)}
    assert found[second].status is CANCELLED  # the new last date is no new place for it
    assert (found[fourth].status, in_town(found[fourth].starts_at).day) == (MOVED, 23)
    assert [found[first].status, found[third].status] == [PLANNED, PLANNED]
    importing(calendar(event(WEEKLY.replace("COUNT=4", "COUNT=5")), event(moved)))
    session.expire_all()
    assert found[second].status is PLANNED


def test_a_cancelled_series_and_its_return(session: Session, importing: Importing) -> None:
    importing(calendar(event(WEEKLY)))
    ids = [o.id for o in dates(session)]
    importing(calendar(event(f"{WEEKLY}\nSTATUS:CANCELLED")))
    assert {o.status for o in dates(session)} == {CANCELLED}
    importing(calendar("METHOD:CANCEL\n", event(WEEKLY)))
    assert {o.status for o in dates(session)} == {CANCELLED}
    importing(calendar(event(WEEKLY)))
    assert [(o.id, o.status) for o in dates(session)] == [(number, PLANNED) for number in ids]


def test_what_leaves_the_calendar_is_cancelled_once_and_comes_back(
    session: Session, importing: Importing
) -> None:
    both = calendar(event(WEEKLY), single(UID=":b", SUMMARY=":Stricken"))
    importing(both)
    report = importing(calendar(single(UID=":b", SUMMARY=":Stricken")))
    assert (report.counts["occurrences_cancelled"], report.absent) == (4, 0)
    assert "steht nicht mehr in der Datei: kommende Termine abgesagt" in reasons(report)
    before = state(session)
    report = importing(calendar(single(UID=":b", SUMMARY=":Stricken")), LATER)
    assert (report.counts["occurrences_cancelled"], report.absent) == (0, 0)
    assert state(session) == before
    importing(both)
    assert [o.status for o in dates(session)] == [PLANNED] * 5


def test_another_calendar_of_the_same_name_cancels_nothing(session: Session, importing: Importing) -> None:
    importing(calendar(event(WEEKLY)))
    report = importing(calendar(single(UID=":fremd")))
    assert (report.counts["occurrences_cancelled"], report.absent) == (0, 1)
    report = importing(calendar(single(UID=":fremd")), absent="keep")
    assert (report.counts["occurrences_cancelled"], report.absent) == (0, 1)


def test_an_event_that_turns_private_or_loses_all_its_dates_is_withdrawn(
    session: Session, importing: Importing
) -> None:
    importing(calendar(single()))
    report = importing(calendar(single(CLASS=":PRIVATE")))
    assert [refusal.reason for refusal in report.refusals] == ["nicht öffentlich"]
    assert [o.status for o in dates(session)] == [CANCELLED]
    importing(calendar(single()))
    assert [o.status for o in dates(session)] == [PLANNED]
    report = importing(calendar(single(EXDATE=":20261201T180000Z")))
    assert [refusal.reason for refusal in report.refusals] == ["alle Termine sind abgesagt oder ausgenommen"]
    assert [o.status for o in dates(session)] == [CANCELLED]


def test_an_event_that_became_unreadable_is_refused_and_stays_as_it_was(
    session: Session, importing: Importing
) -> None:
    importing(calendar(single(), single(UID=":b")))
    report = importing(calendar(single(":gestern"), single(UID=":b")))
    assert [(refusal.line, refusal.field) for refusal in report.refusals] == [(3, "DTSTART")]
    assert [o.status for o in dates(session)] == [PLANNED, PLANNED]


def test_events_without_uid_get_one_that_stays(session: Session, importing: Importing) -> None:
    text = calendar(event("SUMMARY:Lesen\nDTSTART:20261201T180000Z"))
    report = importing(text)
    assert "fehlt: aus Titel, Beginn und Ort abgeleitet" in reasons(report)
    importing(text.replace("Lesen\n", "Lesen\nDESCRIPTION:Neu\n"))
    (offer,) = session.scalars(select(Offer))
    assert offer.description == "Neu"
    assert offer.external_id is not None and offer.external_id.startswith("ohne-uid-")


def test_two_events_with_one_uid_are_the_newer_one_or_refused(session: Session, importing: Importing) -> None:
    report = importing(calendar(single(SEQUENCE=":2", SUMMARY=":Neu"), single(SEQUENCE=":1", SUMMARY=":Alt")))
    assert "ältere Fassung übergangen" in reasons(report)
    assert [offer.title for offer in session.scalars(select(Offer))] == ["Neu"]
    twice = calendar(single(UID=":x"), single(":20261205T100000Z", UID=":x"))
    report = importing(twice)
    assert [refusal.reason for refusal in report.refusals] == [
        "dieselbe Kennung wie Zeile 3, aber andere Angaben"
    ]
    assert importing(calendar(single(UID=":y"), single(UID=":y"))).counts["rows_identical"] == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "ist kein iCalendar"),
        ("<html>Nicht gefunden</html>", "ist kein iCalendar"),
        (calendar(), "enthält keinen Termin"),
        (calendar(single()).removesuffix("END:VCALENDAR\n"), "bricht ab: VCALENDAR aus Zeile 1 hat kein Ende"),
        (calendar(single()).replace("END:VEVENT\n", ""), "Zeile 7: END:VCALENDAR passt zu keinem BEGIN, offen ist VEVENT aus Zeile 3"),
        ("BEGIN:VCALENDAR\0\0\0\0", "Binärdatei"),
    ],
)  # fmt: skip
def test_an_unreadable_calendar_changes_nothing(
    session: Session, importing: Importing, text: str, says: str
) -> None:
    importing(calendar(single()))
    before = state(session)
    with pytest.raises(ImportProblem, match=says):
        importing(text)
    session.rollback()
    assert state(session) == before
