"""Rolling the Jahres-Berufswahl-Kalender over: last school year's dates as proposals for the next, each to confirm, edit,
show as not yet confirmed, or drop."""

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.careers import rollover_actions, rollover_queries
from portal.errors import Conflict
from portal.extensions import db
from portal.models import ProposedDate
from portal.offers.filters import OfferFilter
from portal.permissions.policy import Right
from portal.schoolyear import SchoolYear
from portal.vocabulary.careers import ProposalState
from portal.web.editorial import blueprint, rollover_views, version_views
from portal.web.editorial.forms_rollover import ProposalForm, form_of
from portal.web.editorial.pages_rollover import ProposalPage, RolloverPage
from portal.web.kit import careers, desk, guards, languages, rollover_words, school_calendar, unsaved
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow import rollover
from portal.workflow.rollover import Seen

PATH = "/kalender-fortschreiben"
ONE = f"{PATH}/<int(max=2147483647):proposal_id>"
LIST = "editorial.roll_over"
BULK = (ProposalState.CONFIRMED, ProposalState.TENTATIVE, ProposalState.DROPPED)
Answer = str | Response | tuple[str, int]


@blueprint.get(PATH)
@needs(Right.CURATE)
def roll_over() -> str:
    year, notices = wanted_year()
    return show(year, notices)


@blueprint.post(PATH)
@needs(Right.CURATE)
def begin_rollover() -> Response:
    """Propose what is new since the last time."""
    year, _notices = wanted_year()
    session, now = db.session(), clock.now()
    ids = offer_ids(year.previous)
    made = rollover_actions.begin(
        session,
        guards.me(),
        year=year,
        sources=rollover_queries.sources(session, ids, year.previous),
        already=rollover_queries.already(session, ids, year),
        calendar=school_calendar.school_calendar(session, year),
        now=now,
    )
    if made:
        flash(ngettext("Ein neuer Vorschlag.", "%(num)s neue Vorschläge.", made), "ok")
    else:
        flash(_("Es gibt nichts Neues. Alles, was im Vorjahr stand, ist schon vorgeschlagen."), "info")
    return redirect(rollover_views.address(year), 303)


@blueprint.post(f"{PATH}/entscheiden")
@needs(Right.CURATE)
def decide_proposals() -> Response:
    """One by its own button, or all that are ticked by the button below them."""
    year, _notices = wanted_year()
    state, keys = decision()
    month = text.one_line(request.form.get("monat", ""), 7)
    back = rollover_views.address(
        year, shows_open=request.form.get("zeigen") != rollover_views.DECIDED, month=month
    )
    seen = [one for key in keys if (one := seen_of(key))]
    if state is None or not seen:
        flash(_("Sie haben nichts ausgewählt. Es ist nichts geändert."), "info")
        return redirect(back, 303)
    if len(seen) > rollover.MOST_AT_ONCE:
        flash(
            _(
                "Auf einmal gehen höchstens %(most)s. Bitte wählen Sie weniger aus.",
                most=rollover.MOST_AT_ONCE,
            ),
            "warn",
        )
        return redirect(back, 303)
    try:
        report = rollover.decide(db.session(), guards.me(), seen=seen, state=state, now=clock.now())
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        return redirect(back, 303)
    tell(report, state)
    return redirect(back, 303)


@blueprint.get(ONE)
@needs(Right.CURATE)
def edit_proposal(proposal_id: int) -> str:
    unsaved.keeps_drafts()
    row = stored(proposal_id)
    return show_one(form_of(row), row)


@blueprint.post(ONE)
@needs(Right.CURATE)
def revise_proposal(proposal_id: int) -> Answer:
    unsaved.keeps_drafts()
    form, row = ProposalForm(), stored(proposal_id)
    if not form.validate_on_submit():
        return show_one(form, row, revision=version_views.revision()), 400
    try:
        rollover_actions.unchanged(row, version_views.revision())
        rollover.edit(db.session(), guards.me(), row=row, new=form.new_day(), now=clock.now())
    except Conflict as problem:
        return refused(form, proposal_id, problem)
    flash(
        _("„%(title)s“ steht jetzt auf: %(when)s", title=row.offer.title, when=rollover_words.when(row)), "ok"
    )
    return redirect(back_to(row), 303)


def wanted_year() -> tuple[SchoolYear, tuple[p.Notice, ...]]:
    """The school year that the address or the form names; else the next one."""
    usual = SchoolYear.of(clock.today()).next
    given = request.values.get("schuljahr", "")
    year = SchoolYear.parse(given) if given.isascii() else None
    if given and year is None:
        shown = text.one_line(given, 40)
        return usual, (p.Notice(_("„%(value)s“ ist kein Schuljahr. Hier steht das nächste.", value=shown)),)
    return year or usual, ()


def offer_ids(year: SchoolYear) -> tuple[int, ...]:
    """The offers that belong into the calendar of a school year."""
    wanted = replace(OfferFilter(), date_from=year.first, date_to=year.last)
    now = clock.now()
    return tuple(sorted({*careers.offer_ids(OfferFilter(), now), *careers.offer_ids(wanted, now)}))


def decision() -> tuple[ProposalState | None, list[str]]:
    """What the pressed button says, and about which proposals."""
    own = request.form.get("eins", "")
    value, _sep, key = own.partition(":") if own else (request.form.get("alle", ""), "", "")
    state = ProposalState(value) if value in set(ProposalState) else None
    return state, [key] if own else request.form.getlist("auswahl")


def seen_of(key: str) -> Seen | None:
    """'12:3' is proposal 12 as it was in its third revision."""
    number, _sep, revision = key.partition(":")
    parts = (number, revision)
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return None
    return Seen(int(number), int(revision))


def tell(report: rollover.Report, state: ProposalState) -> None:
    """What was done, what somebody else was faster with, and what cannot be done."""
    said = {
        ProposalState.CONFIRMED: lambda n: ngettext(
            "Ein Termin ist bestätigt.", "%(num)s Termine sind bestätigt.", n
        ),
        ProposalState.TENTATIVE: lambda n: ngettext(
            "Ein Termin steht als noch nicht bestätigt im Kalender.",
            "%(num)s Termine stehen als noch nicht bestätigt im Kalender.",
            n,
        ),
        ProposalState.DROPPED: lambda n: ngettext("Ein Termin fällt weg.", "%(num)s Termine fallen weg.", n),
        ProposalState.PROPOSED: lambda n: ngettext(
            "Eine Entscheidung ist zurückgenommen.", "%(num)s Entscheidungen sind zurückgenommen.", n
        ),
    }
    if report.done:
        flash(said[state](report.done), "ok")
    if report.changed:
        flash(
            ngettext(
                "Einen Vorschlag hat inzwischen jemand anders bearbeitet. Hier steht, was jetzt gilt.",
                "%(num)s Vorschläge hat inzwischen jemand anders bearbeitet. Hier steht, was jetzt gilt.",
                report.changed,
            ),
            "warn",
        )
    for title, why in dict.fromkeys(report.refused):
        flash(f"„{title}“: {_(why)}", "warn")
    if not (report.done or report.changed or report.refused):
        flash(_("Das war schon so entschieden."), "info")


def show(year: SchoolYear, notices: tuple[p.Notice, ...]) -> str:
    session, today = db.session(), clock.today()
    rows = rollover_queries.proposed(session, year)
    shows_open = request.args.get("zeigen") != rollover_views.DECIDED
    opened = [row for row in rows if row.state is ProposalState.PROPOSED]
    shown = opened if shows_open else [row for row in rows if row.state is not ProposalState.PROPOSED]
    month = rollover_views.shown_month(shown, text.one_line(request.args.get("monat", ""), 7))
    progress = rollover_queries.Progress(len(rows), len(rows) - len(opened))
    knows_breaks = school_calendar.has_breaks(session, year)
    page = RolloverPage(
        year=year.label,
        slug=year.slug,
        before=year.previous.label,
        years=rollover_views.years(year, today),
        progress=rollover_views.progress_words(progress),
        begun=bool(rows),
        tabs=tabs(year, progress, shows_open),
        shows_open=shows_open,
        month=month,
        month_tabs=rollover_views.month_tabs(shown, year, month, shows_open=shows_open),
        months=rollover_views.months(shown, month, rollover_queries.registrations_of(session, shown)),
        begin_url=url_for("editorial.begin_rollover"),
        decide_url=url_for("editorial.decide_proposals"),
        calendar_url=f"{languages.root()}/berufswahlkalender?schuljahr={year.slug}",
        notices=notices,
        days_url="" if knows_breaks else url_for("editorial.list_days", schuljahr=year.slug),
        bulk=tuple((state.value, _(rollover_views.ACTS[state])) for state in BULK),
    )
    return render_template("editorial/rollover.html", page=page)


def tabs(year: SchoolYear, progress: rollover_queries.Progress, shows_open: bool) -> tuple[p.SortLink, ...]:
    left = progress.total - progress.decided
    return (
        p.SortLink(_("Offen (%(count)s)", count=left), rollover_views.address(year), shows_open),
        p.SortLink(
            _("Entschieden (%(count)s)", count=progress.decided),
            rollover_views.address(year, shows_open=False),
            not shows_open,
        ),
    )


def show_one(
    form: ProposalForm,
    row: ProposedDate,
    *,
    revision: int | None = None,
    notices: tuple[p.Notice, ...] = (),
) -> str:
    desk.stand_under(LIST)
    year = SchoolYear.parse(row.year)
    page = ProposalPage(
        title=row.offer.title,
        eyebrow=_("Schuljahr %(year)s", year=year.label if year else row.year),
        old=p_old(row),
        rules=rollover_words.sentences(row.rule),
        warnings=rollover_words.sentences(row.warning),
        revision=row.revision if revision is None else revision,
        back_url=back_to(row),
        is_public=row.state is ProposalState.TENTATIVE,
        notices=notices,
        lang=languages.of_content(),
    )
    return render_template("editorial/rollover_date.html", page=page, form=form)


def p_old(row: ProposedDate) -> str:
    return rollover_views.proposal(row, is_registration=False).old


def refused(form: ProposalForm, proposal_id: int, problem: Conflict) -> tuple[str, int]:
    """The form again: with the message at its field, or on top when somebody else was faster."""
    row = stored(proposal_id)
    if problem.field == "revision":
        notice = p.Notice(_(str(problem)), _("Jetzt gilt: %(when)s", when=rollover_words.when(row)), "warn")
        return show_one(form, row, notices=(notice,)), 409
    field = form[problem.field if problem.field in form._fields else "first_day"]
    field.errors = [*field.errors, _(str(problem))]
    return show_one(form, row, revision=version_views.revision()), 409


def back_to(row: ProposedDate) -> str:
    """The list that a proposal stands in."""
    year = SchoolYear.parse(row.year) or SchoolYear.of(row.first_day)
    is_open = row.state is ProposalState.PROPOSED
    return rollover_views.address(year, shows_open=is_open, month=rollover_views.month_of(row))


def stored(proposal_id: int) -> ProposedDate:
    return rollover_queries.one(db.session(), proposal_id) or abort(404)
