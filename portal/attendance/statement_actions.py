"""Issues statements of attendance and takes them back. Flushes, never commits; the journal holds nobody's name."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.attendance import statement_codes, statement_people, statements
from portal.attendance.statements import Facts
from portal.audit import journal, wishes
from portal.errors import Conflict, NotAllowed, NotFound
from portal.models import AttendanceStatement, Offer, Registration
from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

NOBODY_THERE = N_("Für diese Person ist noch kein Termin als besucht vermerkt.")
LETTER = "registration_statement"
Sheet = Callable[[Registration, AttendanceStatement], bytes]


def issue(
    session: Session, actor: Actor, *, registration_id: int, secret: str, make: Sheet, now: datetime
) -> AttendanceStatement:
    """A statement of what is recorded now. If one that says the same holds, that is kept; one that says something else is
    taken back. `make` sets the file, whose digest is kept. Raises NotFound, NotAllowed, Conflict."""
    person = session.get(Registration, registration_id)
    if person is None or person.state is not RegistrationState.PLACED:
        raise NotFound("Diese Anmeldung gibt es nicht mehr.")
    offer = person.run.offer
    _allow(actor, offer.institution_id)
    facts = _facts(session, person, offer, now)
    for row in statements.of_registration(session, person.id):
        if says_the_same(row, facts) and statements.proves(secret, row, person.name):
            return row
        _revoke(session, actor, row, now)
    code = statement_codes.new_code()
    row = AttendanceStatement(
        code=code,
        digest=statements.digest(secret, code=code, name=person.name, facts=facts),
        offer_id=offer.id,
        registration_id=person.id,
        title=facts.title,
        institution_name=facts.institution,
        first_day=facts.first_day,
        last_day=facts.last_day,
        days=[day.isoformat() for day in facts.days],
        dates_attended=len(facts.days),
        dates_held=facts.dates_held,
        minutes=facts.minutes,
        issued_at=now,
    )
    row.file_digest = statements.file_digest(make(person, row))
    session.add(row)
    session.flush()
    _record(session, actor, row, Act.ISSUED, now)
    if person.email:
        wishes.want(session, LETTER, registration_id=person.id, statement_id=row.id)
    return row


def says_the_same(row: AttendanceStatement, facts: Facts) -> bool:
    """Whether a statement says all this; when it was issued does not matter."""
    stored = statements.facts_of(row)
    return (stored.title, stored.institution, stored.days, stored.dates_held, stored.minutes) == (
        facts.title,
        facts.institution,
        facts.days,
        facts.dates_held,
        facts.minutes,
    )


def revoke(session: Session, actor: Actor, *, statement_id: int, now: datetime) -> AttendanceStatement:
    """From now on the statement does not hold. Raises NotFound, NotAllowed."""
    row = session.get(AttendanceStatement, statement_id)
    offer = session.get(Offer, row.offer_id) if row is not None and row.offer_id is not None else None
    if row is None or offer is None:
        raise NotFound("Diese Bestätigung gibt es nicht.")
    _allow(actor, offer.institution_id)
    if row.revoked_at is None:
        _revoke(session, actor, row, now)
    return row


def _facts(session: Session, person: Registration, offer: Offer, now: datetime) -> Facts:
    held = statement_people.held_dates(person.run, now)
    ids = statement_people.presences(session, [person.id]).get(person.id, frozenset())
    attended = statement_people.attended(held, ids)
    if not attended:
        raise Conflict(NOBODY_THERE)
    return Facts(
        title=offer.title,
        institution=offer.institution.name,
        first_day=held[0].day,
        last_day=held[-1].day,
        days=tuple(one.day for one in attended),
        dates_held=len(held),
        minutes=sum(one.minutes for one in attended),
        issued_at=now,
    )


def _allow(actor: Actor, institution_id: int) -> None:
    if not policy.may(actor, Right.SEE_PARTICIPANTS, institution_id):
        raise NotAllowed("Dafür fehlt Ihnen das Recht.")


def _revoke(session: Session, actor: Actor, row: AttendanceStatement, now: datetime) -> None:
    row.revoked_at = now
    _record(session, actor, row, Act.WITHDRAWN, now)


def _record(session: Session, actor: Actor, row: AttendanceStatement, act: Act, now: datetime) -> None:
    offer = session.get(Offer, row.offer_id) if row.offer_id is not None else None
    journal.record(
        session,
        actor,
        act,
        Thing.STATEMENT,
        thing_id=row.id,
        title=row.title,
        now=now,
        institution_id=offer.institution_id if offer else None,
    )
    session.flush()
