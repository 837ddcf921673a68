"""Reports: open ones first, closed once, with a line in the journal that holds nothing personal."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Conflict, NotFound
from portal.models import Feedback, JournalEntry
from portal.pages import reports
from portal.permissions.policy import Actor
from portal.vocabulary.people import FeedbackKind
from portal.vocabulary.workflow import Act
from tests.factories import offers as make
from tests.factories.offers import NOW


def report(session: Session, minutes: int = 0, **values: object) -> Feedback:
    values = {"kind": FeedbackKind.WRONG_ENTRY, "message": "Mein Name ist Mustermann.", **values}
    row = Feedback(created_at=NOW + timedelta(minutes=minutes), **values)
    session.add(row)
    session.flush()
    return row


def closed(session: Session, editor: Actor, row: Feedback, *, has_answer: bool = False) -> reports.Report:
    return reports.finish(
        session, editor, report_id=row.id, outcome="Berichtigt.", has_answer=has_answer, now=NOW
    )


def test_open_reports_come_oldest_first_and_done_ones_apart(session: Session, editor: Actor) -> None:
    rows = [report(session, minutes) for minutes in (2, 0, 1)]
    closed(session, editor, rows[2])
    found, total = reports.listed(session, done=False, page=1)
    assert ([one.id for one in found], total) == ([rows[1].id, rows[0].id], 2)
    [done], _total = reports.listed(session, done=True, page=1)
    assert (done.id, done.outcome, done.handled_by) == (rows[2].id, "Berichtigt.", "Erika")


def test_a_report_is_closed_once(session: Session, editor: Actor) -> None:
    row = report(session)
    closed(session, editor, row)
    with pytest.raises(Conflict) as problem:
        closed(session, editor, row)
    assert problem.value.field is None


def test_nobody_is_answered_without_an_address(session: Session, editor: Actor) -> None:
    row = report(session)
    with pytest.raises(Conflict) as problem:
        closed(session, editor, row, has_answer=True)
    assert problem.value.field == "answer"
    assert row.answered_at is None


def test_the_journal_names_the_offer_and_no_person(session: Session, editor: Actor) -> None:
    offer = make.make_offer(session, "Töpfern")
    row = report(session, email="m@demo.example", offer_id=offer.id)
    closed(session, editor, row, has_answer=True)
    [line] = session.scalars(select(JournalEntry))
    assert (line.act, line.title, line.note) == (
        Act.ANSWERED,
        "Ein Fehler in einem Angebot: Töpfern",
        "Berichtigt.",
    )
    assert "Mustermann" not in str(vars(line))
    assert "m@demo" not in str(vars(line))


def test_a_closed_report_can_be_opened_again(session: Session, editor: Actor) -> None:
    row = report(session)
    closed(session, editor, row)
    session.refresh(row)
    reports.reopen(session, editor, report_id=row.id, now=NOW)
    reports.reopen(session, editor, report_id=row.id, now=NOW)
    assert reports.listed(session, done=False, page=1)[1] == 1
    with pytest.raises(NotFound):
        reports.reopen(session, editor, report_id=999, now=NOW)


def test_many_reports_come_in_pages(session: Session) -> None:
    for minutes in range(reports.PER_PAGE + 1):
        report(session, minutes)
    assert [len(reports.listed(session, done=False, page=page)[0]) for page in (1, 2, 3)] == [
        reports.PER_PAGE,
        1,
        0,
    ]
