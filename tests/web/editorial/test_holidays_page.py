"""The editors' calendar days: who may enter, the list by school year, suggestions that are confirmed or rejected."""

from datetime import date

import pytest

from portal.extensions import db
from portal.models import Holiday, Setting
from portal.vocabulary.people import Role
from tests.judge import JudgingClient
from tests.web.editorial.desk import GIVEN, LIST, NEW, addresses, post, signed_in, stored
from tests.web.hall import Hall
from tests.web.reading import HTML, page, text_of


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR])
def test_editors_and_administrators_enter_and_nobody_keeps_the_page(desk: Hall, role: Role) -> None:
    visitor = signed_in(desk, role)
    for method, path in addresses(desk):
        if method == "GET":
            answer = visitor.get(path)
            assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store"), path


def test_a_provider_is_refused_everywhere_and_changes_nothing(desk: Hall) -> None:
    visitor, before = signed_in(desk, Role.PROVIDER), len(stored(desk))
    csrf = page(visitor.get("/konto/")).all("input", name="csrf_token")[0].get("value")
    for method, path in addresses(desk):
        answer = visitor.open(
            path, method=method, data={"csrf_token": csrf, "revision": "1"} if method == "POST" else None
        )
        assert answer.status_code == 403, path
        assert answer.headers["Cache-Control"] == "no-store"
    assert len(stored(desk)) == before


def test_who_is_not_signed_in_is_sent_to_the_login_and_back(desk: Hall) -> None:
    visitor = JudgingClient(desk.app)
    pages = {path for method, path in addresses(desk) if method == "GET"}
    for method, path in addresses(desk):
        if method == "GET":
            answer = visitor.get(path)
            assert (answer.status_code, answer.headers["Location"]) == (303, f"/konto/anmelden?weiter={path}")
    csrf = page(visitor.get("/konto/anmelden")).one("input", name="csrf_token").get("value")
    for method, path in addresses(desk):
        if method == "POST":
            answer = visitor.post(path, data={"csrf_token": csrf})
            where = f"/konto/anmelden?weiter={path}?entwurf%3D" if path in pages else "/konto/anmelden"
            assert answer.status_code == 303
            assert answer.headers["Location"].startswith(where)
            assert path in pages or answer.headers["Location"] == where, "nothing to come back to"


def test_the_account_page_leads_editors_here_and_nobody_else(desk: Hall) -> None:
    assert LIST in page(signed_in(desk).get("/konto/")).links()
    assert LIST not in page(signed_in(desk, Role.PROVIDER).get("/konto/")).links()


def test_every_act_needs_its_token(desk: Hall, editor: JudgingClient) -> None:
    before = len(stored(desk))
    pages = {path for method, path in addresses(desk) if method == "GET"}
    for method, path in addresses(desk):
        if method == "POST":
            answer = editor.post(path, data={**GIVEN, "revision": "1"})
            if path in pages:  # it opens again, with what was typed
                assert answer.headers["Location"].startswith(f"{path}?entwurf=")
            else:
                assert (answer.status_code, page(answer).h1) == (400, "Die Seite war zu lange offen")
    assert len(stored(desk)) == before


def test_the_list_shows_the_present_school_year_and_tells_kinds_apart_by_word(editor: JudgingClient) -> None:
    document = page(editor.get(LIST))
    rows = [text_of(row) for row in document.one("tbody").iter(HTML + "tr")]
    assert any(
        "Herbstferien" in row and "Schulferien" in row and "19. bis 30. Oktober 2026" in row for row in rows
    )
    assert any("Reformationstag" in row and "Feiertag" in row and "31. Oktober 2026" in row for row in rows)
    assert all("Python-Paket holidays" in row and "23. Nov 2026" in row for row in rows)
    assert not any("Girls'Day" in row for row in rows), "a suggestion stands above, not among what is public"
    assert any(text_of(heading).startswith("Girls'Day und Boys'Day, ") for heading in document.all("h3"))
    assert f"{LIST}?schuljahr=2028-29" in document.links()


def test_another_school_year_is_one_click_away(editor: JudgingClient) -> None:
    document = page(editor.get(f"{LIST}?schuljahr=2024-25"))
    [row] = [text_of(row) for row in document.one("tbody").iter(HTML + "tr") if "Girls'Day" in text_of(row)]
    assert "3. April 2025" in row
    assert "bekannt gegebener Termin 2025" in row
    current = [text_of(link) for link in document.all("a", aria_current="page")]
    assert "2024/25" in current


@pytest.mark.parametrize(
    "wanted", ["quatsch", "2026-28", "1926-27", "\u202e2026-27x", "٢٠٢٦-٢٧", "2026-27'--", "x" * 400]
)
def test_an_unknown_school_year_is_named_and_ignored(editor: JudgingClient, wanted: str) -> None:
    document = page(editor.get(LIST, query_string={"schuljahr": wanted}))
    assert any("ist kein Schuljahr" in notice for notice in document.notices())
    assert "Schuljahr 2026/27" in document.words


def test_a_school_year_without_days_says_so(editor: JudgingClient) -> None:
    assert "noch nichts eingetragen" in page(editor.get(f"{LIST}?schuljahr=2098-99")).words


def test_the_list_speaks_english(editor: JudgingClient) -> None:
    document = page(editor.get(f"/en{LIST}"))
    assert document.lang == "en"
    assert any(link.get("lang") == "de" and text_of(link) == "Herbstferien" for link in document.all("a"))


def test_a_suggestion_is_confirmed_with_a_button(desk: Hall, editor: JudgingClient) -> None:
    first = stored(desk, is_confirmed=False)[0]
    answer = post(editor, f"{LIST}/{first.id}/bestaetigen", revision=str(first.revision))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{LIST}?schuljahr=2026-27")
    document = page(editor.get(answer.headers["Location"]))
    assert document.notices()[0] == "„Girls'Day und Boys'Day“ ist bestätigt und öffentlich."
    assert "22. April 2027" in text_of(document.one("tbody"))
    assert stored(desk, id=first.id)[0].checked_on == date(2026, 11, 23)


def test_a_suggestion_that_changed_meanwhile_is_shown_before_it_is_confirmed(
    desk: Hall, editor: JudgingClient
) -> None:
    first = stored(desk, is_confirmed=False)[0]
    for act in ("bestaetigen", "loeschen"):
        answer = post(editor, f"{LIST}/{first.id}/{act}", revision="99")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{LIST}/{first.id}")
        assert "inzwischen jemand anders" in page(editor.get(answer.headers["Location"])).notices()[0]
    assert not stored(desk, id=first.id)[0].is_confirmed


def test_rejecting_asks_first_and_is_remembered(desk: Hall, editor: JudgingClient) -> None:
    first = stored(desk, is_confirmed=False)[0]
    asked = page(editor.get(f"{LIST}/{first.id}/loeschen"))
    assert asked.h1.startswith("Vorschlag „Girls'Day und Boys'Day“ verwerfen?")
    assert stored(desk, id=first.id), "opening the page deletes nothing"
    revision = asked.one("input", name="revision").get("value") or ""
    assert post(editor, f"{LIST}/{first.id}/loeschen", revision=revision).status_code == 303
    post(editor, f"{LIST}/vorschlaege")
    assert [row.first_day.year for row in stored(desk, is_confirmed=False)] == [2028, 2029]


def test_suggestions_are_fetched_anew_from_rule_and_package(desk: Hall, editor: JudgingClient) -> None:
    with desk.app.app_context():
        db.session.query(Holiday).filter(Holiday.first_day > date(2028, 1, 1)).delete()
        db.session.commit()
    answer = post(editor, f"{LIST}/vorschlaege")
    assert answer.status_code == 303
    notices = page(editor.get(answer.headers["Location"])).notices()
    assert notices[0] == "2 neue Vorschläge."
    assert notices[1].startswith("Aus dem Paket kamen ")
    again = page(editor.get(post(editor, f"{LIST}/vorschlaege").headers["Location"]))
    assert again.notices()[:1] == ["Es gibt nichts Neues."]


def test_a_change_that_the_package_does_not_know_is_reported_and_stays(
    desk: Hall, editor: JudgingClient
) -> None:
    [autumn] = [row for row in stored(desk, name="Herbstferien") if row.first_day.year == 2027]
    changed = {
        **GIVEN,
        "kind": "school_break",
        "name": "Herbstferien",
        "first_day": "2027-10-11",
        "last_day": "2027-10-23",
    }
    assert post(editor, f"{LIST}/{autumn.id}", **changed, revision="1").status_code == 303
    answer = post(editor, f"{LIST}/vorschlaege")
    assert any(
        "Herbstferien 2027" in notice for notice in page(editor.get(answer.headers["Location"])).notices()
    )
    assert stored(desk, id=autumn.id)[0].first_day == date(2027, 10, 11)


def test_a_suggestion_on_a_day_off_says_so(desk: Hall, editor: JudgingClient) -> None:
    post(
        editor,
        NEW,
        **{
            **GIVEN,
            "kind": "school_break",
            "name": "Sonderferien",
            "first_day": "2027-04-20",
            "last_day": "2027-04-23",
        },
    )
    assert "Am selben Tag: Sonderferien" in page(editor.get(LIST)).notices()


def test_a_town_with_an_unknown_land_is_told_so_and_nothing_breaks(desk: Hall, editor: JudgingClient) -> None:
    with desk.app.app_context():
        db.session.query(Setting).filter_by(name="town.land").update({"value": "XX"})
        db.session.commit()
    try:
        answer = post(editor, f"{LIST}/vorschlaege")
        assert "town.land" in page(editor.get(answer.headers["Location"])).notices()[0]
    finally:
        with desk.app.app_context():
            db.session.query(Setting).filter_by(name="town.land").update({"value": "ST"})
            db.session.commit()
