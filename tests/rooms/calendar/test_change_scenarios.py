"""What a subscriber is told when something changes: UID, SEQUENCE, STATUS, DTSTAMP, and the bytes of all the rest."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Event
from sqlalchemy.orm import Session

from portal.calendar import feeds, ical, ledger
from portal.extensions import db
from portal.models import CalendarEntry, Occurrence, Offer, Run
from portal.offers.filters import OfferFilter
from portal.search import gone
from portal.vocabulary.offers import OccurrenceStatus, OfferKind, Step
from portal.web.kit import calendar_voice
from tests.factories import offers as make

NOW = make.NOW
LATER = NOW + timedelta(hours=3)
HEAD = ical.Head("Probe", "Probe", "https://stadt.example/suche.ics", "https://stadt.example/suche")


@dataclass
class Subscriber:
    """A course of three dates with a closing day, and what is told of it and of another offer."""

    session: Session
    offer: Offer
    other: Offer

    @property
    def run(self) -> Run:
        return self.offer.runs[0]

    @property
    def day(self) -> Occurrence:
        """The date that the scenarios change: the second of three."""
        return self.run.occurrences[1]

    def publish(self, now: datetime) -> None:
        self.session.flush()
        ledger.publish(self.session, [self.offer.id, self.other.id], calendar_voice.voice(), now)
        self.session.flush()

    def feed(self, offer_id: int | None = None) -> bytes:
        ids = [offer_id or self.offer.id]
        told = feeds.read(self.session, ids, "de")
        return feeds.assemble(tuple(told.values()), feeds.Wishes(), HEAD, NOW).body

    def events(self) -> dict[str, Event]:
        return {str(event["UID"]): event for event in ical.events(self.feed())}

    def pieces(self) -> dict[str, bytes]:
        """The bytes of each entry by UID."""
        found = {}
        sheet = feeds.read(self.session, [self.offer.id], "de").get(self.offer.id, feeds.BLANK)
        for entry in sheet.entries:
            found[str(Event.from_ical(sheet.of(entry))["UID"])] = sheet.of(entry)
        return found


@pytest.fixture
def subscriber(own_app: Flask) -> Iterator[Subscriber]:
    with own_app.app_context():
        session = db.session()
        offer = make.make_offer(session, "Zehn Finger schreiben", summary="Blind tippen lernen.")
        run = make.make_run(session, offer, registration_closes_on=(NOW + timedelta(days=5)).date())
        for week in range(1, 4):
            make.make_occurrence(session, run, NOW + timedelta(weeks=week))
        other = make.make_dated_offer(session, "Etwas anderes", NOW + timedelta(weeks=1))
        found = Subscriber(session, offer, other)
        found.publish(NOW)
        yield found
        session.rollback()
        db.session.remove()


def keep(_subscriber: Subscriber) -> None:
    """Nothing changes."""


def edit_text(subscriber: Subscriber) -> None:
    subscriber.offer.summary = "Blind tippen lernen, in Ruhe."


def move(subscriber: Subscriber) -> None:
    day = subscriber.day
    day.moved_from, day.status = day.starts_at, OccurrenceStatus.MOVED
    day.starts_at, day.ends_at = day.starts_at + timedelta(hours=2), day.ends_at + timedelta(hours=2)


def move_online(subscriber: Subscriber) -> None:
    subscriber.day.status, subscriber.day.online_url = (
        OccurrenceStatus.MOVED,
        "https://video.stadt.example/raum",
    )


def postpone(subscriber: Subscriber) -> None:
    subscriber.day.status = OccurrenceStatus.POSTPONED


def cancel(subscriber: Subscriber) -> None:
    subscriber.day.status, subscriber.day.note = OccurrenceStatus.CANCELLED, "Die Lehrerin ist krank."


def change_place(subscriber: Subscriber) -> None:
    subscriber.day.place = make.make_place(subscriber.session, name="Neues Haus")


def change_room(subscriber: Subscriber) -> None:
    subscriber.day.room = "Raum 12"


def delete_date(subscriber: Subscriber) -> None:
    subscriber.run.occurrences.remove(subscriber.day)


def change_closing_day(subscriber: Subscriber) -> None:
    subscriber.run.registration_closes_on = (NOW + timedelta(days=6)).date()


# scenario: (change, which entry it touches, sequence after, status after, start of the summary, are others touched too)
Change = Callable[[Subscriber], None]
SCENARIOS: dict[str, tuple[Change, str, int, str, str, bool]] = {
    "keep": (keep, "day", 0, "CONFIRMED", "Zehn Finger", False),
    "edit text": (edit_text, "day", 0, "CONFIRMED", "Zehn Finger", True),
    "move": (move, "day", 1, "CONFIRMED", "Zehn Finger", False),
    "move online": (move_online, "day", 1, "CONFIRMED", "Zehn Finger", False),
    "postpone": (postpone, "day", 1, "CANCELLED", "Verschoben: Zehn", False),
    "cancel": (cancel, "day", 1, "CANCELLED", "Abgesagt: Zehn", False),
    "change place": (change_place, "day", 1, "CONFIRMED", "Zehn Finger", False),
    "change room": (change_room, "day", 1, "CONFIRMED", "Zehn Finger", False),
    "delete date": (delete_date, "day", 1, "CANCELLED", "Abgesagt: Zehn", False),
    "change closing day": (change_closing_day, "deadline", 1, "CONFIRMED", "Anmeldeschluss: Zehn", True),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_change_tells_exactly_what_changed(subscriber: Subscriber, name: str) -> None:
    change, which, sequence, status, summary, touches_others = SCENARIOS[name]
    uids = {
        "day": f"occurrence-{subscriber.day.uuid}@agora",
        "deadline": f"deadline-{subscriber.run.uuid}@agora",
    }
    uid, before, other = uids[which], subscriber.pieces(), subscriber.feed(subscriber.other.id)
    change(subscriber)
    subscriber.publish(LATER)
    after, event = subscriber.pieces(), subscriber.events()[uid]
    assert after.keys() == before.keys()
    assert (int(event["SEQUENCE"]), str(event["STATUS"])) == (sequence, status)
    assert str(event["SUMMARY"]).startswith(summary)
    assert (after[uid] != before[uid]) == (change is not keep)
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == (NOW if change is keep else LATER)
    touched = {each for each in before if after[each] != before[each]} - {uid}
    assert bool(touched) == touches_others
    assert subscriber.feed(subscriber.other.id) == other


def test_an_uncancelled_date_returns_under_the_same_uid(subscriber: Subscriber) -> None:
    uid = f"occurrence-{subscriber.day.uuid}@agora"
    cancel(subscriber)
    subscriber.publish(LATER)
    subscriber.day.status, subscriber.day.note = OccurrenceStatus.PLANNED, None
    subscriber.publish(LATER + timedelta(hours=1))
    event = subscriber.events()[uid]
    assert (int(event["SEQUENCE"]), str(event["STATUS"])) == (2, "CONFIRMED")
    assert str(event["SUMMARY"]) == "Zehn Finger schreiben"


def test_a_moved_date_says_where_it_was_and_a_cancelled_one_why(subscriber: Subscriber) -> None:
    move(subscriber)
    subscriber.run.occurrences[2].status = OccurrenceStatus.CANCELLED
    subscriber.run.occurrences[2].note = "Die Lehrerin ist krank."
    subscriber.publish(LATER)
    events = subscriber.events()
    moved = str(events[f"occurrence-{subscriber.day.uuid}@agora"]["DESCRIPTION"]).splitlines()[0]
    cancelled = str(events[f"occurrence-{subscriber.run.occurrences[2].uuid}@agora"]["DESCRIPTION"])
    assert moved.startswith("Verlegt. Bisher: Montag, 7. Dezember 2026, 10:00 Uhr.")
    assert cancelled.startswith("Dieser Termin fällt aus. Die Lehrerin ist krank.")


def test_moving_online_names_the_room_on_the_net(subscriber: Subscriber) -> None:
    move_online(subscriber)
    subscriber.publish(LATER)
    event = subscriber.events()[f"occurrence-{subscriber.day.uuid}@agora"]
    assert str(event["LOCATION"]) == "Online"
    assert str(event["CONFERENCE"]) == "https://video.stadt.example/raum"
    assert str(event["DESCRIPTION"]).startswith("Verlegt: findet jetzt online statt.")


@pytest.mark.parametrize("step", [Step.WITHDRAWN, Step.ARCHIVED, Step.DRAFT])
def test_a_withdrawn_offer_leaves_tombstones(subscriber: Subscriber, step: Step) -> None:
    subscriber.offer.step = step
    subscriber.publish(LATER)
    assert {str(event["STATUS"]) for event in subscriber.events().values()} == {"CANCELLED"}
    assert all(str(event["SUMMARY"]).startswith("Abgesagt: ") for event in subscriber.events().values())
    assert len(subscriber.events()) == 4


def test_deleted_rows_leave_tombstones_until_they_are_purged(subscriber: Subscriber) -> None:
    session, offer_id = subscriber.session, subscriber.offer.id
    session.delete(subscriber.offer)
    session.flush()
    ledger.publish(session, [offer_id], calendar_voice.voice(), LATER)
    sheet = feeds.read(session, [offer_id], "de")[offer_id]
    assert [entry.is_cancelled for entry in sheet.entries] == [True] * 4
    assert {int(Event.from_ical(sheet.of(entry))["SEQUENCE"]) for entry in sheet.entries} == {1}
    assert ledger.expire(session, LATER + timedelta(days=59)) == 0
    assert ledger.expire(session, LATER + timedelta(days=61)) == 4
    assert feeds.read(session, [offer_id], "de") == {}


def test_what_has_been_is_not_called_off(subscriber: Subscriber) -> None:
    after_the_first = NOW + timedelta(weeks=1, days=1)
    subscriber.offer.step = Step.WITHDRAWN
    subscriber.publish(after_the_first)
    statuses = [str(event["STATUS"]) for event in sorted_events(subscriber)]
    assert statuses == [
        "CONFIRMED",
        "CONFIRMED",
        "CANCELLED",
        "CANCELLED",
    ]  # closing day and first date have passed


def sorted_events(subscriber: Subscriber) -> list[Event]:
    return sorted(subscriber.events().values(), key=lambda event: str(event["DTSTART"].dt))


def test_a_republished_offer_takes_its_entries_back(subscriber: Subscriber) -> None:
    subscriber.offer.step = Step.WITHDRAWN
    subscriber.publish(LATER)
    subscriber.offer.step = Step.PUBLISHED
    subscriber.publish(LATER + timedelta(days=1))
    assert {(int(event["SEQUENCE"]), str(event["STATUS"])) for event in subscriber.events().values()} == {
        (2, "CONFIRMED")
    }
    assert ledger.expire(subscriber.session, LATER + timedelta(days=90)) == 0


def test_what_is_over_for_a_year_leaves_the_ledger(subscriber: Subscriber) -> None:
    told = subscriber.session.query(CalendarEntry).filter_by(offer_id=subscriber.offer.id)
    ledger.expire(subscriber.session, NOW + timedelta(days=350))
    assert told.count() == 4
    ledger.expire(subscriber.session, NOW + timedelta(days=450))
    assert told.count() == 0


def test_careers_events_tell_of_their_window_and_courses_do_not(subscriber: Subscriber) -> None:
    subscriber.run.registration_opens_on = NOW.date()
    subscriber.publish(LATER)
    assert not any(uid.startswith("window-") for uid in subscriber.events())
    subscriber.offer.kind = OfferKind.CAREERS_EVENT
    subscriber.publish(LATER)
    window = subscriber.events()[f"window-{subscriber.run.uuid}@agora"]
    assert str(window["SUMMARY"]) == "Anmeldung offen: Zehn Finger schreiben"
    assert (window["DTSTART"].dt, window["DTEND"].dt) == (NOW.date(), (NOW + timedelta(days=6)).date())
    assert str(window["TRANSP"]) == "TRANSPARENT"


def test_a_feed_still_finds_an_offer_that_left_the_search(own_app: Flask) -> None:
    """Withdrawn and even deleted offers stay in the calendars of the searches that found them, and in no list."""
    now = datetime.now(UTC)
    with own_app.app_context():
        session, search = db.session(), own_app.extensions["agora_search"]
        kept, lost = (
            make.make_dated_offer(session, f"Zwirbelkunde {each}", now + timedelta(days=9)) for each in (1, 2)
        )
        wanted = OfferFilter(text="zwirbelkunde")
        change(session, own_app, kept, lost)
        ids = {kept.id, lost.id}
        assert set(search.in_calendar(wanted, now=now)) == set(search.offer_ids(wanted, now=now)) == ids
        kept.step = Step.WITHDRAWN
        session.delete(lost)
        change(session, own_app, ids=ids)
        assert set(search.in_calendar(wanted, now=now)) == ids and search.offer_ids(wanted, now=now) == ()
        assert search.check(session).is_clean
        search.rebuild(session)
        session.commit()
        assert set(search.in_calendar(wanted, now=now)) == ids and search.check(session).is_clean
        gone.expire(session, now + timedelta(days=61))
        change(session, own_app)
        assert search.in_calendar(wanted, now=now) == ()
        db.session.remove()


def change(session: Session, app: Flask, *offers: Offer, ids: set[int] = frozenset()) -> None:  # type: ignore[assignment]
    """Commit, and have the search take it in."""
    from portal.offers.outbox import note_change

    session.flush()
    note_change(session, [*ids, *(offer.id for offer in offers)])
    session.commit()
    app.extensions["agora_search"].drain(session)
    session.commit()
