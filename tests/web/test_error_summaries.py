"""The list of what is wrong on top of a form: every line can be told apart from the others, and none says a name twice."""

import pytest
from flask import Flask

from portal.vocabulary.people import Role
from portal.web.kit.fields import is_named, joined
from tests.judge import JudgingClient
from tests.web.people import csrf, signed_in
from tests.web.reading import HTML, page, text_of

SETTINGS = "/verwaltung/einstellungen"


def summary(client: JudgingClient, address: str, **fields: str) -> list[str]:
    answer = client.post(address, data={"csrf_token": csrf(client, address), **fields})
    return [text_of(item) for item in page(answer).one("div", class_="errorsummary").iter(HTML + "li")]


def test_the_settings_say_which_text_is_too_long(own_app: Flask) -> None:
    typed = {"town.name": "x" * 90, "town.phone": "x" * 90}
    lines = summary(signed_in(own_app, Role.ADMINISTRATOR), SETTINGS, **typed)
    assert [line for line in lines if "60 Zeichen" in line] == [
        "Name des Portals: Bitte kürzen Sie auf höchstens 60 Zeichen.",
        "Telefon des Bildungsbüros: Bitte kürzen Sie auf höchstens 60 Zeichen.",
    ]


def test_hours_that_are_wrong_are_named_by_day_and_row(own_app: Flask) -> None:
    editor = signed_in(own_app, Role.EDITOR)
    rows = {"zeit-0-1-opens": "15:00", "zeit-0-1-closes": "9:00", "zeit-2-0-opens": "9:00"}
    lines = summary(editor, "/redaktion/b-punkte/neu", **rows)
    assert "Montag, 2. Zeit, bis: Das Ende liegt nicht nach dem Beginn: 9 Uhr und 15 Uhr." in lines
    assert any(line.startswith("Mittwoch, 1. Zeit, bis: Wann endet es?") for line in lines)


@pytest.mark.parametrize(
    ("label", "message", "named"),
    [
        ("Titel", "Bitte nennen Sie den Titel.", True),
        ("E-Mail (freiwillig)", "Diese E-Mail-Adresse ist nicht vollständig.", True),
        ("Was fehlt?", "Was fehlt? Bitte ein paar Worte.", True),
        ("Titel", "Bitte kürzen Sie auf höchstens 60 Zeichen.", False),
        ("von", "Bitte eine Zahl von 0 bis 9.", False),
        ("Ort", "Diesen Sport gibt es nicht.", False),
    ],
)
def test_a_message_that_names_its_field_needs_no_label(label: str, message: str, *, named: bool) -> None:
    assert is_named(label, message) is named


def test_a_label_that_asks_gets_no_colon() -> None:
    assert joined("Wie viele sind frei?", "Bitte eine Zahl.") == "Wie viele sind frei? Bitte eine Zahl."
    assert joined("Alter bis", "Bitte eine Zahl.") == "Alter bis: Bitte eine Zahl."
