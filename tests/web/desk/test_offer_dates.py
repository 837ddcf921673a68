"""Calling a date off, moving it, free places, the next term: small changes in few clicks, public at once."""

from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.extensions import db
from portal.models import Institution, JournalEntry
from portal.offers.sheet import DateSheet, OfferSheet
from portal.vocabulary.offers import Availability, OccurrenceStatus
from portal.vocabulary.people import Standing
from tests.judge import JudgingClient
from tests.web.desk.offers import LIST, copy_of, errors, fields, offers_of, one, open_form, send, sheet_of
from tests.web.hall import HOSTILE
from tests.web.people import signed_in
from tests.web.reading import page, text_of


@pytest.fixture
def provider(own_app: Flask) -> JudgingClient:
    return signed_in(own_app, "anbieter@demo.example")


def ahead(sheet: OfferSheet) -> list[DateSheet]:
    return [
        each
        for run in sheet.runs
        for each in run.dates
        if each.ends_at > clock.now() and each.status is OccurrenceStatus.PLANNED and not each.all_day
    ]


@pytest.fixture
def number(own_app: Flask) -> int:
    """A public offer with several dates to come."""
    return next(
        n for n in offers_of(own_app) if copy_of(own_app, n).live and len(ahead(sheet_of(own_app, n))) > 2
    )


def date_of(app: Flask, number: int, uuid: str) -> DateSheet:
    live = copy_of(app, number).live
    assert live is not None
    return next(each for run in live.runs for each in run.dates if each.uuid == uuid)


def test_a_date_is_called_off_in_two_clicks_and_that_can_be_taken_back(
    own_app: Flask, provider: JudgingClient, number: int
) -> None:
    uuid = ahead(sheet_of(own_app, number))[0].uuid
    listed = page(provider.get(one(number) + "/termine"))
    [first] = [link for link in listed.links() if f"termin={uuid}" in link and "was=absagen" in link]
    given = open_form(provider, first, "formular")
    answer = send(provider, first, given, note="Die Dozentin ist krank.")
    assert answer.status_code == 303
    document = page(provider.get(answer.location))
    assert document.notices()[0].startswith("Abgesagt: ")
    assert "schon öffentlich" in document.notices()[0]
    now = date_of(own_app, number, uuid)
    assert (now.status, now.note) == (OccurrenceStatus.CANCELLED, "Die Dozentin ist krank.")
    offer = copy_of(own_app, number).offer
    public = page(own_app.test_client().get(f"/angebote/{number}-{offer.slug}"))
    assert "Die Dozentin ist krank." in public.words
    [back] = [link for link in document.links() if f"termin={uuid}" in link and "was=doch" in link]
    send(provider, back, open_form(provider, back, "formular"))
    now = date_of(own_app, number, uuid)
    assert (now.status, now.note) == (OccurrenceStatus.PLANNED, None)


def test_all_dates_of_a_run_are_called_off_in_one_act(
    own_app: Flask, provider: JudgingClient, number: int
) -> None:
    first = ahead(sheet_of(own_app, number))[0]
    listed = page(provider.get(one(number) + "/termine"))
    address = next(link for link in listed.links() if "/termine/absagen?durchfuehrung=" in link)
    given = open_form(provider, address, "formular")
    answer = send(provider, address, given, note="Zu wenige haben sich angemeldet.")
    assert answer.status_code == 303
    assert page(provider.get(answer.location)).notices()[0].startswith("Abgesagt: ")
    run = next(run for run in sheet_of(own_app, number).runs if first.uuid in {day.uuid for day in run.dates})
    later = [day for day in run.dates if day.ends_at > clock.now()]
    assert len(later) > 1
    assert {(day.status, day.note) for day in later} == {
        (OccurrenceStatus.CANCELLED, "Zu wenige haben sich angemeldet.")
    }
    assert provider.get(address).status_code == 404, "there is nothing left to call off"


def test_a_date_moved_to_where_it_is_has_not_changed(
    own_app: Flask, provider: JudgingClient, number: int
) -> None:
    day = ahead(sheet_of(own_app, number))[0]
    address = f"{one(number)}/termine?termin={day.uuid}&was=verlegen"
    given = open_form(provider, address, "formular")
    answer = send(provider, address, given)
    assert answer.status_code == 400
    assert any("nichts geändert" in text for text in errors(page(answer)))
    assert date_of(own_app, number, day.uuid).status is OccurrenceStatus.PLANNED


def test_a_moved_date_keeps_its_identity_and_says_where_it_was(
    own_app: Flask, provider: JudgingClient, number: int
) -> None:
    before = ahead(sheet_of(own_app, number))[0]
    address = f"{one(number)}/termine?termin={before.uuid}&was=verlegen"
    given = open_form(provider, address, "formular")
    later = before.first_day + timedelta(days=1)
    answer = send(
        provider,
        address,
        given,
        day=later.isoformat(),
        start="19:15",
        end="20:45",
        room="Aula",
        note="Größerer Raum",
    )
    assert answer.status_code == 303
    now = date_of(own_app, number, before.uuid)
    assert (now.first_day, now.room, now.status, now.moved_from) == (
        later,
        "Aula",
        OccurrenceStatus.MOVED,
        before.starts_at,
    )
    assert f"{clock.local(now.starts_at):%H:%M}" == "19:15"
    send(provider, address, open_form(provider, address, "formular"), start="19:30", end="21:00")
    assert date_of(own_app, number, before.uuid).moved_from == before.starts_at, "the first plan stays known"


def test_a_moved_date_with_a_mistake_loses_nothing(
    own_app: Flask, provider: JudgingClient, number: int
) -> None:
    before = ahead(sheet_of(own_app, number))[0]
    address = f"{one(number)}/termine?termin={before.uuid}&was=verlegen"
    given = open_form(provider, address, "formular")
    answer = send(provider, address, given, day="", end="25:00", note="bleibt stehen")
    assert answer.status_code == 400
    document = page(answer)
    assert any("An welchem Tag?" in line for line in errors(document))
    assert any("Diese Uhrzeit gibt es nicht" in line for line in errors(document))
    assert fields(document, "formular")["note"] == "bleibt stehen"
    assert date_of(own_app, number, before.uuid) == before


@pytest.mark.parametrize(
    "query",
    ["termin=x&was=absagen", "was=absagen", "termin=00000000-0000-4000-8000-000000000000&was=verlegen"],
)
def test_a_date_that_is_not_there_is_not_found(provider: JudgingClient, number: int, query: str) -> None:
    address = f"{one(number)}/termine?{query}"
    assert provider.get(address).status_code == 404
    csrf = open_form(provider, one(number))["csrf_token"]
    assert provider.post(address, data={"csrf_token": csrf, "note": "x"}).status_code == 404


def test_an_institution_that_waits_for_approval_changes_nothing_public(
    own_app: Flask, provider: JudgingClient, number: int
) -> None:
    with own_app.app_context():
        db.session.query(Institution).filter_by(slug="volkshochschule").update({"standing": Standing.APPLIED})
        db.session.commit()
    uuid = ahead(sheet_of(own_app, number))[0].uuid
    address = f"{one(number)}/termine?termin={uuid}&was=absagen"
    answer = send(provider, address, open_form(provider, address, "formular"), note="krank")
    assert answer.status_code == 303
    assert date_of(own_app, number, uuid).status is OccurrenceStatus.PLANNED
    assert "schon öffentlich" not in page(provider.get(answer.location)).notices()[0]


def test_free_places_are_one_click_from_the_list_and_public_at_once(
    own_app: Flask, provider: JudgingClient, number: int
) -> None:
    address = f"{one(number)}/plaetze"
    assert address in page(provider.get(LIST)).links()
    given = open_form(provider, address, "formular")
    answer = send(provider, address, given, runs__0__availability="few", runs__0__places_left="2")
    assert answer.status_code == 303
    assert page(provider.get(answer.location)).notices()[0].startswith("Gemeldet. Das ist schon öffentlich")
    live = copy_of(own_app, number).live
    assert live is not None
    [run] = [run for run in live.runs if run.uuid == given["runs-0-uuid"]]
    assert (run.availability, run.places_left) == (Availability.FEW, 2)
    with own_app.app_context():
        assert db.session.query(JournalEntry).filter_by(thing_id=number).count() >= 1
    wrong = send(provider, address, given, runs__0__availability="vielleicht", runs__0__places_left="zwei")
    assert wrong.status_code == 400
    assert len(errors(page(wrong))) == 2


def test_the_next_term_is_proposed_without_days_off_and_only_what_is_ticked_comes(
    own_app: Flask, provider: JudgingClient, number: int
) -> None:
    before = sheet_of(own_app, number)
    address = f"{one(number)}/naechstes-semester?wochen=26"
    document = page(provider.get(address))
    given = fields(document, "formular")
    rows = [name.rsplit("-", 1)[0] for name in given if name.endswith("-day")]
    ticked = [row for row in rows if f"{row}-takes" in given]
    assert ticked
    off = [text_of(line) for line in document.all("p", class_="daterow__remark")]
    assert len(rows) - len(ticked) == len(off), "a day off is shown, and not ticked"
    for row in ticked[1:]:
        given.poplist(f"{row}-takes")
    answer = send(provider, address, given)
    assert (answer.status_code, answer.location) == (303, one(number))
    after = sheet_of(own_app, number)
    assert after.runs[: len(before.runs)] == before.runs, "the old ones stay"
    [run] = after.runs[len(before.runs) :]
    [new] = run.dates
    assert new.first_day.isoformat() == given[f"{ticked[0]}-day"]
    assert (run.availability, run.number) == (Availability.FREE, None)
    assert copy_of(own_app, number).live == before, "nothing is public before it is submitted"
    assert send(provider, address, given).location == one(number), "a second click adds nothing"
    assert len(sheet_of(own_app, number).runs) == len(before.runs) + 1


def test_a_copy_has_everything_but_dates_and_is_made_once(
    own_app: Flask, provider: JudgingClient, number: int
) -> None:
    address = f"{one(number)}/kopieren"
    given = open_form(provider, address, "formular")
    before = sheet_of(own_app, number)
    assert given["title"] == before.title
    first = send(provider, address, given, title="Die Kopie")
    second = send(provider, address, given, title="Die Kopie")
    assert first.location == second.location
    made = copy_of(own_app, int(first.location.rsplit("/", 1)[1]))
    assert (made.sheet.title, made.sheet.runs, made.live) == ("Die Kopie", (), None)
    assert made.sheet.terms == before.terms
    assert send(provider, address, given, title="").status_code in (303, 400)


def test_withdrawing_needs_a_reason_and_the_address_says_so(
    own_app: Flask, provider: JudgingClient, number: int
) -> None:
    address = f"{one(number)}/zurueckziehen"
    given = open_form(provider, address, "formular")
    refused = send(provider, address, given, reason="  ")
    assert refused.status_code == 400
    assert any("Bitte nennen Sie einen Grund" in line for line in errors(page(refused)))
    answer = send(provider, address, given, reason="Zu wenige Anmeldungen.")
    assert "nicht mehr öffentlich" in page(provider.get(answer.location)).notices()[0]
    offer = copy_of(own_app, number).offer
    assert own_app.test_client().get(f"/angebote/{number}-{offer.slug}").status_code == 410
    again = send(provider, address, given, reason="Noch einmal.")
    assert again.status_code == 303
    assert "Zurückgezogen" in page(provider.get(again.location)).notices()[0]


def test_a_pending_change_is_given_up_and_the_public_version_stays(
    own_app: Flask, provider: JudgingClient, number: int
) -> None:
    before = sheet_of(own_app, number)
    send(provider, one(number), open_form(provider, one(number)), goal="Verworfenes Ziel", tun="speichern")
    assert sheet_of(own_app, number).goal == "Verworfenes Ziel"
    address = f"{one(number)}/verwerfen"
    answer = send(provider, address, open_form(provider, address, "formular"))
    assert "verworfen" in page(provider.get(answer.location)).notices()[0]
    assert copy_of(own_app, number).edit is None
    assert sheet_of(own_app, number) == before


def test_the_history_tells_what_was_saved_and_carries_words_to_the_editors(
    own_app: Flask, provider: JudgingClient, number: int
) -> None:
    send(provider, one(number), open_form(provider, one(number)), goal="Neues Ziel", tun="speichern")
    address = f"{one(number)}/verlauf"
    empty = send(provider, address, open_form(provider, address, "formular"), text=" ")
    assert empty.status_code == 400
    assert errors(page(empty)) == ["Ihre Nachricht an das Bildungsbüro: Bitte schreiben Sie ein paar Worte."]
    send(provider, address, open_form(provider, address, "formular"), text="Ist das so recht?\n<b>Danke</b>")
    document = page(provider.get(address))
    assert "Ist das so recht? <b>Danke</b>" in document.words
    assert "Entwurf gespeichert" in document.words


def test_the_preview_is_the_public_page_with_a_band(
    own_app: Flask, provider: JudgingClient, number: int
) -> None:
    offer = copy_of(own_app, number).offer
    public = page(own_app.test_client().get(f"/angebote/{number}-{offer.slug}"))
    answer = send(
        provider,
        one(number),
        open_form(provider, one(number)),
        summary="Nur in der Vorschau.",
        tun="vorschau",
    )
    assert answer.location == one(number) + "/vorschau"
    shown = page(provider.get(answer.location))
    assert shown.notices()[0].startswith("Vorschau. So wird die Seite aussehen.")
    assert "Nur in der Vorschau." in shown.words
    assert "Nur in der Vorschau." not in public.words
    assert shown.h1 == public.h1
    headings = [text_of(each) for each in public.all("h2") if text_of(each) != "Das könnte auch passen"]
    assert [text_of(each) for each in shown.all("h2")] == headings


ODD = (
    "",
    "\x00",
    "x" * 10_000,
    "😀" * 300,
    HOSTILE,
    "9999-12-31",
    "25:61",
    "-5",
    "²",
    "999999999999999999999",
    "quatsch",
)
SMALL = {
    "termine": ("day", "start", "end", "last", "room", "place", "note"),
    "plaetze": ("runs-0-uuid", "runs-0-availability", "runs-0-places_left", "runs-²-uuid"),
    "verlauf": ("text",),
    "kopieren": ("title", "einmal"),
    "zurueckziehen": ("reason",),
    "naechstes-semester": (
        "runs-0-uuid",
        "runs-0-number",
        "runs-0-dates-0-day",
        "runs-0-dates-0-takes",
        "runs-0-dates-0-uuid",
        "einmal",
    ),
}


@pytest.mark.parametrize("path", SMALL)
def test_small_forms_answer_whatever_is_typed(
    own_app: Flask, provider: JudgingClient, number: int, path: str
) -> None:
    address = f"{one(number)}/{path}"
    if path == "termine":
        address += f"?termin={ahead(sheet_of(own_app, number))[0].uuid}&was=verlegen"
    given = open_form(provider, address, "formular")
    for turn, value in enumerate(ODD):
        sent = given.copy()
        for place, name in enumerate(SMALL[path]):
            if (turn + place) % 2 == 0:
                sent.setlist(name, [value, value] if turn % 3 == 0 else [value])
        assert provider.post(address, data=sent).status_code in (303, 400), (path, value[:20])
    assert provider.get(LIST).status_code == 200
    assert provider.get(one(number)).status_code == 200
