"""Meetings and documents of a body, and the page for the half-yearly meeting of parent education."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.extensions import db
from portal.guidance.bodies import PARENT_EDUCATION
from portal.models import Body, BodyDocument, BodyMeeting, Registration, Run
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.guidance import BodyKind
from portal.vocabulary.offers import OfferKind
from tests.factories import offers as make
from tests.factories.offers import NOW
from tests.judge import JudgingClient
from tests.web.editorial import content
from tests.web.editorial.content import ANYTHING, complaints, fields, opened, send
from tests.web.hall import HOSTILE_MARKDOWN, Hall
from tests.web.reading import page, text_of

FIGURES = "/redaktion/treffen-elternbildung"
MEETING = {
    "day": "3.12.2026",
    "time": "15 Uhr",
    "place": "Rathaus",
    "subject": "Bericht",
    "notes": "- vereinbart",
}


@pytest.fixture
def body(desk: Hall) -> Iterator[str]:
    """The address of a body's form."""
    content.clean(desk)
    with desk.app.app_context():
        row = Body(slug=PARENT_EDUCATION, name="Elternbildung", kind=BodyKind.NETWORK, summary="Trifft sich.")
        db.session.add(row)
        db.session.commit()
        address = f"/redaktion/gremien/{row.id}"
    yield address
    with desk.app.app_context():
        for row in db.session.query(Body):
            db.session.delete(row)
        db.session.commit()
        db.session.remove()


def meetings(desk: Hall) -> list[BodyMeeting]:
    with desk.app.app_context():
        found = list(db.session.scalars(select(BodyMeeting).order_by(BodyMeeting.starts_at)))
        db.session.expunge_all()
        return found


def test_a_meeting_is_entered_changed_and_removed(desk: Hall, editor: JudgingClient, body: str) -> None:
    assert send(editor, f"{body}/sitzungen/neu", **MEETING).location == body
    [row] = meetings(desk)
    assert (row.starts_at, row.is_public) == (datetime(2026, 12, 3, 14, 0, tzinfo=UTC), True)
    reader = JudgingClient(desk.app)
    shown = reader.get(f"/wer-macht-was/{PARENT_EDUCATION}").text
    assert "3. Dezember 2026, 15:00 Uhr" in shown
    assert "vereinbart" not in shown, "the minutes are for the editors"
    address = f"{body}/sitzungen/{row.id}"
    kept = opened(editor, address)
    assert (kept["day"], kept["time"]) == ("2026-12-03", "15:00")
    kept.pop("is_public")
    assert editor.post(address, data=kept).status_code == 303
    assert "Dezember" not in reader.get(f"/wer-macht-was/{PARENT_EDUCATION}").text
    hidden = {name: opened(editor, address)[name] for name in ("csrf_token", "revision")}
    assert editor.post(f"{address}/loeschen", data={**hidden, "revision": "0"}).status_code == 303
    assert len(meetings(desk)) == 1, "somebody was faster: nothing is deleted"
    assert editor.post(f"{address}/loeschen", data=hidden).location == body
    assert meetings(desk) == []


def test_two_who_enter_meetings_at_once_lose_nothing(desk: Hall, editor: JudgingClient, body: str) -> None:
    address = f"{body}/sitzungen/neu"
    mine = opened(editor, address)
    send(editor, address, **MEETING)
    answer = editor.post(address, data={**mine, **MEETING, "subject": "Meins"})
    assert answer.status_code == 409
    again = fields(page(answer))
    assert again["subject"] == "Meins"
    assert editor.post(address, data=again).status_code == 303
    assert sorted(row.subject or "" for row in meetings(desk)) == ["Bericht", "Meins"]


@pytest.mark.parametrize(
    ("change", "words"),
    [({"day": "31.2.2027"}, "gibt es nicht"), ({"day": ""}, "den Tag"), ({"time": "25:00"}, "Uhrzeit gibt es nicht"), ({"time": ""}, "die Uhrzeit")],
)  # fmt: skip
def test_an_impossible_date_is_named_and_nothing_lost(
    editor: JudgingClient, body: str, change: dict[str, str], words: str
) -> None:
    answer = send(editor, f"{body}/sitzungen/neu", **{**MEETING, **change})
    assert answer.status_code == 400
    document = page(answer)
    assert words in complaints(document)[0]
    kept = fields(document)
    assert kept["notes"] == MEETING["notes"]
    assert kept[next(iter(change))] == next(iter(change.values()))


def test_a_document_is_entered_changed_and_removed(desk: Hall, editor: JudgingClient, body: str) -> None:
    new = f"{body}/unterlagen/neu"
    answer = send(editor, new, title="Bericht", url="javascript:alert(1)")
    assert "Internetadresse" in complaints(page(answer))[0]
    send(editor, new, title="Bericht", url="stadt.example/b.pdf", published_on="2026-11-02")
    with desk.app.app_context():
        row = db.session.scalars(select(BodyDocument)).one()
        assert row.url == "https://stadt.example/b.pdf"
        address = f"{body}/unterlagen/{row.id}"
    send(editor, address, title="Bericht 2026")
    assert "Bericht 2026" in page(JudgingClient(desk.app).get("/wer-macht-was")).words
    hidden = {name: opened(editor, address)[name] for name in ("csrf_token", "revision")}
    assert editor.post(f"{address}/loeschen", data=hidden).location == body
    assert editor.get(address).status_code == 404


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=st.dictionaries(st.sampled_from([*MEETING, "revision", "is_public"]), ANYTHING))
def test_nothing_that_is_typed_breaks_a_meeting(
    editor: JudgingClient, body: str, typed: dict[str, str]
) -> None:
    answer = send(editor, f"{body}/sitzungen/neu", **{**MEETING, **typed})
    assert answer.status_code in (303, 400, 409)
    assert editor.get(body).status_code == editor.get(FIGURES).status_code == 200


@pytest.fixture
def training(desk: Hall) -> Iterator[int]:
    """A parent training with two people registered; the number of its run."""
    with desk.app.app_context():
        offer = make.make_dated_offer(
            db.session(),
            "Grenzen setzen",
            NOW,
            kind=OfferKind.PARENT_TRAINING,
            childcare=True,
            max_participants=10,
        )
        number, run = offer.id, offer.runs[0].id
        db.session.add(
            Registration(key="k", run_id=run, name="Frau Muster", persons=2, state=RegistrationState.PLACED)
        )
        db.session.commit()
    yield run
    with desk.app.app_context():
        db.session.query(Registration).delete()
        run_row = db.session.get(Run, run)
        assert run_row is not None
        db.session.delete(run_row)
        db.session.flush()
        db.session.delete(db.session.get_one(type(run_row.offer), number))
        db.session.commit()
        db.session.remove()


def test_the_figures_tell_what_was_counted_and_no_small_group(
    editor: JudgingClient, body: str, training: int
) -> None:
    document = page(editor.get(FIGURES))
    assert "Juli bis Dezember 2026" in document.words
    assert "Grenzen setzen" in document.words
    assert "unter 3" in document.words
    assert "Muster" not in document.words
    captions = [text_of(one) for one in document.all("caption")]
    assert "Angebote für Eltern, Juli bis Dezember 2026" in captions
    table = editor.get(f"{FIGURES}.csv?halbjahr=2026-2")
    assert table.mimetype == "text/csv"
    assert "elternbildung-2026-2.csv" in table.headers["Content-Disposition"]
    [row] = [line for line in table.text.splitlines() if line.startswith("Grenzen setzen")]
    assert row.split(";")[-2:] == ["unter 3", "0"]
    assert "keine Termine für Eltern" in page(editor.get(f"{FIGURES}?halbjahr=2025-1")).words


@pytest.mark.parametrize("given_text", ["quatsch", "2026-3", "\x00", "x" * 500, "2026-2&halbjahr=1"])
def test_an_odd_half_year_is_named_and_the_present_one_shown(editor: JudgingClient, given_text: str) -> None:
    document = page(editor.get(FIGURES, query_string={"halbjahr": given_text}))
    assert "Juli bis Dezember 2026" in document.words
    assert "ist kein Halbjahr" in document.notices()[0]


def test_the_minutes_of_the_last_meeting_and_the_next_date_stand_there(
    desk: Hall, editor: JudgingClient, body: str
) -> None:
    assert "noch kein Termin" in page(editor.get(FIGURES)).words
    for days, notes in ((-30, "## Vereinbart\n\n- Zweites Team\n\n" + HOSTILE_MARKDOWN), (20, "")):
        day = (NOW + timedelta(days=days)).date().isoformat()
        send(editor, f"{body}/sitzungen/neu", **{**MEETING, "day": day, "notes": notes})
    document = page(editor.get(FIGURES))
    assert "Zweites Team" in document.words
    links = list(document.links())
    for row in meetings(desk):
        assert f"{body}/sitzungen/{row.id}" in links


def test_without_the_body_the_page_says_what_to_do(editor: JudgingClient) -> None:
    assert "Akteure der Elternbildung" in page(editor.get(FIGURES)).words
