"""The office enters an institution itself: so an empty portal gets its first one, without an application."""

import pytest
from flask import Flask

from portal.models import Institution
from portal.vocabulary.people import InstitutionKind, Role, Standing
from portal.vocabulary.workflow import Act, Thing
from tests.judge import JudgingClient
from tests.web.admin.office import institution, journal, post, said, stored
from tests.web.people import account, signed_in
from tests.web.reading import page

LIST = "/verwaltung/anbieter"
NEW, FORM = f"{LIST}/neu", "/anbieterbereich/angebote/neu"
GOOD = {"name": "Verein der Gärten", "kind": "association", "maintenance_email": "post@gaerten.example"}


def test_it_is_public_at_once_and_in_the_journal(own_app: Flask, admin: JudgingClient) -> None:
    assert NEW in page(admin.get(LIST)).links()
    assert "ist angelegt und freigegeben" in said(admin, post(admin, NEW, NEW, **GOOD))
    row = institution(own_app, "verein-der-gaerten")
    assert (row.kind, row.standing, row.is_public) == (
        InstitutionKind.ASSOCIATION,
        Standing.CONFIRMED,
        True,
    )
    assert (row.email, row.maintenance_email) == (None, "post@gaerten.example")
    assert admin.get("/anbieter/verein-der-gaerten").status_code == 200
    [line] = journal(own_app, thing=Thing.INSTITUTION, thing_id=row.id)
    assert (line.act, line.title) == (Act.CREATED, "Verein der Gärten")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Bitte geben Sie den Namen ein."),
        ({"kind": ""}, "was für ein Anbieter"),
        ({"kind": "koenigreich"}, "was für ein Anbieter"),
        ({"maintenance_email": "post"}, "unvollständig"),
    ],
)
def test_what_cannot_be_is_named_beside_its_field(
    own_app: Flask, admin: JudgingClient, change: dict[str, str], words: str
) -> None:
    before = len(stored(own_app, Institution))
    answer = post(admin, NEW, NEW, **(GOOD | change))
    assert answer.status_code == 400
    assert words in answer.text
    assert len(stored(own_app, Institution)) == before


def test_a_name_that_is_there_is_refused(own_app: Flask, admin: JudgingClient) -> None:
    known = institution(own_app, "volkshochschule").name
    answer = post(admin, NEW, NEW, **(GOOD | {"name": f"  {known} "}))
    assert answer.status_code == 409
    assert "Einen Anbieter mit diesem Namen gibt es schon." in answer.text


def test_the_same_address_is_not_given_twice(own_app: Flask, admin: JudgingClient) -> None:
    for name in ("Verein-der Gärten", "Verein der Gärten"):
        assert post(admin, NEW, NEW, **(GOOD | {"name": name})).status_code == 303
    assert institution(own_app, "verein-der-gaerten-2").name == "Verein der Gärten"


def test_an_empty_portal_leads_there_who_may(new_town: Flask) -> None:
    account(new_town, "leitung@stadt.example", role=Role.ADMINISTRATOR)
    account(new_town, "redaktion@stadt.example", role=Role.EDITOR)
    assert NEW in page(signed_in(new_town, Role.ADMINISTRATOR).get(FORM)).links()
    answer = signed_in(new_town, Role.EDITOR).get(FORM)
    assert "Die Verwaltung legt ihn an." in answer.text
    assert NEW not in answer.text
