"""The list of offers, and confirming those that nobody has looked at for long."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal import clock, text
from portal.extensions import db
from portal.models import Offer
from portal.permissions import policy
from portal.permissions.policy import Right
from portal.upkeep import tally
from portal.vocabulary.offers import Step
from portal.web.desk import blueprint, list_page, whose
from portal.web.desk.list_page import Shelf
from portal.web.kit import desk, freshness, guards
from portal.web.kit import parts as p
from portal.web.kit.guards import needs, signed_in
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow import actions, provider_list
from portal.workflow.provider_list import ShortOffer

MOST_WORDS = 120


@blueprint.get("/")
@signed_in
def list_offers() -> str:
    if not policy.may(guards.actor(), Right.USE_DESK):
        return render_template("desk/nobody.html")
    shelf = read()
    desk.say_waiting({"returned": sum(1 for one in shelf.offers if one.pending is Step.RETURNED)})
    return render_template("desk/offers.html", page=list_page.build(shelf, clock.now()))


def read() -> Shelf:
    """The offers that are asked for: whose, with which words, at which step, which page."""
    session, now = db.session(), clock.now()
    institutions = whose.to_choose()
    chosen = whose.named(institutions) or (institutions[0] if len(institutions) == 1 else None)
    sees_all = chosen is None and policy.may(guards.actor(), Right.REVIEW)
    ids = None if sees_all else [chosen.id] if chosen else [one.id for one in institutions]
    offers = provider_list.in_short(session, ids)
    words, stand, notices = asked()
    shown = [one for one in offers if not stand or stand in list_page.stands_of(one)]
    shown = matching(shown, words)
    number = page_number(len(shown))
    on_page = [one.id for one in shown[(number - 1) * list_page.PAGE : number * list_page.PAGE]]
    counted = on_page if sees_all else [one.id for one in offers if one.step is Step.PUBLISHED]
    days = freshness.thresholds().ask_after_days
    return Shelf(
        institutions={one.id: one for one in institutions},
        chosen=chosen,
        offers=offers,
        shown=shown,
        details=provider_list.listed(session, on_page, now),
        counts=tally.last_30_days(session, counted, clock.today()),
        waiting=[] if sees_all else provider_list.to_confirm(offers, now, days),
        page=number,
        words=words,
        stand=stand,
        choices=institutions,
        notices=notices,
    )


def asked() -> tuple[str, str, tuple[p.Notice, ...]]:
    """Words and step of the filter; an unknown step is named and ignored."""
    words = text.one_line(request.args.get("q", ""))[:MOST_WORDS]
    stand = request.args.get("stand", "")
    if not stand or stand in list_page.STANDS:
        return words, stand, ()
    shown = text.one_line(stand, 40)
    return words, "", (p.Notice(_("Den Stand „%(value)s“ gibt es nicht. Hier stehen alle.", value=shown)),)


def matching(offers: list[ShortOffer], words: str) -> list[ShortOffer]:
    """Those whose title holds every word, or that have this number."""
    if not words:
        return offers
    parts = words.casefold().split()
    numbers = provider_list.with_run_number(db.session(), words, [one.id for one in offers])
    return [
        one
        for one in offers
        if str(one.id) == words or one.id in numbers or all(part in one.title.casefold() for part in parts)
    ]


def page_number(total: int) -> int:
    """The page of the address, within what there is."""
    typed = request.args.get("seite", "1")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 1
    return min(max(1, number), list_page.pages(total))


@blueprint.post("/bestaetigen")
@needs(Right.EDIT_OFFER)
def confirm_all() -> Response:
    """All that were listed are right as they are."""
    session, now = db.session(), clock.now()
    ids = [
        int(one)
        for one in request.form.getlist("angebot")
        if one.isascii() and one.isdigit() and len(one) < 10
    ]
    offers = list(session.scalars(select(Offer).where(Offer.id.in_(ids[:2000])).order_by(Offer.id)))
    for institution_id in {offer.institution_id for offer in offers}:
        guards.allow(Right.EDIT_OFFER, institution_id)
    public = [offer for offer in offers if offer.step is Step.PUBLISHED]
    done = actions.confirm(session, guards.me(), offers=public, now=now)
    flash(
        ngettext("Bestätigt: Ein Angebot gilt weiter.", "Bestätigt: %(num)s Angebote gelten weiter.", done)
        if done
        else _("Es war nichts zu bestätigen."),
        "ok" if done else "info",
    )
    chosen = whose.named()
    return redirect(url_for("desk.list_offers", anbieter=chosen.slug if chosen else None), 303)
