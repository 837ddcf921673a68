"""What is said to the database in its own dialect means the same on PostgreSQL."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from portal.models import MissedQuery
from portal.upkeep import duplicates, freshness, missed, tally
from portal.upkeep.tally import Counts
from tests.factories.offers import NOW, make_dated_offer, make_place
from tests.rooms.search.engine import database

DAY = timedelta(days=1)
LATER = NOW + timedelta(minutes=5)


def test_counts_words_doubles_and_the_quarterly_letter(postgres_url: str, tmp_path: Path) -> None:
    with database(postgres_url) as session:
        place = make_place(session)
        old = NOW - 120 * DAY
        one, two = (
            make_dated_offer(session, "Malen am Fluss", NOW + DAY, place=place, confirmed_at=old)
            for _ in range(2)
        )
        session.commit()
        slot = int(NOW.timestamp()) // tally.SLOT_SECONDS
        for at in (slot, slot - 1):
            (tmp_path / tally.file_name(at)).write_bytes(b"v %d\nc %d\nm yoga\n" % (one.id, one.id))
        assert tally.fold(session, tmp_path, LATER) == 2
        assert tally.last_30_days(session, [one.id], NOW.date()) == {one.id: Counts(2, 2)}
        assert session.scalars(select(MissedQuery.times)).all() == [2]
        assert duplicates.look(session, NOW) == 1
        assert freshness.remind_all(session, NOW) == 2
        assert [row.id for row in freshness.stale(session, NOW, 90)] == [one.id, two.id]
        assert freshness.stale_by_institution(session, NOW, 90)
        assert tally.forget_old(session, (NOW + 402 * DAY).date()) == 1
        assert missed.forget_old(session, (NOW + 182 * DAY).date()) == 1
        session.commit()
