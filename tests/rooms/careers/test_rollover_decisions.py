"""A school year rolled over: proposals made once, decided through the workflow, told to the provider."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from portal.careers import rollover_actions, rollover_sheet
from portal.careers.rollover_actions import MOVES, PUBLIC, NewDay
from portal.errors import Conflict
from portal.mail.wishes import LETTER
from portal.models import (
    CalendarEntry,
    OfferVersion,
    OutboxEntry,
    ProposedDate,
)
from portal.offers.entries import entries
from portal.offers.outbox import CALENDAR
from portal.offers.sheet import DateSheet, RunSheet
from portal.vocabulary.careers import ProposalState
from portal.vocabulary.offers import OccurrenceStatus
from portal.workflow import actions, rollover, rollover_letters
from portal.workflow.rollover import Seen
from tests.rooms.careers.rollover_town import (
    BEFORE,
    YEAR,
    begin,
    decide,
    fair,
    live,
    made,
    open_club,
    rows,
)
from tests.rooms.workflow.conftest import Town

P, T, C, D = ProposalState.PROPOSED, ProposalState.TENTATIVE, ProposalState.CONFIRMED, ProposalState.DROPPED


@pytest.fixture
def town() -> Iterator[Town]:
    found = open_club()
    yield found
    found.session.close()


def test_dates_windows_and_the_time_to_register_become_proposals(town: Town) -> None:
    offer = fair(town)
    assert begin(town, offer) == 3
    told = [(row.first_day, row.last_day, row.start_minutes, row.rule) for row in rows(town.session)]
    assert told == [
        (
            date(2027, 10, 1),
            date(2027, 11, 22),
            None,
            "Gleicher Tag und Monat, verlegt auf den nächsten Werktag",
        ),
        (date(2027, 11, 25), date(2027, 11, 25), 14 * 60, "Vierter Donnerstag im November, wie im Vorjahr"),
        (
            date(2028, 3, 13),
            date(2028, 3, 17),
            None,
            "Zweiter Montag im März, wie im Vorjahr; gleich viele Schultage: 5",
        ),
    ]
    assert len(live(town, offer).runs) == 1, "nothing is public before somebody decides"


def test_beginning_again_adds_only_what_is_new_and_touches_no_decision(town: Town) -> None:
    offer = fair(town)
    begin(town, offer)
    decide(town, D, rows(town.session)[0])
    before = [(row.id, row.state, row.revision) for row in rows(town.session)]
    assert begin(town, offer) == 0
    other = fair(town)
    assert begin(town, offer, other) == 3
    assert [
        (row.id, row.state, row.revision) for row in rows(town.session) if row.offer_id == offer.id
    ] == before


def test_what_stands_in_the_new_year_is_not_proposed_and_what_is_near_is_named(town: Town) -> None:
    start = datetime(2027, 11, 25, 13, tzinfo=UTC)
    offer = fair(town)

    def with_next(day: date, when: datetime) -> None:
        one = DateSheet(when, when + timedelta(hours=3), day, day)
        run = RunSheet(dates=(one,))
        actions.change_at_once(
            town.session, town.manager, offer=town.offer(offer.id), change=lambda s: replace(s, runs=(*s.runs, run)), now=town.later()
        )  # fmt: skip

    with_next(start.date(), start)
    assert begin(town, offer) == 2
    assert date(2027, 11, 25) not in [row.first_day for row in rows(town.session)]
    near = start + timedelta(days=105)
    with_next(near.date(), near)
    town.session.query(ProposedDate).delete()
    begin(town, offer)
    assert rows(town.session)[-1].warning == "Im Angebot steht schon: 9.3.2028"


def test_confirming_makes_one_run_for_the_year_that_others_join(town: Town) -> None:
    offer = fair(town)
    begin(town, offer)
    window, event, practice = rows(town.session)
    versions = select(func.count()).select_from(OfferVersion)
    before = town.session.scalar(versions) or 0
    assert decide(town, C, event, practice).done == 2
    run = made(town, offer)
    assert run is not None
    assert (run.number, run.price_cents, run.registration_closes_on) == (None, 500, None)
    assert [(one.status, one.room, one.all_day) for one in run.dates] == [
        (OccurrenceStatus.CONFIRMED, "Saal 2", False),
        (OccurrenceStatus.CONFIRMED, None, True),
    ]
    assert run.dates[0].starts_at == datetime(2027, 11, 25, 13, tzinfo=UTC)
    assert (run.starts_on, run.ends_on) == (date(2027, 11, 25), date(2028, 3, 17))
    assert town.session.scalar(versions) == before + 1, "two decisions about one offer are one version"
    decide(town, C, rows(town.session)[0])
    run = made(town, offer)
    assert run is not None
    assert (run.registration_opens_on, run.registration_closes_on) == (date(2027, 10, 1), date(2027, 11, 22))
    assert len(live(town, offer).runs) == 2
    told = town.session.scalars(select(OutboxEntry.payload).where(OutboxEntry.topic == CALENDAR)).all()
    assert {"offer_id": offer.id} in told or any(one.get("offer_id") == offer.id for one in told)
    assert window.occurrence_uuid is not None


def test_what_is_not_confirmed_says_so_to_calendars(town: Town) -> None:
    offer = fair(town)
    begin(town, offer)
    decide(town, T, *rows(town.session))
    found = town.offer(offer.id)
    new = [one for one in entries(found.kind, found.runs) if YEAR.has(one.first_day, one.last_day)]
    assert len(new) == 4, "two dates, the closing day, the time to register"
    assert {one.status for one in new} == {OccurrenceStatus.TENTATIVE}
    old = [one for one in entries(found.kind, found.runs) if BEFORE.has(one.first_day, one.last_day)]
    assert OccurrenceStatus.TENTATIVE not in {one.status for one in old}
    decide(town, C, *rows(town.session))
    found = town.offer(offer.id)
    assert OccurrenceStatus.TENTATIVE not in {one.status for one in entries(found.kind, found.runs)}
    assert len(found.runs) == 2


def test_what_changed_since_it_was_seen_is_left_alone(town: Town) -> None:
    offer = fair(town)
    begin(town, offer)
    first, event, practice = rows(town.session)
    stale = Seen(event.id, event.revision)
    rollover.edit(
        town.session,
        town.editor,
        row=event,
        new=NewDay(date(2027, 12, 1), date(2027, 12, 1)),
        now=town.later(),
    )
    seen = [stale, Seen(first.id, first.revision), Seen(4711, 1)]
    report = rollover.decide(town.session, town.editor, seen=seen, state=D, now=town.later())
    assert (report.done, report.changed) == (1, 2)
    assert (event.state, practice.state) == (P, P)


def test_two_editors_in_the_same_moment(town: Town) -> None:
    """The one whose page is older than the row in the database gets to know it."""
    offer = fair(town)
    begin(town, offer)
    event = rows(town.session)[1]
    seen = [Seen(event.id, event.revision)]
    faster = update(ProposedDate).values(
        revision=ProposedDate.revision + 1, updated_at=ProposedDate.updated_at
    )
    town.session.commit()

    def slip(*_anything: object) -> None:
        town.session.connection().execute(faster.where(ProposedDate.id == event.id))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rollover_actions, "check_move", slip)
        with pytest.raises(Conflict) as told:
            rollover.decide(town.session, town.editor, seen=seen, state=C, now=town.later())
    assert told.value.field == "revision"
    assert made(town, offer) is None


def test_a_member_may_not_decide(town: Town) -> None:
    offer = fair(town)
    begin(town, offer)
    event = rows(town.session)[1]
    report = rollover.decide(
        town.session, town.manager, seen=[Seen(event.id, event.revision)], state=C, now=town.later()
    )
    assert (report.done, len(report.refused)) == (0, 1)


def test_the_provider_is_told_once_a_day_with_the_list(town: Town) -> None:
    offer = fair(town)
    begin(town, offer)
    first, event, practice = rows(town.session)
    decide(town, C, first, event)
    decide(town, D, practice)
    session = town.session
    wanted = select(OutboxEntry.payload).where(OutboxEntry.topic == LETTER)

    def letters() -> list[dict[str, object]]:
        return [one for one in session.scalars(wanted).all() if one["kind"] == rollover_letters.LETTER]

    assert rollover_letters.want_letters(session, town.now) == 0, "not before the day is over"
    tomorrow = town.now + timedelta(days=1)
    assert rollover_letters.want_letters(session, tomorrow) == 1
    assert letters() == [
        {
            "institution_id": town.club.id,
            "year": "2027-28",
            "proposal_ids": [first.id, event.id],
            "kind": "dates_proposed",
        }
    ]
    revisions = [row.revision for row in rows(session)]
    assert rollover_letters.want_letters(session, tomorrow + timedelta(hours=5)) == 0
    assert [row.revision for row in rows(session)] == revisions


MOST = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MOST
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from([P, T, C, D])), max_size=12))
def test_whatever_is_decided_the_offer_holds_just_what_is_public(
    steps: list[tuple[int, ProposalState]],
) -> None:
    """No sequence of decisions loses a date, makes one twice, or leaves one behind."""
    town = open_club()
    offer = fair(town)
    begin(town, offer)
    for at, state in steps:
        row = rows(town.session)[at]
        before = row.state
        report = decide(town, state, row)
        assert report.done == (1 if state in MOVES[before] else 0)
    found, sheet = rows(town.session), live(town, offer)
    public = [row for row in found if row.state in PUBLIC]
    for row in found:
        assert rollover_sheet.is_there(sheet, rollover_actions.planned(row)) == (row in public)
    assert len(sheet.runs) == (2 if public else 1)
    statuses = {T: OccurrenceStatus.TENTATIVE, C: OccurrenceStatus.CONFIRMED}
    dated = [row for row in public if not rollover_sheet.is_registration(sheet, row.source_uuid)]
    new = sheet.runs[1].dates if public else ()
    assert sorted(one.status for one in new) == sorted(statuses[row.state] for row in dated)
    town.session.close()


def test_calendars_are_told_nothing_about_proposals_alone(town: Town) -> None:
    offer = fair(town)
    town.session.query(OutboxEntry).delete()
    begin(town, offer)
    decide(town, D, rows(town.session)[0])
    assert town.session.scalars(select(OutboxEntry)).all() == []
    assert town.session.scalars(select(CalendarEntry)).all() == []
