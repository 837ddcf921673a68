"""Who has no mail is called; who calls is entered by the provider."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.attendance import actions
from portal.errors import Conflict
from portal.models import JournalEntry, Run
from tests.rooms.attendance.course import NOW, PHONE, TRAINER, S, ask, come, wished


def test_who_has_no_mail_is_called(session: Session, run: Run) -> None:
    row = ask(session, run.id, "Ada", **PHONE)
    same = ask(session, run.id, "ada", email=None, phone="03401234")
    assert same is row
    other = ask(session, run.id, "Bea", **PHONE)
    assert other is not row, "two people of one household"
    assert set(wished(session)) == {("registration_call", row.id), ("registration_call", other.id)}
    letters = len(wished(session))
    actions.confirm_by_call(session, registration_id=row.id, actor=TRAINER, now=NOW)
    assert row.state is S.PLACED
    assert len(wished(session)) == letters, "who was called knows"


def test_what_is_said_on_the_telephone_counts_where_a_confirmation_is_still_awaited(
    session: Session, run: Run
) -> None:
    row = ask(session, run.id, "Ada")
    same = actions.add_by_hand(
        session,
        run_id=run.id,
        name="Ada Abel",
        email=row.email,
        phone="0340 1",
        persons=3,
        actor=TRAINER,
        now=NOW,
    )
    assert same is row
    assert (row.name, row.phone, row.persons, row.state) == ("Ada Abel", "0340 1", 3, S.PLACED)


def test_who_has_left_is_not_confirmed_by_a_button_on_an_old_page(session: Session, run: Run) -> None:
    row = ask(session, run.id, "Ada", **PHONE)
    actions.cancel(session, key=row.key, now=NOW)
    lines = len(session.scalars(select(JournalEntry.id)).all())
    with pytest.raises(Conflict):
        actions.confirm_by_call(session, registration_id=row.id, actor=TRAINER, now=NOW)
    assert len(session.scalars(select(JournalEntry.id)).all()) == lines


def test_who_has_no_mail_is_called_when_a_place_is_free(session: Session, run: Run) -> None:
    first = come(session, run.id, "Ada", persons=10)
    row = actions.add_by_hand(
        session, run_id=run.id, name="Bea", persons=1, actor=TRAINER, now=NOW, email=None, phone="0340 1"
    )
    actions.cancel(session, key=first.key, now=NOW)
    assert row.state is S.OFFERED
    assert wished(session)[-1] == ("registration_call", row.id)
    actions.accept_by_call(session, registration_id=row.id, actor=TRAINER, now=NOW)
    assert row.state is S.PLACED
