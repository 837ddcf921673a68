"""Entering and changing a special day: errors that lose nothing, two editors at once, hostile input."""

from datetime import date
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.vocabulary.people import Role
from tests.judge import JudgingClient
from tests.web.editorial.desk import GIVEN, LIST, NEW, one, post, signed_in, stored, summary, typed
from tests.web.hall import HOSTILE, Hall
from tests.web.reading import HTML, page, text_of


def test_a_new_day_is_entered_and_appears_in_its_year(desk: Hall, editor: JudgingClient) -> None:
    answer = post(editor, NEW, **GIVEN)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{LIST}?schuljahr=2026-27")
    document = page(editor.get(answer.headers["Location"]))
    assert document.notices()[0] == "„Tag der Ausbildung“ ist eingetragen."
    row = one(desk)
    assert (row.first_day, row.last_day) == (date(2027, 5, 12), date(2027, 5, 12))
    assert (row.name_en, row.note, row.is_confirmed) == ("Training Day", "nur vormittags", True)
    assert page(editor.get(LIST)).notices() == [], "a report is shown once"


def test_a_date_may_be_typed_as_people_write_it(desk: Hall, editor: JudgingClient) -> None:
    assert (
        post(editor, NEW, **{**GIVEN, "first_day": "12.5.2027", "last_day": "14.05.2027"}).status_code == 303
    )
    assert (one(desk).first_day, one(desk).last_day) == (date(2027, 5, 12), date(2027, 5, 14))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": ""}, "wählen Sie die Art"),
        ({"kind": "quatsch"}, "wählen Sie die Art"),
        ({"name": "  "}, "Namen"),
        ({"name": "x" * 121}, "120 Zeichen"),
        ({"name_en": "x" * 121}, "120 Zeichen"),
        ({"first_day": ""}, "ersten Tag"),
        ({"first_day": "30.02.2027"}, "22.04.2027"),
        ({"first_day": "0001-01-01"}, "zwischen 2000 und 2099"),
        ({"last_day": "2027-05-11"}, "vor dem ersten"),
        ({"last_day": "2029-05-11"}, "höchstens ein Jahr"),
        ({"last_day": "morgen"}, "22.04.2027"),
        ({"source": ""}, "woher"),
        ({"source": "x" * 301}, "300 Zeichen"),
        ({"checked_on": "2026-11-24"}, "Zukunft"),
        ({"note": "x" * 501}, "500 Zeichen"),
    ],
)
def test_an_error_names_field_and_remedy_and_loses_nothing(
    desk: Hall, editor: JudgingClient, change: dict[str, str], words: str
) -> None:
    answer = post(editor, NEW, **{**GIVEN, **change})
    assert answer.status_code in (400, 409)
    document = page(answer)
    [complaint] = summary(document)
    assert words in complaint
    assert document.title.startswith("Fehler:")
    [faulty] = change
    assert [link.get("href") for link in document.one("div", class_="errorsummary").iter(HTML + "a")] == [
        f"#{faulty}"
    ]
    kept = typed(document)
    assert {name: kept.get(name, "") for name in GIVEN if name != "kind"} == {
        name: value.strip() for name, value in {**GIVEN, **change}.items() if name != "kind"
    }
    assert stored(desk, name=GIVEN["name"]) == []


def test_the_same_day_is_not_entered_twice(desk: Hall, editor: JudgingClient) -> None:
    post(editor, NEW, **GIVEN)
    answer = post(editor, NEW, **GIVEN)
    assert answer.status_code == 409
    assert "gibt es schon" in summary(page(answer))[0]
    one(desk)


def test_a_day_is_changed_and_keeps_what_was_not_touched(desk: Hall, editor: JudgingClient) -> None:
    post(editor, NEW, **GIVEN)
    row = one(desk)
    opened = typed(page(editor.get(f"{LIST}/{row.id}")))
    assert {name: opened.get(name) for name in GIVEN} == GIVEN
    answer = editor.post(f"{LIST}/{row.id}", data={**opened, "note": "ganztägig"})
    assert answer.status_code == 303
    assert (one(desk).note, one(desk).source, one(desk).revision) == ("ganztägig", "Kammer", 2)


def test_of_two_editors_the_slower_sees_both_versions_and_decides(desk: Hall, editor: JudgingClient) -> None:
    post(editor, NEW, **GIVEN)
    row, other = one(desk), signed_in(desk, Role.ADMINISTRATOR)
    mine = typed(page(editor.get(f"{LIST}/{row.id}")))
    assert (
        post(other, f"{LIST}/{row.id}", **{**GIVEN, "first_day": "2027-05-19"}, revision="1").status_code
        == 303
    )
    answer = editor.post(f"{LIST}/{row.id}", data={**mine, "source": "Handwerkskammer"})
    assert answer.status_code == 409
    document = page(answer)
    assert "inzwischen jemand anders" in document.notices()[0]
    shown = [text_of(line) for line in document.all("div", class_="diff__row")]
    assert "Erster Tag gespeichert19. Mai 2027 Ihre Eingabe12. Mai 2027" in shown
    assert any(line.startswith("Quelle gespeichertKammer Ihre EingabeHandwerkskammer") for line in shown)
    assert not any(line.startswith("Anmerkung") for line in shown), "what is the same needs no decision"
    assert one(desk).first_day == date(2027, 5, 19), "nothing is overwritten unseen"
    assert editor.post(f"{LIST}/{row.id}", data=typed(document)).status_code == 303
    assert (one(desk).first_day, one(desk).source) == (date(2027, 5, 12), "Handwerkskammer")


def test_an_error_does_not_hide_that_somebody_else_was_faster(desk: Hall, editor: JudgingClient) -> None:
    post(editor, NEW, **GIVEN)
    row = one(desk)
    mine = typed(page(editor.get(f"{LIST}/{row.id}")))
    post(
        signed_in(desk, Role.ADMINISTRATOR),
        f"{LIST}/{row.id}",
        **{**GIVEN, "note": "schneller"},
        revision="1",
    )
    failed = editor.post(f"{LIST}/{row.id}", data={**mine, "name": ""})
    assert failed.status_code == 400
    again = {**typed(page(failed)), "name": GIVEN["name"]}
    assert editor.post(f"{LIST}/{row.id}", data=again).status_code == 409


def test_a_day_is_deleted_after_a_question(desk: Hall, editor: JudgingClient) -> None:
    post(editor, NEW, **GIVEN)
    row = one(desk)
    assert page(editor.get(f"{LIST}/{row.id}/loeschen")).h1 == "„Tag der Ausbildung“ löschen?"
    answer = post(editor, f"{LIST}/{row.id}/loeschen", revision="1")
    assert page(editor.get(answer.headers["Location"])).notices()[-1] == "„Tag der Ausbildung“ ist gelöscht."
    assert stored(desk, name=GIVEN["name"]) == []


@pytest.mark.parametrize("number", ["999999", "0", "2147483647", "2147483648", "-1", "x", "1.0", "%00"])
def test_a_day_that_does_not_exist_is_not_found(editor: JudgingClient, number: str) -> None:
    assert editor.get(f"{LIST}/{number}").status_code == 404
    assert editor.get(f"{LIST}/{number}/loeschen").status_code == 404
    for address in (f"{LIST}/{number}", f"{LIST}/{number}/bestaetigen", f"{LIST}/{number}/loeschen"):
        assert post(editor, address, **GIVEN, revision="1").status_code in (404, 405)


@pytest.mark.parametrize("revision", ["", "0", "-1", "2", "1.0", "٣", "9" * 400, "1 OR 1=1", "\x00"])
def test_a_revision_that_is_not_the_stored_one_writes_nothing(
    desk: Hall, editor: JudgingClient, revision: str
) -> None:
    post(editor, NEW, **GIVEN)
    row = one(desk)
    assert post(editor, f"{LIST}/{row.id}", **{**GIVEN, "note": "neu"}, revision=revision).status_code == 409
    assert one(desk).note == GIVEN["note"]


def test_hostile_words_are_only_words(desk: Hall, editor: JudgingClient) -> None:
    hostile = HOSTILE[:115]
    given_ = {
        **GIVEN,
        "name": hostile,
        "name_en": hostile,
        "source": HOSTILE,
        "note": HOSTILE,
        "is_confirmed": "",
    }
    assert post(editor, NEW, **{name: value for name, value in given_.items() if value}).status_code == 303
    [row] = stored(desk, source=HOSTILE)
    for address in (
        LIST,
        f"{LIST}?schuljahr=2026-27",
        f"{LIST}/{row.id}",
        f"{LIST}/{row.id}/loeschen",
        f"/en{LIST}/{row.id}",
    ):
        assert hostile[:20] in unescape(editor.get(address).text)


ANYTHING = st.text(max_size=400) | st.sampled_from(
    ["", "\x00", "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "2027-05-12", "12.05.2027", "public_holiday",
     "9999-12-31", "0000-00-00", "2027-5-1", "\u202etxt", "</textarea><script>", "' OR 1=1 --", "%s%(x)s{{7*7}}", "𝟚𝟘𝟚𝟟-05-12"]
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({}, optional=dict.fromkeys([*GIVEN, "revision"], ANYTHING)), st.booleans())
def test_anything_at_all_gets_a_page_and_never_breaks(
    desk: Hall, editor: JudgingClient, fields: dict[str, str], is_new: bool
) -> None:
    """Whatever is typed, on top of a good entry or alone: an answer that the judge accepts, and nothing half stored."""
    row = stored(desk, is_confirmed=False)[-1]
    answer = post(editor, NEW if is_new else f"{LIST}/{row.id}", **(GIVEN | fields))
    assert answer.status_code in (303, 400, 409)
    for one_ in stored(desk):
        assert one_.name.strip()
        assert one_.first_day <= one_.last_day
    assert editor.get(LIST).status_code == 200
