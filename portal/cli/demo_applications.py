"""Loads seed/demo/applications.yaml: providers that wait for the editors, once. What was decided about them stays decided."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import queries as accounts
from portal.cli.seed_vocabularies import read
from portal.models import District, Institution, Membership, User
from portal.paths import resource_dir
from portal.vocabulary.people import InstitutionKind, MembershipRole, Role, Standing

FILE = "applications.yaml"
_PROFILE = "slug name summary street postal_code town phone email website".split()


def load(session: Session) -> None:
    """Add those whose applicant has no account yet."""
    now = clock.now()
    for row in read(resource_dir("seed") / "demo" / FILE)["applications"]:
        taken = session.scalar(select(exists().where(Institution.slug == row["slug"])))
        if not taken and accounts.by_email(session, row["person_email"]) is None:
            _apply(session, row, now - timedelta(days=row["days_ago"]))
    session.flush()


def _apply(session: Session, row: dict[str, Any], then: datetime) -> None:
    """As the form of registration does it, some days ago. Nobody knows these accounts' passwords."""
    institution = Institution(
        **{name: row.get(name) for name in _PROFILE},
        kind=InstitutionKind(row["kind"]),
        maintenance_email=row["person_email"],
        standing=Standing.APPLIED,
        is_public=False,
        is_demo=True,
        created_at=then,
    )
    if row.get("district"):
        institution.district = session.scalar(select(District).where(District.slug == row["district"]))
    user = User(
        email=row["person_email"], name=row["person"], password_hash="", role=Role.PROVIDER, is_demo=True
    )
    user.address_confirmed_at = then if row["is_confirmed"] else None
    session.add_all([institution, user])
    session.add(Membership(user=user, institution=institution, role=MembershipRole.MANAGER, joined_at=then))
