"""No sequence of asking, confirming, leaving, letting an offer lapse, taking it, moving to another team or changing the number of
places loses a person, gives away more places than there are, or passes over anybody. A machine tries; a model beside it knows
who is where."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.attendance import actions, lapsing, queries
from portal.errors import AgoraError
from portal.extensions import Base
from portal.models import Registration, Run
from portal.vocabulary.offers import Availability
from tests.rooms.attendance.course import NOW, TRAINER, S, ask, database, make_course, wished

PERSONS = st.sampled_from([1, 1, 1, 2, 3])
WHICH = st.integers(0, 40)
TEAM = st.integers(0, 1)
LINE = frozenset({S.WAITING, S.OFFERED})


class AnySequence(RuleBasedStateMachine):
    """Two teams of one training. Every rule is one request: done whole, or refused and undone."""

    engine: ClassVar[Engine]  # tables are made once, and emptied for each sequence

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(self.engine)
        for table in reversed(Base.metadata.sorted_tables):
            self.session.execute(table.delete())
        self.runs = [run.id for run in make_course(self.session, places=4, teams=2)]
        self.now = NOW
        self.people: list[int] = []  # everybody who ever asked
        self.ended: set[int] = set()  # who left, or let things lapse for good
        self.order: dict[int, list[int]] = {
            run_id: [] for run_id in self.runs
        }  # who waits, as the model has it
        self.allowed: dict[int, int] = dict.fromkeys(self.runs, 4)  # the most places that may be taken
        self.letters = 0

    def teardown(self) -> None:
        self.session.close()

    def act(self, act: Callable[[], Any]) -> Any:
        """The act, or nothing at all when it is refused, as a request is rolled back."""
        self.now += timedelta(minutes=1)
        nested = self.session.begin_nested()
        try:
            result = act()
            nested.commit()
        except AgoraError:
            nested.rollback()
            result = None
        self.session.expire_all()
        return result

    def someone(self, which: int) -> Registration | None:
        return self.row(self.people[which % len(self.people)]) if self.people else None

    def row(self, number: int) -> Registration:
        return self.session.get_one(Registration, number)

    def rows(self, run_id: int) -> list[Registration]:
        return queries.participants(self.session, run_id)

    def arrives(self, row: Registration) -> None:
        """The model: behind everybody who waits there."""
        if row.state is not S.PLACED:
            assert row.state in LINE
            self.order[row.run_id].append(row.id)

    def leaves(self, number: int) -> None:
        for line in self.order.values():
            if number in line:
                line.remove(number)

    @initialize(crowd=st.lists(st.tuples(TEAM, PERSONS), min_size=5, max_size=12))
    def many_have_come(self, crowd: list[tuple[int, int]]) -> None:
        for team, persons in crowd:
            self.somebody_asks(team=team, persons=persons, confirms=True)

    @rule(team=TEAM, persons=PERSONS, confirms=st.booleans())
    def somebody_asks(self, team: int, persons: int, confirms: bool) -> None:
        name = f"Person{len(self.people)}"
        row = self.act(lambda: ask(self.session, self.runs[team], name, persons, self.now))
        if row is not None:
            self.people.append(row.id)
            assert row.state is S.ASKED
            if confirms:
                self.confirms(row.id)

    @rule(which=WHICH)
    def somebody_confirms(self, which: int) -> None:
        if self.people:
            self.confirms(self.people[which % len(self.people)])

    def confirms(self, number: int) -> None:
        row = self.row(number)
        before, key, run_id = row.state, row.key, row.run_id
        had_line = any(one.state is S.WAITING for one in self.rows(run_id))
        self.act(lambda: actions.confirm(self.session, key=key, now=self.now))
        row = self.row(number)
        if before is S.ASKED and row.state is not S.ASKED:
            assert not (had_line and row.state is S.PLACED), "nobody new passes over who waits"
            self.arrives(row)
        else:
            assert row.state is before

    @rule(which=WHICH, team=TEAM, persons=PERSONS)
    def the_trainer_adds_somebody(self, which: int, team: int, persons: int) -> None:
        run_id = self.runs[team]
        had_line = any(one.state is S.WAITING for one in self.rows(run_id))
        row = self.act(
            lambda: actions.add_by_hand(
                self.session, run_id=run_id, name=f"Anruf{which}", email=None, phone=f"0340 {which}",
                persons=persons, actor=TRAINER, now=self.now,
            )
        )  # fmt: skip
        if row is not None:
            self.people.append(row.id)
            assert not (had_line and row.state is S.PLACED)
            self.arrives(row)

    @rule(which=WHICH, by_trainer=st.booleans())
    def somebody_leaves(self, which: int, by_trainer: bool) -> None:
        row = self.someone(which)
        if row is None:
            return
        number, key, actor = row.id, row.key, TRAINER if by_trainer else None
        self.act(lambda: actions.cancel(self.session, key=key, actor=actor, now=self.now))
        if self.row(number).state is S.CANCELLED:
            self.ended.add(number)
            self.leaves(number)

    @rule(which=WHICH)
    def somebody_accepts(self, which: int) -> None:
        row = self.someone(which)
        if row is None:
            return
        number, key = row.id, row.key
        may = row.state is S.OFFERED and row.offered_until is not None and row.offered_until >= self.now
        before = row.state
        self.act(lambda: actions.accept(self.session, key=key, now=self.now))
        after = self.row(number).state
        if may:
            assert after is S.PLACED
            self.leaves(number)
        elif before is S.OFFERED:
            assert after in (S.OFFERED, S.PLACED)  # within the minute of the deadline
            if after is S.PLACED:
                self.leaves(number)
        else:
            assert after is before

    @rule(which=WHICH, team=TEAM, may_wait=st.booleans())
    def somebody_is_moved(self, which: int, team: int, may_wait: bool) -> None:
        row = self.someone(which)
        if row is None:
            return
        number, was, run_id = row.id, row.run_id, self.runs[team]
        had_line = any(one.state is S.WAITING for one in self.rows(run_id))
        before = row.state
        self.act(
            lambda: actions.move(
                self.session, registration_id=number, run_id=run_id, actor=TRAINER, now=self.now, may_wait=may_wait
            )
        )  # fmt: skip
        row = self.row(number)
        if row.run_id == was:
            assert row.state is before, "who cannot move keeps what they have"
            return
        assert may_wait or row.state is S.PLACED
        assert not (had_line and row.state is S.PLACED)
        self.leaves(number)
        self.arrives(row)

    @rule(team=TEAM, places=st.integers(1, 6), of_run=st.booleans())
    def places_change(self, team: int, places: int, of_run: bool) -> None:
        run = self.session.get_one(Run, self.runs[team])
        if of_run:
            run.max_participants = places
        else:
            run.offer.max_participants = places
        self.session.flush()
        for run_id in self.runs:
            self.act(lambda run_id=run_id: actions.settle(self.session, run_id, self.now))

    @rule(hours=st.sampled_from([1, 20, 49]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        before = {number: self.row(number).state for number in self.people}
        late = {
            number
            for run_id in self.runs
            for number in self.order[run_id]
            if (until := self.row(number).offered_until) is not None
            and until < self.now + timedelta(minutes=1)
            and before[number] is S.OFFERED
        }
        lapses = {number: self.row(number).lapses for number in late}
        self.act(lambda: actions.lapse(self.session, self.now))
        for number in self.people:
            if self.row(number).state is S.LAPSED and before[number] is not S.LAPSED:
                assert before[number] is S.ASKED or lapses[number] == lapsing.MOST_LAPSES - 1
                self.ended.add(number)
                self.leaves(number)
        for line in self.order.values():  # who let a place go stands behind all others, in their order
            line[:] = [one for one in line if one not in late] + [one for one in line if one in late]

    @invariant()
    def every_promise_is_kept(self) -> None:
        rows = self.session.scalars(select(Registration).order_by(Registration.turn)).all()
        told = {number for _kind, number in wished(self.session)}
        self.nobody_is_lost(rows, told)
        for run_id, seats in queries.seats(self.session, self.runs).items():
            of_run = [row for row in rows if row.run_id == run_id]
            self.nothing_is_overbooked(of_run, seats)
            self.the_order_is_kept(of_run, seats)
            self.the_public_reads_what_is_counted(seats)

    def nobody_is_lost(self, rows: Sequence[Registration], told: set[int]) -> None:
        assert {row.id for row in rows} == set(self.people)
        for row in rows:
            assert (row.state in (S.CANCELLED, S.LAPSED)) == (row.id in self.ended)
            assert (row.state is S.OFFERED) == (row.offered_until is not None)
            assert row.turn is not None or row.state in (S.ASKED, S.CANCELLED, S.LAPSED)
            assert not row.email or row.id in told

    def nothing_is_overbooked(self, rows: Sequence[Registration], seats: queries.Seats) -> None:
        """More places than there are may be taken only where there were more before."""
        taken = sum(row.persons for row in rows if row.state in (S.PLACED, S.OFFERED))
        assert seats.taken == taken
        assert seats.capacity is not None
        self.allowed[seats.run_id] = max(seats.capacity, min(self.allowed[seats.run_id], taken))
        assert taken <= self.allowed[seats.run_id]

    def the_order_is_kept(self, rows: Sequence[Registration], seats: queries.Seats) -> None:
        line = [row for row in rows if row.state in LINE]
        assert [row.id for row in line] == self.order[seats.run_id]
        turns = [row.turn for row in rows if row.turn is not None]
        assert len(turns) == len(set(turns))
        if line:
            assert queries.line_position(self.session, line[-1]) == len(line)
        waiting = [row for row in line if row.state is S.WAITING]
        assert line[len(line) - len(waiting) :] == waiting, (
            "nobody is offered a place before those who came first"
        )
        if waiting and seats.free is not None:
            assert waiting[0].persons > seats.free, "no place lies idle that is enough for the first in line"

    def the_public_reads_what_is_counted(self, seats: queries.Seats) -> None:
        if not seats.taken and not seats.waiting:
            return  # nobody was counted yet
        run = self.session.get_one(Run, seats.run_id)
        assert run.places_left == (0 if seats.waiting else seats.free)
        assert (run.availability is Availability.WAITING_LIST) == (run.places_left == 0)


def test_no_sequence_breaks_a_promise() -> None:
    few = settings(max_examples=30, stateful_step_count=15, deadline=None)
    with database() as AnySequence.engine:
        run_state_machine_as_test(AnySequence, settings=few)
