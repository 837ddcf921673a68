"""Nothing typed is lost. What is typed in an open form is kept as a draft of (account, path of the form); that, or what was
parked (kit/parking.py), fills the form when it is opened again at its own address. A receipt leads a second click to what the
first made."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.extensions import db
from portal.models import FormDraft, FormReceipt, ParkedForm
from portal.web.kit import guards, parking

FRESH = "neu"  # the parameter that opens a form without what was kept of it
KEPT_RECEIPTS, KEPT_DRAFTS = timedelta(days=2), timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a form was filled with, since when, and whether it was parked (else a draft)."""

    fields: MultiDict[str, str]
    since: datetime
    is_parked: bool


def install(app: Flask) -> None:
    """Before the commit of kit/session.py: Flask calls these last first, so this is installed after it."""
    app.after_request(after)


def kept() -> Kept | None:
    """What this address' form should be filled with now, if anything; looked up once a request."""
    if "kept_form" not in g:
        g.kept_form = _look_up()
    found: Kept | None = g.kept_form
    return found


def filled_with() -> Kept | None:
    """What a form of this page was filled with, if it has one."""
    filled: Kept | None = g.get("kept_form")
    return filled


def restored() -> MultiDict[str, str] | None:
    """The fields to fill a form with that was not posted."""
    found = kept()
    return found.fields if found else None


def _look_up() -> Kept | None:
    if request.method not in ("GET", "HEAD") or FRESH in request.args:
        return None
    parked = parking.find()
    if parked:
        return Kept(_fields(parked.fields), parked.parked_at, True)
    user = guards.actor()
    draft = db.session.scalar(_draft_of(user.user_id, request.path)) if user else None
    return Kept(_fields(draft.fields), draft.saved_at, False) if draft else None


def _fields(pairs: Iterable[list[str]]) -> MultiDict[str, str]:
    return MultiDict([(name, value) for name, value in pairs])


def keep_draft(user_id: int, path: str, fields: parking.Pairs, now: datetime) -> None:
    """Stores what one person has typed into the form at this path so far."""
    row = db.session.scalar(_draft_of(user_id, path))
    if row is None:
        row = FormDraft(user_id=user_id, form=_form_name(path), fields=fields, saved_at=now)
        db.session.add(row)
    row.fields, row.saved_at = fields, now
    db.session.flush()


def forget_draft(user_id: int, path: str) -> None:
    """The form was saved, or its owner does not want it."""
    db.session.execute(
        delete(FormDraft).where(FormDraft.user_id == user_id, FormDraft.form == _form_name(path))
    )


def _draft_of(user_id: int, path: str) -> Any:
    return select(FormDraft).where(FormDraft.user_id == user_id, FormDraft.form == _form_name(path))


def _form_name(path: str) -> str:
    return path if len(path) <= 80 else hashlib.sha256(path.encode()).hexdigest()


def after(response: Response) -> Response:
    """A form that was taken needs no draft any more; one that was refused is kept as it was typed."""
    if request.method != "POST" or not _is_form_of_account() or not request.form:
        return response
    user = guards.actor()
    if user is None:
        return response
    try:
        if response.status_code in (400, 409):
            db.session.rollback()
            keep_draft(user.user_id, request.path, parking.pairs_of(request.form), clock.now())
            db.session.commit()
        elif response.status_code < 400:
            forget_draft(user.user_id, request.path)
    except SQLAlchemyError:  # the answer itself stands, with everything typed in it
        db.session.rollback()
    return response


def keeps_drafts() -> None:
    """Called by views whose form is worth keeping: the present request's answer decides what becomes of the draft."""
    g.keeps_drafts = True


def _is_form_of_account() -> bool:
    return bool(g.get("keeps_drafts"))


def new_ticket() -> str:
    """For the hidden field `einmal`."""
    return secrets.token_urlsafe(16)


def taken() -> str | None:
    """The address that the same page led to when it was sent before; None the first time."""
    ticket = request.form.get(parking.TICKET, "")
    row = db.session.get(FormReceipt, parking.digest(ticket)) if ticket else None
    return row.target if row else None


def take(target: str) -> str:
    """Notes what this page has made; returns where to go: the target, or that of the click that was faster.

    Called last, with everything flushed: a faster click makes this transaction roll back as a whole.
    """
    ticket = request.form.get(parking.TICKET, "")
    if not ticket:
        return target
    db.session.add(FormReceipt(ticket_hash=parking.digest(ticket), target=target[:500], taken_at=clock.now()))
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        return taken() or target
    return target


def forget_old(now: datetime) -> int:
    """Deletes what nobody came back for; how many rows. Called by the job worker, which commits."""
    old = (
        delete(ParkedForm).where(ParkedForm.parked_at < now - parking.KEPT).returning(ParkedForm.token_hash),
        delete(FormReceipt)
        .where(FormReceipt.taken_at < now - KEPT_RECEIPTS)
        .returning(FormReceipt.ticket_hash),
        delete(FormDraft).where(FormDraft.saved_at < now - KEPT_DRAFTS).returning(FormDraft.id),
    )
    return sum(len(db.session.execute(one).all()) for one in old)
