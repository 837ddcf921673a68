"""Files of counts are added up once, whatever dies when; what could be about a person is not kept."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import Session

from portal.extensions import Base
from portal.models import FoldedFile, MissedQuery, OfferCount
from portal.upkeep import tally
from portal.upkeep.tally import Counts
from tests.factories.offers import NOW, make_offer

SLOT = int(NOW.timestamp()) // tally.SLOT_SECONDS
LATER = NOW + timedelta(minutes=2)
TODAY = NOW.date()
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(*lines: bytes, slot: int = SLOT, machine: str = "") -> Path:
        path = tmp_path / (f"{slot}-{machine}.tally" if machine else tally.file_name(slot))
        path.write_bytes(b"".join(line + b"\n" for line in lines))
        return path

    return written


def counts(session: Session, *offer_ids: int) -> dict[int, Counts]:
    return tally.last_30_days(session, offer_ids, TODAY)


def test_lines_become_counts_of_the_day_and_the_file_goes(
    session: Session, write: Write, tmp_path: Path
) -> None:
    one, two = make_offer(session).id, make_offer(session).id
    path = write(b"v %d" % one, b"v %d" % one, b"c %d" % one, b"v %d" % two)
    assert tally.fold(session, tmp_path, LATER) == 1
    assert counts(session, one, two) == {one: Counts(2, 1), two: Counts(1, 0)}
    assert not path.exists()
    assert session.scalars(select(OfferCount.day)).all() == [TODAY, TODAY]


def test_a_later_file_adds_to_what_is_there(session: Session, write: Write, tmp_path: Path) -> None:
    one = make_offer(session).id
    for slot in (SLOT, SLOT - 1):
        write(b"v %d" % one, b"m yoga", slot=slot)
        tally.fold(session, tmp_path, LATER)
    assert counts(session, one) == {one: Counts(2, 0)}
    assert session.scalars(select(MissedQuery.times)).all() == [2]


def test_a_file_that_may_still_be_written_is_left_alone(
    session: Session, write: Write, tmp_path: Path
) -> None:
    one = make_offer(session).id
    path = write(b"v %d" % one)
    end = datetime.fromtimestamp((SLOT + 1) * tally.SLOT_SECONDS, UTC)
    assert tally.fold(session, tmp_path, end + timedelta(seconds=29)) == 0
    assert path.exists()
    assert tally.fold(session, tmp_path, end + timedelta(seconds=30)) == 1


def test_another_machines_file_stays_its_own_for_a_day(
    session: Session, write: Write, tmp_path: Path
) -> None:
    one = make_offer(session).id
    write(b"v %d" % one, machine="0a0a0a0a")
    assert tally.fold(session, tmp_path, NOW + timedelta(hours=23)) == 0
    assert tally.fold(session, tmp_path, NOW + timedelta(hours=25)) == 1
    assert counts(session, one) == {one: Counts(1, 0)}


def test_the_day_is_that_of_the_town(session: Session, write: Write, tmp_path: Path) -> None:
    one = make_offer(session).id
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # half past midnight on the town's clocks
    write(b"v %d" % one, slot=int(late.timestamp()) // tally.SLOT_SECONDS)
    tally.fold(session, tmp_path, late + timedelta(minutes=5))
    assert session.scalars(select(OfferCount.day)).all() == [date(2026, 11, 24)]


def test_when_the_process_dies_before_deleting_nothing_counts_twice(
    session: Session, write: Write, tmp_path: Path
) -> None:
    one = make_offer(session).id
    path = write(b"v %d" % one)
    kept = path.read_bytes()
    tally.fold(session, tmp_path, LATER)
    path.write_bytes(kept)
    assert tally.fold(session, tmp_path, LATER) == 1
    assert counts(session, one) == {one: Counts(1, 0)}
    assert not path.exists()


def test_when_the_process_dies_before_the_commit_nothing_is_lost(
    session: Session, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = make_offer(session).id
    session.commit()
    path = write(b"v %d" % one, b"m yoga")

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(tally, "_add_wishes", dies)
        with pytest.raises(KeyboardInterrupt):
            tally.fold(session, tmp_path, LATER)
    session.rollback()
    assert path.exists()
    assert counts(session, one) == {one: Counts()}
    assert tally.fold(session, tmp_path, LATER) == 1
    assert counts(session, one) == {one: Counts(1, 0)}


def test_two_workers_at_once_count_a_file_once(write: Write, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'two.db'}")
    Base.metadata.create_all(engine)
    with Session(engine) as first, Session(engine) as second:
        one = make_offer(first).id
        first.commit()
        path = write(b"v %d" % one)
        read = tally._read

        def both_have_read(path: Path) -> object:
            found = read(path)
            if not second.info.get("done"):
                second.info["done"] = True
                tally.fold(second, tmp_path, LATER)
            return found

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tally, "_read", both_have_read)
            tally.fold(first, tmp_path, LATER)
        assert counts(first, one) == {one: Counts(1, 0)}
        assert not path.exists()
    engine.dispose()


def test_an_offer_that_is_gone_and_lines_of_nonsense_are_passed_over(
    session: Session, write: Write, tmp_path: Path
) -> None:
    one = make_offer(session).id
    lines = (b"", b"v", b"v x", b"v -1", b"v 99999999999999999999", b"v 4711", b"\xff\xfe", b"x 1", b"m ")
    write(*lines, b"v %d" % one, b"m \xff\xfeyoga")
    assert tally.fold(session, tmp_path, LATER) == 1
    assert counts(session, one, 4711) == {one: Counts(1, 0), 4711: Counts()}


def test_other_files_are_not_touched(session: Session, tmp_path: Path) -> None:
    other = tmp_path / "readme.tally"
    other.write_text("v 1\n")
    assert tally.fold(session, tmp_path, LATER) == 0
    assert other.exists()
    assert tally.fold(session, tmp_path / "missing", LATER) == 0


def test_thirty_days_are_asked_for_in_one_statement(session: Session) -> None:
    offers = [make_offer(session) for _ in range(3)]
    for days in (0, 29, 30):
        session.add(OfferCount(offer_id=offers[0].id, day=TODAY - timedelta(days=days), views=1, calendars=2))
    session.flush()
    statements: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    found = counts(session, *(offer.id for offer in offers))
    assert len(statements) == 1
    assert found[offers[0].id] == Counts(2, 4)
    assert found[offers[1].id] == Counts()


def test_old_counts_and_names_of_files_are_let_go_of(session: Session, write: Write, tmp_path: Path) -> None:
    one = make_offer(session).id
    for days in (400, 401):
        session.add(OfferCount(offer_id=one, day=TODAY - timedelta(days=days), views=1, calendars=0))
    session.add(FoldedFile(name="1-0a0a0a0a.tally", folded_at=NOW - timedelta(days=8)))
    session.commit()
    assert tally.forget_old(session, TODAY) == 1
    write(b"v %d" % one)
    tally.fold(session, tmp_path, LATER)
    assert session.scalars(select(FoldedFile.name)).all() == [tally.file_name(SLOT)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Schweißen   lernen ", "schweißen lernen"),
        ("YOGA!", "yoga"),
        ("„Excel“?", "excel"),
        ("c++", "c++"),
        ("Kurs 2026", "kurs 2026"),
        ("anna@example.org", ""),
        ("ruf mich an 0340 204-123", ""),
        ("+49 (340) 12 34 56", ""),
        ("geboren 12.03.1985", ""),
        ("12345", "12345"),
        ("\u202eyoga\x00", "yoga"),
        ("a" * 200, "a" * 120),
        ("wort " * 40, ("wort " * 24).strip()),
        ("", ""),
    ],
)
def test_words_are_kept_in_one_spelling_and_never_a_number_or_an_address(typed: str, kept: str) -> None:
    assert tally.wish(typed) == kept


@settings(max_examples=150)
@given(st.text(max_size=300))
def test_a_wish_is_short_on_one_line_and_the_same_when_read_again(typed: str) -> None:
    kept = tally.wish(typed)
    assert len(kept) <= tally.MOST_OF_WISH
    assert len(kept.encode().splitlines()) <= 1
    assert "@" not in kept
    assert len(tally.wish(kept)) <= len(kept)
