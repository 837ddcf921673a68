"""What nobody has confirmed for long, the oldest word first: say that it holds, or ask the provider."""

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.extensions import db
from portal.models import Institution, Offer
from portal.permissions.policy import Right
from portal.upkeep import freshness
from portal.upkeep.freshness import StaleOffer
from portal.web.editorial import blueprint
from portal.web.editorial.pages_upkeep import StalePage, StaleRow
from portal.web.kit import addresses, desk_links, formats, guards, languages, paging
from portal.web.kit import parts as p
from portal.web.kit.freshness import thresholds
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow import actions
from portal.workflow.steps import IllegalStep

LIST = "editorial.list_stale"
PER_PAGE = 50
NUMBER = "<int(max=2147483647):{}>"


@blueprint.get("/veraltet")
@needs(Right.CURATE)
def list_stale() -> str:
    session, now = db.session(), clock.now()
    days = thresholds().ask_after_days
    institutions = freshness.stale_by_institution(session, now, days)
    counts = {institution_id: count for institution_id, _name, count in institutions}
    chosen, notices = asked_for(counts)
    total = counts[chosen] if chosen else sum(counts.values())
    pages = paging.pages_of(total, PER_PAGE)
    number = min(paging.asked(), pages)
    rows = freshness.stale(
        session, now, days, institution_id=chosen, first=(number - 1) * PER_PAGE, limit=PER_PAGE
    )
    page = StalePage(
        total_words=ngettext("ein Angebot", "%(num)s Angebote", total),
        rows=tuple(row(one, now) for one in rows),
        institutions=(
            p.Choice("", _("alle Anbieter"), chosen is None),
            *(p.Choice(str(key), f"{name} ({count})", key == chosen) for key, name, count in institutions),
        ),
        filter_url=url_for(LIST),
        chosen=str(chosen or ""),
        back=str(number) if number > 1 else "",
        pagination=paging.links(number, pages, lambda at: url_for(LIST, anbieter=chosen, seite=at)),
        notices=notices,
        lang=languages.of_content(),
    )
    return render_template("editorial/stale.html", page=page)


def asked_for(counts: dict[int, int]) -> tuple[int | None, tuple[p.Notice, ...]]:
    """The institution of the address; one without such offers is named and ignored."""
    typed = request.args.get("anbieter", "")
    if not typed:
        return None, ()
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    if number in counts:
        return number, ()
    said = _("Von diesem Anbieter ist nichts lange unbestätigt. Hier stehen alle.")
    return None, (p.Notice(said, "", "info"),)


def row(one: StaleOffer, now: datetime) -> StaleRow:
    days = max(0, (clock.local(now).date() - clock.local(one.last_word).date()).days)
    next_day = formats.short_date(clock.local(one.next_start).date(), year=True) if one.next_start else ""
    asked = formats.short_date(clock.local(one.reminded_at).date(), year=True) if one.reminded_at else ""
    return StaleRow(
        title=one.title,
        url=addresses.offer(one.id, one.slug),
        edit_url=desk_links.to("desk.edit_offer", offer_id=one.id),
        institution=one.institution,
        age=ngettext("seit einem Tag", "seit %(num)s Tagen", days),
        next=next_day or _("ohne Termin"),
        asked=asked or _("noch nie"),
        confirm_url=url_for("editorial.confirm_stale", offer_id=one.id),
        remind_url=url_for("editorial.remind_institution", institution_id=one.institution_id),
    )


@blueprint.post(f"/veraltet/{NUMBER.format('offer_id')}/bestaetigen")
@needs(Right.CURATE)
def confirm_stale(offer_id: int) -> Response:
    """An editor knows that it holds."""
    offer = db.session.get(Offer, offer_id) or abort(404)
    try:
        actions.confirm(db.session(), guards.me(), offers=[offer], now=clock.now())
    except IllegalStep:
        flash(_("„%(title)s“ ist nicht mehr öffentlich.", title=offer.title), "warn")
        return back()
    flash(_("„%(title)s“ gilt noch.", title=offer.title), "ok")
    return back()


@blueprint.post(f"/veraltet/erinnern/{NUMBER.format('institution_id')}")
@needs(Right.CURATE)
def remind_institution(institution_id: int) -> Response:
    """A letter about everything that this institution has not confirmed for long."""
    session, now = db.session(), clock.now()
    institution = session.get(Institution, institution_id) or abort(404)
    offer_ids = freshness.of_institution(session, institution_id, now)
    if not offer_ids:
        flash(_("Von „%(name)s“ ist nichts lange unbestätigt.", name=institution.name), "info")
        return back()
    freshness.remind(session, institution, offer_ids, now)
    number = len(offer_ids)
    flash(
        ngettext(
            "„%(name)s“ bekommt einen Brief über ein Angebot.",
            "„%(name)s“ bekommt einen Brief über %(num)s Angebote.",
            number,
            name=institution.name,
        ),
        "ok",
    )
    return back()


def back() -> Response:
    """The list as it was narrowed; an address from outside is never followed."""
    chosen, number = request.form.get("anbieter", ""), request.form.get("seite", "")
    kept = {
        name: value
        for name, value in (("anbieter", chosen), ("seite", number))
        if value.isascii() and value.isdigit() and len(value) < 10
    }
    return redirect(url_for(LIST, **kept), 303)  # type: ignore[arg-type]  # parameters of the address
