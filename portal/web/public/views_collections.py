"""Themed pages, which live beside topics under /themen/<slug>."""

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.extensions import db
from portal.pages import collections, terms
from portal.pages.drafts import state_of
from portal.vocabulary.pages import CollectionState
from portal.web.kit import addresses
from portal.web.kit import collections as shown
from portal.web.kit import parts as p
from portal.web.kit.pages import CollectionTeaser
from portal.web.kit.words import gettext as _


def collection(slug: str) -> str | Response:
    """The collection at an address that is no topic's, or where what once stood there is now; 404 before its period."""
    session, now = db.session(), clock.now()
    row = collections.public_by_slug(session, slug)
    if row is None:
        return elsewhere(slug)
    state = state_of(row, clock.local(now).date())
    if state is CollectionState.COMING:
        abort(404)
    others = collections.current(session, clock.local(now).date()) if state is CollectionState.OVER else ()
    page = shown.build(row, now, others=others)
    steps = (p.Crumb(_("Alle Themen"), url_for("public.topics")), p.Crumb(page.title.text))
    return render_template("public/collection.html", page=page, breadcrumb=steps)


def elsewhere(slug: str) -> Response:
    """Where a topic that was merged, or a collection with another address, is found now."""
    session = db.session()
    found = terms.code_after(session, slug) or collections.slug_after(session, slug)
    if found is None:
        abort(404)
    return redirect(addresses.topic(found), 301)


def teasers(most: int | None = None) -> tuple[CollectionTeaser, ...]:
    """The collections that are current today; one statement."""
    return tuple(shown.teaser(one) for one in collections.current(db.session(), clock.today())[:most])
