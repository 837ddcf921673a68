"""The journal: who did what, when, to what, with which difference; narrowed, in pages, and as a file."""

from urllib.parse import urlencode

from flask import Response, abort, jsonify, render_template, url_for

from portal import clock
from portal.audit import queries
from portal.audit.queries import JournalFilter
from portal.exports import journal
from portal.extensions import db
from portal.institutions import directory
from portal.permissions.policy import Right
from portal.web.admin import blueprint, journal_words
from portal.web.admin.forms_journal import JournalFilterForm
from portal.web.admin.pages_journal import JournalPage
from portal.web.kit import desk, paging
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

LIST = "/protokoll"
PER_PAGE, MOST_EXPORTED = 50, 50_000


@blueprint.get(LIST)
@needs(Right.ADMINISTER)
def read_journal() -> str:
    session = db.session()
    form, wanted, notices = asked_for()
    total = queries.count(session, wanted)
    pages = paging.pages_of(total, PER_PAGE)
    number = min(paging.asked(), pages)
    rows = queries.page(session, wanted, number=number, size=PER_PAGE)
    if total > MOST_EXPORTED:
        said = _(
            "Eine Datei fasst die neuesten %(most)s Einträge. Grenzen Sie den Zeitraum ein.",
            most=MOST_EXPORTED,
        )
        notices = (*notices, p.Notice(said))
    page = JournalPage(
        heading=ngettext("%(num)s Eintrag", "%(num)s Einträge", total),
        rows=tuple(map(journal_words.row, rows)),
        pagination=paging.links(number, pages, lambda at: form.url(f"{blueprint.url_prefix}{LIST}", at)),
        all_url=url_for("admin.read_journal"),
        csv_url=form.url(f"{blueprint.url_prefix}{LIST}.csv"),
        json_url=form.url(f"{blueprint.url_prefix}{LIST}.json"),
        notices=notices,
    )
    return render_template("admin/journal.html", page=page, form=form)


@blueprint.get(f"{LIST}.csv")
@needs(Right.ADMINISTER)
def export_journal_csv() -> Response:
    _form, wanted, _notices = asked_for()
    lines = queries.everything(db.session(), wanted, most=MOST_EXPORTED)
    return attached(Response(journal.table(lines), content_type="text/csv; charset=utf-8"), "csv")


@blueprint.get(f"{LIST}.json")
@needs(Right.ADMINISTER)
def export_journal_json() -> Response:
    form, wanted, _notices = asked_for()
    lines = queries.everything(db.session(), wanted, most=MOST_EXPORTED)
    return attached(
        jsonify(filter=urlencode(form.given), entries=[journal.data(line) for line in lines]), "json"
    )


@blueprint.get(f"{LIST}/<int(max=2147483647):entry_id>")
@needs(Right.ADMINISTER)
def read_entry(entry_id: int) -> str:
    desk.stand_under("admin.read_journal")
    line = queries.line(db.session(), entry_id) or abort(404)
    return render_template("admin/entry.html", page=journal_words.page(line))


def asked_for() -> tuple[JournalFilterForm, JournalFilter, tuple[p.Notice, ...]]:
    """What the address narrows the journal to, and what of it means nothing."""
    form = JournalFilterForm(directory.names(db.session()))
    notices = form.ignored()
    return form, form.wanted(), notices


def attached(response: Response, ending: str) -> Response:
    name = f"protokoll-{clock.today().isoformat()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
