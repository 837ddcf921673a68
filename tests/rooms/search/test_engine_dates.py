"""Who is in the list, by time: what can still be attended, periods, weekdays, parts of the day, the next date."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal import clock
from portal.offers.filters import Facet
from portal.vocabulary.offers import Availability, OccurrenceStatus, OfferKind
from tests.factories.offers import NOW, make_dated_offer, make_occurrence, make_offer, make_run
from tests.rooms.search.engine import Town

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CANCELLED = OccurrenceStatus.CANCELLED


def test_an_offer_whose_dates_have_all_passed_is_not_in_the_list(town: Town) -> None:
    make_dated_offer(town.session, "Vorbei", NOW - DAY)
    coming = make_dated_offer(town.session, "Kommt", NOW + DAY)
    assert town.indexed().ids() == [coming.id]


def test_a_date_that_has_begun_can_be_attended_until_it_ends(town: Town) -> None:
    offer = make_dated_offer(town.session, "Läuft", NOW - HOUR)
    town.indexed()
    assert town.ids() == [offer.id]
    assert town.ids(now=NOW + timedelta(minutes=29)) == [offer.id]
    assert town.ids(now=NOW + timedelta(minutes=30)) == []


def test_the_list_changes_at_the_minute_a_date_ends_though_nothing_is_written(town: Town) -> None:
    early = make_dated_offer(town.session, "Früh", NOW)
    late = make_dated_offer(town.session, "Spät", NOW + 3 * HOUR)
    town.indexed()
    assert [town.ids(now=NOW + hours * HOUR) for hours in (0, 2, 5)] == [[early.id, late.id], [late.id], []]


def test_an_offer_without_dates_stays_until_its_runs_or_its_expiry_end(town: Town) -> None:
    forever = make_offer(town.session, "Laufend")
    running = make_offer(town.session, "Noch im Zeitraum")
    make_run(town.session, running, ends_on=NOW.date())
    ended = make_offer(town.session, "Zeitraum vorbei")
    make_run(town.session, ended, ends_on=NOW.date() - DAY)
    make_offer(town.session, "Abgelaufen", expires_on=NOW.date() - DAY)
    last_day = make_offer(town.session, "Letzter Tag", expires_on=NOW.date())
    assert set(town.indexed().ids()) == {forever.id, running.id, last_day.id}


def test_an_expired_offer_is_hidden_even_when_its_period_is_asked_for(town: Town) -> None:
    make_dated_offer(town.session, "Abgelaufen", NOW + DAY, expires_on=NOW.date() - DAY)
    town.indexed()
    assert town.ids(date_from=date(2026, 1, 1), date_to=date(2027, 1, 1)) == []


def test_a_period_in_the_past_shows_what_was_then(town: Town) -> None:
    past = make_dated_offer(town.session, "Damals", NOW - 30 * DAY)
    make_dated_offer(town.session, "Demnächst", NOW + DAY)
    town.indexed()
    hits = town.search(date_from=date(2026, 10, 1), date_to=date(2026, 10, 31)).hits
    assert [(hit.offer_id, hit.is_over, hit.next_start) for hit in hits] == [(past.id, True, NOW - 30 * DAY)]


def test_a_period_ends_with_the_last_minute_of_its_last_local_day(town: Town) -> None:
    before_midnight = datetime(2026, 11, 30, 22, 30, tzinfo=UTC)  # 23:30 in the town
    offer = make_dated_offer(town.session, "Nachtwanderung", before_midnight, end=before_midnight + HOUR)
    town.indexed()
    assert town.ids(date_from=date(2026, 11, 30), date_to=date(2026, 11, 30)) == [offer.id]
    assert town.ids(date_from=date(2026, 12, 1), date_to=date(2026, 12, 1)) == [offer.id]
    assert town.ids(date_from=date(2026, 12, 2)) == []


def test_without_a_first_day_a_period_begins_now(town: Town) -> None:
    make_dated_offer(town.session, "Vorbei", NOW - DAY)
    soon = make_dated_offer(town.session, "Bald", NOW + DAY)
    make_dated_offer(town.session, "Später", NOW + 30 * DAY)
    assert town.indexed().ids(date_to=NOW.date() + 7 * DAY) == [soon.id]


def test_counselling_without_dates_stays_in_a_period_and_a_course_without_dates_does_not(town: Town) -> None:
    advice = make_offer(town.session, "Bildungsberatung", kind=OfferKind.COUNSELLING)
    make_offer(town.session, "Kurs auf Anfrage")
    assert town.indexed().ids(date_from=date(2026, 12, 1), date_to=date(2026, 12, 31)) == [advice.id]


def test_weekday_and_part_of_the_day_must_be_met_by_one_date(town: Town) -> None:
    offer = make_offer(town.session, "Montag früh, Dienstag spät")
    run = make_run(town.session, offer)
    make_occurrence(town.session, run, clock.as_utc(date(2026, 11, 30), 9, 0))
    make_occurrence(town.session, run, clock.as_utc(date(2026, 12, 1), 19, 0))
    town.indexed()
    assert town.ids(chosen={Facet.WEEKDAY: ("mo",), Facet.DAYTIME: ("vormittags",)}) == [offer.id]
    assert town.ids(chosen={Facet.WEEKDAY: ("mo",), Facet.DAYTIME: ("abends",)}) == []
    assert town.ids(chosen={Facet.WEEKDAY: ("mo",)}, date_from=date(2026, 12, 1)) == []
    assert town.counts(Facet.DAYTIME, chosen={Facet.WEEKDAY: ("di",)}) == {"abends": 1}


def test_the_part_of_the_day_is_that_of_the_clock_on_the_wall(town: Town) -> None:
    winter = make_dated_offer(town.session, "Winter", datetime(2026, 12, 1, 16, 0, tzinfo=UTC))  # 17:00
    summer = make_dated_offer(town.session, "Sommer", datetime(2027, 7, 1, 15, 0, tzinfo=UTC))  # 17:00
    assert town.indexed().ids(chosen={Facet.DAYTIME: ("abends",)}) == [winter.id, summer.id]


def test_an_all_day_week_is_on_each_of_its_weekdays_and_in_no_part_of_the_day(town: Town) -> None:
    offer = make_offer(town.session, "Bildungsurlaub")
    first, last = date(2026, 11, 30), date(2026, 12, 4)
    start, end = clock.as_utc(first, 0, 0), clock.as_utc(last + DAY, 0, 0)
    run = make_run(town.session, offer)
    make_occurrence(town.session, run, start, end=end, all_day=True, first_day=first, last_day=last)
    town.indexed()
    assert town.counts(Facet.WEEKDAY) == {"mo": 1, "di": 1, "mi": 1, "do": 1, "fr": 1}
    assert town.counts(Facet.DAYTIME) == {}
    assert town.ids(date_from=last, date_to=last) == [offer.id]


def test_the_next_date_is_the_first_that_is_not_cancelled(town: Town) -> None:
    offer = make_offer(town.session, "Zwei Termine")
    run = make_run(town.session, offer)
    make_occurrence(town.session, run, NOW + DAY, status=CANCELLED)
    make_occurrence(town.session, run, NOW + 8 * DAY)
    hit = town.indexed().search().hits[0]
    assert (hit.next_start, hit.next_is_cancelled) == (NOW + 8 * DAY, False)


@pytest.mark.parametrize("by_run", [True, False])
def test_where_all_coming_dates_are_cancelled_the_first_of_them_is_shown_as_cancelled(
    town: Town, by_run: bool
) -> None:
    offer = make_offer(town.session, "Fällt aus")
    run = make_run(town.session, offer, **({"status": CANCELLED} if by_run else {}))
    for days in (1, 2):
        make_occurrence(town.session, run, NOW + days * DAY, **({} if by_run else {"status": CANCELLED}))
    hit = town.indexed().search().hits[0]
    assert (hit.next_start, hit.next_is_cancelled, hit.is_over) == (NOW + DAY, True, False)


def test_the_next_date_lies_inside_the_period_asked_for(town: Town) -> None:
    offer = make_offer(town.session, "Jede Woche")
    run = make_run(town.session, offer)
    for week in range(4):
        make_occurrence(town.session, run, NOW + DAY + week * 7 * DAY)
    town.indexed()
    assert town.search(date_from=date(2026, 12, 5)).hits[0].next_start == NOW + 15 * DAY
    assert town.search().hits[0].next_start == NOW + DAY


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_period_at_the_end_of_the_calendar_is_no_error(town: Town, day: date) -> None:
    make_dated_offer(town.session, "Kurs", NOW + DAY)
    town.indexed()
    assert town.search(date_from=day).total == (1 if day == date.min else 0)
    assert town.search(date_to=day).total == (0 if day == date.min else 1)


def test_who_asks_for_a_weekday_sees_the_date_on_it_and_the_order_follows(town: Town) -> None:
    """NOW is a Monday. The date on another weekday comes sooner, but is not what was asked for."""
    course = make_dated_offer(town.session, "Kurs", NOW + DAY)
    make_occurrence(town.session, course.runs[0], NOW + 6 * DAY)
    other = make_dated_offer(town.session, "Anderer", NOW + 2 * DAY)
    make_occurrence(town.session, other.runs[0], NOW + 6 * DAY - HOUR)
    town.indexed()
    hits = town.search(chosen={Facet.WEEKDAY: ("so",)}).hits
    assert [(hit.offer_id, hit.next_start) for hit in hits] == [
        (other.id, NOW + 6 * DAY - HOUR),
        (course.id, NOW + 6 * DAY),
    ]
    assert town.ids() == [course.id, other.id]


def test_who_asks_for_free_places_sees_the_run_that_has_them(town: Town) -> None:
    offer = make_dated_offer(town.session, "Zwei Gruppen", NOW + DAY)
    offer.runs[0].availability = Availability.FULL
    later = make_run(town.session, offer, availability=Availability.FEW)
    make_occurrence(town.session, later, NOW + 30 * DAY)
    town.indexed()
    [hit] = town.search(chosen={Facet.FREE_PLACES: ("1",)}).hits
    assert hit.next_start == NOW + 30 * DAY
    [usual] = town.search().hits
    assert usual.next_start == NOW + DAY


def test_where_no_one_date_meets_all_wishes_the_next_is_shown(town: Town) -> None:
    """A free place on one day, the weekday that was asked for on another."""
    offer = make_dated_offer(town.session, "Beides", NOW + DAY)
    full = make_run(town.session, offer, availability=Availability.FULL)
    make_occurrence(town.session, full, NOW + 6 * DAY)
    town.indexed()
    [hit] = town.search(chosen={Facet.FREE_PLACES: ("1",), Facet.WEEKDAY: ("so",)}).hits
    assert hit.next_start == NOW + DAY
