"""Who is asked whether offers still hold: nobody about what is over or fresh, nobody twice within a quarter."""

from datetime import timedelta

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.models import Offer, OutboxEntry
from portal.town import settings
from portal.upkeep import freshness
from portal.vocabulary.offers import OccurrenceStatus, Step
from portal.vocabulary.people import Standing
from tests.factories.offers import (
    NOW,
    make_dated_offer,
    make_institution,
    make_occurrence,
    make_offer,
    make_run,
)

DAY = timedelta(days=1)
OLD = NOW - 91 * DAY


def wishes(session: Session) -> list[dict[str, object]]:
    return [entry.payload for entry in session.scalars(select(OutboxEntry).order_by(OutboxEntry.id))]


def test_an_institution_is_asked_about_all_its_old_offers_at_once(session: Session) -> None:
    school = make_institution(session)
    one = make_dated_offer(session, "A", NOW + DAY, institution=school, confirmed_at=OLD)
    two = make_offer(session, "B", institution=school, confirmed_at=OLD)
    make_offer(session, "C", institution=school, confirmed_at=NOW - 90 * DAY)
    assert freshness.due(session, NOW) == [(school.id, [one.id, two.id])]
    assert freshness.remind_all(session, NOW) == 1
    assert wishes(session) == [
        {"kind": "freshness", "institution_id": school.id, "offer_ids": [one.id, two.id]}
    ]
    assert school.reminded_at == NOW


def test_nobody_is_asked_twice_within_a_quarter(session: Session) -> None:
    make_offer(session, confirmed_at=OLD)
    assert freshness.remind_all(session, NOW) == 1
    assert freshness.remind_all(session, NOW + 80 * DAY) == 0
    assert freshness.remind_all(session, NOW + 81 * DAY) == 1


def test_what_is_over_is_not_asked_about(session: Session) -> None:
    make_dated_offer(session, "Vorbei", NOW - DAY, confirmed_at=OLD)
    make_offer(session, "Abgelaufen", confirmed_at=OLD, expires_on=(NOW - DAY).date())
    ended = make_offer(session, "Zeitraum zu Ende", confirmed_at=OLD)
    make_run(session, ended, ends_on=(NOW - DAY).date())
    make_offer(session, "Entwurf", confirmed_at=OLD, step=Step.DRAFT)
    make_offer(session, "Verborgen", confirmed_at=OLD, institution=make_institution(session, is_public=False))
    applied = make_institution(session, standing=Standing.APPLIED)
    make_offer(session, "Wartend", confirmed_at=OLD, institution=applied)
    assert freshness.due(session, NOW) == []
    running = make_offer(session, "Läuft", confirmed_at=OLD)
    make_run(session, running, ends_on=NOW.date())
    assert [ids for _, ids in freshness.due(session, NOW)] == [[running.id]]


def test_the_threshold_is_a_setting(session: Session) -> None:
    make_offer(session, confirmed_at=NOW - 40 * DAY)
    assert freshness.due(session, NOW) == []
    settings.write(session, {"freshness.ask_after_days": 30})
    assert len(freshness.due(session, NOW)) == 1


def test_never_confirmed_counts_from_publication(session: Session) -> None:
    make_offer(session, confirmed_at=None, published_at=OLD)
    make_offer(session, confirmed_at=None, published_at=NOW)
    assert len(freshness.due(session, NOW)) == 1


def test_a_link_shows_what_its_letter_was_about_and_nobody_confirmed_since(session: Session) -> None:
    school = make_institution(session)
    one = make_offer(session, "b", institution=school, confirmed_at=OLD)
    two = make_offer(session, "A", institution=school, confirmed_at=OLD)
    fresh = make_offer(session, "C", institution=school, confirmed_at=NOW - 85 * DAY)
    make_offer(session, "Fremd", confirmed_at=OLD)
    asked = [offer.id for offer in freshness.to_confirm(session, school.id, NOW, NOW)]
    assert asked == [two.id, one.id]
    one.confirmed_at = NOW + DAY
    session.flush()
    later = NOW + 30 * DAY
    assert [offer.id for offer in freshness.to_confirm(session, school.id, NOW, later)] == [two.id]
    assert fresh.id not in asked


def test_the_list_begins_with_the_oldest_word_and_says_what_comes_next(session: Session) -> None:
    school = make_institution(session, name="Schule", reminded_at=NOW - 9 * DAY)
    young = make_dated_offer(session, "Jung", NOW + 3 * DAY, institution=school, confirmed_at=OLD)
    old = make_dated_offer(session, "Alt", NOW + DAY, confirmed_at=OLD - 5 * DAY)
    make_occurrence(session, old.runs[0], NOW + 2 * DAY)
    off = make_occurrence(session, young.runs[0], NOW + DAY, status=OccurrenceStatus.CANCELLED)
    statements: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    first, second = freshness.stale(session, NOW, 90)
    assert len(statements) == 1
    assert (first.id, first.next_start) == (old.id, NOW + DAY)
    assert (second.id, second.next_start) == (young.id, NOW + 3 * DAY), off
    assert (second.institution, second.reminded_at, second.last_word) == ("Schule", NOW - 9 * DAY, OLD)
    assert [one.id for one in freshness.stale(session, NOW, 90, institution_id=school.id)] == [young.id]
    assert [one.id for one in freshness.stale(session, NOW, 90, first=1, limit=1)] == [young.id]
    assert {name: count for _, name, count in freshness.stale_by_institution(session, NOW, 90)}["Schule"] == 1
    assert session.scalars(select(Offer.id)).all()
