"""Who acts in the tests of accounts: somebody with an account, and the demo's people."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import actions, queries
from portal.accounts.registration import Application
from portal.models import Institution, JournalEntry, Membership, User
from portal.permissions.policy import Actor
from portal.vocabulary.people import InstitutionKind, MembershipRole, Role

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = "a key for tests that is long enough"
GOOD = "drei lange Wörter"


def somebody(session: Session, email: str = "anna@beispiel.example", **fields: object) -> User:
    """A confirmed account whose password is GOOD."""
    role = fields.pop("role", Role.PROVIDER)
    assert isinstance(role, Role)
    user = actions.create_user(session, email=email, name="Anna Beispiel", password=GOOD, role=role)
    for name, value in fields.items():
        setattr(user, name, value)
    session.flush()
    return user


def member(
    session: Session, user: User, slug: str = "volkshochschule", role: MembershipRole = MembershipRole.MANAGER
) -> Institution:
    actions.join_institution(session, user=user, institution_slug=slug, role=role)
    return session.scalars(select(Institution).where(Institution.slug == slug)).one()


def acting(session: Session, user: User) -> Actor:
    return queries.actor(session, user)


def demo(session: Session, email: str) -> User:
    return session.scalars(select(User).where(User.email == email)).one()


def application(**changes: object) -> Application:
    fields: dict[str, object] = {
        "institution": "Töpferkreis Kleinkühnau",
        "kind": InstitutionKind.ASSOCIATION,
        "summary": "Wir töpfern mit allen, die Lust haben.",
        "street": "Am Brennofen 3",
        "postal_code": "06846",
        "town": "Dessau-Roßlau",
        "phone": "0340 0000-444",
        "website": None,
        "public_email": "",
        "name": "Berta Beispiel",
        "email": "Berta@Toepferkreis.example",
        "password": GOOD,
    }
    return Application(**(fields | changes))  # type: ignore[arg-type]  # a test may give anything


def parts_of(session: Session, user: User) -> dict[str, MembershipRole]:
    """The institutions of a person by slug."""
    rows = session.scalars(select(Membership).where(Membership.user_id == user.id))
    return {row.institution.slug: row.role for row in rows}


def lines(session: Session) -> list[tuple[str, str, str]]:
    """The journal: act, thing, title."""
    rows = session.scalars(select(JournalEntry).order_by(JournalEntry.id))
    return [(row.act.value, row.thing.value, row.title) for row in rows]
