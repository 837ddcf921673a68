"""Regular work: once in each stretch of time, by one worker, however many there are."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.upkeep import schedule
from portal.upkeep.schedule import Periodic

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOURLY = Periodic("stuendlich", lambda _session, _now: None, minutes=60)
AT_SIX = Periodic("frueh", lambda _session, _now: None, hour=6)


def did(folder: Path, periodic: Periodic, now: datetime) -> bool:
    with schedule.turn(folder, periodic, now) as is_ours:
        return is_ours


def test_work_is_done_once_in_each_stretch_of_time(tmp_path: Path) -> None:
    assert did(tmp_path, HOURLY, NOW)
    assert not did(tmp_path, HOURLY, NOW)
    assert not did(tmp_path, HOURLY, NOW + timedelta(minutes=59))
    assert not schedule.is_due(tmp_path, HOURLY, NOW + timedelta(minutes=59))
    assert schedule.is_due(tmp_path, HOURLY, NOW + timedelta(minutes=60))
    assert did(tmp_path, HOURLY, NOW + timedelta(minutes=60))


def test_daily_work_is_done_from_its_hour_on_also_when_that_was_missed(tmp_path: Path) -> None:
    six = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # 6:00 on the town's clocks
    assert did(tmp_path, AT_SIX, six - timedelta(days=1))
    assert not did(tmp_path, AT_SIX, six - timedelta(minutes=1))
    assert did(tmp_path, AT_SIX, six + timedelta(hours=9))
    assert not did(tmp_path, AT_SIX, six + timedelta(hours=23))
    assert did(tmp_path, AT_SIX, six + timedelta(hours=24))


def test_work_that_fails_has_had_its_turn(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), schedule.turn(tmp_path, HOURLY, NOW):
        raise RuntimeError("kaputt")
    assert not did(tmp_path, HOURLY, NOW)
    assert did(tmp_path, HOURLY, NOW + timedelta(hours=1))


def test_what_one_is_at_no_other_begins(tmp_path: Path) -> None:
    with schedule.turn(tmp_path, HOURLY, NOW) as first:
        assert first
        assert not did(tmp_path, HOURLY, NOW + timedelta(hours=5))
        assert did(tmp_path, AT_SIX, NOW)


def test_of_many_threads_one_has_the_turn(tmp_path: Path) -> None:
    ready, turns = Barrier(8), []

    def ask() -> None:
        ready.wait()
        if did(tmp_path, HOURLY, NOW):
            turns.append(1)

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert turns == [1]


@pytest.mark.parametrize("when", [{}, {"minutes": 5, "hour": 6}, {"minutes": -1}])
def test_work_comes_at_one_sort_of_time(when: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="one of the two"):
        Periodic("x", lambda _session, _now: None, **when)


@settings(max_examples=60)
@given(
    st.integers(0, 700 * 24 * 60),
    st.integers(0, 23),
    st.integers(1, 3000),
)
def test_stretches_of_time_never_go_back(begin: int, hour: int, minutes: int) -> None:
    moment = NOW + timedelta(minutes=begin)
    for periodic in (Periodic("a", HOURLY.work, hour=hour), Periodic("b", HOURLY.work, minutes=minutes)):
        steps = [periodic.stretch(moment + timedelta(hours=step)) for step in range(0, 200, 7)]
        assert sorted(steps, key=lambda one: (len(one), one)) == steps
