"""Decisions about proposed dates taken back and changed: what people or the provider did since is never lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.careers.rollover_actions import NewDay
from portal.errors import Conflict
from portal.models import (
    JournalEntry,
    Registration,
    Run,
)
from portal.offers.sheet import OfferSheet
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.careers import ProposalState
from portal.vocabulary.offers import OccurrenceStatus
from portal.vocabulary.people import Standing
from portal.vocabulary.workflow import Act, Thing
from portal.workflow import actions, rollover
from portal.workflow.queries import working_copy
from tests.rooms.careers.rollover_town import (
    begin,
    decide,
    fair,
    fair_reviewed,
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


def test_undoing_takes_the_date_back_and_deciding_again_is_the_same_date(town: Town) -> None:
    offer = fair(town)
    begin(town, offer)
    event = rows(town.session)[1]
    decide(town, C, event)
    run = made(town, offer)
    assert run is not None
    uuid = run.dates[0].uuid
    decide(town, P, event)
    assert made(town, offer) is None
    assert (event.state, event.decided_by, event.occurrence_uuid) == (P, None, None)
    decide(town, T, event)
    again = made(town, offer)
    assert again is not None
    assert (again.dates[0].uuid, again.uuid) == (uuid, run.uuid)
    acts = town.session.scalars(
        select(JournalEntry.act).where(JournalEntry.thing == Thing.PROPOSED_DATE).order_by(JournalEntry.id)
    ).all()
    assert acts == [Act.CREATED, Act.CONFIRMED, Act.RESTORED, Act.PUBLISHED]


def test_a_date_that_people_registered_for_is_called_off_instead(town: Town) -> None:
    offer = fair(town)
    begin(town, offer)
    event = rows(town.session)[1]
    decide(town, C, event)
    run = town.session.scalars(select(Run).order_by(Run.id.desc())).first()
    assert run is not None
    town.session.add(
        Registration(
            key="k" * 43, run_id=run.id, name="Rita", phone="1", state=RegistrationState.PLACED, turn=1
        )
    )
    town.session.flush()
    decide(town, P, event)
    kept = made(town, offer)
    assert kept is not None
    assert [one.status for one in kept.dates] == [OccurrenceStatus.CANCELLED]
    assert town.session.scalar(select(func.count()).select_from(Registration)) == 1


def test_what_the_provider_changed_since_is_not_taken_away(town: Town) -> None:
    offer = fair(town)
    begin(town, offer)
    event = rows(town.session)[1]
    decide(town, T, event)

    def later(sheet: OfferSheet) -> OfferSheet:
        run = sheet.runs[1]
        one = replace(
            run.dates[0], starts_at=run.dates[0].starts_at + timedelta(hours=1), status=OccurrenceStatus.MOVED
        )
        return replace(sheet, runs=(sheet.runs[0], replace(run, dates=(one,))))

    actions.change_at_once(
        town.session, town.manager, offer=town.offer(offer.id), change=later, now=town.later()
    )
    for state in (P, C, D):
        report = decide(town, state, event)
        assert (report.done, report.refused) == (0, [("Ausbildungsmesse", rollover.TOUCHED)])
    assert event.state is T


def test_a_pending_edit_of_the_provider_is_not_lost(town: Town) -> None:
    town.club.standing = Standing.CONFIRMED
    town.session.flush()
    offer = fair_reviewed(town)
    copy = working_copy(town.session, offer.id)
    assert copy is not None
    mine = replace(copy.sheet, title="Große Ausbildungsmesse", description="Neu geschrieben.")
    actions.save(town.session, town.manager, offer=offer, sheet=mine, opened=copy.digest, now=town.later())
    begin(town, offer)
    decide(town, C, *rows(town.session))
    assert live(town, offer).title == "Ausbildungsmesse"
    pending = working_copy(town.session, offer.id)
    assert pending is not None
    assert pending.edit is not None
    assert (pending.sheet.title, len(pending.sheet.runs)) == ("Große Ausbildungsmesse", 2)
    actions.approve(town.session, town.editor, offer=town.offer(offer.id), now=town.later())
    after = live(town, offer)
    assert (after.title, len(after.runs), len(after.runs[1].dates)) == ("Große Ausbildungsmesse", 2, 2)


def test_a_day_by_hand_must_lie_in_the_year_and_run_forwards(town: Town) -> None:
    offer = fair(town)
    begin(town, offer)
    event = rows(town.session)[1]
    day = date(2027, 12, 1)
    wrong = {
        "first_day": NewDay(date(2026, 12, 1), date(2026, 12, 1)),
        "last_day": NewDay(day, date(2027, 11, 1)),
        "end": NewDay(day, day, 600, 540),
    }
    for name, new in wrong.items():
        with pytest.raises(Conflict) as told:
            rollover.edit(town.session, town.editor, row=event, new=new, now=town.later())
        assert told.value.field == name
    rollover.edit(town.session, town.editor, row=event, new=NewDay(day, day, 540, 600), now=town.later())
    assert (event.first_day, event.rule, event.warning) == (day, "Von Hand geändert", None)


def test_editing_a_tentative_one_moves_it_for_everybody_and_a_confirmed_one_is_refused(town: Town) -> None:
    offer = fair(town)
    begin(town, offer)
    event = rows(town.session)[1]
    decide(town, T, event)
    rollover.edit(
        town.session,
        town.editor,
        row=event,
        new=NewDay(date(2027, 12, 1), date(2027, 12, 1), 600, 660),
        now=town.later(),
    )
    run = made(town, offer)
    assert run is not None
    [one] = run.dates
    assert (one.first_day, one.status, one.moved_from) == (
        date(2027, 12, 1),
        OccurrenceStatus.TENTATIVE,
        None,
    )
    decide(town, C, rows(town.session)[1])
    confirmed = next(row for row in rows(town.session) if row.state is C)
    with pytest.raises(Conflict):
        rollover.edit(
            town.session,
            town.editor,
            row=confirmed,
            new=NewDay(date(2027, 12, 2), date(2027, 12, 2)),
            now=town.later(),
        )


def test_an_offer_that_is_gone_can_only_be_dropped(town: Town) -> None:
    offer = fair(town)
    begin(town, offer)
    actions.withdraw(town.session, town.editor, offer=town.offer(offer.id), reason="Vorbei", now=town.later())
    event = rows(town.session)[1]
    assert decide(town, C, event).refused == [("Ausbildungsmesse", rollover.NOT_PUBLIC)]
    assert decide(town, D, event).done == 1
