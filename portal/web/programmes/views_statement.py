"""Statements of attendance for everybody: downloading one's own by the key of the registration, and asking whether one is real.
A file that is sent to be checked is compared and not kept."""

import math
from contextlib import closing

from flask import Response, make_response, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, text
from portal.accounts import slowdown
from portal.attendance import statement_codes, statements
from portal.attendance.statements import Checked, Verdict
from portal.extensions import csrf, db
from portal.models import AttendanceStatement
from portal.web.kit import formats, languages, statement_sheet
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.web.programmes import blueprint
from portal.web.programmes.forms_statement import CodeForm, FileForm
from portal.web.programmes.pages_statement import CheckPage, NoStatementPage

MOST_BYTES = 2 * 1024 * 1024
Answer = str | AnyResponse | tuple[str, int]


@blueprint.get("/anmeldung/<string(length=43):key>/bestaetigung.pdf")
@public
def statement(key: str) -> Answer:
    """The statement of who holds this link, as long as the registration is kept."""
    found = statements.by_key(db.session(), key)
    if found is None or not statements.proves(statement_sheet.secret(), found[1], found[0].name):
        return no_statement()
    pdf = statement_sheet.file_of(*found)
    response = Response(pdf, content_type="application/pdf")
    name = text.slugify(f"teilnahmebestaetigung-{found[1].title}", 80)
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def no_statement() -> tuple[str, int]:
    page = NoStatementPage(
        title=_("Hier gibt es keine Bestätigung"),
        text=_(
            "Entweder ist noch keine ausgestellt, oder der Anbieter hat sie zurückgenommen, oder die Anmeldung ist schon "
            "gelöscht. Eine Bestätigung, die Sie gespeichert haben, gilt weiter. Fragen Sie sonst beim Anbieter nach."
        ),
        links=(p.Action(_("Bestätigung prüfen"), url_for("programmes.check_statement"), primary=True),),
    )
    return render_template("programmes/no_statement.html", page=page), 404


@blueprint.get("/bestaetigung")
@public
def check_statement() -> str:
    return show(CodeForm(), FileForm())


@blueprint.get("/bestaetigung/<string(maxlength=60):code>")
@public
def check_code(code: str) -> str:
    """The same with the code filled in: where the QR code of a statement leads."""
    typed = text.one_line(code, 60)
    return show(CodeForm(data={"code": statement_codes.read(typed) or typed}), FileForm())


@blueprint.post("/bestaetigung")
@csrf.exempt  # no account acts here and nothing is changed; each code is slowed down
@public
def ask_statement() -> Answer:
    if "code" in request.form:
        return ask_code()
    uploaded = request.files.get("file")
    if uploaded is None or not uploaded.filename:
        form = FileForm()
        form.file.errors = [_("Bitte wählen Sie zuerst die Datei aus.")]
        return show(CodeForm(), form), 400
    return ask_file(uploaded)


def ask_code() -> Answer:
    form = CodeForm(request.form)
    if not form.validate():
        return show(form, FileForm()), 400
    code = statement_codes.read(form.code.data)
    if code is None:
        form.code.errors = [
            _(
                "Dieser Code stimmt nicht: Ein Zeichen fehlt oder ist vertauscht. Bitte vergleichen Sie noch einmal."
            )
        ]
        return show(form, FileForm()), 400
    key = slowdown.key_of(statement_sheet.secret(), "statement", code)
    seconds = slowdown.begin(db.session(), key=key, now=clock.now())
    if seconds:
        form.code.errors = [_too_many(seconds)]
        response = make_response(show(form, FileForm()), 429)
        response.headers["Retry-After"] = str(seconds)
        return response
    checked = statements.check(db.session(), secret=statement_sheet.secret(), code=code, name=form.name.data)
    if checked.verdict is not Verdict.NOT_GENUINE:
        slowdown.clear(db.session(), [key])
    return show(form, FileForm(), checked)


def _too_many(seconds: int) -> str:
    minutes = math.ceil(seconds / 60)
    return ngettext(
        "Zu diesem Code gab es viele Versuche. Bitte warten Sie %(num)s Minute.",
        "Zu diesem Code gab es viele Versuche. Bitte warten Sie %(num)s Minuten.",
        minutes,
    )


def ask_file(uploaded: FileStorage) -> Answer:
    with closing(uploaded):
        content = uploaded.stream.read(MOST_BYTES + 1)
    form = FileForm()
    if len(content) > MOST_BYTES:
        form.file.errors = [
            _("Diese Datei ist größer als 2 MB. Bestätigungen aus dem Portal sind viel kleiner.")
        ]
        return show(CodeForm(), form), 400
    return show(CodeForm(), form, statements.check_file(db.session(), content=content), is_file=True)


def show(
    form: CodeForm, file_form: FileForm, checked: Checked | None = None, *, is_file: bool = False
) -> str:
    row = checked.row if checked else None
    page = CheckPage(
        send_url=url_for("programmes.ask_statement"),
        answer=said(checked, is_file=is_file) if checked else None,
        facts=facts(row) if row else (),
        days=tuple(formats.long_date(day) for day in statements.facts_of(row).days) if row else (),
        lang=languages.of_content(),
    )
    return render_template(
        "programmes/check_statement.html",
        page=page,
        form=form,
        file_form=file_form,
        breadcrumb=(p.Crumb(_("Bestätigung prüfen")),),
    )


def said(checked: Checked, *, is_file: bool) -> p.Notice:
    """The verdict, and what it means."""
    if checked.verdict is Verdict.GENUINE:
        meaning = _(
            "Darunter steht, was das Portal bestätigt hat. Vergleichen Sie es mit dem, was Sie vor sich haben."
        )
        return p.Notice(_("Diese Bestätigung ist echt."), meaning, "ok")
    if checked.verdict is Verdict.REVOKED:
        meaning = _(
            "Das Portal hat sie ausgestellt, der Anbieter hat sie später zurückgenommen, zum Beispiel wegen eines Fehlers."
        )
        return p.Notice(_("Diese Bestätigung gilt nicht mehr."), meaning, "warn")
    if is_file:
        return p.Notice(
            _("Diese Datei hat das Portal so nicht ausgestellt."),
            _(
                "Sie wurde verändert, neu gespeichert oder viel später noch einmal geladen, oder sie kommt nicht von hier. "
                "Prüfen Sie den Code und den Namen, die darauf stehen: Das zeigt, was wirklich bestätigt wurde."
            ),
            "stop",
        )
    return p.Notice(
        _("Eine solche Bestätigung hat das Portal nicht ausgestellt."),
        _(
            "Code und Name gehören nicht zusammen, oder es gibt den Code nicht. Schreiben Sie den Namen genau so wie auf dem "
            "Blatt. Bleibt es dabei, ist die Bestätigung nicht echt oder wurde verändert."
        ),
        "stop",
    )


def facts(row: AttendanceStatement) -> tuple[p.Fact, ...]:
    """What was issued."""
    stored = statements.facts_of(row)
    lines = (
        (_("Angebot"), stored.title),
        (_("Anbieter"), stored.institution),
        (_("Zeitraum"), statement_sheet.period(stored.first_day, stored.last_day)),
        (_("Besuchte Termine"), statement_sheet.attended(row)),
        (_("Umfang"), statement_sheet.duration(stored.minutes)),
        (_("Ausgestellt am"), formats.long_date(stored.issued_on, weekday=False)),
    )
    return tuple(p.Fact(label, value) for label, value in lines if value)
