"""What a form shows and sends back unchanged is the sheet it was made of, to the last field; what is sent by attackers is a page."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField
from wtforms.fields import Field

from portal import text
from portal.extensions import db
from portal.offers import series
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet, digest, new_uuid
from portal.vocabulary.offers import (
    AttendanceMode,
    Availability,
    CefrLevel,
    OccurrenceStatus,
    OfferKind,
    RegistrationWay,
)
from portal.vocabulary.terms import Scheme
from portal.web.desk import form_choices, form_of_sheet, sheet_of_form
from portal.web.desk.offer_form import OfferForm
from tests.judge import JudgingClient
from tests.web.desk.offers import LIST, NEW, fields, newest, offers_of, one, open_form
from tests.web.hall import HOSTILE
from tests.web.people import signed_in
from tests.web.reading import Document, page

LINES = st.text(min_size=1, max_size=60).map(text.one_line).filter(bool)
PROSE = st.text(min_size=1, max_size=200).map(lambda given: text.clean(given).strip()).filter(bool)
MAILS = st.sampled_from(["a@b.example", "kurse@vhs.example"])
LINKS = st.sampled_from(["https://vhs.example/kurs?nr=1&x=2", "http://www.verein.example"])
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
TIMES = st.times().map(lambda each: each.replace(second=0, microsecond=0))
COUNTS = st.integers(0, 100)
ZONES = st.sampled_from(["Europe/Berlin", "Europe/London", "America/New_York"])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def dates(draw: Any) -> DateSheet:
    """Whole days, evenings, nights and weekends, in any state, also in the hour that comes twice."""
    zone = draw(ZONES)
    day, kind = draw(DAYS), draw(st.sampled_from(["day", "days", "timed", "night", "twice"]))
    if kind in ("day", "days"):
        slot = series.whole_days(day, day + timedelta(days=3 if kind == "days" else 0), ZoneInfo(zone))
    elif kind == "timed":
        start = draw(TIMES)
        slot = series.timed(day, start, draw(TIMES.filter(lambda end: end != start)), ZoneInfo(zone))
    elif kind == "night":
        slot = series.timed(day, time(22), time(0), ZoneInfo(zone))
    else:
        begin = datetime(2027, 10, 31, 1, 15, tzinfo=UTC)
        slot = series.between(begin, begin + timedelta(minutes=90), ZoneInfo(zone))
    when = {name: getattr(slot, name) for name in slot.__slots__}
    return DateSheet(
        **when,
        zone=zone,
        status=draw(st.sampled_from(OccurrenceStatus)),
        room=draw(maybe(LINES)),
        note=draw(maybe(LINES)),
        moved_from=draw(maybe(st.just(datetime(2026, 5, 4, 8, tzinfo=UTC)))),
        online_url=draw(maybe(LINKS)),
        uuid=str(draw(st.uuids())),
    )


def money(draw: Any) -> dict[str, int | None]:
    price = draw(maybe(st.integers(0, 500_000)))
    reduced = draw(maybe(st.integers(0, price))) if price else None
    return {"price_cents": price, "reduced_price_cents": reduced}


@st.composite
def runs(draw: Any) -> RunSheet:
    days = sorted(draw(st.lists(DAYS, min_size=4, max_size=4)))
    most = draw(maybe(st.integers(50, 100)))
    held = draw(st.lists(dates(), max_size=4, unique_by=lambda each: each.uuid))
    return RunSheet(
        number=draw(maybe(LINES)),
        starts_on=draw(maybe(st.just(days[0]))),
        ends_on=draw(maybe(st.just(days[1]))),
        schedule_note=draw(maybe(LINES)),
        note=draw(maybe(PROSE)),
        attendance_mode=draw(maybe(st.sampled_from(AttendanceMode))),
        **money(draw),
        price_note=draw(maybe(LINES)),
        min_participants=draw(maybe(st.integers(0, 50))),
        max_participants=most,
        availability=draw(st.sampled_from(Availability)),
        places_left=draw(maybe(st.integers(0, 50))),
        registration_opens_on=draw(maybe(st.just(days[2]))),
        registration_closes_on=draw(maybe(st.just(days[3]))),
        registration_url=draw(maybe(LINKS)),
        status=draw(st.sampled_from(OccurrenceStatus)),
        dates=tuple(sorted(held, key=lambda each: (each.starts_at, each.uuid))),
        uuid=new_uuid(),
    )


@st.composite
def sheets(draw: Any) -> OfferSheet:
    """Any content that a form could have made."""
    cost = money(draw)
    ages = sorted(draw(st.lists(st.integers(0, 99), min_size=2, max_size=2)))
    return OfferSheet(
        title=draw(LINES),
        kind=draw(st.sampled_from(OfferKind)),
        **{name: draw(maybe(PROSE)) for name in ("summary", "description", "plain_text", "goal", "prerequisites")},
        certificate=draw(maybe(LINES)),
        age_min=draw(maybe(st.just(ages[0]))),
        age_max=draw(maybe(st.just(ages[1]))),
        attendance_mode=draw(st.sampled_from(AttendanceMode)),
        cefr_level=draw(maybe(st.sampled_from(CefrLevel))),
        **cost,
        price_note=draw(maybe(LINES)),
        is_free=draw(st.booleans()) if not cost["price_cents"] else False,
        educational_leave=draw(st.booleans()),
        educational_leave_number=draw(maybe(LINES)),
        educational_leave_until=draw(maybe(DAYS)),
        registration_way=draw(st.sampled_from(RegistrationWay)),
        registration_url=draw(maybe(LINKS)),
        registration_email=draw(maybe(MAILS)),
        registration_phone=draw(maybe(LINES)),
        contact_name=draw(maybe(LINES)),
        contact_phone=draw(maybe(LINES)),
        contact_email=draw(maybe(MAILS)),
        website=draw(maybe(LINKS)),
        maintenance_name=draw(maybe(LINES)),
        maintenance_email=draw(maybe(MAILS)),
        childcare=draw(maybe(st.booleans())),
        insurance_note=draw(maybe(LINES)),
        guest_places=draw(maybe(st.integers(0, 50))),
        guest_conditions=draw(maybe(LINES)),
        material_url=draw(maybe(LINKS)),
        material_licence=draw(maybe(LINES)),
        material_access=draw(maybe(LINES)),
        expires_on=draw(maybe(DAYS)),
        image_id=draw(maybe(st.just(7))),
        terms=draw(st.sampled_from([{}, {Scheme.TOPIC: ("englisch", "yoga-x")}, {Scheme.GRADE: ("10", "9"), Scheme.LANGUAGE: ("de",)}])),
        runs=tuple(draw(st.lists(runs(), max_size=3))),
    )  # fmt: skip


def rendered(field: Field) -> str:
    """A field and all below it, as the page has them."""
    if isinstance(field, FieldList):
        return "".join(rendered(entry) for entry in field)
    if isinstance(field, FormField):
        return "".join(rendered(inner) for inner in field.form)
    if field.type in ("RadioField", "SelectMultipleField"):
        return "".join(str(option()) for option in field)
    return "" if field.type in ("FileField", "CSRFTokenField") else str(field())


def as_sent(form: OfferForm) -> MultiDict[str, str]:
    """What a browser sends of the form when nobody touches it."""
    inner = "".join(rendered(field) for field in form)
    return fields(Document(f'<!doctype html><title>x</title><form id="angebot">{inner}</form>'))


@pytest.fixture(scope="module")
def institution_id(app: Flask) -> int:
    with app.app_context():
        from portal.models import Institution

        return db.session.query(Institution).filter_by(slug="volkshochschule").one().id


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(sheets())
def test_a_form_sent_back_as_it_was_changes_nothing(
    app: Flask, institution_id: int, sheet: OfferSheet
) -> None:
    with app.test_request_context("/anbieterbereich/angebote/1"):
        shown = OfferForm(data=form_of_sheet.data(sheet, digest(sheet)))
        form_choices.fill(db.session(), shown, institution_id)
        sent = as_sent(shown)
    with app.test_request_context("/anbieterbereich/angebote/1", method="POST", data=sent):
        form = OfferForm(meta={"csrf": False})
        form_choices.fill(db.session(), form, institution_id)
        assert form.validate(), form.errors
        found = sheet_of_form.sheet(form, sheet)
        assert found == sheet
        assert digest(found) == digest(sheet)
        before_base = replace(sheet, runs=())
        anew = sheet_of_form.sheet(form, before_base)
        assert {run.uuid for run in anew.runs}.isdisjoint({run.uuid for run in sheet.runs}), (
            "unknown uuids are new"
        )
        db.session.remove()


def test_dates_that_a_form_does_not_show_survive_it(app: Flask, institution_id: int) -> None:
    """A series too long for the form, and dates that are past."""
    days = [date(2027, 1, 1) + timedelta(days=number) for number in range(260)]
    slots = [series.whole_days(day, day) for day in days]
    held = tuple(DateSheet(**{name: getattr(slot, name) for name in slot.__slots__}) for slot in slots)
    sheet = OfferSheet("Lang", OfferKind.COURSE, runs=(RunSheet(dates=held),))
    locked = frozenset(each.uuid for each in held[:20])
    with app.test_request_context("/anbieterbereich/angebote/1"):
        shown = OfferForm(data=form_of_sheet.data(sheet, digest(sheet), locked))
        form_choices.fill(db.session(), shown, institution_id)
        assert len(shown.runs[0].dates) == 200
        sent = as_sent(shown)
    sent.poplist("runs-0-dates-3-uuid"), sent.poplist("runs-0-dates-3-day")
    with app.test_request_context("/anbieterbereich/angebote/1", method="POST", data=sent):
        form = OfferForm(meta={"csrf": False})
        form_choices.fill(db.session(), form, institution_id)
        found = sheet_of_form.sheet(form, sheet)
        assert [each.uuid for each in found.runs[0].dates] == [
            each.uuid for each in held if each is not held[23]
        ]


ODD = st.text(max_size=300) | st.sampled_from(
    ["", "\x00", "\u202etxt", "x" * 10_000, "😀" * 500, HOSTILE, "' OR 1=1 --", "%s%(x)s{{7*7}}", "9999-12-31", "0000-00-00",
     "25:61", "-5", "1e9", "²", "𝟙𝟚", "none", "course", "lauf-neu", "reihe:0", "reihe:99", "termin-weg:0:0", "termin-weg:999:999",
     "lauf-weg:0", "zusammenfuehren", "javascript:alert(1)", "2027-01-12", "18:00", "y", "999999999999999999999"]
)  # fmt: skip
NAMES = (
    "title kind summary description topic life_phase grade cefr_level age_min age_max price is_free reduced_price place "
    "attendance_mode registration_way registration_url contact_email publish_on expires_on stand kept runs-0-uuid runs-0-kept "
    "runs-0-number runs-0-availability runs-0-places_left runs-0-place runs-0-starts_on runs-0-ends_on runs-0-online_url "
    "runs-0-dates-0-uuid runs-0-dates-0-day runs-0-dates-0-start runs-0-dates-0-end runs-0-dates-0-last runs-0-dates-0-room "
    "runs-0-series-first runs-0-series-start runs-0-series-end runs-0-series-until runs-0-series-count runs-0-series-every "
    "runs-0-series-weekdays runs-² runs-²-uuid runs-99999999999-uuid runs-7-dates-300-day runs-0-dates-x-day picture_kept tun einmal "
    "stand_neu danach wahl:offer/title wahl:run/x/y"
).split()


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    changes=st.dictionaries(
        st.sampled_from(NAMES), st.lists(ODD, min_size=1, max_size=2), min_size=1, max_size=8
    ),
    is_new=st.booleans(),
)
def test_anything_at_all_gets_a_page_and_never_breaks(
    attacker: "Attacker", changes: dict[str, list[str]], is_new: bool
) -> None:
    sent = MultiDict(attacker.new if is_new else attacker.stored)
    for name, given_values in changes.items():
        sent.setlist(name, given_values)
    answer = attacker.client.post(NEW if is_new else attacker.address, data=sent)
    assert answer.status_code in (200, 303, 400, 409, 413)
    assert attacker.client.get(attacker.address + "?neu=1").status_code == 200
    assert attacker.client.get(LIST).status_code == 200


@dataclass(frozen=True, repr=False)
class Attacker:
    """Somebody signed in, with two open forms."""

    client: JudgingClient
    address: str
    new: MultiDict[str, str]
    stored: MultiDict[str, str]


@pytest.fixture
def attacker(own_app: Flask) -> Attacker:
    client = signed_in(own_app, "anbieter@demo.example")
    address = one(offers_of(own_app)[0])
    return Attacker(client, address, open_form(client, NEW), open_form(client, address))


def test_hostile_words_are_only_words_everywhere(own_app: Flask) -> None:
    client = signed_in(own_app, "anbieter@demo.example")
    given = open_form(client, NEW)
    for name in (
        "title",
        "description",
        "plain_text",
        "goal",
        "contact_name",
        "price_note",
        "runs-0-number",
        "runs-0-note",
    ):
        given.setlist(name, [HOSTILE[:80] if name == "runs-0-number" else HOSTILE[:300]])
    given.setlist("runs-0-dates-0-day", ["2027-01-12"])
    given.setlist("runs-0-dates-0-room", [HOSTILE[:100]])
    given.setlist("tun", ["speichern"])
    assert client.post(NEW, data=given).status_code == 303
    number = newest(own_app)
    for path in (
        "",
        "/vorschau",
        "/termine",
        "/plaetze",
        "/verlauf",
        "/kopieren",
        "/verwerfen",
        "/naechstes-semester",
    ):
        answer = client.get(one(number) + path)
        assert answer.status_code == 200, path
        assert page(answer).h1


def test_a_body_with_thousands_of_fields_is_answered(own_app: Flask) -> None:
    client = signed_in(own_app, "anbieter@demo.example")
    given = open_form(client, NEW)
    given.setlist("title", ["Sehr viele Termine"])
    for row in range(400):
        given.add(f"runs-0-dates-{row}-day", "2027-01-12")
        given.add(f"runs-0-dates-{row}-start", "10:00")
        given.add(f"runs-0-dates-{row}-end", "11:00")
    given.setlist("tun", ["speichern"])
    assert client.post(NEW, data=given).status_code in (303, 400)
