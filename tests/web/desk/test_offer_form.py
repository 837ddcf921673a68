"""The form of an offer without any script: enter, save, submit, correct; rows and series by buttons; nothing typed is lost."""

from datetime import date
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy.orm.exc import StaleDataError

from portal import clock
from portal.extensions import db
from portal.models import FormDraft
from portal.vocabulary.offers import AttendanceMode, OfferKind, RegistrationWay, Step
from portal.vocabulary.terms import Scheme
from portal.workflow import actions
from tests.judge import JudgingClient
from tests.web.desk.offers import (
    LIST,
    NEW,
    complete,
    copy_of,
    errors,
    fields,
    monday,
    newest,
    offers_of,
    one,
    open_form,
    send,
    sheet_of,
)
from tests.web.people import signed_in
from tests.web.reading import HTML, page, text_of

PROVIDER = "anbieter@demo.example"


@pytest.fixture
def provider(own_app: Flask) -> JudgingClient:
    return signed_in(own_app, PROVIDER)


def test_a_title_is_enough_to_save_and_the_rest_comes_later(own_app: Flask, provider: JudgingClient) -> None:
    given = open_form(provider, NEW)
    assert given["contact_phone"], "what the institution has said once is there already"
    answer = send(provider, NEW, given, title="Löten und Messen", tun="speichern")
    number = newest(own_app)
    assert (answer.status_code, answer.location) == (303, one(number))
    document = page(provider.get(one(number)))
    assert document.notices()[0] == "Als Entwurf gespeichert. Öffentlich ist davon noch nichts."
    copy = copy_of(own_app, number)
    assert (copy.sheet.title, copy.offer.step, copy.live) == ("Löten und Messen", Step.DRAFT, None)
    assert copy.sheet.runs == (), "an empty run is no run"
    assert provider.get(f"/angebote/{number}-loeten-und-messen").status_code == 404


def test_submitting_what_is_not_complete_saves_it_and_says_what_is_missing(
    own_app: Flask, provider: JudgingClient
) -> None:
    answer = send(provider, NEW, open_form(provider, NEW), title="Löten", price="24", tun="einreichen")
    number = newest(own_app)
    assert (answer.status_code, answer.location) == (303, f"{one(number)}?pruefen=1")
    document = page(provider.get(answer.location))
    said = errors(document)
    assert "Ihre Eingaben sind gespeichert. Bitte ergänzen Sie:" in document.words
    assert document.title.startswith("Fehler:")
    assert len(said) == 5, said
    assert any("ein bis zwei Sätzen" in line for line in said)
    assert not any("Preis" in line for line in said)
    links = [link.get("href") for link in document.one("div", class_="errorsummary").iter(HTML + "a")]
    assert links == ["#summary", "#topic", "#life_phase", "#runs", "#place"]
    assert sheet_of(own_app, number).price_cents == 2400
    assert copy_of(own_app, number).offer.step is Step.DRAFT


def test_a_complete_offer_goes_to_review_with_everything_that_was_typed(
    own_app: Flask, provider: JudgingClient
) -> None:
    given = complete(
        own_app,
        open_form(provider, NEW),
        description="## Was wir tun\r\n\r\n- löten\r\n- messen",
        **{"runs-0-dates-0-room": "Werkstatt 2", "runs-0-number": "L-1", "reduced_price": "12"},
        registration_way="mail",
        age_min="14",
        maintenance_email="pflege@vhs.example",
    )
    answer = send(provider, NEW, given, tun="einreichen")
    assert (answer.status_code, answer.location) == (303, f"{LIST}?anbieter=volkshochschule")
    document = page(provider.get(answer.location))
    assert document.notices()[0].startswith("„Löten und Messen“: Eingereicht.")
    copy = copy_of(own_app, newest(own_app))
    assert copy.edit is not None
    assert (copy.edit.step, copy.offer.step) == (Step.SUBMITTED, Step.SUBMITTED)
    sheet = copy.sheet
    assert (sheet.kind, sheet.price_cents, sheet.reduced_price_cents) == (OfferKind.WORKSHOP, 2450, 1200)
    assert sheet.terms == {Scheme.TOPIC: ("technik-handwerk",), Scheme.LIFE_PHASE: ("beruf",)}
    assert (sheet.registration_way, sheet.attendance_mode) == (RegistrationWay.MAIL, AttendanceMode.ON_SITE)
    assert sheet.description == "## Was wir tun\n\n- löten\n- messen"
    assert (sheet.age_min, sheet.maintenance_email) == (14, "pflege@vhs.example")
    [run] = sheet.runs
    [first] = run.dates
    assert (run.number, first.room, first.first_day) == ("L-1", "Werkstatt 2", monday())
    assert clock.local(first.starts_at).hour == 18
    again = page(provider.get(one(copy.offer.id)))
    assert "liegt zur Prüfung" in again.words


def test_a_mistake_names_field_and_remedy_and_keeps_everything(
    own_app: Flask, provider: JudgingClient
) -> None:
    before = newest(own_app)
    given = complete(
        own_app,
        open_form(provider, NEW),
        **{"runs-0-dates-0-end": "17:00", "price": "vierundzwanzig", "contact_email": "quatsch"},
    )
    answer = send(provider, NEW, given, tun="einreichen")
    assert answer.status_code == 400
    document = page(answer)
    said = errors(document)
    assert any(
        line.startswith("Durchführung 1, Termin 1, Ende: Das Ende liegt vor dem Beginn: 17:00 Uhr")
        for line in said
    )
    assert any(line.startswith("Preis in Euro: Bitte geben Sie einen Betrag ein") for line in said)
    assert any(line.startswith("E-Mail: Diese Adresse ist unvollständig") for line in said)
    kept = fields(document)
    assert {name: kept.getlist(name) for name in given if name not in ("csrf_token",)} == {
        name: given.getlist(name) for name in given if name not in ("csrf_token",)
    }
    states = [text_of(item) for item in document.one("nav", class_="formnav").iter(HTML + "li")]
    assert any(state.startswith("3Wann?1 Fehler") for state in states), states
    assert newest(own_app) == before
    waiting = page(provider.get(NEW))
    assert "Ihre Eingaben sind noch da" in waiting.words, "a closed tab loses nothing"
    assert fields(waiting)["price"] == "vierundzwanzig"
    send(
        provider,
        NEW,
        fields(waiting),
        price="24",
        contact_email="a@b.example",
        runs__0__dates__0__end="19:00",
        tun="speichern",
    )
    with own_app.app_context():
        assert db.session.query(FormDraft).count() == 0, "what is saved need not be kept beside"


def test_buttons_add_and_remove_runs_and_dates_without_a_script(
    own_app: Flask, provider: JudgingClient
) -> None:
    given = complete(own_app, open_form(provider, NEW))
    answer = send(provider, NEW, given, tun="termin-neu:0")
    assert answer.status_code == 200
    given = fields(page(answer))
    assert (given["runs-0-dates-1-day"], given["runs-0-dates-1-start"], given["runs-0-dates-1-end"]) == (
        "",
        "18:00",
        "20:00",
    )
    answer = send(provider, NEW, given, runs__0__dates__1__day=monday(9).isoformat(), tun="lauf-neu")
    given = fields(page(answer))
    assert (given["runs-1-dates-0-day"], given["runs-1-availability"]) == ("", "free")
    given = fields(page(send(provider, NEW, given, tun="termin-weg:0:0")))
    assert given["runs-0-dates-0-day"] == monday(9).isoformat()
    assert "runs-0-dates-1-day" not in given
    given = fields(page(send(provider, NEW, given, tun="lauf-weg:1")))
    assert not any(name.startswith("runs-1-") for name in given)
    assert given["title"] == "Löten und Messen"
    assert "Ihre Eingaben sind noch da" in page(provider.get(NEW)).words, "the half-built form is kept"
    send(provider, NEW, given, tun="speichern")
    assert [one.first_day for one in sheet_of(own_app, newest(own_app)).runs[0].dates] == [monday(9)]


def test_a_series_proposes_dates_and_names_the_days_it_leaves_free(
    own_app: Flask, provider: JudgingClient
) -> None:
    first = date(2027, 1, 12)
    given = complete(
        own_app,
        open_form(provider, NEW),
        **{"runs-0-dates-0-day": "", "runs-0-series-first": first.isoformat()},
    )
    answer = send(
        provider, NEW, given,
        runs__0__series__start="18:00", runs__0__series__end="19:30", runs__0__series__until="2027-02-23", tun="reihe:0",
    )  # fmt: skip
    document = page(answer)
    [notice] = [line for line in document.notices() if line.startswith("Ergibt")]
    assert notice.startswith("Ergibt 6 Termine. Frei bleiben: 2. Februar (Winterferien)")
    given = fields(document)
    days = [given[f"runs-0-dates-{row}-day"] for row in range(6)]
    assert days[0] == "2027-01-12"
    assert "2027-02-02" not in days
    again = page(send(provider, NEW, given, tun="reihe:0"))
    assert any("6 standen schon da" in line for line in again.notices())
    send(provider, NEW, fields(again), tun="speichern")
    assert len(sheet_of(own_app, newest(own_app)).runs[0].dates) == 6


def test_a_series_that_was_not_turned_into_dates_is_not_forgotten(
    own_app: Flask, provider: JudgingClient
) -> None:
    given = complete(own_app, open_form(provider, NEW),
        **{"runs-0-dates-0-day": "", "runs-0-dates-0-start": "", "runs-0-dates-0-end": "",
           "runs-0-series-first": "2027-04-06", "runs-0-series-start": "10:00", "runs-0-series-end": "11:00", "runs-0-series-count": "3"},
    )  # fmt: skip
    answer = send(provider, NEW, given, tun="einreichen")
    assert answer.status_code == 200
    assert any(line.startswith("Ergibt 3 Termine") for line in page(answer).notices())


def test_a_series_with_a_hole_says_what_is_missing(own_app: Flask, provider: JudgingClient) -> None:
    given = complete(own_app, open_form(provider, NEW), **{"runs-0-series-first": "2027-04-06"})
    document = page(send(provider, NEW, given, tun="reihe:0"))
    said = errors(document)
    assert any("Wann beginnen die Termine?" in line for line in said), said
    assert any("Bis wann, oder wie viele Termine?" in line for line in said)


def test_a_second_click_makes_no_second_offer(own_app: Flask, provider: JudgingClient) -> None:
    given = complete(own_app, open_form(provider, NEW))
    first = send(provider, NEW, given, tun="speichern")
    number = newest(own_app)
    second = send(provider, NEW, given, tun="speichern")
    assert (first.location, second.location, newest(own_app)) == (one(number), one(number), number)


def test_an_expired_session_loses_nothing(own_app: Flask, provider: JudgingClient) -> None:
    number = offers_of(own_app)[0]
    given = open_form(provider, one(number))
    with provider.session_transaction() as session:
        session.pop("_user_id")
    answer = send(provider, one(number), given, summary="Neu und unverloren.", tun="speichern")
    assert answer.status_code == 303
    assert "/konto/anmelden" in answer.location
    parked = answer.location.partition("weiter=")[2]
    back = signed_in(own_app, PROVIDER)
    waiting = fields(page(back.get(unquote(parked))))
    assert waiting["summary"] == "Neu und unverloren."


def test_a_page_that_was_open_too_long_loses_nothing(own_app: Flask, provider: JudgingClient) -> None:
    number = offers_of(own_app)[0]
    given = open_form(provider, one(number))
    answer = send(
        provider, one(number), given, csrf_token="alt", summary="Über Nacht offen.", tun="speichern"
    )
    assert answer.status_code == 303
    assert fields(page(provider.get(answer.location)))["summary"] == "Über Nacht offen."


def test_a_similar_offer_is_named_with_the_way_to_it(own_app: Flask, provider: JudgingClient) -> None:
    number = next(n for n in offers_of(own_app) if copy_of(own_app, n).live and open_dates(own_app, n))
    title = sheet_of(own_app, number).title
    answer = send(provider, NEW, open_form(provider, NEW), title=title, tun="speichern")
    document = page(provider.get(answer.location))
    assert any("Gibt es das schon?" in line for line in document.notices())
    assert one(number) in document.links(), "one's own leads to its form"
    other = next(
        n for n in offers_of(own_app, "musikschule") if copy_of(own_app, n).live and open_dates(own_app, n)
    )
    foreign = sheet_of(own_app, other).title
    refused = send(
        provider, NEW, open_form(provider, f"{NEW}?neu=1"), title=foreign, price="viel", tun="speichern"
    )
    assert f"/angebote/{other}" in page(refused).links(), "another's leads to its public page"


def open_dates(app: Flask, number: int) -> bool:
    return any(day.ends_at > clock.now() for run in sheet_of(app, number).runs for day in run.dates)


def test_a_save_that_meets_another_in_the_same_second_is_tried_again(
    own_app: Flask, provider: JudgingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, real, calls = offers_of(own_app)[0], actions.save, []

    def sometimes(*arguments: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == 1:
            raise StaleDataError("somebody was faster")
        return real(*arguments, **named)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(actions, "save", sometimes)
    given = open_form(provider, one(number))
    assert send(provider, one(number), given, goal="Kommt doch an.", tun="speichern").status_code == 303
    assert (len(calls), sheet_of(own_app, number).goal) == (2, "Kommt doch an.")
