"""Two people at one offer, and the back button: nothing is overwritten unseen, nothing typed is lost."""

from flask import Flask

from portal.extensions import db
from portal.models import Offer
from portal.offers.sheet import OfferSheet
from tests.judge import JudgingClient
from tests.web.desk.offers import fields, offers_of, one, open_form, send, sheet_of
from tests.web.people import signed_in
from tests.web.reading import HTML, page, text_of

PROVIDER, EDITOR = "anbieter@demo.example", "redaktion@demo.example"


def dated(app: Flask) -> int:
    """A public offer with one run of several dates to come."""
    for number in offers_of(app):
        runs = sheet_of(app, number).runs
        if len(runs) == 1 and len(runs[0].dates) > 3 and len(open_rows(app, number)) > 2:
            return number
    raise AssertionError("no such offer in the demo")


def open_rows(app: Flask, number: int) -> list[str]:
    given = open_form(signed_in(app, PROVIDER), one(number))
    return [
        value
        for name, value in given.items(multi=True)
        if name.startswith("runs-0-dates") and name.endswith("uuid")
    ]


def save(client: JudgingClient, number: int, **more: object) -> OfferSheet:
    answer = send(client, one(number), open_form(client, one(number)), tun="speichern", **more)
    assert answer.status_code == 303
    return sheet_of(client.application, number)


def test_changes_of_different_fields_are_put_together_without_a_question(own_app: Flask) -> None:
    number, mine, theirs = dated(own_app), signed_in(own_app, PROVIDER), signed_in(own_app, EDITOR)
    opened = open_form(mine, one(number))
    save(theirs, number, goal="Das Ziel der Redaktion.")
    answer = send(mine, one(number), opened, summary="Kurz vom Anbieter.", tun="speichern")
    assert answer.status_code == 303
    notices = page(mine.get(answer.location)).notices()
    assert any("Beide Fassungen sind vereint" in line for line in notices)
    sheet = sheet_of(own_app, number)
    assert (sheet.goal, sheet.summary) == ("Das Ziel der Redaktion.", "Kurz vom Anbieter.")


def test_where_both_wrote_something_else_one_decides_field_by_field(own_app: Flask) -> None:
    number, mine, theirs = dated(own_app), signed_in(own_app, PROVIDER), signed_in(own_app, EDITOR)
    opened = open_form(mine, one(number))
    save(theirs, number, summary="Kurz von der Redaktion.", price_note="Material kostet extra.")
    answer = send(
        mine, one(number), opened,
        summary="Kurz vom Anbieter.", price_note="mit Material", goal="Nähen können.", tun="speichern",
    )  # fmt: skip
    assert answer.status_code == 409
    document = page(answer)
    legends = [text_of(legend) for legend in document.one("form", id="vereinen").iter(HTML + "legend")]
    assert legends == ["Kurz gesagt", "Hinweis zum Preis"]
    assert "Kurz von der Redaktion." in document.words
    assert sheet_of(own_app, number).summary == "Kurz von der Redaktion.", "nothing is overwritten unseen"
    decided = fields(document, "vereinen")
    decided.setlist("wahl:offer/summary", ["stehende"])
    assert send(mine, one(number), decided, tun="zusammenfuehren").status_code == 303
    sheet = sheet_of(own_app, number)
    assert (sheet.summary, sheet.price_note, sheet.goal) == (
        "Kurz von der Redaktion.",
        "mit Material",
        "Nähen können.",
    )


def test_a_third_save_meanwhile_asks_again(own_app: Flask) -> None:
    number, mine, theirs = dated(own_app), signed_in(own_app, PROVIDER), signed_in(own_app, EDITOR)
    opened = open_form(mine, one(number))
    save(theirs, number, summary="Zwei.")
    document = page(send(mine, one(number), opened, summary="Mein Satz.", tun="einreichen"))
    save(theirs, number, summary="Drei.")
    again = send(mine, one(number), fields(document, "vereinen"), tun="zusammenfuehren")
    assert again.status_code == 409
    assert "Drei." in page(again).words
    last = send(mine, one(number), fields(page(again), "vereinen"), tun="zusammenfuehren")
    assert last.location == "/anbieterbereich/?anbieter=volkshochschule", (
        "what was wanted first goes on: it is submitted"
    )
    assert sheet_of(own_app, number).summary == "Mein Satz."


def test_a_date_that_one_removed_and_the_other_changed_is_a_question(own_app: Flask) -> None:
    number, mine, theirs = dated(own_app), signed_in(own_app, PROVIDER), signed_in(own_app, EDITOR)
    opened = open_form(mine, one(number))
    uuid = opened["runs-0-dates-0-uuid"]
    given = fields(page(send(theirs, one(number), open_form(theirs, one(number)), tun="termin-weg:0:0")))
    assert send(theirs, one(number), given, tun="speichern").status_code == 303
    assert uuid not in [each.uuid for run in sheet_of(own_app, number).runs for each in run.dates]
    answer = send(mine, one(number), opened, runs__0__dates__0__room="Aula", tun="speichern")
    assert answer.status_code == 409
    document = page(answer)
    assert "entfernt" in document.words
    kept = fields(document, "vereinen")
    [name] = [name for name in kept if name.startswith("wahl:date/")]
    for choice, is_there in (("stehende", False), ("meine", True)):
        kept.setlist(name, [choice])
        answer = send(mine, one(number), kept, tun="zusammenfuehren")
        there = {each.uuid: each for run in sheet_of(own_app, number).runs for each in run.dates}
        assert (uuid in there) is is_there
        if not is_there:
            with own_app.app_context():
                db.session.query(Offer).filter_by(id=number).one()
            document = page(send(mine, one(number), opened, runs__0__dates__0__room="Aula", tun="speichern"))
            kept = fields(document, "vereinen")
    assert there[uuid].room == "Aula"


def test_the_back_button_and_a_double_click_change_nothing_twice(own_app: Flask) -> None:
    number, mine = dated(own_app), signed_in(own_app, PROVIDER)
    opened = open_form(mine, one(number))
    first = send(mine, one(number), opened, summary="Zuerst.", tun="speichern")
    double = send(mine, one(number), opened, summary="Zuerst.", tun="speichern")
    assert (first.status_code, double.status_code) == (303, 303)
    back = send(mine, one(number), opened, goal="Danach, aus der alten Seite.", tun="speichern")
    assert back.status_code == 303
    sheet = sheet_of(own_app, number)
    assert (sheet.summary, sheet.goal) == ("Zuerst.", "Danach, aus der alten Seite.")


def test_unknown_identities_are_not_trusted(own_app: Flask) -> None:
    """A date of another offer, named in a hidden field, becomes a new date here and stays what it is there."""
    number, mine = dated(own_app), signed_in(own_app, PROVIDER)
    other = next(
        n
        for n in offers_of(own_app)
        if n != number and sheet_of(own_app, n).runs and sheet_of(own_app, n).runs[0].dates
    )
    foreign = sheet_of(own_app, other)
    stolen = foreign.runs[0].dates[0].uuid
    opened = open_form(mine, one(number))
    own = opened["runs-0-dates-0-uuid"]
    answer = send(
        mine,
        one(number),
        opened,
        runs__0__dates__0__uuid=stolen,
        runs__0__uuid=opened["runs-0-uuid"],
        tun="speichern",
    )
    assert answer.status_code == 303
    found = [each.uuid for run in sheet_of(own_app, number).runs for each in run.dates]
    assert stolen not in found
    assert own not in found
    assert len(found) == len(set(found))
    assert sheet_of(own_app, other) == foreign
