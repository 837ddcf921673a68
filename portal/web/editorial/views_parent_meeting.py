"""The half-yearly meeting of those who offer something to parents: figures, gaps, when one meets and what was agreed."""

from flask import Response, render_template, request, url_for
from markupsafe import Markup

from portal import clock, text
from portal.extensions import db
from portal.guidance import bodies
from portal.monitoring import parent_education
from portal.monitoring.half_year import HalfYear
from portal.permissions.policy import Right
from portal.web.editorial import blueprint, body_rows, parent_figures
from portal.web.editorial.pages_monitoring import MeetingBox, ParentMeetingPage
from portal.web.kit import languages
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

SHOWN_BEFORE = 3  # half years to choose from, beside the present one and the next


@blueprint.get("/treffen-elternbildung")
@needs(Right.CURATE)
def show_parent_meeting() -> str:
    half_year, notices = asked_for()
    report = parent_education.report(db.session(), half_year)
    page = ParentMeetingPage(
        half_year=parent_figures.half_year(half_year),
        years=years(half_year),
        findings=parent_figures.findings(report),
        figures=parent_figures.figures(report),
        districts=parent_figures.districts(report),
        languages=parent_figures.languages_chart(report),
        rows=tuple(parent_figures.row(one) for one in report.held),
        districts_without=report.districts_without,
        languages_without=tuple(parent_figures.spoken(report.languages_without)),
        missed=tuple((one.words, ngettext("einmal", "%(num)s-mal", one.times)) for one in report.missed),
        missed_url=url_for("editorial.list_missed"),
        csv_url=url_for("editorial.export_parent_meeting", halbjahr=half_year.slug),
        meeting=meeting_box(),
        notices=notices,
    )
    return render_template("editorial/parent_meeting.html", page=page)


@blueprint.get("/treffen-elternbildung.csv")
@needs(Right.CURATE)
def export_parent_meeting() -> Response:
    half_year, _notices = asked_for()
    report = parent_education.report(db.session(), half_year)
    response = Response(parent_figures.table(report), content_type="text/csv; charset=utf-8")
    name = f"elternbildung-{half_year.slug}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def asked_for() -> tuple[HalfYear, tuple[p.Notice, ...]]:
    """The half year of the address, else the present one, and what was not understood."""
    given = request.args.get("halbjahr", "")
    found = HalfYear.parse(given)
    if found:
        return found, ()
    present = HalfYear.of(clock.today())
    if not given:
        return present, ()
    said = _("„%(value)s“ ist kein Halbjahr. Hier steht das laufende.", value=text.one_line(given, 40))
    return present, (p.Notice(said),)


def years(chosen: HalfYear) -> tuple[p.SortLink, ...]:
    """The next half year, the present one and some before; the one that is shown is among them."""
    present = HalfYear.of(clock.today())
    found = [present.next, present]
    for _number in range(SHOWN_BEFORE):
        found.append(found[-1].before)
    return tuple(
        p.SortLink(
            parent_figures.half_year(one),
            url_for("editorial.show_parent_meeting", halbjahr=one.slug),
            one == chosen,
        )
        for one in sorted({*found, chosen})
    )


def meeting_box() -> MeetingBox:
    """The next meeting and what the last one agreed on."""
    body = bodies.by_slug(db.session(), bodies.PARENT_EDUCATION)
    if body is None:
        return MeetingBox()
    now = clock.now()
    past = [one for one in body.meetings if one.starts_at < now]
    coming = [one for one in body.meetings if one.starts_at >= now]
    last, following = past[-1] if past else None, coming[0] if coming else None

    def url(meeting_id: int) -> str:
        return url_for("editorial.edit_meeting", body_id=body.id, meeting_id=meeting_id)

    agreed = text.markdown_html(last.notes, top_heading=3) if last and last.notes else ""
    return MeetingBox(
        body_url=url_for("editorial.edit_body", body_id=body.id),
        next_when=body_rows.moment(following.starts_at) if following else "",
        next_url=url(following.id) if following else "",
        new_url=url_for("editorial.new_meeting", body_id=body.id),
        last_when=body_rows.moment(last.starts_at) if last else "",
        last_url=url(last.id) if last else "",
        agreed_html=Markup(agreed),  # noqa: S704  sanitised by nh3
        lang=languages.of_content(),
    )
