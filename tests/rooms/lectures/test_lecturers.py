"""Lecturers: consent with a date, where they speak, what is told to search and calendars, and what the journal does not keep."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Conflict, NotFound
from portal.institutions import merging
from portal.lectures import lecturer_actions, lecturers
from portal.lectures.lecturer_actions import LecturerDraft
from portal.models import Appearance, JournalEntry, Lecturer, OutboxEntry
from portal.permissions.policy import Actor
from portal.vocabulary.people import Role
from portal.vocabulary.workflow import Act, Thing
from tests.factories import offers as make
from tests.factories.offers import NOW
from tests.rooms.lectures.conftest import FIRST, University, days

GIVEN = LecturerDraft("Dr. Adele Probst", "Botanikerin", "Museum", "Kennt jede Eiche.", FIRST)


def told(session: Session) -> set[int]:
    """The offers of which word was left, which is then taken."""
    rows = session.scalars(select(OutboxEntry)).all()
    found = {row.payload["offer_id"] for row in rows}
    for row in rows:
        session.delete(row)
    session.flush()
    return found


def added(session: Session, editor: Actor, university: University, **changes: object) -> Lecturer:
    return lecturer_actions.add(
        session, editor, institution_id=university.host.id, draft=replace(GIVEN, **changes), now=NOW
    )


def test_consent_may_be_missing_or_past_but_not_to_come(
    session: Session, editor: Actor, university: University
) -> None:
    assert added(session, editor, university, consented_on=None).consented_on is None
    added(session, editor, university, consented_on=NOW.date())
    with pytest.raises(Conflict) as problem:
        added(session, editor, university, consented_on=NOW.date() + timedelta(days=1))
    assert problem.value.field == "consented_on"
    assert len(lecturers.of_institutions(session, [university.host.id])) == 2
    assert lecturers.of_institutions(session, []) == ()
    assert len(lecturers.of_institutions(session, None)) == 2


def test_every_change_of_a_public_name_is_told_and_of_an_unpublic_one_none(
    session: Session, editor: Actor, university: University
) -> None:
    offer, other = university.lecture("a", days(1)), university.lecture("b", days(2))
    row = added(session, editor, university, consented_on=None)
    for one in (offer, other):
        lecturer_actions.assign(session, editor, offer=one, lecturer_id=row.id, occurrence_uuid=None, now=NOW)
    assert told(session) == set(), "nothing of it is public"

    def revise(**changes: object) -> None:
        draft = replace(lecturer_actions.draft_of(row), **changes)
        lecturer_actions.revise(
            session, editor, lecturer_id=row.id, draft=draft, revision=row.revision, now=NOW
        )

    revise(name="Dr. Probst")
    assert told(session) == set()
    revise(consented_on=FIRST)
    assert told(session) == {offer.id, other.id}
    revise(role="Direktorin")
    assert told(session) == {offer.id, other.id}
    revise(consented_on=None)
    assert told(session) == {offer.id, other.id}, "the name has to go"
    lecturer_actions.remove(session, editor, lecturer_id=row.id, revision=row.revision, now=NOW)
    assert session.scalars(select(Appearance)).all() == []


def test_somebody_speaks_once_in_an_offer_and_only_on_its_dates(
    session: Session, editor: Actor, university: University
) -> None:
    offer, other = university.lecture("a", days(1), days(2)), university.lecture("b", days(3))
    row = added(session, editor, university)
    day = offer.runs[0].occurrences[0].uuid

    def assign(lecturer_id: int = row.id, uuid: object = None) -> Appearance:
        return lecturer_actions.assign(
            session, editor, offer=offer, lecturer_id=lecturer_id, occurrence_uuid=uuid, now=NOW
        )

    made = assign(uuid=day)
    assert told(session) == {offer.id}
    for uuid, field in ((day, "lecturer"), (uuid4(), "day"), (other.runs[0].occurrences[0].uuid, "day")):
        with pytest.raises(Conflict) as problem:
            assign(uuid=uuid)
        assert problem.value.field == field
    stranger = Lecturer(institution=make.make_institution(session), name="Fremd")
    session.add(stranger)
    session.flush()
    for lecturer_id in (stranger.id, 9_999):
        with pytest.raises(Conflict):
            assign(lecturer_id)
    assign()
    with pytest.raises(Conflict):
        assign(uuid=offer.runs[0].occurrences[1].uuid)
    assert lecturer_actions.release(session, editor, offer=offer, appearance_id=made.id, now=NOW) == row.name
    with pytest.raises(NotFound):
        lecturer_actions.release(session, editor, offer=other, appearance_id=made.id, now=NOW)
    assert lecturers.offers_spoken_in(session, [row.id]) == {row.id: (offer.id,)}


def test_the_journal_holds_no_name(session: Session, editor: Actor, university: University) -> None:
    row = added(session, editor, university)
    draft = replace(GIVEN, name="Dr. Adele Anders", consented_on=None)
    lecturer_actions.revise(session, editor, lecturer_id=row.id, draft=draft, revision=row.revision, now=NOW)
    lecturer_actions.remove(session, editor, lecturer_id=row.id, revision=row.revision, now=NOW)
    entries = session.scalars(select(JournalEntry).where(JournalEntry.thing == Thing.LECTURER)).all()
    assert [entry.act for entry in entries] == [Act.CREATED, Act.CHANGED, Act.DELETED]
    assert entries[1].changes == {"name": [None, None], "consented_on": [FIRST.isoformat(), None]}
    assert not any("Adele" in f"{entry.title}{entry.changes}{entry.note}" for entry in entries)


def test_who_is_slower_is_told(session: Session, editor: Actor, university: University) -> None:
    row = added(session, editor, university)
    for act in (
        lambda: lecturer_actions.revise(
            session, editor, lecturer_id=row.id, draft=replace(GIVEN, name="x"), revision=99, now=NOW
        ),
        lambda: lecturer_actions.remove(session, editor, lecturer_id=row.id, revision=99, now=NOW),
    ):
        with pytest.raises(Conflict) as problem:
            act()
        assert problem.value.field == "revision"


def test_they_follow_when_two_institutions_become_one(
    session: Session, editor: Actor, university: University
) -> None:
    row = added(session, editor, university)
    kept = make.make_institution(session)
    boss = replace(editor, role=Role.ADMINISTRATOR)
    merging.merge(session, boss, kept=kept, dropped=university.host, now=NOW)
    session.expire_all()
    assert [one.id for one in lecturers.of_institutions(session, [kept.id])] == [row.id]
