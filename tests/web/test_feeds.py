"""Feeds over HTTP: every address, ETag and 304, HEAD, gzip, bytes that rest, parameters, names, notices, no cookie."""

import csv
import gzip
import io
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from flask import Flask
from icalendar import Calendar, Event
from sqlalchemy import select

from portal import clock
from portal.calendar import ledger
from portal.extensions import db
from portal.models import Institution, Occurrence, Offer, Run
from portal.offers.filters import OfferFilter
from portal.offers.outbox import note_change
from portal.vocabulary.offers import OccurrenceStatus, Step
from portal.web.kit import publishing
from tests.judge import JudgingClient

ATOM = "{http://www.w3.org/2005/Atom}"
CALENDARS = (
    "/suche.ics",
    "/suche.ics?q=computer",
    "/suche.ics?art=kurs&stadtteil=zoberberg",
    "/en/suche.ics?q=englisch",
    "/anbieter/volkshochschule.ics",
    "/seniorenuniversitaet.ics",
    "/elterntrainings.ics",
    "/berufswahlkalender.ics?klasse=9",
)


def read(client: Any, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return Calendar.from_ical(answer.data)


def events(client: Any, address: str) -> list[Event]:
    return [event for event in read(client, address).walk("VEVENT") if isinstance(event, Event)]


@pytest.mark.parametrize("address", CALENDARS)
def test_a_calendar_is_public_cacheable_and_rests(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert "public" in answer.headers["Cache-Control"] and "Cookie" not in answer.headers["Vary"]
    assert "Set-Cookie" not in answer.headers
    assert client.get(address).data == answer.data
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    since = client.get(address, headers={"If-Modified-Since": answer.headers["Last-Modified"]})
    assert since.status_code == 304


def test_head_says_what_get_would_without_the_body(client: Any) -> None:
    head, get = client.head(CALENDARS[1]), client.get(CALENDARS[1])
    assert head.status_code == 200 and head.data == b""
    for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length"):
        assert head.headers[name] == get.headers[name]


def test_gzip_is_the_same_with_an_etag_of_its_own(client: Any) -> None:
    plain = client.get(CALENDARS[0])
    zipped = client.get(CALENDARS[0], headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip" and gzip.decompress(zipped.data) == plain.data
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    assert len(zipped.data) * 5 < len(plain.data)


def test_the_calendar_itself_tells_its_name_pace_and_origin(client: Any) -> None:
    calendar = read(client, "/berufswahlkalender.ics?klasse=9&schulform=sekundarschule")
    assert str(calendar["NAME"]) == str(calendar["X-WR-CALNAME"]) == "Berufswahl · Klasse 9 · Sekundarschule"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=12)
    assert str(calendar["X-PUBLISHED-TTL"]) == "PT12H"
    assert str(calendar["SOURCE"]).endswith("/berufswahlkalender.ics?klasse=9&schulform=sekundarschule")
    assert (str(calendar["METHOD"]), str(calendar["COLOR"])) == ("PUBLISH", "darkseagreen")
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("gibtsnicht=1", "gibtsnicht"),
        ("art=quatsch", "quatsch"),
        ("von=31.02.2026", "31.02.2026"),
        ("erinnerung=morgen", "morgen"),
        ("durchfuehrung=4711", "4711"),
    ],
)
def test_what_a_feed_does_not_understand_it_says_in_its_description(
    client: Any, query: str, said: str
) -> None:
    calendar = read(client, f"/suche.ics?q=computer&{query}")
    assert said.casefold() in str(calendar["DESCRIPTION"]).casefold()
    assert len(calendar.walk("VEVENT")) == len(events(client, "/suche.ics?q=computer"))


def test_entries_carry_what_a_reader_needs(client: Any) -> None:
    timed = next(event for event in events(client, "/suche.ics?art=kurs") if "LOCATION" in event)
    assert timed["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert str(timed["UID"]).startswith("occurrence-") and str(timed["UID"]).endswith("@agora")
    assert "\n" not in str(timed["SUMMARY"])
    description = str(timed["DESCRIPTION"])
    assert all(word in description for word in ("Kosten: ", "Kontakt: ", f"Mehr dazu: {timed['URL']}"))
    assert {"LOCATION", "GEO", "URL", "CATEGORIES", "CONTACT", "STATUS", "TRANSP"} <= set(timed)


def test_no_private_mail_address_enters_a_calendar(client: Any, app: Flask) -> None:
    with app.app_context():
        public = {one.email for one in db.session.scalars(select(Institution)) if one.email}
        private = {
            address
            for one in db.session.scalars(select(Offer))
            for address in (one.contact_email, one.maintenance_email)
            if address and address not in public and address != one.registration_email
        }
    text = "".join(client.get("/suche.ics").text.replace("\r\n ", "").split())
    assert private and not {
        address for address in private if f"mailto:{address}" in text or f"CONTACT:{address}" in text
    }


def test_a_reminder_stands_in_every_entry_that_takes_place(client: Any) -> None:
    for event in events(client, "/suche.ics?q=computer&erinnerung=P1D"):
        alarms = [part["TRIGGER"].dt for part in event.subcomponents]
        assert alarms == ([] if str(event["STATUS"]) == "CANCELLED" else [timedelta(days=-1)])
    assert not any(event.subcomponents for event in events(client, "/suche.ics?q=computer"))


def test_cancelled_dates_and_deadlines_can_be_left_out(client: Any) -> None:
    everything = events(client, "/suche.ics")
    cancelled = [event for event in everything if str(event["STATUS"]) == "CANCELLED"]
    assert cancelled and all(
        str(event["SUMMARY"]).startswith(("Abgesagt: ", "Verschoben: ")) for event in cancelled
    )
    kept = events(client, "/suche.ics?ohne_abgesagte=1")
    assert len(kept) == len(everything) - len(cancelled)
    assert any(str(event["UID"]).startswith("deadline-") for event in everything)
    without = events(client, "/suche.ics?ohne_fristen=1")
    assert without and all(str(event["UID"]).startswith("occurrence-") for event in without)


def test_days_and_times_of_the_search_choose_the_dates(client: Any) -> None:
    first, last = clock.today() + timedelta(days=7), clock.today() + timedelta(days=21)
    found = events(client, f"/suche.ics?von={first}&bis={last}&wochentag=mi&tageszeit=abends")
    assert found
    for event in found:
        start = event["DTSTART"].dt
        assert first <= start.date() <= last and start.weekday() == 2 and start.hour >= 17


def test_one_run_has_a_calendar_of_its_own(client: Any, app: Flask) -> None:
    with app.app_context():
        run = next(
            run
            for run in db.session.scalars(select(Run))
            if len(run.occurrences) > 2 and len(run.offer.runs) > 1
        )
        address, ids = (
            f"/angebote/{run.offer_id}-{run.offer.slug}.ics",
            {f"occurrence-{day.uuid}@agora" for day in run.occurrences},
        )
        uuid = run.uuid
    whole = {str(event["UID"]) for event in events(client, address)}
    one = {str(event["UID"]) for event in events(client, f"{address}?durchfuehrung={uuid}")}
    assert {uid for uid in one if uid.startswith("occurrence")} == ids & whole
    assert one < whole


def test_an_unknown_offer_or_provider_has_no_calendar(client: Any) -> None:
    for address in ("/angebote/999999-nichts.ics", "/anbieter/nichts.ics", "/anbieter/nichts.atom"):
        assert client.get(address).status_code == 404


def test_a_school_year_can_be_chosen_and_without_it_the_calendar_goes_on(client: Any) -> None:
    everything = {str(event["UID"]) for event in events(client, "/berufswahlkalender.ics")}
    year = {str(event["UID"]) for event in events(client, "/berufswahlkalender.ics?schuljahr=2026-27")}
    assert year <= everything
    for event in events(client, "/berufswahlkalender.ics?schuljahr=2026-27"):
        start = event["DTSTART"].dt
        assert day_of(start) <= date(2027, 7, 31)


def day_of(moment: Any) -> date:
    found: date = moment.date() if hasattr(moment, "hour") else moment
    return found


def publish(app: Flask, offer_id: int) -> None:
    """What the one commit of a change does."""
    note_change(db.session(), [offer_id])
    db.session.commit()
    publishing.drain()


def test_a_change_reaches_the_feed_at_once_and_moves_its_etag(
    own_app: Flask, own_client: JudgingClient
) -> None:
    with own_app.app_context():
        day = next(
            day
            for day in db.session.scalars(select(Occurrence))
            if day.starts_at > clock.now() and day.status is OccurrenceStatus.PLANNED
        )
        offer_id, uid = day.run.offer_id, f"occurrence-{day.uuid}@agora"
        address = f"/angebote/{offer_id}-x.ics"
        before, other = own_client.get(address), own_client.get("/seniorenuniversitaet.ics")
        day.status = OccurrenceStatus.CANCELLED
        publish(own_app, offer_id)
    answer = own_client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert answer.status_code == 200
    changed = {str(event["UID"]): event for event in Calendar.from_ical(answer.data).walk("VEVENT")}[uid]
    assert (str(changed["STATUS"]), int(changed["SEQUENCE"])) == ("CANCELLED", 1)
    if offer_id not in {
        int(str(event["URL"]).split("/")[-1].split("-")[0])
        for event in Calendar.from_ical(other.data).walk("VEVENT")
    }:
        assert (
            own_client.get(
                "/seniorenuniversitaet.ics", headers={"If-None-Match": other.headers["ETag"]}
            ).status_code
            == 304
        )


def test_a_withdrawn_offer_is_called_off_where_it_stood(own_app: Flask, own_client: JudgingClient) -> None:
    with own_app.app_context():
        day = next(
            day
            for day in db.session.scalars(select(Occurrence))
            if day.starts_at > clock.now() and day.run.offer.place
        )
        offer, uid = day.run.offer, f"occurrence-{day.uuid}@agora"
        search = f"/suche.ics?q={quote(offer.title)}&anbieter={offer.institution.slug}"
        address = f"/angebote/{offer.id}-{offer.slug}.ics"
        assert uid in own_client.get(search).text.replace("\r\n ", "")
        offer.step = Step.WITHDRAWN
        publish(own_app, offer.id)
    for each in (search, address):
        found = {str(event["UID"]): event for event in events(own_client, each)}
        assert str(found[uid]["STATUS"]) == "CANCELLED" and str(found[uid]["SUMMARY"]).startswith(
            "Abgesagt: "
        )


def test_an_entry_that_cannot_be_written_does_not_keep_the_search_waiting(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: Any) -> int:
        raise ValueError("no such entry")

    with own_app.app_context():
        offer = db.session.scalars(select(Offer)).first()
        assert offer is not None
        offer_id, offer.title = offer.id, "Schnörkelkunde am Abend"
        note_change(db.session(), [offer_id])
        db.session.commit()
        with monkeypatch.context() as patched:
            patched.setattr(ledger, "drain", broken)
            assert publishing.drain() == 1
        wanted = OfferFilter(text="schnörkelkunde")
        assert own_app.extensions["agora_search"].offer_ids(wanted, now=clock.now()) == (offer_id,)
        assert publishing.drain() == 1  # the calendars' entry has waited


@pytest.mark.parametrize(
    "address", ["/suche.atom", "/suche.atom?q=computer", "/anbieter/volkshochschule.atom", "/en/suche.atom"]
)
def test_a_news_feed_names_what_changed_last_first(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.data)
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in feed.findall(f"{ATOM}entry")]
    assert updated and updated == sorted(updated, reverse=True)
    assert len({entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")}) == len(updated)
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_table_holds_every_offer_found_and_no_formula(client: Any) -> None:
    answer = client.get("/suche.csv?art=kurs")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == client.get("/suche.json?art=kurs").get_json()["total"]
    assert {row["art"] for row in rows} == {"Kurs"}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]


def test_lists_offer_to_be_subscribed(client: Any) -> None:
    for page in (
        "/suche?q=computer",
        "/themen/sprachen",
        "/seniorenuniversitaet",
        "/elterntrainings",
        "/anbieter/volkshochschule",
    ):
        text = client.get(page).text
        for what in (
            "webcal://",
            "calendar.google.com",
            "outlook.live.com",
            'class="qr"',
            'rel="alternate" type="text/calendar"',
        ):
            assert what in text, (page, what)
