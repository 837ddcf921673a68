"""Several teams of one offer: moving between them, and which still take registrations."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.attendance import actions, queries
from portal.errors import Conflict
from portal.vocabulary.offers import OccurrenceStatus
from tests.rooms.attendance.course import NOW, TRAINER, S, ask, come, make_course, wished

DAY = timedelta(days=1)


def test_moving_to_another_team_loses_nobody(session: Session) -> None:
    first, second = make_course(session, places=2, teams=2)
    ada, bea = come(session, first.id, "Ada"), come(session, second.id, "Bea", persons=2)
    dan = come(session, first.id, "Dan", persons=2)
    with pytest.raises(Conflict) as refused:
        actions.move(session, registration_id=ada.id, run_id=second.id, actor=TRAINER, now=NOW)
    assert refused.value.field == "run"
    assert (ada.run_id, ada.state) == (first.id, S.PLACED)
    actions.move(session, registration_id=ada.id, run_id=second.id, actor=TRAINER, now=NOW, may_wait=True)
    assert (ada.run_id, ada.state) == (second.id, S.WAITING)
    assert dan.state is S.OFFERED, "whoever waits in the old team moves up"
    assert ("registration_moved", ada.id) in wished(session)
    actions.cancel(session, key=bea.key, now=NOW)
    assert ada.state is S.OFFERED
    (elsewhere,) = make_course(session)
    with pytest.raises(Conflict):
        actions.move(session, registration_id=ada.id, run_id=elsewhere.id, actor=TRAINER, now=NOW)
    asked = ask(session, first.id, "Eva")
    with pytest.raises(Conflict):
        actions.move(session, registration_id=asked.id, run_id=second.id, actor=TRAINER, now=NOW)


def test_the_teams_that_still_take_registrations(session: Session) -> None:
    runs = make_course(session, teams=4)
    runs[0].status = OccurrenceStatus.CANCELLED
    runs[1].registration_opens_on = NOW.date() + DAY
    session.flush()
    assert queries.teams(session, runs[0].offer_id, NOW) == runs[2:]
    over = max(date.ends_at for date in runs[2].occurrences)
    assert queries.teams(session, runs[0].offer_id, over) == [runs[3]]
