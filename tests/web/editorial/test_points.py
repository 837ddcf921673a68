"""Editors keep B-Punkte: hours and exceptions as rows without a script, messages at the field, nobody overwrites unseen."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.guidance.hours import OtherHours, WeekSpan, read_exceptions, read_hours
from portal.models import AppointmentRequest, FormDraft, GuidancePoint, JournalEntry
from portal.vocabulary.people import Role
from portal.vocabulary.workflow import Act, Thing
from tests.judge import JudgingClient
from tests.web.editorial.content import ANYTHING, HOSTILE_TEXTS
from tests.web.editorial.desk import signed_in
from tests.web.guidance import points_hall
from tests.web.guidance.points_hall import NORTH
from tests.web.hall import Hall
from tests.web.reading import HTML, Document, page, text_of

LIST = "/redaktion/b-punkte"
WISHES = "/redaktion/terminwuensche"
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def points(desk: Hall) -> Iterator[None]:
    points_hall.forget(desk.app)
    points_hall.fill(desk.app)
    yield
    with desk.app.app_context():
        db.session.query(FormDraft).delete()
        db.session.commit()
    points_hall.forget(desk.app)


def one(desk: Hall, slug: str = NORTH) -> GuidancePoint:
    with desk.app.app_context():
        row = db.session.scalars(select(GuidancePoint).where(GuidancePoint.slug == slug)).one()
        db.session.expunge_all()
        return row


def sent(document: Document) -> list[tuple[str, str]]:
    """What a browser would send of the form, every tick of its own."""
    form = document.one("form", id="formular")
    pairs = []
    for field in form.iter():
        name, kind = field.get("name"), field.get("type")
        if not name or field.tag == HTML + "button":
            continue
        if field.tag == HTML + "textarea":
            pairs.append((name, (field.text or "").removeprefix("\n")))
        elif field.tag == HTML + "select":
            chosen = [each for each in field.iter(HTML + "option") if "selected" in each.attrib]
            pairs.append((name, (chosen[0].get("value") if chosen else "") or ""))
        elif kind not in ("radio", "checkbox") or "checked" in field.attrib:
            pairs.append((name, field.get("value") or ""))
    return pairs


def save(editor: JudgingClient, address: str, **changes: str) -> TestResponse:
    """The form as it is, with changes; a dash in a field's name is an underscore here."""
    return post(editor, address, sent(page(editor.get(address))), **changes)


def post(editor: JudgingClient, address: str, pairs: list[tuple[str, str]], **changes: str) -> TestResponse:
    wanted = {name.replace("__", "-"): value for name, value in changes.items()}
    kept = [(name, value) for name, value in pairs if name not in wanted]
    return editor.post(address, data=_grouped([*kept, *wanted.items()]))


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def summary(answer: TestResponse) -> dict[str, str]:
    """The messages by the field they lead to."""
    box = page(answer).one("div", class_="errorsummary")
    return {(link.get("href") or "")[1:]: text_of(link) for link in box.iter(HTML + "a")}


def address(desk: Hall) -> str:
    return f"{LIST}/{points_hall.point_id(desk.app)}"


def test_the_list_names_all_also_the_hidden_one(editor: JudgingClient) -> None:
    words = page(editor.get(LIST)).words
    for said in ("B-Punkt Nord", "Jetzt geöffnet, bis 12 Uhr", "B-Punkt Geheim", "nicht öffentlich"):
        assert said in words, said


def test_saving_the_form_as_it_is_changes_nothing(desk: Hall, editor: JudgingClient) -> None:
    before = one(desk)
    assert save(editor, address(desk)).status_code == 303
    after = one(desk)
    assert after.revision == before.revision
    assert (after.hours, after.exceptions, after.focuses) == (before.hours, before.exceptions, before.focuses)


def test_hours_and_exceptions_are_entered_and_seen_at_once(desk: Hall, editor: JudgingClient) -> None:
    answer = save(
        editor, address(desk),
        zeit__0__0__closes="11:30", zeit__2__0__opens="14", zeit__2__0__closes="18:30",
        ausnahme__2__first_day="2026-12-24", ausnahme__2__last_day="2026-12-31", ausnahme__2__note="Ferien",
    )  # fmt: skip
    assert answer.status_code == 303
    row = one(desk)
    assert WeekSpan(2, 840, 1110) in read_hours(row.hours)
    assert OtherHours(date(2026, 12, 24), date(2026, 12, 31), note="Ferien") in read_exceptions(
        row.exceptions
    )
    public = page(editor.get(f"/b-punkte/{NORTH}")).words
    assert "Jetzt geöffnet, bis 11:30 Uhr" in public
    assert "Ferien" in public
    with desk.app.app_context():
        entry = db.session.scalars(
            select(JournalEntry).where(JournalEntry.thing == Thing.GUIDANCE_POINT)
        ).one()
        assert entry.act is Act.CHANGED
        assert set(entry.changes) == {"hours", "exceptions"}


def test_what_is_written_in_english_stands_on_the_english_page(desk: Hall, editor: JudgingClient) -> None:
    answer = save(
        editor, address(desk), focus_en="Nothing but school", description_en="Come *in*.", opening_hours_en="Ring the bell",
        ausnahme__0__note_en="We move house",
    )  # fmt: skip
    assert answer.status_code == 303
    row = one(desk)
    assert (row.focus_en, row.description_en, row.opening_hours_en) == (
        "Nothing but school", "Come *in*.", "Ring the bell",
    )  # fmt: skip
    assert "We move house" in {each.note_en for each in read_exceptions(row.exceptions)}
    public = page(editor.get(f"/en/b-punkte/{NORTH}")).words
    for words in ("Nothing but school", "Come in.", "Ring the bell", "We move house"):
        assert words in public, words


def test_an_emptied_row_goes(desk: Hall, editor: JudgingClient) -> None:
    save(editor, address(desk), zeit__4__0__opens="", zeit__4__0__closes="", ausnahme__0__first_day="", ausnahme__0__last_day="", ausnahme__0__note="", ausnahme__0__note_en="")  # fmt: skip
    row = one(desk)
    assert {span.weekday for span in read_hours(row.hours)} == {0}
    assert len(row.exceptions) == 1


def test_there_is_always_room_for_another_span_of_a_full_day(desk: Hall, editor: JudgingClient) -> None:
    document = page(editor.get(address(desk)))
    assert document.all("input", name="zeit-0-2-opens"), "Monday has two already"
    assert not document.all("input", name="zeit-1-2-opens")
    save(editor, address(desk), zeit__0__2__opens="16:00", zeit__0__2__closes="17:00")
    assert len([span for span in read_hours(one(desk).hours) if span.weekday == 0]) == 3


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"zeit__1__0__opens": "15:00", "zeit__1__0__closes": "9:00"}, "zeit-1-0-closes", "nach dem Beginn"),
        ({"zeit__1__0__opens": "9:00", "zeit__1__0__closes": "9:00"}, "zeit-1-0-closes", "nach dem Beginn"),
        ({"zeit__1__0__opens": "9:00"}, "zeit-1-0-closes", "Wann endet es?"),
        ({"zeit__1__0__closes": "9:00"}, "zeit-1-0-opens", "Wann beginnt es?"),
        ({"zeit__1__0__opens": "25:00", "zeit__1__0__closes": "26"}, "zeit-1-0-opens", "gibt es nicht"),
        ({"zeit__0__1__opens": "11:00"}, "zeit-0-1-opens", "überschneidet sich mit: 9 bis 12 Uhr"),
        ({"ausnahme__2__first_day": "2026-11-22"}, "ausnahme-2-first_day", "schon vorbei"),
        (
            {"ausnahme__2__first_day": "2026-12-10", "ausnahme__2__last_day": "2026-12-09"},
            "ausnahme-2-last_day",
            "vor dem ersten",
        ),
        (
            {"ausnahme__2__first_day": "2026-12-10", "ausnahme__2__last_day": "2028-12-09"},
            "ausnahme-2-last_day",
            "höchstens ein Jahr",
        ),
        ({"ausnahme__2__note": "ohne Tag"}, "ausnahme-2-first_day", "An welchem Tag?"),
        ({"ausnahme__2__first_day": "2027-02-31"}, "ausnahme-2-first_day", "gibt es nicht"),
        ({"ausnahme__2__first_day": "2026-12-04"}, "ausnahme-2-first_day", "widerspricht"),
        ({"name": ""}, "name", "Namen"),
        ({"focus": ""}, "focus", "wofür"),
        ({"phone": "keins"}, "phone", "Vorwahl"),
        ({"email": "halb@"}, "email", ""),
        ({"district": "999999"}, "district", "gibt es nicht"),
        ({"step_free": "vielleicht"}, "step_free", "gibt es nicht"),
        ({"position": "-1"}, "position", "Zahl"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    desk: Hall, editor: JudgingClient, changes: dict[str, str], field: str, words: str
) -> None:
    before = one(desk)
    answer = save(editor, address(desk), description="Neu geschrieben", **changes)
    assert answer.status_code == 400
    found = summary(answer)
    assert field in found, found
    assert words in found[field]
    document = page(answer)
    assert document.title.startswith("Fehler:")
    kept = dict(sent(document))
    assert kept["description"] == "Neu geschrieben"
    for name, value in changes.items():
        if name != "district" and name != "step_free":
            assert kept[name.replace("__", "-")] in (value, value.zfill(5)), name
    assert one(desk).revision == before.revision


def test_two_openings_of_one_day_and_a_span_that_touches_are_fine(desk: Hall, editor: JudgingClient) -> None:
    answer = save(
        editor, address(desk), zeit__0__1__opens="12:00",
        ausnahme__2__first_day="2026-12-04", ausnahme__2__opens="11:00", ausnahme__2__closes="12:00",
    )  # fmt: skip
    assert answer.status_code == 303


def test_a_new_point_is_entered_hidden_shown_and_removed(desk: Hall, editor: JudgingClient) -> None:
    form = page(editor.get(f"{LIST}/neu"))
    assert "checked" in form.one("input", name="is_public").attrib
    answer = post(
        editor, f"{LIST}/neu", [pair for pair in sent(form) if pair[0] != "is_public"],
        name="B-Punkt Neu", focus="Alles", focuses="beruf", languages="de", street="Gasse 1",
    )  # fmt: skip
    assert answer.status_code == 303
    row = one(desk, "b-punkt-neu")
    assert (row.is_public, row.focuses, row.languages) == (False, ["beruf"], ["de"])
    assert editor.get("/b-punkte/b-punkt-neu").status_code == 404
    save(editor, f"{LIST}/{row.id}", is_public="y")
    assert "B-Punkt Neu" in page(editor.get("/b-punkte")).words, "shown at once"
    sure = page(editor.get(f"{LIST}/{row.id}/loeschen"))
    form = {field.get("name") or "": field.get("value") or "" for field in sure.all("input", type="hidden")}
    assert editor.post(f"{LIST}/{row.id}/loeschen", data=form).status_code == 303
    assert "B-Punkt Neu" not in page(editor.get("/b-punkte")).words
    assert editor.get(f"{LIST}/{row.id}").status_code == 404


def test_a_second_click_makes_no_second_point(desk: Hall, editor: JudgingClient) -> None:
    form = sent(page(editor.get(f"{LIST}/neu")))
    for _ in range(2):
        assert post(editor, f"{LIST}/neu", form, name="Doppelt", focus="x").status_code == 303
    with desk.app.app_context():
        assert db.session.query(GuidancePoint).filter(GuidancePoint.name == "Doppelt").count() == 1


def test_who_was_slower_sees_both_versions_and_decides(desk: Hall, editor: JudgingClient) -> None:
    mine = sent(page(editor.get(address(desk))))
    save(editor, address(desk), phone="0340 0000-77")
    answer = post(editor, address(desk), mine, focus="Meine Zeile")
    assert answer.status_code == 409
    document = page(answer)
    differences = text_of(document.one("div", class_="diff"))
    assert "0340 0000-77" in differences
    assert "Meine Zeile" in differences
    assert post(editor, address(desk), sent(document)).status_code == 303
    assert (one(desk).focus, one(desk).phone) == ("Meine Zeile", "0340 0000-1")


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_no_input_breaks_the_form(desk: Hall, editor: JudgingClient, text: str) -> None:
    names = [
        name
        for name, _value in sent(page(editor.get(address(desk))))
        if name not in ("csrf_token", "revision")
    ]
    safe = text.encode("utf-8", "ignore").decode()
    answer = save(editor, address(desk), **dict.fromkeys({name.replace("-", "__") for name in names}, safe))
    assert answer.status_code in (303, 400)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["zeit__0__0__opens", "zeit__6__9__closes", "ausnahme__1__first_day", "ausnahme__59__opens", "ausnahme__99__note", "revision", "district"]), ANYTHING, max_size=4))  # fmt: skip
def test_no_rows_break_it_either(desk: Hall, editor: JudgingClient, changes: dict[str, str]) -> None:
    safe = {name: value.encode("utf-8", "ignore").decode() for name, value in changes.items()}
    assert save(editor, address(desk), **safe).status_code in (303, 400, 409)


def test_wishes_wait_with_a_badge_until_somebody_has_answered(desk: Hall, editor: JudgingClient) -> None:
    with desk.app.app_context():
        point = db.session.query(GuidancePoint).filter_by(slug=NORTH).one()
        wish = AppointmentRequest(
            point_id=point.id, name="Ida Ahorn", phone="0340 5", email="ida@ahorn.example", focus="schule", language="uk",
            wish="montags",
        )  # fmt: skip
        db.session.add(wish)
        db.session.commit()
        number = wish.id
    document = page(editor.get(WISHES))
    for said in ("Ida Ahorn", "B-Punkt Nord", "montags", "Schule", "Ukrainisch"):
        assert said in document.words, said
    assert {"tel:+493405", "mailto:ida@ahorn.example"} <= {link.get("href") for link in document.all("a")}
    assert "Terminwünsche 1" in text_of(document.all("nav", class_="desk__nav")[0]).replace(
        "wünsche1", "wünsche 1"
    )
    form = {"csrf_token": document.all("input", name="csrf_token")[0].get("value") or ""}
    assert editor.post(f"{WISHES}/{number}/erledigt", data=form).status_code == 303
    after = page(editor.get(WISHES))
    assert "Hier wartet nichts" in after.words
    assert "Erledigt am" in after.words
    assert editor.post(f"{WISHES}/99999/erledigt", data=form).status_code == 404


@pytest.mark.parametrize("path", [LIST, f"{LIST}/neu", WISHES, "/redaktion/siegel"])
def test_providers_may_not_enter(desk: Hall, path: str) -> None:
    assert signed_in(desk, Role.PROVIDER).get(path).status_code == 403


def test_exceptions_that_are_over_are_not_in_the_way(desk: Hall, editor: JudgingClient) -> None:
    with desk.app.app_context():
        row = db.session.query(GuidancePoint).filter_by(slug=NORTH).one()
        old = {
            "first_day": "2026-10-01",
            "last_day": "2026-10-02",
            "opens": None,
            "closes": None,
            "note": "alt",
        }
        row.exceptions = [old, *row.exceptions]
        db.session.commit()
    assert save(editor, address(desk), phone="0340 0000-9").status_code == 303
    assert all(one_.last_day >= TODAY for one_ in read_exceptions(one(desk).exceptions))
