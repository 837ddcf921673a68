"""Messages from the public as tasks: the open ones, the oldest first; answer, note what was done, close."""

from urllib.parse import urlsplit

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.errors import Conflict
from portal.extensions import db
from portal.pages import reports
from portal.pages.reports import Report
from portal.permissions.policy import Right
from portal.vocabulary.people import FEEDBACK_LABELS
from portal.web.editorial import blueprint
from portal.web.editorial.forms_reports import ReportForm
from portal.web.editorial.pages_reports import ReportPage, ReportRow, ReportsPage
from portal.web.kit import addresses, desk, formats, guards, languages, letters, unsaved
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

ONE = "/meldungen/<int(max=2147483647):report_id>"
LIST = "editorial.list_reports"
DONE = "erledigt"
MOST_PAGES = 9_999
Answer = str | Response | tuple[str, int]


@blueprint.get("/meldungen")
@needs(Right.CURATE)
def list_reports() -> str:
    is_done = request.args.get("stand") == DONE
    state = DONE if is_done else None
    number = page_asked_for()
    found, total = reports.listed(db.session(), done=is_done, page=number)
    if not is_done:
        desk.say_waiting({"reports": total})
    has_more = number * reports.PER_PAGE < total
    page = ReportsPage(
        tabs=(
            p.SortLink(_("Offen"), url_for(LIST), not is_done),
            p.SortLink(_("Erledigt"), url_for(LIST, stand=DONE), is_done),
        ),
        rows=tuple(row(one) for one in found),
        total_words=ngettext("eine Meldung", "%(num)s Meldungen", total),
        previous=url_for(LIST, stand=state, seite=number - 1) if number > 1 else "",
        next=url_for(LIST, stand=state, seite=number + 1) if has_more else "",
    )
    return render_template("editorial/reports.html", page=page)


def page_asked_for() -> int:
    typed = request.args.get("seite", "")
    return (
        min(max(1, int(typed)), MOST_PAGES) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    )


def row(one: Report) -> ReportRow:
    return ReportRow(
        url=url_for("editorial.show_report", report_id=one.id),
        kind=_(FEEDBACK_LABELS[one.kind]),
        text=text.one_line(one.message, 160),
        when=moment(one),
        iso=one.created_at.isoformat(),
        about=one.offer_title or one.page,
        outcome=one.outcome,
        has_address=bool(one.email),
    )


@blueprint.get(ONE)
@needs(Right.CURATE)
def show_report(report_id: int) -> str:
    unsaved.keeps_drafts()
    return show(ReportForm(), stored(report_id))


@blueprint.post(ONE)
@needs(Right.CURATE)
def finish_report(report_id: int) -> Answer:
    """Close it; what was written as an answer goes out in the same transaction."""
    unsaved.keeps_drafts()
    form, report = ReportForm(), stored(report_id)
    if not form.validate_on_submit():
        return show(form, report), 400
    answer = form.answer.data or ""
    try:
        reports.finish(
            db.session(),
            guards.me(),
            report_id=report_id,
            outcome=form.outcome.data or "",
            has_answer=bool(answer),
            now=clock.now(),
        )
    except Conflict as problem:
        return refused(form, stored(report_id), problem)
    if answer:
        send(report, answer, form.language.data)
    flash(
        _("Die Antwort ist unterwegs, die Meldung ist erledigt.")
        if answer
        else _("Die Meldung ist erledigt."),
        "ok",
    )
    return redirect(url_for(LIST), 303)


def send(report: Report, answer: str, locale: str) -> None:
    """The letter: the answer, below it what was written to us."""
    path = addresses.offer(report.offer_id, report.offer_slug) if report.offer_id else ""
    letters.post(
        "report_answer",
        to=report.email,
        locale=locale,
        answer=letters.Markdown("\n".join(letters.escape(line) for line in answer.splitlines())),
        message=report.message,
        offer=report.offer_title,
        path=path.removeprefix(languages.root()),
    )


@blueprint.post(f"{ONE}/oeffnen")
@needs(Right.CURATE)
def reopen_report(report_id: int) -> Response:
    stored(report_id)
    reports.reopen(db.session(), guards.me(), report_id=report_id, now=clock.now())
    flash(_("Die Meldung ist wieder offen."), "ok")
    return redirect(url_for("editorial.show_report", report_id=report_id), 303)


def show(form: ReportForm, report: Report, *, notices: tuple[p.Notice, ...] = ()) -> str:
    """One message with the form to close it, or with what was done about it."""
    desk.stand_under(LIST)
    page = ReportPage(
        title=_(FEEDBACK_LABELS[report.kind]),
        when=moment(report),
        message=tuple(part for part in report.message.split("\n") if part.strip()),
        is_open=report.is_open,
        back_url=url_for(LIST) if report.is_open else url_for(LIST, stand=DONE),
        offer=about_offer(report),
        page=about_page(report),
        email=report.email,
        done_line=done_line(report),
        outcome=report.outcome,
        edit_url=edit_url(report),
        reopen_url=url_for("editorial.reopen_report", report_id=report.id),
        notices=notices,
    )
    return render_template("editorial/report.html", page=page, form=form)


def about_offer(report: Report) -> p.Link | None:
    if report.offer_id is None:
        return None
    return p.Link(report.offer_title, addresses.offer(report.offer_id, report.offer_slug))


def about_page(report: Report) -> p.Link | None:
    """The page of this portal that somebody came from; anything else is only text and no link."""
    if not report.page:
        return None
    parts = urlsplit(report.page)
    is_ours = report.page.startswith("/") and not report.page.startswith("//") and not parts.netloc
    return p.Link(report.page, languages.root() + report.page if is_ours and "\\" not in report.page else "")


def edit_url(report: Report) -> str:
    """Where an editor changes the offer, once that page exists."""
    if report.offer_id is None or "desk.edit_offer" not in current_app.view_functions:
        return ""
    return url_for("desk.edit_offer", offer_id=report.offer_id)


def done_line(report: Report) -> str:
    if report.answered_at is None:
        return ""
    day = formats.long_date(clock.local(report.answered_at).date(), weekday=False)
    return _("Erledigt am %(day)s von %(name)s.", day=day, name=report.handled_by or _("jemandem"))


def moment(report: Report) -> str:
    then = clock.local(report.created_at)
    return f"{formats.long_date(then.date(), weekday=False)}, {then:%H:%M}"


def refused(form: ReportForm, report: Report, problem: Conflict) -> tuple[str, int]:
    if problem.field:
        field = form[problem.field]
        field.errors = [*field.errors, _(str(problem))]
        return show(form, report), 409
    return show(form, report, notices=(p.Notice(_(str(problem)), "", "warn"),)), 409


def stored(report_id: int) -> Report:
    return reports.by_id(db.session(), report_id) or abort(404)
