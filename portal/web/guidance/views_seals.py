"""Seals explained: what each says about whom, who issues it, and who bears it now."""

from flask import render_template
from markupsafe import Markup

from portal import text
from portal.extensions import db
from portal.models import Seal
from portal.seals import queries
from portal.seals.queries import Award, Holder
from portal.vocabulary.guidance import SEAL_HOLDER_LABELS, SealHolder
from portal.web.guidance import blueprint
from portal.web.guidance.pages_points import SealEntry, SealsPage
from portal.web.kit import addresses, languages, seals
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.words import gettext as _


@blueprint.get("/siegel")
@public
def list_seals() -> str:
    page = SealsPage(tuple(map(entry, queries.seals(db.session()))), languages.of_content())
    return render_template("guidance/seals.html", page=page, breadcrumb=(p.Crumb(_("Siegel")),))


def entry(seal: Seal) -> SealEntry:
    return SealEntry(
        anchor=seal.slug,
        name=seal.name,
        issuer=seal.issuer,
        scope=seal.scope,
        about_html=Markup(text.markdown_html(seal.about or "")),  # noqa: S704  sanitised by nh3
        website=text.web_link(seal.website),
        bearers=tuple(bearer(one.holder, one) for one in seals.bearers(seal.id) if one.holder),
    )


def bearer(holder: Holder, award: Award) -> tuple[p.Link, str]:
    """Who bears it, with what it is and until when."""
    words = (_(SEAL_HOLDER_LABELS[holder.kind]), seals.until(award.valid_until))
    return p.Link(holder.name, address(holder)), ", ".join(word for word in words if word)


def address(holder: Holder) -> str:
    """The page of who bears a seal."""
    if holder.kind is SealHolder.INSTITUTION:
        return addresses.institution(holder.slug)
    if holder.kind is SealHolder.OFFER:
        return addresses.offer(holder.id, holder.slug)
    return f"{languages.root()}/b-punkte/{holder.slug}"
