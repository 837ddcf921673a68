"""Letters to people who registered here. Each fulfils one wish that portal/attendance left, says what it is about, when and
where, and leads to the person's own page. A wish that a later act has overtaken writes nothing: that act has a wish of its own.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from portal import clock
from portal.attendance import erasure, lapsing, queries, reminders, rules, seating
from portal.attendance.asking import ENDED
from portal.extensions import db
from portal.mail import recipients
from portal.models import Occurrence, Registration
from portal.town import settings
from portal.vocabulary.attendance import STANDING, RegistrationState
from portal.vocabulary.offers import OFF
from portal.web.kit import addresses, languages, letters, registration_words

Payload = Mapping[str, Any]
Context = dict[str, Any]
S = RegistrationState
LIST = "/anbieterbereich/angebote/{}/anmeldungen"


def address(row: Registration) -> str:
    """The whole address of somebody's own page, in the present language."""
    return letters.address(f"/anmeldung/{row.key}")


def _asked(_row: Registration, _payload: Payload) -> Context | None:
    return {
        "hours": int(lapsing.CONFIRM_WITHIN.total_seconds() // 3600),
        "days": erasure.UNCONFIRMED_KEPT.days,
    }


def _placed(row: Registration, _payload: Payload) -> Context | None:
    return {"persons": row.persons}


def _waiting(row: Registration, _payload: Payload) -> Context | None:
    return {"position": queries.line_position(db.session(), row), "hours": _town().offer_hours}


def _offered(row: Registration, _payload: Payload) -> Context | None:
    assert row.offered_until is not None, "whoever has an offer has a deadline"
    return {"until": registration_words.moment(row.offered_until), "persons": row.persons}


def _lapsed(row: Registration, _payload: Payload) -> Context | None:
    is_out = row.state is S.LAPSED
    position = 0 if is_out else queries.line_position(db.session(), row)
    return {"position": position, "page": _page(row)}


def _cancelled(row: Registration, payload: Payload) -> Context | None:
    return {"by_provider": bool(payload.get("by_provider")), "page": _page(row)}


def _moved(row: Registration, _payload: Payload) -> Context | None:
    return {"position": queries.line_position(db.session(), row), "persons": row.persons}


def _changed(row: Registration, payload: Payload) -> Context | None:
    changes = registration_words.changes(row.run, payload["changes"])
    if not changes:
        return None
    return {
        "changes": changes,
        "is_off": registration_words.is_all_off(payload["changes"]),
        "goes_on": rules.next_start(row.run, clock.now()) is not None and not rules.is_off(row.run),
    }


def _reminded(row: Registration, payload: Payload) -> Context | None:
    day = _date(row, payload)
    if day is None or day.status in OFF or day.ends_at <= clock.now():
        return None
    return {
        "offer": registration_words.told(row.run, dates=(day,)),
        "day": registration_words.day(day),
        "note": day.note or "",
        "online": day.online_url or "",
    }


def _message(row: Registration, payload: Payload) -> Context | None:
    return {"said": payload["text"], "may_reply": bool(_reply_to(row))}


def _date(row: Registration, payload: Payload) -> Occurrence | None:
    return next((one for one in row.run.occurrences if one.id == payload["occurrence_id"]), None)


def _reply_to(row: Registration) -> str:
    """Where answers to the trainer's words go."""
    offer = row.run.offer
    return offer.contact_email or offer.registration_email or offer.institution.email or ""


def _page(row: Registration) -> str:
    offer = row.run.offer
    return addresses.absolute(addresses.offer(offer.id, offer.slug))


def _town() -> settings.Attendance:
    return settings.attendance(db.session())


# By kind: in which states it still tells the truth, and what its template needs besides.
_KINDS: Mapping[str, tuple[frozenset[S], Callable[[Registration, Payload], Context | None]]] = {
    "registration_asked": (frozenset({S.ASKED}), _asked),
    "registration_placed": (frozenset({S.PLACED}), _placed),
    "registration_waiting": (frozenset({S.WAITING}), _waiting),
    "registration_offered": (frozenset({S.OFFERED}), _offered),
    "registration_lapsed": (frozenset({S.WAITING, S.LAPSED}), _lapsed),
    "registration_cancelled": (frozenset({S.CANCELLED}), _cancelled),
    "registration_moved": (STANDING, _moved),
    "registration_changed": (STANDING, _changed),
    reminders.KIND: (frozenset({S.PLACED}), _reminded),
    "registration_message": (STANDING, _message),
}


def _fulfil(kind: str, payload: Payload) -> None:
    """Write one letter, in the language in which somebody registered."""
    row = queries.by_id(db.session(), payload["registration_id"])
    states, context_of = _KINDS[kind]
    if row is None or not row.email or row.state not in states:
        return
    locale = row.locale if row.locale in languages.LOCALES else languages.DEFAULT
    with languages.speaking(locale):
        context = context_of(row, payload)
        if context is None:
            return
        reply_to = _reply_to(row) if kind == "registration_message" else ""
        letters.post(
            kind,
            to=row.email,
            locale=locale,
            once_key=_once_key(kind, row, payload),
            headers={"Reply-To": reply_to} if reply_to else None,
            about=f"{erasure.ABOUT}{row.id}",
            **{
                "offer": registration_words.told(row.run, now=clock.now()),
                "link": address(row),
                "has_ended": row.state in ENDED,
                "kept_days": _town().delete_after_days,
                **context,
            },
        )


def _once_key(kind: str, row: Registration, payload: Payload) -> str | None:
    """Letters that must not come twice: reminders, and what somebody may ask for again and again."""
    if kind == reminders.KIND:
        day = _date(row, payload)
        return reminders.once_key(row.id, day) if day else None
    return f"{kind}:{row.id}:{payload['once']}" if "once" in payload else None


def _call(payload: Payload) -> None:
    """To who manages the offer: somebody without mail has to be called. Their name stands on the list, not in the letter."""
    session = db.session()
    row = queries.by_id(session, payload["registration_id"])
    if row is None or row.email or row.state not in (S.ASKED, S.OFFERED):
        return
    offer = row.run.offer
    for one in recipients.managers(session, offer.institution_id):
        with languages.speaking(one.locale):
            letters.post(
                seating.CALL,
                to=one.email,
                locale=one.locale,
                about=f"{erasure.ABOUT}{row.id}",
                once_key=f"{seating.CALL}:{row.id}:{one.user_id}:{payload['once']}"
                if "once" in payload
                else None,
                offer=registration_words.told(row.run, now=clock.now()),
                until=registration_words.moment(row.offered_until) if row.offered_until else "",
                days=lapsing.CALL_WITHIN.days,
                link=letters.address(LIST.format(offer.id)),
            )


WISHES: Mapping[str, Callable[[Payload], None]] = {
    **{kind: partial(_fulfil, kind) for kind in _KINDS},
    seating.CALL: _call,
}
