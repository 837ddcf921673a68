"""The list of statements of an offer in words."""

from collections.abc import Sequence

from flask import url_for

from portal import clock
from portal.attendance import statements
from portal.attendance.statement_people import Attendee, RunAttendance
from portal.models import AttendanceStatement, Offer
from portal.web.desk.pages_statements import OldRow, PersonRow, RunStatements, StatementsPage
from portal.web.kit import desk_links, formats, languages, run_words, statement_sheet
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext


def page(
    offer: Offer, runs: Sequence[RunAttendance], old: Sequence[AttendanceStatement], least: int
) -> StatementsPage:
    """The whole page; `least` attended dates are enough."""
    return StatementsPage(
        title=_("Bestätigungen: %(title)s", title=offer.title),
        eyebrow=offer.institution.name,
        issue_url=url_for("desk.issue_statements", offer_id=offer.id),
        least=least,
        most=max((len(run.held) for run in runs), default=0),
        runs=tuple(run_of(run, offer, least) for run in runs if run.people),
        old=tuple(old_row(row) for row in old),
        back_url=url_for("desk.list_offers"),
        check_url=desk_links.to("programmes.check_statement"),
        presence_url=desk_links.to("desk.list_participants", offer_id=offer.id),
        lang=languages.of_content(),
    )


def run_of(run: RunAttendance, offer: Offer, least: int) -> RunStatements:
    today = clock.today()
    rows = tuple(row_of(one, run, least) for one in run.people)
    enough = sum(one.statement is None and len(one.days) >= least for one in run.people)
    has_files = any(one.statement is not None for one in run.people)
    return RunStatements(
        id=run.run.id,
        title=run_words.run_title(run.run, today),
        held=ngettext("%(num)s Termin war schon.", "%(num)s Termine waren schon.", len(run.held)),
        rows=rows,
        enough=enough,
        issue_all_label=ngettext(
            "%(num)s Bestätigung ausstellen", "%(num)s Bestätigungen ausstellen", enough
        ),
        print_url=url_for("desk.statement_files", offer_id=offer.id, durchfuehrung=run.run.id)
        if has_files
        else "",
    )


def row_of(one: Attendee, run: RunAttendance, least: int) -> PersonRow:
    person, issued = one.registration, one.statement
    row = PersonRow(
        registration_id=person.id,
        name=person.name,
        attended=_("%(attended)d von %(held)d", attended=len(one.days), held=len(run.held)),
        is_enough=len(one.days) >= least,
        state=_("noch keine"),
        has_mail=bool(person.email),
        issue_label=_("Ausstellen") if one.days else "",
    )
    if issued is None:
        return row
    stale = one.is_changed or not statements.proves(statement_sheet.secret(), issued, person.name)
    return PersonRow(
        registration_id=row.registration_id,
        name=row.name,
        attended=row.attended,
        is_enough=row.is_enough,
        state=_("ausgestellt am %(day)s", day=formats.short_date(clock.local(issued.issued_at).date())),
        code=issued.code,
        is_changed=stale,
        has_mail=row.has_mail,
        issue_label=_("Neu ausstellen") if stale and one.days else "",
        file_url=url_for("desk.statement_file", offer_id=issued.offer_id, statement_id=issued.id),
        revoke_url=url_for("desk.ask_revoke_statement", offer_id=issued.offer_id, statement_id=issued.id),
    )


def old_row(row: AttendanceStatement) -> OldRow:
    revoked = row.revoked_at is not None
    return OldRow(
        code=row.code,
        issued=formats.short_date(clock.local(row.issued_at).date(), year=True),
        period=statement_sheet.period(row.first_day, row.last_day),
        attended=statement_sheet.attended(row),
        state=_("zurückgenommen") if revoked else _("gilt"),
        revoke_url=""
        if revoked
        else url_for("desk.ask_revoke_statement", offer_id=row.offer_id, statement_id=row.id),
    )
