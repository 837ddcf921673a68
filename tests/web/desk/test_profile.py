"""The profile of an institution: who may change it, what the public then reads, two who save at once, anything that is typed."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.extensions import db
from portal.models import FormDraft, Institution
from portal.vocabulary.people import MembershipRole, Role, Standing
from portal.vocabulary.workflow import Act
from tests.judge import JudgingClient
from tests.web.desk.institution_desk import GIVEN, SLUG, institution, journal, post, profile
from tests.web.hall import HOSTILE
from tests.web.people import account, signed_in
from tests.web.reading import HTML, page, text_of

MANAGER = "anbieter@demo.example"


@pytest.fixture
def manager(own_app: Flask) -> JudgingClient:
    return signed_in(own_app, MANAGER)


def revision(app: Flask) -> str:
    return str(institution(app).revision)


def test_whoever_leads_one_institution_goes_straight_to_it(own_app: Flask, manager: JudgingClient) -> None:
    answer = manager.get("/anbieterbereich/profil")
    assert (answer.status_code, answer.location) == (302, profile(own_app))
    document = page(manager.get(answer.location))
    assert document.h1 == institution(own_app).name
    assert document.notices()[0] == "Freigegeben und öffentlich"
    assert "Nie öffentlich." in document.words


def test_whoever_works_for_several_sees_how_each_stands(own_app: Flask) -> None:
    with own_app.app_context():
        slugs = [one.slug for one in db.session.query(Institution).order_by(Institution.id)]
    roles = {SLUG: MembershipRole.MANAGER, next(one for one in slugs if one != SLUG): MembershipRole.MEMBER}
    client = signed_in(own_app, account(own_app, "zwei@stadt.example", institutions=roles))
    document = page(client.get("/anbieterbereich/profil"))
    assert {"Sie arbeiten hier als: Leitung", "Sie arbeiten hier als: Mitglied"} <= {
        text_of(one) for one in document.all("p")
    }
    assert profile(own_app) in document.links()
    other = next(slug for slug in roles if slug != SLUG)
    assert profile(own_app, other) not in document.links(), "a member changes no profile"


def test_whoever_belongs_nowhere_is_told_the_way(own_app: Flask) -> None:
    client = signed_in(own_app, "redaktion@demo.example")
    assert "Ihr Konto gehört zu keinem Anbieter" in page(client.get("/anbieterbereich/profil")).words


def test_members_and_others_change_no_profile(own_app: Flask) -> None:
    member = account(own_app, "mit@stadt.example", institutions={SLUG: MembershipRole.MEMBER})
    before = institution(own_app)
    for who in (member, account(own_app, "fremd@stadt.example", institutions={})):
        client = signed_in(own_app, who)
        for address in (
            profile(own_app),
            f"{profile(own_app)}/lernorte",
            f"{profile(own_app)}/lernorte/neu",
            f"{profile(own_app)}/mitglieder",
        ):
            assert client.get(address).status_code == 403, address
        assert post(client, profile(own_app), **GIVEN, revision=str(before.revision)).status_code == 403
    assert institution(own_app).revision == before.revision


def test_editors_change_any_profile(own_app: Flask) -> None:
    client = signed_in(own_app, Role.EDITOR)
    assert post(client, profile(own_app), **GIVEN, revision=revision(own_app)).status_code == 303
    assert institution(own_app).name == GIVEN["name"]


def test_what_is_saved_is_public_at_once(own_app: Flask, manager: JudgingClient) -> None:
    visitor = JudgingClient(own_app)
    offer = next(
        link for link in page(visitor.get(f"/anbieter/{SLUG}")).links() if link.startswith("/angebote/")
    )
    before = page(visitor.get(offer)).words
    answer = post(manager, profile(own_app), **GIVEN, revision=revision(own_app))
    assert answer.status_code == 303
    assert (
        page(manager.get(answer.location)).notices()[0]
        == "Das Profil von „Volkshochschule am Park“ ist gespeichert."
    )
    public = page(visitor.get(f"/anbieter/{SLUG}"))
    assert public.h1 == "Volkshochschule am Park"
    assert "https://www.vhs.example" in {link.get("href") for link in public.all("a")}
    assert "intern@agora.example" not in public.words
    assert "Volkshochschule am Park" not in before
    assert "Volkshochschule am Park" in page(visitor.get(offer)).words, (
        "the kept page of an offer is made anew"
    )
    assert "VHS" in visitor.get(f"/suche?anbieter={SLUG}").text
    assert "Volkshochschule am Park" in visitor.get("/anbieter").text


def test_a_new_name_keeps_the_address_and_stands_in_the_journal(
    own_app: Flask, manager: JudgingClient
) -> None:
    former = institution(own_app).name
    post(manager, profile(own_app), **GIVEN, revision=revision(own_app))
    line = journal(own_app)[-1]
    assert (line.act, line.actor_name, line.changes["name"]) == (
        Act.CHANGED,
        "Demo Anbieter",
        [former, GIVEN["name"]],
    )
    assert institution(own_app).slug == SLUG
    post(manager, profile(own_app), **GIVEN, revision=revision(own_app))
    assert journal(own_app)[-1].act is Act.CONFIRMED, "saying the same again confirms it"


def test_two_who_save_at_once_see_both_versions(own_app: Flask, manager: JudgingClient) -> None:
    began = revision(own_app)
    editor = signed_in(own_app, Role.EDITOR)
    assert (
        post(
            editor, profile(own_app), **{**GIVEN, "summary": "Von der Redaktion."}, revision=began
        ).status_code
        == 303
    )
    answer = post(manager, profile(own_app), **{**GIVEN, "summary": "Vom Anbieter."}, revision=began)
    assert answer.status_code == 409
    document = page(answer)
    assert document.notices()[0] == "Dieses Profil hat inzwischen jemand anders geändert."
    assert [text_of(one) for one in document.all("p", class_="diff__field")] == ["In ein bis zwei Sätzen"]
    assert text_of(document.one("textarea", name="summary")) == "Vom Anbieter."
    now = document.one("input", name="revision").get("value") or ""
    assert institution(own_app).summary == "Von der Redaktion."
    assert (
        post(manager, profile(own_app), **{**GIVEN, "summary": "Vom Anbieter."}, revision=now).status_code
        == 303
    )
    assert institution(own_app).summary == "Vom Anbieter."


def test_a_preview_saves_nothing_and_loses_nothing(own_app: Flask, manager: JudgingClient) -> None:
    answer = post(
        manager,
        profile(own_app),
        **{**GIVEN, "description": "Neu **fett** <script>x</script>"},
        revision=revision(own_app),
        vorschau="1",
    )
    assert answer.status_code == 200
    document = page(answer)
    assert [text_of(one) for one in document.all("strong")] == ["fett"]
    assert text_of(document.one("textarea", name="description")).startswith("Neu **fett**")
    assert institution(own_app).name != GIVEN["name"]
    assert "Hier steht noch nichts." in page(post(manager, profile(own_app), vorschau="1")).words


def test_a_refused_form_names_field_and_way_out_and_keeps_what_was_typed(
    own_app: Flask, manager: JudgingClient
) -> None:
    wrong = {
        **GIVEN,
        "name": " ",
        "phone": "keine",
        "email": "vhs@",
        "website": "nix",
        "postal_code": "?",
        "kind": "zirkus",
        "district": "999",
        "summary": "x" * 301,
    }
    answer = post(manager, profile(own_app), **wrong, revision=revision(own_app))
    assert answer.status_code == 400
    document = page(answer)
    shown = {text_of(item) for item in document.one("div", class_="errorsummary").iter(HTML + "li")}
    assert shown == {
        "Bitte geben Sie den Namen ein.",
        "Telefon: Bitte schreiben Sie die Nummer mit Vorwahl, zum Beispiel: 0340 0000-100",
        "E-Mail: Diese Adresse ist unvollständig. Ein Beispiel: name@example.org",
        "Internetseite: Diese Internetadresse ist nicht vollständig. Ein Beispiel: https://www.beispiel.de/kurs",
        "Diese Postleitzahl stimmt nicht. Ein Beispiel: 06844",
        "Art der Einrichtung: Diese Auswahl gibt es nicht. Bitte wählen Sie noch einmal.",
        "Stadtteil: Diese Auswahl gibt es nicht. Bitte wählen Sie noch einmal.",
        "In ein bis zwei Sätzen: Bitte kürzen Sie auf höchstens 300 Zeichen.",
    }
    assert document.one("input", name="phone").get("value") == "keine"
    assert document.title.startswith("Fehler:")
    with own_app.app_context():
        assert db.session.query(FormDraft).count() == 1, "and a closed tab finds it again"
    assert page(manager.get(profile(own_app))).one("input", name="phone").get("value") == "keine"
    assert post(manager, profile(own_app), **GIVEN, revision=revision(own_app)).status_code == 303
    assert page(manager.get(profile(own_app))).one("input", name="phone").get("value") == GIVEN["phone"]


def test_a_suspended_institution_is_closed_to_its_people(own_app: Flask, manager: JudgingClient) -> None:
    with own_app.app_context():
        row = db.session.query(Institution).filter_by(slug=SLUG).one()
        row.standing, row.is_public = Standing.SUSPENDED, False
        db.session.commit()
    assert manager.get(profile(own_app)).status_code == 403


def test_the_desk_speaks_english(own_app: Flask, manager: JudgingClient) -> None:
    assert page(manager.get(f"/en{profile(own_app)}")).lang == "en"


@pytest.mark.parametrize("number", ["0", "999999", "2147483648", "-1", "x", "%00"])
def test_an_institution_that_does_not_exist_is_not_found(
    own_app: Flask, manager: JudgingClient, number: str
) -> None:
    assert manager.get(f"/anbieterbereich/profil/{number}").status_code in (403, 404)
    assert signed_in(own_app, Role.EDITOR).get(f"/anbieterbereich/profil/{number}").status_code == 404


ANYTHING = st.text(max_size=400) | st.sampled_from(
    ["", "\x00", "\u202etxt", HOSTILE, "x" * 10_000, "👩‍👩‍👧", "javascript:alert(1)", "' OR 1=1 --", "%s%(x)s{{7*7}}", "adult_education", "9" * 40, "١٢٣", "\ud7ff", "a@b.c"]
)  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys([*GIVEN, "revision", "vorschau"], st.lists(ANYTHING, min_size=1, max_size=2)),
    )
)
def test_anything_at_all_gets_a_page_and_never_breaks(
    own_app: Flask, manager: JudgingClient, fields: dict[str, list[str]]
) -> None:
    """Whatever is typed, once or twice, missing or alone: an answer that the judge accepts."""
    answer = post(manager, profile(own_app), **{"revision": revision(own_app), **GIVEN, **fields})
    assert answer.status_code in (200, 303, 400, 409)
    assert institution(own_app).name.strip()
    assert manager.get(profile(own_app)).status_code == 200
    assert JudgingClient(own_app).get(f"/anbieter/{SLUG}").status_code == 200
