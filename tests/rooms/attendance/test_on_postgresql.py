"""The regular work on PostgreSQL: the same statements, as that database reads them."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.attendance import actions, erasure, reminders
from portal.models import JournalEntry, Letter, Registration
from portal.vocabulary.workflow import Act
from tests.rooms.attendance.course import NOW, TRAINER, S, ask, come, database, make_course, wished


@pytest.mark.postgres
def test_lapsing_reminding_and_erasing_work_there_too(postgres_url: str) -> None:
    with database(postgres_url) as engine, Session(engine) as session:
        (run,) = make_course(session, places=1)
        first, second = come(session, run.id, "Ada"), come(session, run.id, "Bea")
        silent = ask(session, run.id, "Cem")
        actions.cancel(session, key=first.key, now=NOW)
        session.commit()
        assert actions.lapse(session, NOW + timedelta(hours=49)) == 3
        assert (second.state, silent.state) == (S.OFFERED, S.LAPSED)
        actions.accept(session, key=second.key, now=NOW + timedelta(hours=50))
        session.commit()
        day = run.occurrences[0]
        assert reminders.remind(session, day.starts_at - timedelta(days=1)) == 1
        assert wished(session)[-1] == ("registration_reminder", second.id)
        actions.note_presence(
            session, run_id=run.id, occurrence_id=day.id, present=frozenset({second.id}), actor=TRAINER,
            now=day.starts_at,
        )  # fmt: skip
        for about in (f"registration:{second.id}", "registration:4711", "idea:1"):
            session.add(
                Letter(
                    message_id=about, kind="x", recipient="x@leser.example", subject="x", text="x", html="x", about=about
                )
            )  # fmt: skip
        session.commit()
        over = run.occurrences[-1].starts_at
        done = erasure.erase(session, over + timedelta(days=32))
        session.commit()
        assert (done.registrations, len(done.letter_ids)) == (3, 2)
        assert session.scalars(select(Registration)).all() == []
        assert session.scalars(select(Letter.about)).all() == ["idea:1"]
        assert wished(session) == []
        (line,) = session.scalars(select(JournalEntry).where(JournalEntry.act == Act.ERASED))
        assert (line.title, line.note) == ("Starke Eltern", "Anmeldungen gelöscht: 3")
