"""The letter about a statement of attendance: where it can be downloaded, and how it is checked."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.attendance.statement_actions import LETTER
from portal.extensions import db
from portal.models import AttendanceStatement, Registration
from portal.web.kit import languages, letters, statement_sheet


def issued(payload: Mapping[str, Any]) -> None:
    """To the person who was there, unless the statement was taken back or the person deleted meanwhile."""
    person = db.session.get(Registration, payload["registration_id"])
    row = db.session.get(AttendanceStatement, payload["statement_id"])
    if person is None or row is None or not person.email:
        return
    if row.registration_id != person.id or row.revoked_at is not None:
        return
    locale = person.locale if person.locale in languages.LOCALES else languages.DEFAULT
    with languages.speaking(locale):
        letters.post(
            LETTER,
            to=person.email,
            locale=locale,
            about=f"registration:{person.id}",
            title=row.title,
            institution=row.institution_name,
            code=row.code,
            path=f"/anmeldung/{person.key}/bestaetigung.pdf",
            check=statement_sheet.PATH,
        )


WISHES: Mapping[str, Callable[[Mapping[str, Any]], None]] = {LETTER: issued}
