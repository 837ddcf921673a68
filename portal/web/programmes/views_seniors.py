"""The Seniorenuniversität: its page, a semester at a time, whole or on one topic."""

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.extensions import db
from portal.lectures import semesters
from portal.lectures.programme import programme
from portal.offers.filters import Facet, Notice, Reason
from portal.web.kit import notices, semester_words
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.words import gettext as _
from portal.web.programmes import blueprint, seniors_build
from portal.web.programmes.seniors_build import Asked

TOPIC = Facet.TOPIC.value
OWN = frozenset({semester_words.SEMESTER, TOPIC})


@blueprint.get("/seniorenuniversitaet")
@public
def senior_university() -> ResponseReturnValue:
    now, session = clock.now(), db.session()
    every = semesters.public(session)
    wanted, strange = semester_words.asked_for(request.args.get(semester_words.SEMESTER, ""), every)
    semester = wanted or semesters.chosen(every, clock.local(now).date())
    topic, noted = semester_words.topic_asked_for(request.args.getlist(TOPIC))
    found = programme(session, semester=semester) if semester else None
    said = [notices.sentence(one) for one in (*([strange] if strange else ()), *noted, *_unknown())]
    if found and topic and not found.knows_topic(topic):
        said.append(seniors_build.nothing_about(topic))
        topic = ""
    asked = Asked(every, found, topic if found else "", tuple(said), now)
    page = seniors_build.page(asked, booklet_url=booklet(asked), civic_url=civic(topic))
    return render_template(
        "programmes/seniors.html", page=page, breadcrumb=(p.Crumb(_("Seniorenuniversität")),)
    )


def _unknown() -> list[Notice]:
    """Parameters that this page does not know."""
    given = [(name, request.args[name]) for name in request.args if name not in OWN]
    return [Notice(name[:60], value[:60], Reason.UNKNOWN_PARAMETER) for name, value in given if value.strip()]


def booklet(asked: Asked) -> str:
    """The programme as a booklet (PDF), of the semester that is shown."""
    if asked.found is None or "programmes.booklet" not in current_app.view_functions:
        return ""
    return url_for("programmes.booklet", semester=asked.found.semester.slug)


def civic(topic: str) -> str:
    """The fields of civic activity, on the topic that was chosen."""
    if "programmes.civic_openings" not in current_app.view_functions:
        return ""
    return url_for("programmes.civic_openings", thema=topic or None)
