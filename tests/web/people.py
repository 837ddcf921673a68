"""Who visits in tests of the back office: a judging client that is signed in as one of the demo's people or as one made here.

For portals that may be written only (`own_app`, `hall.app`).
"""

from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts import sessions
from portal.extensions import db
from portal.models import Institution, Membership, User
from portal.vocabulary.people import MembershipRole, Role
from tests.judge import JudgingClient


def signed_in(app: Flask, who: str | Role) -> JudgingClient:
    """A client that is signed in as the account with this address, or as the first with this role."""
    with app.app_context():
        wanted = User.role == who if isinstance(who, Role) else User.email == who
        user = db.session.scalars(select(User).where(wanted).order_by(User.id)).first()
        assert user is not None, f"no account {who}"
        token = sessions.begin(db.session(), user=user, device="Test", is_remembered=False, now=clock.now())
        db.session.commit()
    client = JudgingClient(app)
    with client.session_transaction() as session:
        session["_user_id"] = token
    return client


def account(
    app: Flask,
    email: str,
    *,
    role: Role = Role.PROVIDER,
    institutions: dict[str, MembershipRole] | None = None,
) -> str:
    """A new confirmed account, with its part in institutions (by slug); returns its address. The password is not usable."""
    with app.app_context():
        user = User(email=email, name=email.split("@")[0], password_hash="", role=role)
        user.address_confirmed_at = clock.now()
        db.session.add(user)
        for slug, part in (institutions or {}).items():
            institution = db.session.scalars(select(Institution).where(Institution.slug == slug)).one()
            db.session.add(Membership(user=user, institution=institution, role=part))
        db.session.commit()
    return email


def csrf(client: JudgingClient, address: str) -> str:
    """The token of the first form on a page."""
    from tests.web.reading import page

    return page(client.get(address)).all("input", name="csrf_token")[0].get("value") or ""
