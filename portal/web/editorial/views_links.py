"""Links that lead nowhere, with what uses them: mend them there, have them checked again, or leave them alone."""

from collections import defaultdict
from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.extensions import db
from portal.models import CheckedLink
from portal.permissions.policy import Right
from portal.upkeep import links
from portal.upkeep.links import Use
from portal.web.editorial import blueprint
from portal.web.editorial.pages_upkeep import LinkRow, LinksPage, LinkUse
from portal.web.kit import addresses, desk_badges, desk_links, formats, languages
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

ONE = "/links/<int(max=2147483647):link_id>"
LIST = "editorial.list_links"
MOST_USES = 10


@blueprint.get("/links")
@needs(Right.CURATE)
def list_links() -> str:
    session = db.session()
    broken, ignored = links.broken(session), links.ignored(session)
    used = _used(broken, ignored)
    page = LinksPage(
        total_words=ngettext(
            "Ein Link führt nicht weiter.",
            "%(num)s Links führen nicht weiter.",
            desk_badges.of("editorial")["links"],
        ),
        rows=tuple(row(one, used.get(one.url, [])) for one in broken),
        ignored=tuple(row(one, used.get(one.url, [])) for one in ignored),
        lang=languages.of_content(),
    )
    return render_template("editorial/links.html", page=page)


def _used(*groups: Sequence[CheckedLink]) -> dict[str, list[Use]]:
    """Where these links stand, each place once."""
    urls = [one.url for group in groups for one in group]
    found: defaultdict[str, list[Use]] = defaultdict(list)
    for use in links.uses(db.session(), urls) if urls else ():
        if use not in found[use.url]:
            found[use.url].append(use)
    return found


def row(link: CheckedLink, used: list[Use]) -> LinkRow:
    checked = formats.short_date(clock.local(link.checked_at).date(), year=True) if link.checked_at else ""
    return LinkRow(
        address=text.clean(link.url),
        problem=link.problem or "",
        checked=checked or _("noch nicht geprüft"),
        uses=tuple(_use(one) for one in used[:MOST_USES]),
        again_url=url_for("editorial.check_link", link_id=link.id),
        ignore_url=url_for("editorial.ignore_link", link_id=link.id),
    )


def _use(one: Use) -> LinkUse:
    if one.offer_id is None:
        return LinkUse(_("Seite des Anbieters"), addresses.institution(one.institution_slug), one.institution)
    edit_url = desk_links.to("desk.edit_offer", offer_id=one.offer_id)
    return LinkUse(one.title, addresses.offer_by_id(one.offer_id), one.institution, edit_url)


@blueprint.post(f"{ONE}/pruefen")
@needs(Right.CURATE)
def check_link(link_id: int) -> Response:
    """Visit it in the next round, whatever was said before."""
    link = db.session.get(CheckedLink, link_id) or abort(404)
    links.check_again(db.session(), link=link)
    flash(_("Der Link wird in der nächsten Stunde geprüft."), "ok")
    return redirect(url_for(LIST), 303)


@blueprint.post(f"{ONE}/ignorieren")
@needs(Right.CURATE)
def ignore_link(link_id: int) -> Response:
    """It works for people, or it does not matter."""
    link = db.session.get(CheckedLink, link_id) or abort(404)
    links.ignore(db.session(), link=link, now=clock.now())
    flash(_("Dieser Link wird nicht mehr geprüft."), "ok")
    return redirect(url_for(LIST), 303)
