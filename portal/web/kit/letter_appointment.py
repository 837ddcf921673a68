"""Letters about a wish for an appointment: to the B-Punkt, or to the editors where it has no address, and to who asked. Both go
when the wish is erased."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.extensions import db
from portal.guidance import appointments
from portal.mail import recipients
from portal.models import AppointmentRequest
from portal.vocabulary.guidance import ADVICE_FOCUS_LABELS, AdviceFocus
from portal.vocabulary.terms import Scheme
from portal.web.kit import languages, letters, vocabulary
from portal.web.kit.words import gettext as _

LIST = "/redaktion/terminwuensche"


def asked(payload: Mapping[str, Any]) -> None:
    """Both letters; none when the wish was erased meanwhile."""
    row = appointments.by_id(db.session(), payload["appointment_id"])
    if row is None:
        return
    about = appointments.about(row.id)
    for to, locale in advisers(row):
        with languages.speaking(locale):
            letters.post(
                "appointment",
                to=to,
                locale=locale,
                about=about,
                point=row.point.name,
                name=row.name,
                lines=lines(row),
                wish=row.wish or "",
                path=LIST,
            )
    if row.email:
        locale = str(payload.get("locale") or languages.DEFAULT)
        letters.post(
            "appointment_asked",
            to=row.email,
            locale=locale,
            about=about,
            point=row.point.name,
            phone=row.point.phone or "",
            path=f"/b-punkte/{row.point.slug}",
            days=appointments.HANDLED_KEPT.days,
        )


def advisers(row: AppointmentRequest) -> list[tuple[str, str]]:
    """Whom to tell, with their language."""
    if row.point.email:
        return [(row.point.email, languages.DEFAULT)]
    return [(one.email, one.locale) for one in recipients.editors(db.session())]


def lines(row: AppointmentRequest) -> tuple[tuple[str, str], ...]:
    """What was said, with labels, in the present language."""
    known = vocabulary.catalogue().terms.get(Scheme.LANGUAGE, {})
    term = known.get(row.language or "")
    language = term.in_language(languages.current()) if term else ""
    focus = _(ADVICE_FOCUS_LABELS[AdviceFocus(row.focus)]) if row.focus in set(AdviceFocus) else ""
    said = (
        (_("E-Mail"), row.email or ""),
        (_("Telefon"), row.phone or ""),
        (_("Worum es geht"), focus),
        (_("Sprache"), language),
    )
    return tuple((label, value) for label, value in said if value)


WISHES: Mapping[str, Callable[[Mapping[str, Any]], None]] = {"appointment": asked}
