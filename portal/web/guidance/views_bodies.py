"""Wer macht was: the bodies and offices of the town, as a chart and as a list, and each on a page of its own."""

from flask import abort, current_app, render_template, url_for

from portal import clock
from portal.extensions import db
from portal.guidance import bodies, body_tree
from portal.guidance.bodies import GuideStep
from portal.offers.filters import Facet
from portal.web.guidance import blueprint, body_words
from portal.web.guidance.pages_bodies import BodiesPage, BodyPage, StepLine
from portal.web.kit import addresses, languages, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.collections import in_language
from portal.web.kit.guards import public
from portal.web.kit.words import gettext as _


@blueprint.get("/wer-macht-was")
@public
def list_bodies() -> str:
    session = db.session()
    found = bodies.public(session)
    shown = {body.id: body for body in found}
    meetings = bodies.next_meetings(session, clock.now())
    tree = body_tree.tree(found)
    page = BodiesPage(
        branches=tuple(body_words.branch(one) for one in tree),
        entries=tuple(
            body_words.entry(one.body, body_words.above_of(one.body, shown), meetings.get(one.body.id, ()))
            for one in body_tree.flat(tree)
        ),
    )
    return render_template("guidance/bodies.html", page=page, breadcrumb=(p.Crumb(_("Wer macht was")),))


@blueprint.get("/wer-macht-was/<slug>")
@public
def show_body(slug: str) -> str:
    session = db.session()
    body = bodies.public_by_slug(session, slug) or abort(404)
    above = body.parent if body.parent and body.parent.is_public else None
    meetings = bodies.next_meetings(session, clock.now(), body_id=body.id)
    entry = body_words.entry(body, above, meetings.get(body.id, ()))
    page = BodyPage(
        entry=entry,
        below=tuple(body_words.named_link(one) for one in bodies.public_under(session, body.id)),
        steps=tuple(step_line(one) for one in bodies.steps_of(session, body.id)),
        topics=topic_links(body.topics),
        plain_html=body_words.plain(body),
        plain_lang=languages.of_content(),
        contact=body_words.contact(body),
    )
    crumbs = (p.Crumb(_("Wer macht was"), url_for("guidance.list_bodies")), p.Crumb(entry.name.text))
    return render_template("guidance/body.html", page=page, breadcrumb=crumbs)


def step_line(step: GuideStep) -> StepLine:
    """A step of a guide, with a link where the guide has a page."""
    has_page = "guidance.show_transition" in current_app.view_functions
    return StepLine(
        in_language(step.name, step.name_en),
        in_language(step.title, step.title_en),
        url_for("guidance.show_transition", slug=step.guide) if has_page else "",
    )


def topic_links(codes: list[str]) -> tuple[p.Link, ...]:
    """The topics that a body answers for, those that exist."""
    known = vocabulary.catalogue().of(Facet.TOPIC)
    return tuple(
        p.Link(known[code].in_language(languages.current()), addresses.topic(code))
        for code in codes
        if code in known
    )
