"""For which institution somebody works right now: the only one, the one that the address names, or one to be chosen."""

from collections.abc import Sequence

from flask import abort, request
from sqlalchemy import select

from portal import text
from portal.extensions import db
from portal.models import Institution
from portal.permissions import policy
from portal.permissions.policy import Right
from portal.web.kit import guards

PARAMETER = "anbieter"


def mine() -> list[Institution]:
    """The institutions one works for, by name; one statement."""
    ids = tuple(guards.me().memberships)
    if not ids:
        return []
    wanted = select(Institution).where(Institution.id.in_(ids)).order_by(Institution.name, Institution.id)
    return list(db.session.scalars(wanted))


def to_choose() -> list[Institution]:
    """Those somebody may enter offers for: one's own, or all of them for editors."""
    if not policy.may(guards.actor(), Right.REVIEW):
        return mine()
    return list(db.session.scalars(select(Institution).order_by(Institution.name, Institution.id)))


def named(institutions: Sequence[Institution] = ()) -> Institution | None:
    """The institution that the address names, if it names one. Not found where there is none, refused without the right."""
    slug = text.one_line(request.args.get(PARAMETER, ""), 130)
    if not slug:
        return None
    known = next((one for one in institutions if one.slug == slug), None)
    found = known or db.session.scalar(select(Institution).where(Institution.slug == slug)) or abort(404)
    guards.allow(Right.EDIT_OFFER, found.id)
    return found
