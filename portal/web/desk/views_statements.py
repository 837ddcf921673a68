"""Statements of attendance of an offer: who was there how often, issue one or all, download to print, take back."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, text
from portal.attendance import statement_actions, statement_people, statements
from portal.errors import Conflict, NotFound
from portal.extensions import db
from portal.models import AttendanceStatement, Offer
from portal.permissions.policy import Right
from portal.web.desk import blueprint, statement_rows
from portal.web.desk.pages_offer import AskPage
from portal.web.desk.small_forms import ReadableForm
from portal.web.desk.views_form import ONE
from portal.web.kit import desk, guards, statement_sheet
from portal.web.kit.guards import needs
from portal.web.kit.statement_sheet import Named
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

LIST = f"{ONE}/bestaetigungen"
STATEMENT = f"{LIST}/<int(max=2147483647):statement_id>"
LEAST = "mindestens"
MOST_AT_ONCE = 200
Answer = str | AnyResponse | tuple[str, int]


def fetch(offer_id: int) -> Offer:
    """The offer, for somebody who may see who takes part in it."""
    desk.stand_under("desk.list_offers")
    offer = db.session.get(Offer, offer_id) or abort(404)
    guards.allow(Right.SEE_PARTICIPANTS, offer.institution_id)
    return offer


@blueprint.get(LIST)
@needs(Right.SEE_PARTICIPANTS)
def list_statements(offer_id: int) -> str:
    offer = fetch(offer_id)
    runs = statement_people.of_offer(db.session(), offer_id, clock.now())
    old = statements.nameless(db.session(), offer_id)
    return render_template("desk/statements.html", page=statement_rows.page(offer, runs, old, least()))


def least() -> int:
    """From how many attended dates on; 1 for anything that is no such number."""
    typed = request.values.get(LEAST, "")
    return min(999, max(1, int(typed))) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1


@blueprint.post(LIST)
@needs(Right.SEE_PARTICIPANTS)
def issue_statements(offer_id: int) -> Answer:
    """One person's, or those of everybody in a run who was there often enough and has none yet."""
    offer = fetch(offer_id)
    number, run_id = request.form.get("anmeldung", ""), request.form.get("durchfuehrung", "")
    people = [
        one
        for run in statement_people.of_offer(db.session(), offer_id, clock.now())
        for one in run.people
        if str(one.registration.id) == number
        or (str(run.run.id) == run_id and one.statement is None and len(one.days) >= least())
    ]
    made = [one for one in people[:MOST_AT_ONCE] if is_issued(one.registration.id)]
    report(len(made), sum(bool(one.registration.email) for one in made))
    return redirect(url_for("desk.list_statements", offer_id=offer.id, mindestens=least()), 303)


def is_issued(registration_id: int) -> bool:
    """Issue what is due; whether that is a new statement."""
    now = clock.now()
    try:
        row = statement_actions.issue(
            db.session(),
            guards.me(),
            registration_id=registration_id,
            secret=statement_sheet.secret(),
            make=statement_sheet.file_of,
            now=now,
        )
    except (Conflict, NotFound) as problem:
        flash(_(str(problem)), "warn")
        return False
    return row.issued_at == now


def report(made: int, with_mail: int) -> None:
    """How many were issued, and who has to be given theirs on paper."""
    if not made:
        flash(_("Es gibt zurzeit nichts auszustellen."), "info")
        return
    said = [ngettext("%(num)s Bestätigung ist ausgestellt.", "%(num)s Bestätigungen sind ausgestellt.", made)]
    if with_mail:
        said.append(
            ngettext(
                "%(num)s Person bekommt eine E-Mail mit dem Link zum PDF.",
                "%(num)s Personen bekommen eine E-Mail mit dem Link zum PDF.",
                with_mail,
            )
        )
    if made > with_mail:
        said.append(
            ngettext(
                "%(num)s Person hat keine E-Mail-Adresse angegeben: Bitte drucken Sie ihre Bestätigung aus.",
                "%(num)s Personen haben keine E-Mail-Adresse angegeben: Bitte drucken Sie ihre Bestätigungen aus.",
                made - with_mail,
            )
        )
    flash(" ".join(said), "ok")


@blueprint.get(f"{STATEMENT}.pdf")
@needs(Right.SEE_PARTICIPANTS)
def statement_file(offer_id: int, statement_id: int) -> Answer:
    """One statement, to print it for somebody: the very file that the person gets."""
    fetch(offer_id)
    found = proven(statements.valid(db.session(), offer_id, [statement_id]))
    return pdf(statement_sheet.file_of(*found[0]), found[0][1].code) if found else abort(404)


@blueprint.get(f"{LIST}/alle.pdf")
@needs(Right.SEE_PARTICIPANTS)
def statement_files(offer_id: int) -> Answer:
    """All that hold in one file, to print them; `durchfuehrung` names the run."""
    offer = fetch(offer_id)
    run_id = request.args.get("durchfuehrung", "")
    found = [one for one in statements.valid(db.session(), offer_id) if run_id in ("", str(one[0].run_id))]
    found = proven(found)
    return pdf(statement_sheet.together(found), offer.title) if found else abort(404)


def proven(found: list[Named]) -> list[Named]:
    """Without those whose name has been changed since: they would not be found genuine."""
    return [
        (person, row)
        for person, row in found
        if statements.proves(statement_sheet.secret(), row, person.name)
    ]


def pdf(content: bytes, name: str) -> Response:
    response = Response(content, content_type="application/pdf")
    file = text.slugify(f"teilnahmebestaetigung-{name}", 80)
    response.headers["Content-Disposition"] = f'inline; filename="{file}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get(f"{STATEMENT}/zuruecknehmen")
@needs(Right.SEE_PARTICIPANTS)
def ask_revoke_statement(offer_id: int, statement_id: int) -> str:
    offer = fetch(offer_id)
    row = stored(offer, statement_id)
    page = AskPage(
        title=_("Bestätigung %(code)s zurücknehmen", code=row.code),
        eyebrow=offer.title,
        address=url_for("desk.revoke_statement", offer_id=offer.id, statement_id=row.id),
        sentences=(
            _("Wer die Bestätigung prüft, liest von da an, dass sie nicht mehr gilt."),
            _("Das lässt sich nicht rückgängig machen. Sie können danach eine neue ausstellen."),
        ),
        label=_("Zurücknehmen"),
        back_url=url_for("desk.list_statements", offer_id=offer.id),
        stops=True,
    )
    return render_template("desk/ask.html", page=page, form=ReadableForm())


@blueprint.post(f"{STATEMENT}/zuruecknehmen")
@needs(Right.SEE_PARTICIPANTS)
def revoke_statement(offer_id: int, statement_id: int) -> Answer:
    offer = fetch(offer_id)
    row = stored(offer, statement_id)
    statement_actions.revoke(db.session(), guards.me(), statement_id=row.id, now=clock.now())
    flash(_("Die Bestätigung %(code)s gilt nicht mehr.", code=row.code), "ok")
    return redirect(url_for("desk.list_statements", offer_id=offer.id), 303)


def stored(offer: Offer, statement_id: int) -> AttendanceStatement:
    """A statement of this offer; another's is not found."""
    row = db.session.get(AttendanceStatement, statement_id)
    return row if row is not None and row.offer_id == offer.id else abort(404)
