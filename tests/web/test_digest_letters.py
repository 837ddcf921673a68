"""What a digest tells: only what is new or changed, moved and cancelled dates with day, time and place, in one's own language,
once, and the same offers that the news feed and the calendar tell of."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.models import Institution, Letter, MailSubscription, Occurrence, Offer
from portal.subscriptions import rules
from portal.vocabulary.letters import Rhythm
from portal.vocabulary.offers import OccurrenceStatus
from portal.web.kit import digests, formats
from portal.workflow import actions
from tests.judge import JudgingClient
from tests.web.digest_story import (
    act,
    change,
    letters,
    publish,
    send_due,
    sheet,
    shifted,
    subscribe,
    subscriptions,
    with_date,
)

TITLE, QUERY = "Zwergkaninchen pflegen", "q=zwergkaninchen"
SOON = timedelta(hours=1)


@pytest.fixture(autouse=True)
def ten_o_clock() -> Iterator[None]:
    """The tests' day begins at ten, so that an hour later is the same day."""
    with time_machine.travel(clock.as_utc(clock.today(), 10, 0), tick=True):
        yield


def evening(days: int = 20) -> datetime:
    """A date far enough ahead, at six in the evening in town."""
    return clock.as_utc(clock.today() + timedelta(days=days), 18, 0)


def morning(days: int = 1) -> datetime:
    """Shortly after seven in town, when digests are made."""
    return clock.as_utc(clock.today() + timedelta(days=days), 7, 5)


def plain(letter: Letter) -> str:
    return " ".join(letter.text.split())


def digest(app: Flask, now: datetime) -> Letter:
    """The one letter that is sent now."""
    before = len(letters(app, "digest"))
    assert send_due(app, now) == 1
    found = letters(app, "digest")
    assert len(found) == before + 1
    return found[-1]


@pytest.fixture
def subscribed(own_app: Flask, own_client: JudgingClient) -> MailSubscription:
    """Somebody who wants news of rabbits daily; there is an offer already."""
    publish(own_app, sheet(TITLE, evening()), clock.now() - timedelta(hours=2))
    return subscribe(own_app, own_client, QUERY)


def test_without_anything_new_no_letter_comes(own_app: Flask, subscribed: MailSubscription) -> None:
    assert send_due(own_app, morning()) == 0
    assert letters(own_app, "digest") == []
    told = subscriptions(own_app)[0].told_until
    assert told is not None
    assert told > morning() - timedelta(minutes=2), "the next one begins here"


def test_a_new_offer_comes_with_its_dates_place_and_link(
    own_app: Flask, subscribed: MailSubscription
) -> None:
    new = publish(own_app, sheet("Zwergkaninchen für Kinder", evening(30)), clock.now() + SOON)
    said = plain(digest(own_app, morning()))
    day = formats.long_date(clock.local(evening(30)).date())
    assert "Neu: Zwergkaninchen für Kinder" in said
    assert f"{day}, 18:00 bis 19:30 Uhr, " in said
    assert f"/angebote/{new.id}-zwergkaninchen-fuer-kinder" in said
    assert TITLE not in said, "what did not change is not told"
    assert f"/abo/{subscribed.key}/abbestellen" in said
    assert "weil Sie am" in said


def test_a_moved_and_a_cancelled_date_are_told_and_nothing_else(
    own_app: Flask, subscribed: MailSubscription
) -> None:
    change(
        own_app,
        TITLE,
        lambda s: with_date(s, 1, **shifted(s.runs[0].dates[1], timedelta(days=1, hours=1))),
        clock.now() + SOON,
    )
    change(own_app, TITLE, lambda s: with_date(s, 2, status=OccurrenceStatus.CANCELLED), clock.now() + SOON)
    said = plain(digest(own_app, morning()))
    first, second, third = (clock.local(evening(20 + 7 * week)).date() for week in range(3))
    assert f"Geändert: {TITLE}" in said
    now = formats.long_date(second + timedelta(days=1))
    assert f"Verlegt: statt {formats.long_date(second)}, 18:00 Uhr nun {now}, 19:00 bis 20:30 Uhr" in said
    assert f"Abgesagt: {formats.long_date(third)}, 18:00 bis 19:30 Uhr" in said
    assert formats.long_date(first) not in said
    assert send_due(own_app, morning(2)) == 0, "told once"


def test_price_and_texts_are_told_in_a_word_with_the_next_date(
    own_app: Flask, subscribed: MailSubscription
) -> None:
    change(
        own_app, TITLE, lambda s: replace(s, price_cents=1000, summary="Neu beschrieben."), clock.now() + SOON
    )
    said = plain(digest(own_app, morning()))
    assert f"Geändert: {TITLE} (Texte, Preis)" in said
    assert formats.long_date(clock.local(evening()).date()) in said


def test_a_confirmation_and_free_places_are_no_news(own_app: Flask, subscribed: MailSubscription) -> None:
    act(
        own_app,
        TITLE,
        lambda actor, offer, now: actions.confirm(db.session(), actor, offers=[offer], now=now),
        clock.now() + SOON,
    )
    change(
        own_app,
        TITLE,
        lambda s: replace(s, runs=(replace(s.runs[0], places_left=4), *s.runs[1:])),
        clock.now() + SOON,
    )
    assert send_due(own_app, morning()) == 0


def test_a_withdrawn_offer_is_told_with_its_dates(own_app: Flask, subscribed: MailSubscription) -> None:
    act(
        own_app, TITLE,
        lambda actor, offer, now: actions.withdraw(db.session(), actor, offer=offer, reason="Krank", now=now),
        clock.now() + SOON,
    )  # fmt: skip
    said = plain(digest(own_app, morning()))
    assert f"Nicht mehr im Portal: {TITLE}" in said
    assert said.count("Entfällt:") == 3


def test_a_new_date_and_one_that_was_taken_away_are_told(
    own_app: Flask, subscribed: MailSubscription
) -> None:
    def swap(s):
        run = s.runs[0]
        added = sheet("x", evening(50), 1).runs[0].dates[0]
        return replace(s, runs=(replace(run, dates=(*run.dates[1:], added)),))

    change(own_app, TITLE, swap, clock.now() + SOON)
    said = plain(digest(own_app, morning()))
    assert f"Neuer Termin: {formats.long_date(clock.local(evening(50)).date())}" in said
    assert f"Entfällt: {formats.long_date(clock.local(evening(20)).date())}" in said


def test_what_an_import_changes_is_told_by_its_dates(own_app: Flask, subscribed: MailSubscription) -> None:
    """There are no kept versions of it: the date itself says that it was moved."""
    later = clock.now() + SOON
    with time_machine.travel(later, tick=True), own_app.app_context():
        session = db.session()
        offer = session.scalars(select(Offer).where(Offer.title == TITLE)).one()
        session.connection().exec_driver_sql(f"DELETE FROM offer_version WHERE offer_id = {offer.id}")
        date: Occurrence = offer.runs[0].occurrences[0]
        date.moved_from, date.status = date.starts_at, OccurrenceStatus.MOVED
        date.starts_at += timedelta(hours=1)
        date.ends_at += timedelta(hours=1)
        from portal.audit.outbox import note_change
        from portal.web.kit import publishing

        note_change(session, [offer.id])
        session.commit()
        publishing.drain()
    said = plain(digest(own_app, morning()))
    assert re.search(
        r"Verlegt: statt \w+, \d+\. \w+ \d{4}, 18:00 Uhr nun \w+, \d+\. \w+ \d{4}, 19:00 bis 20:30 Uhr", said
    )
    assert said.count("Neuer Termin") == 0


def test_the_letter_speaks_the_language_it_was_asked_in(own_app: Flask, own_client: JudgingClient) -> None:
    publish(own_app, sheet(TITLE, evening()), clock.now() - timedelta(hours=2))
    subscribe(own_app, own_client, QUERY, root="/en")
    change(own_app, TITLE, lambda s: with_date(s, 0, status=OccurrenceStatus.CANCELLED), clock.now() + SOON)
    letter = digest(own_app, morning())
    assert letter.locale == "en"
    assert "/en/angebote/" in letter.text
    assert "/en/abo/" in letter.text
    with own_app.app_context():
        from portal.web.kit import languages

        with languages.speaking("en"):
            assert formats.long_date(clock.local(evening()).date()) in plain(letter)


def test_mail_programs_can_unsubscribe_by_its_headers(
    own_app: Flask, own_client: JudgingClient, subscribed: MailSubscription
) -> None:
    publish(own_app, sheet("Zwergkaninchen für Kinder", evening(30)), clock.now() + SOON)
    letter = digest(own_app, morning())
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter.headers["List-Unsubscribe"]
    assert re.fullmatch(r"<https?://\S+>", address)
    path = re.sub(r"^<https?://[^/]+|>$", "", address)
    assert own_client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert subscriptions(own_app) == []
    assert send_due(own_app, morning(3)) == 0


def test_it_is_sent_once_whoever_runs_the_job(own_app: Flask, subscribed: MailSubscription) -> None:
    publish(own_app, sheet("Zwergkaninchen für Kinder", evening(30)), clock.now() + SOON)
    assert send_due(own_app, morning()) == 1
    assert send_due(own_app, morning()) == 0
    with own_app.app_context():  # another worker that had read the row before
        row = db.session.get(MailSubscription, subscribed.id)
        assert row is not None
        row.told_until = row.confirmed_at
        db.session.commit()
    send_due(own_app, morning())
    assert len(letters(own_app, "digest")) == 1


def test_a_missed_morning_is_made_up_once(own_app: Flask, subscribed: MailSubscription) -> None:
    publish(own_app, sheet("Zwergkaninchen für Kinder", evening(30)), clock.now() + SOON)
    late = morning(4) + timedelta(hours=6)
    assert send_due(own_app, late) == 1
    assert send_due(own_app, late + timedelta(hours=2)) == 0


def test_one_that_cannot_be_made_holds_up_no_other(
    own_app: Flask, own_client: JudgingClient, subscribed: MailSubscription, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(own_app, own_client, QUERY, email="zwei@leser.example")
    publish(own_app, sheet("Zwergkaninchen für Kinder", evening(30)), clock.now() + SOON)
    post = digests.post

    def broken(row, *arguments):
        if row.id == subscribed.id:
            raise RuntimeError("this one")
        post(row, *arguments)

    monkeypatch.setattr(digests, "post", broken)
    assert send_due(own_app, morning()) == 1
    monkeypatch.undo()
    assert send_due(own_app, morning()) == 1, "and it is tried again"
    assert {letter.recipient for letter in letters(own_app, "digest")} == {
        subscribed.email,
        "zwei@leser.example",
    }


def test_an_unconfirmed_address_gets_nothing(own_app: Flask, own_client: JudgingClient) -> None:
    from tests.web.digest_story import ask

    ask(own_client, QUERY)
    publish(own_app, sheet(TITLE, evening()), clock.now() + SOON)
    assert send_due(own_app, morning()) == 0


def test_a_search_of_which_a_part_is_gone_does_not_become_another(
    own_app: Flask, own_client: JudgingClient
) -> None:
    subscribe(own_app, own_client, "anbieter=volkshochschule")
    with own_app.app_context():
        institution = db.session.scalars(
            select(Institution).where(Institution.slug == "volkshochschule")
        ).one()
        row = db.session.scalars(select(MailSubscription)).one()
        row.query = "anbieter=gibt-es-nicht"
        db.session.commit()
        assert institution.id
    publish(own_app, sheet(TITLE, evening()), clock.now() + SOON)
    assert send_due(own_app, morning()) == 0


def test_feed_calendar_and_digest_agree(
    own_app: Flask, own_client: JudgingClient, subscribed: MailSubscription
) -> None:
    """The news feed's entries that are younger than the consent are those of the letter, and the calendar carries its dates."""
    changed = change(
        own_app, TITLE, lambda s: with_date(s, 0, status=OccurrenceStatus.CANCELLED), clock.now() + SOON
    )
    new = publish(own_app, sheet("Zwergkaninchen für Kinder", evening(30), 1), clock.now() + SOON)
    letter = digest(own_app, morning())
    since = subscriptions(own_app)[0].confirmed_at
    assert since is not None
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(own_client.get(f"/suche.atom?{QUERY}").data)
    news = {
        entry.findtext(f"{atom}title")
        for entry in feed.iter(f"{atom}entry")
        if datetime.fromisoformat(entry.findtext(f"{atom}updated") or "") > since
    }
    assert news == {TITLE, new.title}
    assert all(title in letter.text for title in news)
    assert set(re.findall(r"/angebote/(\d+)-", letter.text)) == {str(changed.id), str(new.id)}
    calendar = own_client.get(f"/suche.ics?{QUERY}").text
    assert calendar.count("STATUS:CANCELLED") == letter.text.count("Abgesagt:") == 1


@pytest.mark.parametrize(
    ("rhythm", "now", "expected"),
    [
        (
            Rhythm.DAILY,
            datetime(2026, 11, 26, 6, 30, tzinfo=clock.TOWN_ZONE),
            datetime(2026, 11, 25, 7, 0, tzinfo=clock.TOWN_ZONE),
        ),
        (
            Rhythm.DAILY,
            datetime(2026, 11, 26, 7, 0, tzinfo=clock.TOWN_ZONE),
            datetime(2026, 11, 26, 7, 0, tzinfo=clock.TOWN_ZONE),
        ),
        (
            Rhythm.WEEKLY,
            datetime(2026, 11, 26, 12, 0, tzinfo=clock.TOWN_ZONE),
            datetime(2026, 11, 23, 7, 0, tzinfo=clock.TOWN_ZONE),
        ),
        (
            Rhythm.WEEKLY,
            datetime(2026, 11, 23, 6, 59, tzinfo=clock.TOWN_ZONE),
            datetime(2026, 11, 16, 7, 0, tzinfo=clock.TOWN_ZONE),
        ),
        (
            Rhythm.DAILY,
            datetime(2027, 3, 28, 9, 0, tzinfo=clock.TOWN_ZONE),
            datetime(2027, 3, 28, 7, 0, tzinfo=clock.TOWN_ZONE),
        ),
    ],
)
def test_seven_in_the_morning_on_the_towns_clock(rhythm: Rhythm, now: datetime, expected: datetime) -> None:
    assert rules.last_due(rhythm, now) == expected
    assert not rules.is_due(rhythm, rules.told_by(now), now), "what was just told is not due again"


def test_the_job_worker_knows_of_it() -> None:
    from portal.web.kit.housework import PERIODIC

    assert [one.work for one in PERIODIC if one.name == "digests"] == [digests.send_due]
