"""The people of an offer's teams in words, as the trainer's list shows them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from flask import url_for

from portal import clock
from portal.attendance import rules as attendance
from portal.attendance.lists import TeamList
from portal.attendance.queries import Seats
from portal.models import Offer, Registration, Run
from portal.vocabulary.attendance import REGISTRATION_STATE_LABELS, RegistrationState
from portal.vocabulary.offers import RegistrationWay
from portal.web.desk.pages_participants import ParticipantsPage, PeoplePart, PersonRow, TeamPart
from portal.web.kit import addresses, desk_links, formats, languages, run_words, wording
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

STATE = RegistrationState


def build(
    offer: Offer, seats: Mapping[int, Seats], lists: Mapping[int, TeamList], days: int, now: datetime
) -> ParticipantsPage:
    """The whole page: teams to come first, those that are over below."""
    shown = [run for run in offer.runs if not attendance.is_over(run, now) or lists[run.id] != TeamList()]
    shown.sort(key=lambda run: attendance.is_over(run, now))
    movable = sum(1 for run in shown if not attendance.is_over(run, now)) > 1
    return ParticipantsPage(
        title=_("Anmeldungen"),
        eyebrow=offer.title,
        teams=tuple(team(run, seats[run.id], lists[run.id], now, movable=movable) for run in shown),
        links=links(offer),
        notices=notices(offer),
        privacy=ngettext(
            "Nur für Ihre Arbeit an diesem Angebot. %(num)s Tag nach dem letzten Termin löscht das Portal die Angaben.",
            "Nur für Ihre Arbeit an diesem Angebot. %(num)s Tage nach dem letzten Termin löscht das Portal die Angaben.",
            days,
        ),
        back_url=url_for("desk.edit_offer", offer_id=offer.id),
        lang=languages.of_content(),
    )


def links(offer: Offer) -> tuple[p.Link, ...]:
    """What else there is about those who came."""
    found = (
        p.Link(_("Teilnahmebestätigungen"), desk_links.to("desk.list_statements", offer_id=offer.id)),
        p.Link(_("Öffentliche Seite ansehen"), addresses.offer(offer.id, offer.slug)),
    )
    return tuple(one for one in found if one.url)


def notices(offer: Offer) -> tuple[p.Notice, ...]:
    """That nobody can register here."""
    if offer.registration_way is RegistrationWay.HERE:
        return ()
    text = _("Wenn das Portal die Anmeldungen annehmen soll, wählen Sie im Angebot „Anmeldung hier“.")
    return (p.Notice(_("Für dieses Angebot meldet man sich zurzeit nicht hier an."), text),)


def team(run: Run, seats: Seats, people: TeamList, now: datetime, *, movable: bool) -> TeamPart:
    """One team with everybody in it."""
    is_over = attendance.is_over(run, now)
    status = wording.off(run.status) if attendance.is_off(run) else None
    if status is None and is_over:
        status = p.Status(_("Beendet"), "plain", "clock")
    return TeamPart(
        anchor=f"team-{run.id}",
        title=team_title(run, clock.local(now).date()),
        places=places(seats),
        status=status,
        parts=parts(run, people, now, movable=movable and not is_over),
        links=team_links(run, people, now),
        empty=_("Noch niemand."),
    )


def team_title(run: Run, today: date) -> str:
    """'FZ-102: 12. Januar bis 2. März 2027, dienstags, 17:30 bis 19:30 Uhr'."""
    words = run_words.run_title(run, today)
    return f"{run.number}: {words}" if run.number else words


def places(seats: Seats) -> str:
    """'7 von 10 Plätzen vergeben, 2 warten'."""
    if seats.capacity is None:
        taken = ngettext("%(num)s Person angemeldet", "%(num)s Personen angemeldet", seats.taken)
    else:
        taken = ngettext(
            "%(taken)s von %(num)s Platz vergeben",
            "%(taken)s von %(num)s Plätzen vergeben",
            seats.capacity,
            taken=seats.taken,
        )
    if not seats.waiting:
        return taken
    waiting = ngettext("%(num)s wartet", "%(num)s warten", seats.waiting)
    return f"{taken}, {waiting}"


def parts(run: Run, people: TeamList, now: datetime, *, movable: bool) -> tuple[PeoplePart, ...]:
    """The people under their headings; headings without anybody are left out."""

    def rows(those: Sequence[Registration], *, is_line: bool = False) -> tuple[PersonRow, ...]:
        return tuple(
            person(one, run.offer_id, at if is_line else 0, now, movable=movable)
            for at, one in enumerate(those, start=1)
        )

    found = (
        PeoplePart(_("Mit Platz"), rows(people.placed), has_state=False),
        PeoplePart(_("Warteliste"), rows(people.in_line, is_line=True), is_line=True),
        PeoplePart(_("Noch nicht bestätigt"), rows(people.asked)),
        PeoplePart(_("Abgemeldet oder verfallen"), rows(people.gone), is_folded=True),
    )
    return tuple(one for one in found if one.rows)


def person(row: Registration, offer_id: int, position: int, now: datetime, *, movable: bool) -> PersonRow:
    """One registration with what can be done about it."""

    def to(endpoint: str) -> str:
        return url_for(endpoint, offer_id=offer_id, registration_id=row.id)

    stands = row.state not in (STATE.CANCELLED, STATE.LAPSED)
    called = {
        STATE.ASKED: _("Bestätigt am Telefon"),
        STATE.OFFERED: _("Nimmt den Platz"),
    }.get(row.state, "")
    return PersonRow(
        name=row.name,
        email=row.email or "",
        phone=row.phone or "",
        phone_link=formats.telephone_link(row.phone) if row.phone else "",
        persons=str(row.persons),
        state=state(row, now),
        since=formats.short_date(clock.local(row.confirmed_at or row.asked_at).date()),
        position=str(position) if position else "",
        called_label=called,
        called_url=to("desk.confirm_participant") if called else "",
        move_url=to("desk.ask_move_participant")
        if movable and stands and row.state is not STATE.ASKED
        else "",
        cancel_url=to("desk.ask_remove_participant") if stands else "",
    )


def state(row: Registration, now: datetime) -> str:
    """'angemeldet', 'Platz angeboten bis Mi, 13. Januar, 14:00 Uhr', 'bitte anrufen'."""
    label = _(REGISTRATION_STATE_LABELS[row.state])
    if row.state is STATE.OFFERED and row.offered_until and not attendance.is_lapsed(row, now):
        until = clock.local(row.offered_until)
        return _(
            "%(state)s bis %(day)s, %(time)s Uhr",
            state=label,
            day=formats.short_date(until.date()),
            time=formats.clock_time(until.time()),
        )
    if row.state is STATE.ASKED and not row.email:
        return _("bitte anrufen")
    return label


def team_links(run: Run, people: TeamList, now: datetime) -> tuple[p.Link, ...]:
    """What can be done with a whole team."""

    def to(endpoint: str) -> str:
        return url_for(endpoint, offer_id=run.offer_id, run_id=run.id)

    found = []
    if not attendance.is_over(run, now):
        found.append(p.Link(_("Jemanden eintragen"), to("desk.new_participant")))
    if people.placed or people.in_line:
        found.append(p.Link(_("Nachricht an alle"), to("desk.write_team")))
    if people.placed:
        found.append(p.Link(_("Wer war da?"), to("desk.edit_presence")))
        found.append(p.Link(_("Liste zum Unterschreiben"), to("desk.sign_list")))
    if people != TeamList():
        found.append(p.Link(_("Tabelle laden (CSV)"), to("desk.participant_table")))
    return tuple(found)
