"""Publishing an offer for which people registered: counted places are no content, nobody's run disappears, lines move up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from portal.attendance import actions as registrations
from portal.attendance.publishing import CALL_OFF_FIRST, PEOPLE_THERE
from portal.errors import Conflict
from portal.models import Offer, OfferVersion, OutboxEntry, Registration, Run
from portal.offers import sheet_store
from portal.offers.sheet import OfferSheet
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.offers import Availability, OccurrenceStatus, RegistrationWay
from portal.vocabulary.people import Standing
from portal.workflow import actions
from tests.rooms.workflow.conftest import Town

S = RegistrationState


@pytest.fixture
def course(trusted: Town) -> Offer:
    """Public, with one run of two places for which people register here."""
    sheet = trusted.sheet(registration_way=RegistrationWay.HERE, registration_phone=None, max_participants=2)
    offer = actions.begin(
        trusted.session, trusted.manager, institution=trusted.club, sheet=sheet, now=trusted.later()
    )
    actions.submit(trusted.session, trusted.manager, offer=offer, now=trusted.later())
    assert trusted.club.standing is Standing.TRUSTED
    return trusted.offer(offer.id)


def come(town: Town, run: Run, name: str) -> Registration:
    now = town.later()
    row = registrations.ask(
        town.session, run_id=run.id, name=name, email=f"{name}@leser.example", phone=None, persons=1,
        locale="de", now=now,
    ).registration  # fmt: skip
    assert row is not None
    return registrations.confirm(town.session, key=row.key, now=now)


def change(town: Town, offer: Offer, what: Callable[[OfferSheet], OfferSheet]) -> None:
    actions.change_at_once(
        town.session, town.editor, offer=town.offer(offer.id), change=what, now=town.later()
    )


def letters(town: Town) -> list[str]:
    rows = town.session.query(OutboxEntry).filter(OutboxEntry.topic == "letter").order_by(OutboxEntry.id)
    return [row.payload["kind"] for row in rows]


def test_a_new_run_tells_its_places_at_once(trusted: Town, course: Offer) -> None:
    (run,) = trusted.offer(course.id).runs
    assert (run.places_left, run.availability) == (2, Availability.FEW)


def test_publishing_does_not_overwrite_counted_places(trusted: Town, course: Offer) -> None:
    (run,) = course.runs
    opened = sheet_store.read(trusted.offer(course.id))
    for name in ("ada", "bea", "cem"):
        come(trusted, run, name)
    assert sheet_store.read(trusted.offer(course.id)) == opened, "who registers changes no content"
    change(trusted, course, lambda sheet: replace(sheet, title="Anders"))
    assert trusted.offer(course.id).title == "Anders"
    assert (run.places_left, run.availability) == (0, Availability.WAITING_LIST)
    told = replace(opened.runs[0], availability=Availability.FREE, places_left=7)
    change(trusted, course, lambda sheet: replace(sheet, runs=(told,)))
    assert (run.places_left, run.availability) == (0, Availability.WAITING_LIST)


def test_registrations_make_no_versions_and_no_edit_stale(trusted: Town, course: Offer) -> None:
    (run,) = course.runs
    number = trusted.session.query(OfferVersion).count()
    come(trusted, run, "ada")
    opened = sheet_store.read(trusted.offer(course.id))
    come(trusted, run, "bea")
    from portal.offers.sheet import digest

    edit = actions.save(
        trusted.session, trusted.member, offer=trusted.offer(course.id), sheet=replace(opened, title="Neu"),
        opened=digest(opened), now=trusted.later(),
    )  # fmt: skip
    assert edit is not None
    assert trusted.session.query(OfferVersion).count() == number + 1


def test_more_places_let_the_line_move_up(trusted: Town, course: Offer) -> None:
    (run,) = course.runs
    rows = [come(trusted, run, name) for name in ("ada", "bea", "cem", "dan")]
    change(trusted, course, lambda sheet: replace(sheet, max_participants=3))
    assert [row.state for row in rows] == [S.PLACED, S.PLACED, S.OFFERED, S.WAITING]
    change(trusted, course, lambda sheet: replace(sheet, max_participants=1))
    assert [row.state for row in rows] == [S.PLACED, S.PLACED, S.OFFERED, S.WAITING], "nobody is sent away"


def test_a_run_with_people_cannot_be_taken_away(trusted: Town, course: Offer) -> None:
    (run,) = course.runs
    row = come(trusted, run, "ada")
    with pytest.raises(Conflict, match=PEOPLE_THERE):
        change(trusted, course, lambda sheet: replace(sheet, runs=()))
    assert row.state is S.PLACED
    registrations.cancel(trusted.session, key=row.key, now=trusted.later())
    change(trusted, course, lambda sheet: replace(sheet, runs=()))
    assert trusted.offer(course.id).runs == []


def test_dates_that_change_are_told_and_others_are_not(trusted: Town, course: Offer) -> None:
    (run,) = course.runs
    come(trusted, run, "ada")
    before = letters(trusted)
    change(trusted, course, lambda sheet: replace(sheet, price_cents=1))
    assert letters(trusted) == before

    def off(sheet: OfferSheet) -> OfferSheet:
        (only,) = sheet.runs
        first = replace(only.dates[0], status=OccurrenceStatus.CANCELLED)
        return replace(sheet, runs=(replace(only, dates=(first, *only.dates[1:])),))

    change(trusted, course, off)
    assert letters(trusted) == [*before, "registration_changed"]
    change(trusted, course, lambda sheet: replace(sheet, price_cents=2))
    assert letters(trusted) == [*before, "registration_changed"]


def test_what_is_past_is_told_to_nobody(trusted: Town, course: Offer) -> None:
    (run,) = course.runs
    come(trusted, run, "ada")
    before = letters(trusted)
    trusted.later(days=365)

    def moved(sheet: OfferSheet) -> OfferSheet:
        (only,) = sheet.runs
        dates = tuple(replace(one, starts_at=one.starts_at - timedelta(hours=1)) for one in only.dates)
        return replace(sheet, runs=(replace(only, dates=dates),))

    change(trusted, course, moved)
    assert letters(trusted) == before


def test_an_offer_with_people_is_called_off_before_it_leaves_the_public(trusted: Town, course: Offer) -> None:
    (run,) = course.runs
    come(trusted, run, "ada")
    with pytest.raises(Conflict, match=CALL_OFF_FIRST[:40]):
        actions.withdraw(
            trusted.session,
            trusted.manager,
            offer=trusted.offer(course.id),
            reason="Umzug",
            now=trusted.later(),
        )
    with pytest.raises(Conflict, match=CALL_OFF_FIRST[:40]):
        actions.archive(trusted.session, trusted.editor, offer=trusted.offer(course.id), now=trusted.later())
    run.status = OccurrenceStatus.CANCELLED
    trusted.session.flush()
    actions.withdraw(
        trusted.session, trusted.manager, offer=trusted.offer(course.id), reason="Umzug", now=trusted.later()
    )
