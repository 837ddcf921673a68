"""Bodies on the editors' desk: entered with their place in the chart, moved, removed, kept from circles and from the slower of two."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.extensions import db
from portal.models import Body, JournalEntry
from portal.vocabulary.people import Role
from portal.vocabulary.workflow import Act
from tests.judge import JudgingClient
from tests.web.editorial import content
from tests.web.editorial.content import ANYTHING, complaints, fields, opened, send
from tests.web.editorial.desk import signed_in
from tests.web.hall import Hall
from tests.web.reading import page, text_of

LIST, NEW = "/redaktion/gremien", "/redaktion/gremien/neu"
GIVEN = {
    "name": "Bildungsrat",
    "kind": "advisory_board",
    "summary": "Gibt Rat.",
    "tasks": "- Zuhören\n\n• Raten",
    "members": "Schulen\nEltern",
    "rhythm": "jeden Monat",
    "website": "www.rat.example",
}


@pytest.fixture(autouse=True)
def no_bodies(desk: Hall) -> Iterator[None]:
    empty(desk)
    yield
    empty(desk)


def empty(desk: Hall) -> None:
    content.clean(desk)
    with desk.app.app_context():
        for row in db.session.query(Body):
            db.session.delete(row)
        db.session.commit()
        db.session.remove()
    desk.app.extensions.pop("agora_responsible", None)


def stored(desk: Hall) -> dict[str, Body]:
    with desk.app.app_context():
        found = {row.name: row for row in db.session.scalars(select(Body))}
        db.session.expunge_all()
        return found


def add(editor: JudgingClient, **changes: str) -> str:
    """A new body; the address of its form."""
    answer = send(editor, NEW, **{**GIVEN, **changes})
    assert answer.status_code == 303, complaints(page(answer))
    return str(answer.location)


def test_a_body_is_entered_line_by_line_and_shown(desk: Hall, editor: JudgingClient) -> None:
    address = add(editor, topics="digitales")
    row = stored(desk)["Bildungsrat"]
    assert (row.slug, row.tasks, row.members) == ("bildungsrat", ["Zuhören", "Raten"], ["Schulen", "Eltern"])
    assert (row.website, row.topics, row.is_public) == ("https://www.rat.example", ["digitales"], True)
    kept = fields(page(editor.get(address)))
    assert (kept["tasks"], kept["kind"]) == ("Zuhören\nRaten", "advisory_board")
    reader = JudgingClient(desk.app)
    assert "Raten" in page(reader.get("/wer-macht-was/bildungsrat")).words
    assert "Bildungsrat" in reader.get("/themen/digitales").text, "at once, not in half a minute"


def test_its_place_in_the_chart_can_be_any_but_under_itself(desk: Hall, editor: JudgingClient) -> None:
    top = add(editor, name="Oben")
    low = add(editor, name="Unten", parent=top.rsplit("/", 1)[1])
    document = page(editor.get(top))
    options = [text_of(one) for one in document.one("select", name="parent")]
    assert options == ["niemandem, sie steht oben"], "neither itself nor what stands under it"
    answer = send(editor, top, parent=low.rsplit("/", 1)[1])
    assert answer.status_code == 400
    assert complaints(page(answer)) == ["Steht unter: Bitte wählen Sie eine der Stellen aus der Liste."]
    names = [text_of(one) for one in page(editor.get(LIST)).all("th", scope="row")]
    assert names == ["Oben", "Unten"]


def test_the_slower_of_two_editors_sees_both_versions(desk: Hall, editor: JudgingClient) -> None:
    address = add(editor)
    mine = opened(editor, address)
    send(editor, address, summary="Von der anderen.")
    answer = editor.post(address, data={**mine, "summary": "Von mir."})
    assert answer.status_code == 409
    document = page(answer)
    assert "Von der anderen." in document.words
    assert fields(document)["summary"] == "Von mir."
    again = editor.post(address, data=fields(document))
    assert again.status_code == 303
    assert stored(desk)["Bildungsrat"].summary == "Von mir."


def test_a_removed_body_leaves_those_below(desk: Hall, editor: JudgingClient) -> None:
    top = add(editor, name="Oben")
    add(editor, name="Unten", parent=top.rsplit("/", 1)[1])
    sure = page(editor.get(f"{top}/loeschen"))
    assert "Unten" in sure.words
    stale = {**values(sure), "revision": "77"}
    assert editor.post(f"{top}/loeschen", data=stale).location == top
    assert editor.post(f"{top}/loeschen", data=values(sure)).location == LIST
    assert {name: row.parent_id for name, row in stored(desk).items()} == {"Unten": None}
    assert editor.get(top).status_code == 404
    with desk.app.app_context():
        acts = list(db.session.scalars(select(JournalEntry.act).order_by(JournalEntry.id)))
    assert acts == [Act.CREATED, Act.CREATED, Act.DELETED]


def values(document: object) -> dict[str, str]:
    """The hidden fields of the page's one form."""
    return {one.get("name"): one.get("value") or "" for one in document.all("input", type="hidden")}  # type: ignore[attr-defined]


def test_bodies_are_moved_up_and_down(desk: Hall, editor: JudgingClient) -> None:
    add(editor, name="A")
    second = add(editor, name="B")
    token = fields(page(editor.get(second)))["csrf_token"]
    for direction, order in (("oben", ["B", "A"]), ("oben", ["B", "A"]), ("unten", ["A", "B"])):
        editor.post(f"{second}/reihenfolge", data={"csrf_token": token, "nach": direction})
        assert [text_of(one) for one in page(editor.get(LIST)).all("th", scope="row")] == order


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "koenig"}, "kind"),
        ({"summary": ""}, "summary"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"email": "halb@"}, "email"),
        ({"parent": "999999"}, "parent"),
        ({"tasks": "x" * 301}, "tasks"),
        ({"members": "\n".join(map(str, range(31)))}, "members"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_an_error_names_its_field_and_loses_nothing(
    desk: Hall, editor: JudgingClient, change: dict[str, str], field: str
) -> None:
    answer = send(editor, NEW, **{**GIVEN, **change})
    assert answer.status_code in (400, 409)
    document = page(answer)
    [link] = [one.get("href") for one in document.one("div", class_="errorsummary").iter() if one.get("href")]
    assert link == f"#{field}"
    kept = fields(document)
    assert kept["rhythm"] == GIVEN["rhythm"]
    assert kept["tasks"] == change.get("tasks", GIVEN["tasks"])
    assert stored(desk) == {}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    typed=st.dictionaries(
        st.sampled_from(["name", "kind", "summary", "parent", "tasks", "topics", "plain_text", "revision", "is_public", "einmal"]),
        ANYTHING,
    )
)  # fmt: skip
def test_nothing_that_is_typed_breaks_the_desk(
    desk: Hall, editor: JudgingClient, typed: dict[str, str]
) -> None:
    answer = send(editor, NEW, **{**GIVEN, **typed})
    assert answer.status_code in (303, 400, 409)
    assert editor.get(LIST).status_code == 200
    assert JudgingClient(desk.app).get("/wer-macht-was").status_code == 200


def test_a_provider_may_not_enter(desk: Hall) -> None:
    provider = signed_in(desk, Role.PROVIDER)
    assert provider.get(LIST).status_code == provider.get(NEW).status_code == 403
