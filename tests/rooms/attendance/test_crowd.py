"""Two hundred people at once want ten places: ten get them, the others stand in line in their order, each with one letter."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.attendance import actions, publishing, queries
from portal.models import Registration, Run, RunSeats
from portal.offers import sheet_store
from portal.vocabulary.offers import Availability
from tests.rooms.attendance.course import NOW, S, come, database, make_course, states, wished

CROWD, PLACES = 200, 10
BOUND_SECONDS = 120


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    with database(f"sqlite:///{tmp_path / 'crowd.sqlite'}") as engine:
        yield engine


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Engine]:
    with database(postgres_url) as engine:
        yield engine


def at_once(engine: Engine, acts: Iterable[Callable[[Session], object]]) -> None:
    """Each act in a thread, a session and a transaction of its own, all begun at the same moment."""
    wanted = list(acts)
    gate = Barrier(len(wanted), timeout=BOUND_SECONDS)

    def one(act: Callable[[Session], object]) -> None:
        gate.wait()
        with Session(engine) as session:
            act(session)
            session.commit()

    with ThreadPoolExecutor(len(wanted)) as pool:
        for done in [pool.submit(one, act) for act in wanted]:
            done.result(timeout=BOUND_SECONDS)


def asks(run_id: int, number: int) -> Callable[[Session], object]:
    """One request that asks and, in a second transaction, the click on the letter's link."""

    def act(session: Session) -> None:
        asked = actions.ask(
            session, run_id=run_id, name=f"Person {number}", email=f"p{number}@leser.example",
            phone=None, persons=1, locale="de", now=NOW,
        )  # fmt: skip
        assert asked.registration is not None
        key = asked.registration.key
        session.commit()
        actions.confirm(session, key=key, now=NOW)

    return act


def confirms(key: str) -> Callable[[Session], object]:
    return lambda session: actions.confirm(session, key=key, now=NOW)


def cancels(key: str) -> Callable[[Session], object]:
    return lambda session: actions.cancel(session, key=key, now=NOW)


def test_two_hundred_register_at_once_on_sqlite(sqlite: Engine) -> None:
    two_hundred_register_at_once(sqlite)


@pytest.mark.postgres
def test_two_hundred_register_at_once_on_postgresql(postgres: Engine) -> None:
    two_hundred_register_at_once(postgres)


def two_hundred_register_at_once(engine: Engine) -> None:
    with Session(engine) as session:
        run_id = make_course(session, places=PLACES)[0].id
    at_once(engine, [asks(run_id, number) for number in range(CROWD)])
    with Session(engine) as session:
        is_as_promised(session, run_id)
        letters = Counter(wished(session))
        assert set(letters.values()) == {1}, "no letter twice"
        kinds = Counter(kind for kind, _id in letters)
        assert kinds == {
            "registration_asked": CROWD,
            "registration_placed": PLACES,
            "registration_waiting": CROWD - PLACES,
        }


def is_as_promised(session: Session, run_id: int) -> None:
    """The first ten have a place, the others wait behind them, and the public reads so."""
    rows = session.scalars(
        select(Registration).where(Registration.run_id == run_id).order_by(Registration.turn)
    ).all()
    assert [row.turn for row in rows] == list(range(1, CROWD + 1)), "an order without gaps or doubles"
    assert [row.state for row in rows] == [S.PLACED] * PLACES + [S.WAITING] * (CROWD - PLACES)
    assert session.get_one(RunSeats, run_id).turn == CROWD
    run = session.get_one(Run, run_id)
    assert (run.places_left, run.availability) == (0, Availability.WAITING_LIST)


def test_two_hundred_click_the_link_at_once_on_sqlite(sqlite: Engine) -> None:
    two_hundred_click_the_link_at_once(sqlite)


@pytest.mark.postgres
def test_two_hundred_click_the_link_at_once_on_postgresql(postgres: Engine) -> None:
    two_hundred_click_the_link_at_once(postgres)


def two_hundred_click_the_link_at_once(engine: Engine) -> None:
    """A hundred and fifty people, fifty of them twice."""
    people = 150
    with Session(engine) as session:
        run_id = make_course(session, places=PLACES)[0].id
        keys = [added(session, run_id, number).key for number in range(people)]
        session.commit()
    at_once(engine, [confirms(key) for key in [*keys, *keys[:50]]])
    with Session(engine) as session:
        counted = Counter(states(session, run_id).values())
        assert counted == {S.PLACED: PLACES, S.WAITING: people - PLACES}
        assert set(Counter(wished(session)).values()) == {1}
        assert session.get_one(RunSeats, run_id).turn == people


def added(session: Session, run_id: int, number: int) -> Registration:
    """Somebody who has asked and not confirmed, without the wish for a letter."""
    row = Registration(
        key=f"{number:043}", run_id=run_id, name=f"Person {number}", email=f"p{number}@leser.example"
    )
    session.add(row)
    return row


def test_everybody_leaves_at_once_and_the_line_moves_up_on_sqlite(sqlite: Engine) -> None:
    everybody_with_a_place_leaves_at_once(sqlite)


@pytest.mark.postgres
def test_everybody_leaves_at_once_and_the_line_moves_up_on_postgresql(postgres: Engine) -> None:
    everybody_with_a_place_leaves_at_once(postgres)


def everybody_with_a_place_leaves_at_once(engine: Engine) -> None:
    """Thirty placed people leave while others come and the first in line do not want to wait any longer."""
    with Session(engine) as session:
        run_id = make_course(session, places=30)[0].id
        placed = [come(session, run_id, f"H{number}").key for number in range(30)]
        waiting = [come(session, run_id, f"W{number}").key for number in range(40)]
        session.commit()
    leaving = [*placed, *waiting[::4]]
    at_once(engine, [*(cancels(key) for key in leaving), *(asks(run_id, number) for number in range(30))])
    with Session(engine) as session:
        found = states(session, run_id)
        left = [f"H{number}" for number in range(30)] + [f"W{number}" for number in range(0, 40, 4)]
        assert {name for name, state in found.items() if state is S.CANCELLED} == set(left)
        line = [state for state in found.values() if state is not S.CANCELLED]
        assert line == [S.OFFERED] * 30 + [S.WAITING] * 30, "in their order, nobody passed over"
        seats = queries.seats(session, [run_id])[run_id]
        assert (seats.taken, seats.free, seats.waiting) == (30, 0, 30)
        doubles = {what: times for what, times in Counter(wished(session)).items() if times > 1}
        assert doubles == {}


def test_teams_are_swapped_at_once_without_a_deadlock_on_sqlite(sqlite: Engine) -> None:
    teams_are_swapped_at_once(sqlite)


@pytest.mark.postgres
def test_teams_are_swapped_at_once_without_a_deadlock_on_postgresql(postgres: Engine) -> None:
    teams_are_swapped_at_once(postgres)


def teams_are_swapped_at_once(engine: Engine) -> None:
    with Session(engine) as session:
        first, second = (run.id for run in make_course(session, places=20, teams=2))
        to_second = [come(session, first, f"A{number}").id for number in range(10)]
        to_first = [come(session, second, f"B{number}").id for number in range(10)]
        session.commit()

    def moves(registration_id: int, run_id: int) -> Callable[[Session], object]:
        return lambda session: actions.move(
            session, registration_id=registration_id, run_id=run_id, actor=None, now=NOW, may_wait=True
        )

    acts = [moves(one, second) for one in to_second] + [moves(one, first) for one in to_first]
    at_once(engine, acts)
    with Session(engine) as session:
        for run_id, letter in ((first, "B"), (second, "A")):
            found = states(session, run_id)
            assert len(found) == 10
            assert {name[0] for name in found} == {letter}
            assert set(found.values()) == {S.PLACED}


def test_what_was_read_before_the_lock_is_read_again(sqlite: Engine) -> None:
    """A view has read the run before somebody else takes the last place: it must not count from memory, and SQLite must not
    refuse to write after an old reading."""
    with Session(sqlite) as session:
        run_id = make_course(session, places=1)[0].id
        keys = [added(session, run_id, number).key for number in range(2)]
        session.commit()
    with Session(sqlite) as slow, Session(sqlite) as fast:
        assert queries.by_key(slow, keys[1]) is not None
        assert queries.seats(slow, [run_id])[run_id].free == 1
        actions.confirm(fast, key=keys[0], now=NOW)
        fast.commit()
        assert actions.confirm(slow, key=keys[1], now=NOW + timedelta(seconds=1)).state is S.WAITING
        slow.commit()


@pytest.mark.postgres
def test_an_offer_is_published_while_people_register(postgres: Engine) -> None:
    """Publishing writes the rows that registering counts into: they must take their locks in the same order."""
    with Session(postgres) as session:
        (run,) = make_course(session, places=PLACES)
        run_id, offer_id = run.id, run.offer_id

    def publishes(title: str) -> Callable[[Session], object]:
        def act(session: Session) -> None:
            offer = sheet_store.offer(session, offer_id)
            assert offer is not None
            sheet = sheet_store.read(offer)
            changed = replace(sheet, title=title, runs=(replace(sheet.runs[0], note=title),))
            publishing.prepare(session, offer, changed)
            sheet_store.write(session, offer, changed)
            publishing.follow(session, offer, sheet, NOW)

        return act

    at_once(postgres, [*(asks(run_id, number) for number in range(30)), publishes("Anders")])
    with Session(postgres) as session:
        counted = Counter(states(session, run_id).values())
        assert counted == {S.PLACED: PLACES, S.WAITING: 30 - PLACES}
        changed = session.get_one(Run, run_id)
        assert (changed.note, changed.places_left) == ("Anders", 0)
