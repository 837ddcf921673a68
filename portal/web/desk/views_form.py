"""Enter an offer and change it. Buttons that add or remove rows show the form again; everything else saves first."""

import re
from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from portal import clock
from portal.extensions import db
from portal.models import Institution, Offer
from portal.offers.completeness import missing_for_submission
from portal.permissions import policy
from portal.permissions.policy import Right
from portal.web.desk import blueprint, form_asking, form_errors, form_rows, merging, saving, whose
from portal.web.desk.form_rows import Act, Press
from portal.web.desk.offer_form import OfferForm
from portal.web.desk.pages_form import ChoosePage, Summary
from portal.web.kit import desk, guards, parking, unsaved
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.workflow import actions, queries
from portal.workflow.queries import WorkingCopy

ONE = "/angebote/<int(max=2147483647):offer_id>"
CHECK = "pruefen"  # the parameter that shows what is missing before an offer goes to review
NO_ROWS = frozenset({Act.SAVE, Act.SUBMIT, Act.PREVIEW, Act.MERGE})
Answer = str | Response | tuple[str, int]
_TICKET = re.compile(r"[A-Za-z0-9_-]{8,64}")


@blueprint.get("/angebote/neu")
@needs(Right.EDIT_OFFER)
def new_offer() -> str:
    institution = for_whom()
    if institution is None:
        return choose()
    form = form_asking.blank_form(institution)
    return show(institution, form, None)


@blueprint.post("/angebote/neu")
@needs(Right.EDIT_OFFER)
def add_offer() -> Answer:
    institution = for_whom() or abort(400)
    guards.allow(Right.EDIT_OFFER, institution.id)
    if target := unsaved.taken():
        return redirect(target, 303)
    form, press = form_asking.posted_form(institution), asked()
    is_valid = form.validate()
    if rows := row_press(form, press):
        return rearrange(institution, form, None, rows)
    unsaved.keeps_drafts()
    if not is_valid:
        return show(institution, form, None), 400
    sheet = form_asking.typed_sheet(form, None)
    offer = actions.begin(db.session(), guards.me(), institution=institution, sheet=sheet, now=clock.now())
    return redirect(unsaved.take(saving.follow(offer, press.act, publish_at(form))), 303)


@blueprint.get(ONE)
@needs(Right.EDIT_OFFER)
def edit_offer(offer_id: int) -> str:
    copy = fetch(offer_id)
    form = form_asking.stored_form(copy)
    summary = (
        form_errors.of_gaps(missing_for_submission(copy.sheet, copy.live)) if CHECK in request.args else None
    )
    return show(copy.offer.institution, form, copy, summary=summary)


@blueprint.post(ONE)
@needs(Right.EDIT_OFFER)
def save_offer(offer_id: int) -> Answer:
    try:
        return save_now(offer_id)
    except (StaleDataError, IntegrityError, OperationalError):  # somebody saved within the same second
        db.session.rollback()
        return save_now(offer_id)


def save_now(offer_id: int) -> Answer:
    """Save what was sent, put together with what others saved, and go on as the button says."""
    copy = fetch(offer_id)
    institution = copy.offer.institution
    form, press = form_asking.posted_form(institution), asked()
    is_valid = form.validate()
    if rows := row_press(form, press):
        return rearrange(institution, form, copy, rows)
    unsaved.keeps_drafts()
    if not is_valid:
        return show(institution, form, copy), 400
    opened = form_asking.opened_sheet(copy, form.stand.data)
    mine = form_asking.typed_sheet(form, opened)
    open_questions = saving.save(copy, opened, mine, form.stand.data or copy.digest)
    if open_questions:
        page = saving.merge_page(copy, mine, open_questions, afterwards(press.act))
        return render_template("desk/merge.html", page=page), 409
    return redirect(saving.follow(copy.offer, afterwards(press.act), publish_at(form)), 303)


def afterwards(act: Act) -> Act:
    """What was wanted before two versions met."""
    if act is not Act.MERGE:
        return act
    return form_rows.pressed(request.form.get(merging.AFTERWARDS, "")).act


def fetch(offer_id: int) -> WorkingCopy:
    """The offer with what one goes on with, for somebody who may."""
    desk.stand_under("desk.list_offers")
    copy = queries.working_copy(db.session(), offer_id) or abort(404)
    guards.allow(Right.EDIT_OFFER, copy.offer.institution_id)
    return copy


def offer_of(offer_id: int) -> Offer:
    """The offer alone, for somebody who may."""
    desk.stand_under("desk.list_offers")
    offer = db.session.get(Offer, offer_id) or abort(404)
    guards.allow(Right.EDIT_OFFER, offer.institution_id)
    return offer


def for_whom() -> Institution | None:
    """The institution of a new offer; None where one has to be chosen first."""
    if named := whose.named():
        return named
    mine = whose.mine()
    return mine[0] if len(mine) == 1 else None


def choose() -> str:
    """Several institutions: whose offer is it?"""
    links = tuple(p.Link(one.name, url_for("desk.new_offer", anbieter=one.slug)) for one in whose.to_choose())
    may_add = not links and policy.may(guards.actor(), Right.ADMINISTER)
    page = ChoosePage(links, url_for("admin.new_institution") if may_add else "")
    return render_template("desk/choose.html", page=page)


def asked() -> Press:
    """The button that was pressed."""
    return form_rows.pressed(request.form.get("tun", ""))


def row_press(form: OfferForm, press: Press) -> Press | None:
    """The press that only rearranges the form: asked for, or a series that still waits to become dates."""
    if press.act not in NO_ROWS:
        return press
    return form_asking.waiting_series(form)


def rearrange(institution: Institution, form: OfferForm, copy: WorkingCopy | None, press: Press) -> str:
    shown, notices = form_asking.rearranged(institution, form, press)
    page = form_asking.page_of(institution, shown, copy, run_notices=notices, ticket="" if copy else ticket())
    return render_template("desk/offer.html", page=page, form=shown)


def show(
    institution: Institution, form: OfferForm, copy: WorkingCopy | None, *, summary: Summary | None = None
) -> str:
    """The form, empty, filled or refused."""
    once = "" if copy else ticket()
    page = form_asking.page_of(institution, form, copy, summary=summary, ticket=once)
    return render_template("desk/offer.html", page=page, form=form)


def ticket() -> str:
    """For the hidden field `einmal`: the one that came, as long as it looks like one, else a new one."""
    sent = request.form.get(parking.TICKET, "")
    return sent if _TICKET.fullmatch(sent) else unsaved.new_ticket()


def publish_at(form: OfferForm) -> datetime | None:
    """The beginning of the wished day, if that is still to come."""
    day = form.publish_on.data
    return clock.as_utc(day, 0, 0) if day and day > clock.today() else None
