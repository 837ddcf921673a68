"""One registration in words, for the person itself: how it stands, what happens next, when and where it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal import clock
from portal.attendance import rules as attendance
from portal.models import Registration, Run
from portal.offers import rules
from portal.vocabulary.attendance import RegistrationState
from portal.web.kit import addresses, formats, languages, place_parts, run_words
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.web.programmes import registering
from portal.web.programmes.pages_registration import Press, RegistrationPage

STATE = RegistrationState
CAN_CANCEL = frozenset({STATE.ASKED, STATE.PLACED, STATE.WAITING, STATE.OFFERED})


@dataclass(frozen=True, slots=True)
class Said:
    """A heading and the sentence below it."""

    title: str
    text: str


def build(
    row: Registration, run: Run, position: int, now: datetime, *, kept_days: int, problem: str = ""
) -> RegistrationPage:
    """The whole page of a registration."""
    offer = run.offer
    said = in_words(row, position, now)
    path = addresses.offer(offer.id, offer.slug)
    is_over = attendance.is_over(run, now)
    place = run.place or offer.place
    return RegistrationPage(
        title=said.title,
        text=said.text,
        notice=p.Notice(problem, "", "warn") if problem else off_notice(run),
        offer=p.Link(offer.title, path),
        provider=offer.institution.name,
        first=next_date(run, now),
        facts=facts(row, position),
        dates=tuple(run_words.date_line(day) for day in run.occurrences),
        place=place_parts.place_view(place) if place else None,
        presses=() if is_over else presses(row, now),
        ask_cancel_url=url_for("programmes.ask_cancel_registration", key=row.key)
        if row.state in CAN_CANCEL and not is_over
        else "",
        calendar_url=f"{path}.ics?durchfuehrung={run.uuid}"
        if run.occurrences and row.state in CAN_CANCEL and not is_over
        else "",
        privacy=registering.privacy((offer.institution.short_name or offer.institution.name,), kept_days),
        contact=place_parts.contact(offer),
        links=again(row, run, now),
        lang=languages.of_content(),
    )


def in_words(row: Registration, position: int, now: datetime) -> Said:
    """How it stands, and what comes next."""
    if row.state is STATE.ASKED and not row.email:
        text = _("Der Anbieter ruft Sie an. Oder Sie bestätigen gleich hier.")
        return Said(_("Ihre Anmeldung ist noch nicht bestätigt"), text)
    if row.state is STATE.OFFERED:
        return offered(row, now)
    if row.state is STATE.WAITING:
        text = ngettext(
            "Sie stehen an erster Stelle. Sobald ein Platz frei wird, melden wir uns.",
            "Sie stehen an Stelle %(num)s. Sobald ein Platz frei wird, melden wir uns.",
            position,
        )
        return Said(_("Sie stehen auf der Warteliste"), text)
    return plain(row.persons)[row.state]


def plain(persons: int) -> Mapping[RegistrationState, Said]:
    """What needs no time, for so many people."""
    return {
        STATE.ASKED: Said(
            _("Bitte bestätigen Sie Ihre Anmeldung"),
            _("Nur noch ein Klick. Vorher gilt die Anmeldung nicht."),
        ),
        STATE.PLACED: Said(
            _("Sie sind angemeldet"),
            ngettext(
                "Ihr Platz ist fest. Können Sie doch nicht kommen? Dann melden Sie sich bitte ab.",
                "Ihre %(num)s Plätze sind fest. Können Sie doch nicht kommen? Dann melden Sie sich bitte ab.",
                persons,
            ),
        ),
        STATE.CANCELLED: Said(
            _("Sie sind abgemeldet"),
            ngettext(
                "Danke, dass Sie Bescheid gesagt haben. Der Platz ist wieder frei.",
                "Danke, dass Sie Bescheid gesagt haben. Die Plätze sind wieder frei.",
                persons,
            ),
        ),
        STATE.LAPSED: Said(
            _("Diese Anmeldung ist verfallen"),
            _(
                "Wir haben nicht rechtzeitig von Ihnen gehört. Wenn noch etwas frei ist, melden Sie sich neu an."
            ),
        ),
    }


def offered(row: Registration, now: datetime) -> Said:
    """A place that is kept, and until when."""
    if attendance.is_lapsed(row, now) or row.offered_until is None:
        return Said(
            _("Die Zeit für diesen Platz ist vorbei"),
            _("Er geht an die Nächsten auf der Warteliste. Wenn Sie noch möchten, rufen Sie bitte an."),
        )
    until = clock.local(row.offered_until)
    text = ngettext(
        "Er bleibt bis %(day)s, %(time)s Uhr für Sie frei. Danach bekommen ihn die Nächsten auf der Warteliste.",
        "Sie bleiben bis %(day)s, %(time)s Uhr für Sie frei. Danach bekommen sie die Nächsten auf der Warteliste.",
        row.persons,
        day=formats.long_date(until.date()),
        time=formats.clock_time(until.time()),
    )
    title = ngettext("Ein Platz ist frei geworden", "%(num)s Plätze sind frei geworden", row.persons)
    return Said(title, text)


def presses(row: Registration, now: datetime) -> tuple[Press, ...]:
    """What one can do now."""
    if row.state is STATE.ASKED:
        return (Press(_("Anmeldung bestätigen"), url_for("programmes.confirm_registration", key=row.key)),)
    if row.state is STATE.OFFERED and not attendance.is_lapsed(row, now):
        label = ngettext("Platz annehmen", "Plätze annehmen", row.persons)
        return (Press(label, url_for("programmes.accept_place", key=row.key)),)
    return ()


def off_notice(run: Run) -> p.Notice | None:
    """That nothing takes place, whatever the registration says."""
    why = rules.off_status(run.status)
    if why is None and not attendance.is_off(run):
        return None
    return p.Notice(_("Diese Gruppe findet nicht statt."), run.note or "", "stop")


def next_date(run: Run, now: datetime) -> p.Fact | None:
    """The row on yellow."""
    day = rules.next_date(run.occurrences, now)
    if day is None:
        return None
    return p.Fact(_("Nächster Termin"), run_words.date_words(day))


def facts(row: Registration, position: int) -> tuple[p.Fact, ...]:
    """Who, how many, how to reach, and the place in the line."""
    found = (
        p.Fact(_("Platz auf der Warteliste"), str(position) if position else ""),
        p.Fact(_("Name"), row.name),
        p.Fact(_("Personen"), str(row.persons)),
        p.Fact(_("E-Mail"), row.email or ""),
        p.Fact(_("Telefon"), row.phone or ""),
    )
    return tuple(one for one in found if one.value)


def again(row: Registration, run: Run, now: datetime) -> tuple[p.Action, ...]:
    """The way back for who left or was too late."""
    if row.state in CAN_CANCEL and not attendance.is_lapsed(row, now):
        return ()
    if not attendance.may_register(run, run.offer, now):
        return (p.Action(_("Andere Angebote"), url_for("public.search")),)
    return (p.Action(_("Neu anmelden"), addresses.registration(run.offer_id, run.uuid), primary=True),)


def cancel_sentences(row: Registration) -> tuple[str, ...]:
    """What it means to cancel."""
    run = row.run
    what = _("„%(title)s“, %(when)s", title=run.offer.title, when=run_words.run_title(run, clock.today()))
    if row.state in (STATE.PLACED, STATE.OFFERED):
        return (
            what,
            ngettext(
                "Ihr Platz geht an die Nächsten auf der Warteliste. Zurückholen können Sie ihn nicht.",
                "Ihre Plätze gehen an die Nächsten auf der Warteliste. Zurückholen können Sie sie nicht.",
                row.persons,
            ),
        )
    if row.state is STATE.WAITING:
        return (what, _("Sie verlieren Ihre Stelle auf der Warteliste."))
    return (what, _("Wir löschen Ihre Anfrage."))
