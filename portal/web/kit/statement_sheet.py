"""Statements of attendance in words and as a file, for whoever gets or prints one. A statement is set in the language of who
registered, so that its file is the same whoever asks for it."""

from collections.abc import Sequence
from datetime import date

from flask import current_app

from portal.attendance import statements
from portal.models import AttendanceStatement, Registration
from portal.print.statement import PrintedStatement, StatementWords, statement_sheet
from portal.web.kit import addresses, formats, languages, subscription
from portal.web.kit.town import town
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

Named = tuple[Registration, AttendanceStatement]
PATH = "/bestaetigung"


def secret() -> str:
    """The key that statements are signed with."""
    return str(current_app.config["SECRET_KEY"])


def file_of(registration: Registration, row: AttendanceStatement) -> bytes:
    """The PDF of one statement, in the language of who registered."""
    locale = registration.locale if registration.locale in languages.LOCALES else languages.DEFAULT
    with languages.speaking(locale):
        return together([(registration, row)])


def together(named: Sequence[Named]) -> bytes:
    """Several statements in one PDF, one a page, in the present language."""
    return statement_sheet(
        [printed(row, registration.name) for registration, row in named],
        words=words(),
        issued_at=max(row.issued_at for _registration, row in named),
    )


def printed(row: AttendanceStatement, name: str) -> PrintedStatement:
    facts = statements.facts_of(row)
    lines = [
        (_("Anbieter"), facts.institution),
        (_("Zeitraum"), period(facts.first_day, facts.last_day)),
        (_("Besuchte Termine"), attended(row)),
        (_("Umfang"), duration(facts.minutes)),
    ]
    return PrintedStatement(
        name=name,
        title=facts.title,
        intro=_("hat an diesem Angebot teilgenommen:"),
        facts=tuple((label, value) for label, value in lines if value),
        days=tuple(formats.long_date(day) for day in facts.days),
        code=row.code,
        issued=_(
            "%(place)s, ausgestellt am %(day)s",
            place=town().place,
            day=formats.long_date(facts.issued_on, weekday=False),
        ).removeprefix(", "),
        qr=subscription.qr_image(check_address(row.code)).decode(),
    )


def words() -> StatementWords:
    shown = town()
    address = addresses.absolute(f"{languages.root()}{PATH}")
    return StatementWords(
        language=languages.current(),
        title=_("Teilnahmebestätigung"),
        issuer=f"{shown.name} {shown.place}".strip(),
        opening=_("Wir bestätigen:"),
        days_heading=_("Besucht an diesen Tagen"),
        code_heading=_("Prüfcode"),
        check_text=_("Ob diese Bestätigung echt ist, prüfen Sie mit dem Code und dem Namen hier:"),
        check_address=address.partition("://")[2],
        check_url=address,
        qr_alt=_("QR-Code mit der Adresse, unter der diese Bestätigung geprüft wird"),
        machine_note=_("Das Portal hat dieses Blatt gemacht. Es trägt keine Unterschrift, sondern den Code."),
        demo=_("Demodaten: alles erfunden.") if shown.is_demo else "",
    )


def check_address(code: str) -> str:
    """Where one statement is checked, for its QR code."""
    return addresses.absolute(f"{languages.root()}{PATH}/{code}")


def period(first: date, last: date) -> str:
    """'5. bis 26. November 2026', always with the year."""
    return formats.span(first, last, today=date.min)


def attended(row: AttendanceStatement) -> str:
    return _("%(attended)d von %(held)d", attended=row.dates_attended, held=row.dates_held)


def duration(minutes: int) -> str:
    """'4 Stunden 30 Minuten'; '' where nobody knows."""
    hours, rest = divmod(minutes, 60)
    parts = (
        ngettext("%(num)s Stunde", "%(num)s Stunden", hours) if hours else "",
        ngettext("%(num)s Minute", "%(num)s Minuten", rest) if rest else "",
    )
    return " ".join(part for part in parts if part)
