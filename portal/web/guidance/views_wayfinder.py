"""The Wegweiser: a few short questions, one on each page, for one guide or for all. It needs neither cookie nor script."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.extensions import db
from portal.guidance import transition_queries as queries
from portal.guidance import wayfinder as rules
from portal.guidance.transition_queries import Guide
from portal.guidance.wayfinder import Answer, Question, Way
from portal.models import Transition
from portal.vocabulary.labels import N_
from portal.web.guidance import blueprint, wayfinder_page
from portal.web.guidance.views_transitions import ONE, crumbs
from portal.web.guidance.wayfinder_page import Asking
from portal.web.kit import guides
from portal.web.kit import parts as p
from portal.web.kit.collections import in_language
from portal.web.kit.guards import public
from portal.web.kit.pages import Words
from portal.web.kit.words import gettext as _

WHAT_ABOUT = N_("Worum geht es?")
WHAT_ABOUT_PLAIN = N_("Was passt zu Ihnen? Wählen Sie einen Satz aus.")


@blueprint.get(f"{ONE}/wegweiser")
@public
def transition_wayfinder(slug: str) -> str:
    """The questions of one guide."""
    row = queries.public_alone(db.session(), slug)
    if row is None or not row.wayfinder:
        abort(404)
    given = wayfinder_page.first_values(request.args.to_dict(flat=False))
    path = url_for("guidance.transition_wayfinder", slug=slug)
    asking = Asking(path, in_language(row.title, row.title_en), given, guide_url(row))
    return answer(asking, rules.walk(rules.read(row.wayfinder), given), crumbs(row, _("Wegweiser")))


@blueprint.get("/wegweiser")
@public
def wayfinder() -> str | Response:
    """First what it is about, then the questions of that guide; without any the way leads to people."""
    known = [guide for guide in guides.guides() if guide.has_wayfinder]
    if not known:
        return redirect(url_for("guidance.list_points"))
    given = wayfinder_page.first_values(request.args.to_dict(flat=False))
    first = question_about(known)
    chosen = first.answer(given.get(rules.ABOUT, ""))
    row = queries.public_alone(db.session(), chosen.key) if chosen else None
    path, title = url_for("guidance.wayfinder"), Words(_("Was passt zu Ihnen?"))
    trail = (p.Crumb(_("Wegweiser")),)
    if chosen is None or row is None:
        return answer(Asking(path, title, given), Way((), first), trail)
    way = rules.walk(rules.read(row.wayfinder), given)
    return answer(
        Asking(path, title, given, guide_url(row)), Way(((first, chosen), *way.taken), way.question), trail
    )


def question_about(known: list[Guide]) -> Question:
    """Which of the guides it is."""
    answers = tuple(Answer(guide.slug, guide.title, guide.title_en) for guide in known)
    return Question(
        rules.ABOUT, WHAT_ABOUT, WHAT_ABOUT_PLAIN, _(WHAT_ABOUT), _(WHAT_ABOUT_PLAIN), answers=answers
    )


def guide_url(row: Transition) -> str:
    return url_for("guidance.show_transition", slug=row.slug)


def answer(asking: Asking, way: Way, breadcrumb: tuple[p.Crumb, ...]) -> str:
    page = wayfinder_page.build(asking, way, clock.now())
    return render_template("guidance/wayfinder.html", page=page, breadcrumb=breadcrumb)
