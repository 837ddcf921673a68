"""The programme of a semester of the Seniorenuniversität on paper: a booklet in large type, set anew once a day and change."""

from flask import abort
from werkzeug.wrappers import Response

from portal import clock
from portal.extensions import db
from portal.institutions import queries
from portal.lectures import semesters
from portal.lectures.programme import programme
from portal.print import booklet as printed
from portal.web.kit import print_shelf
from portal.web.kit.guards import public
from portal.web.kit.words import gettext as _
from portal.web.programmes import blueprint, booklet_words


@blueprint.get("/seniorenuniversitaet/<string(maxlength=80):semester>/programmheft.pdf")
@public
def booklet(semester: str) -> Response:
    """What is printed is compared with what was: a lecturer who no longer wants to be named is gone from the next one."""
    found = semesters.public_by_slug(db.session(), semester) or abort(404)
    now = clock.now()
    today = clock.local(now).date()
    whole = programme(db.session(), semester=found)
    institutions = queries.by_ids(db.session(), [host.id for host in whole.institutions])
    content = booklet_words.booklet(whole, institutions, today)
    pdf = print_shelf.shelf().get(("booklet", content), lambda: printed.booklet(content, now=now))
    return print_shelf.answer(pdf, f"{_('Programmheft')} {_('Seniorenuniversität')} {found.slug}")
