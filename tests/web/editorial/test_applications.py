"""New providers: who waits, which known ones they resemble, the decision and its letter; trust, suspension, a new name."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from portal import clock
from portal.extensions import db
from portal.models import Institution, Membership, Offer, User
from portal.vocabulary.offers import OfferKind
from portal.vocabulary.people import MembershipRole, Role, Standing
from portal.vocabulary.workflow import Act
from tests.judge import JudgingClient
from tests.web.desk.institution_desk import SLUG, institution, journal, letters, post
from tests.web.hall import HOSTILE
from tests.web.people import account, signed_in
from tests.web.reading import HTML, Document, page, text_of

LIST = "/redaktion/neue-anbieter"
NEW = "toepferhof"
MAIL = "chefin@toepferhof.example"


@pytest.fixture
def editor(own_app: Flask) -> JudgingClient:
    return signed_in(own_app, Role.EDITOR)


def apply(
    app: Flask,
    slug: str = NEW,
    name: str = "Töpferhof Roßlau e. V.",
    *,
    email: str = MAIL,
    is_confirmed: bool = True,
    **values: object,
) -> str:
    """Somebody registers; returns the address of the decision."""
    with app.app_context():
        made = Institution(
            slug=slug,
            name=name,
            summary="Ton für alle.",
            standing=Standing.APPLIED,
            is_public=False,
            **values,
        )
        user = User(email=email, name="Edda Muster", password_hash="x", role=Role.PROVIDER)
        user.address_confirmed_at = clock.now() if is_confirmed else None
        db.session.add_all([made, user, Membership(user=user, institution=made, role=MembershipRole.MANAGER)])
        db.session.commit()
        return f"/redaktion/anbieter/{made.id}"


def nobody_waits(app: Flask) -> None:
    """Without the applicants of the demo."""
    with app.app_context():
        db.session.execute(delete(Institution).where(Institution.standing == Standing.APPLIED))
        db.session.commit()


def judged(app: Flask, slug: str = SLUG) -> str:
    return f"/redaktion/anbieter/{institution(app, slug).id}"


def standing(app: Flask, slug: str = NEW) -> tuple[Standing, bool] | None:
    with app.app_context():
        found = db.session.scalars(select(Institution).where(Institution.slug == slug)).first()
        return (found.standing, found.is_public) if found else None


def rows(document: Document) -> list[list[str]]:
    return [[text_of(row) for row in body.iter(HTML + "tr")] for body in document.all("tbody")]


@pytest.mark.parametrize(
    ("who", "status"), [(Role.EDITOR, 200), (Role.ADMINISTRATOR, 200), (Role.PROVIDER, 403)]
)
def test_editors_decide_and_nobody_else(own_app: Flask, who: Role, status: int) -> None:
    address, client = apply(own_app), signed_in(own_app, who)
    for path in (LIST, "/redaktion/anbieter", address):
        assert client.get(path).status_code == status, path
    if status == 403:
        assert post(client, address, act="freigeben").status_code == 403
        assert post(client, f"{address}/umbenennen", name="x").status_code == 403
        assert standing(own_app) == (Standing.APPLIED, False)


def test_the_list_tells_confirmed_applicants_from_others(own_app: Flask, editor: JudgingClient) -> None:
    nobody_waits(own_app)
    assert "Niemand wartet" in page(editor.get(LIST)).words
    apply(own_app)
    apply(own_app, "unbekannt", "Wer weiß", email="wer@weiss.example", is_confirmed=False)
    waiting, unconfirmed = rows(page(editor.get(LIST)))
    assert len(waiting) == len(unconfirmed) == 1
    assert waiting[0].startswith("Töpferhof Roßlau e. V. seit ") and f"Edda Muster, {MAIL}" in waiting[0]
    assert unconfirmed[0].startswith("Wer weiß")
    assert "Noch weiß niemand, wer fragt." in page(editor.get(judged(own_app, "unbekannt"))).words


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": "volkshochschule Dessau-Rosslau e.V."}, "ähnlicher Name"),
        ({"name": "Ganz anders", "website": "http://VHS.example/kontakt"}, "gleiche Internetseite"),
        ({"name": "Ganz anders", "email": "neu@vhs.example"}, "gleiche E-Mail-Domain"),
    ],
)
def test_known_providers_that_look_the_same_are_named(
    own_app: Flask, editor: JudgingClient, values: dict[str, str], reason: str
) -> None:
    with own_app.app_context():
        known = db.session.scalars(select(Institution).where(Institution.slug == SLUG)).one()
        known.website, known.maintenance_email = "https://www.vhs.example/", "post@vhs.example"
        db.session.commit()
    email = values.pop("email", MAIL)
    nobody_waits(own_app)
    address = apply(own_app, email=email, **values)
    document = page(editor.get(address))
    [similar] = [text_of(one) for one in document.all("li") if reason in text_of(one)]
    assert similar.startswith(institution(own_app).name)
    assert institution(own_app).name in rows(page(editor.get(LIST)))[0][0]


def test_mail_that_everybody_may_have_makes_nobody_alike(own_app: Flask, editor: JudgingClient) -> None:
    apply(own_app, "eins", "Chor am Fluss", email="a@gmx.de")
    address = apply(own_app, "zwei", "Schachfreunde Süd", email="b@gmx.de")
    assert "Vielleicht schon da" not in page(editor.get(address)).words


def test_an_approved_provider_is_public_and_told(own_app: Flask, editor: JudgingClient) -> None:
    address, visitor = apply(own_app), JudgingClient(own_app)
    assert visitor.get(f"/anbieter/{NEW}").status_code == 404
    answer = post(editor, address, act="freigeben", words="Willkommen!")
    assert (answer.status_code, answer.location) == (303, LIST)
    assert page(editor.get(LIST)).notices() == ["„Töpferhof Roßlau e. V.“ ist freigegeben und öffentlich."]
    assert standing(own_app) == (Standing.CONFIRMED, True)
    assert page(visitor.get(f"/anbieter/{NEW}")).h1 == "Töpferhof Roßlau e. V."
    assert visitor.get(f"/suche?anbieter={NEW}").status_code == 200
    [letter] = letters(own_app)
    assert (letter.kind, letter.recipient, letter.subject) == (
        "provider_approved",
        MAIL,
        "Freigegeben: Töpferhof Roßlau e. V.",
    )
    assert (
        "Willkommen!" in letter.text
        and "/anbieterbereich" in letter.text
        and "Sie bekommen diese E-Mail, weil" in letter.text
    )
    assert [line.act for line in journal(own_app)][-1] is Act.APPROVED


def test_a_refusal_needs_a_reason_and_leaves_the_account(own_app: Flask, editor: JudgingClient) -> None:
    address = apply(own_app)
    for act, sentence in (
        ("ablehnen", "Bitte schreiben Sie, warum"),
        ("fragen", "Bitte schreiben Sie, was Sie wissen möchten."),
    ):
        refused = post(editor, address, act=act, words="  ")
        assert refused.status_code == 400 and sentence in page(refused).words
    assert post(editor, address, act="ablehnen", words="Das ist Werbung.").location == LIST
    assert standing(own_app) is None
    [letter] = letters(own_app)
    assert (letter.kind, letter.recipient) == (
        "provider_refused",
        MAIL,
    ) and "> Das ist Werbung." in letter.text
    line = journal(own_app)[-1]
    assert (line.act, line.title, line.note) == (Act.DISCARDED, "Töpferhof Roßlau e. V.", "Das ist Werbung.")
    assert signed_in(own_app, MAIL).get("/konto/").status_code == 200
    assert editor.get(address).status_code == 404


def test_a_refused_provider_with_a_draft_loses_nothing(own_app: Flask, editor: JudgingClient) -> None:
    address = apply(own_app)
    with own_app.app_context():
        made = db.session.scalars(select(Institution).where(Institution.slug == NEW)).one()
        db.session.add(Offer(institution=made, title="Drehen", slug="drehen", kind=OfferKind.COURSE))
        db.session.commit()
    post(editor, address, act="ablehnen", words="Nein.")
    assert standing(own_app) == (Standing.SUSPENDED, False)


def test_a_question_leaves_it_waiting(own_app: Flask, editor: JudgingClient) -> None:
    address = apply(own_app)
    assert post(editor, address, act="fragen", words="Wo ist das?").status_code == 303
    assert standing(own_app) == (Standing.APPLIED, False)
    [letter] = letters(own_app)
    assert letter.kind == "provider_asked" and "> Wo ist das?" in letter.text
    assert "Kommentiert von Demo Redaktion: Wo ist das?" in page(editor.get(address)).words


def test_whoever_has_nobody_to_write_to_says_so(own_app: Flask, editor: JudgingClient) -> None:
    post(editor, apply(own_app, is_confirmed=False), act="freigeben")
    assert page(editor.get(LIST)).notices()[1].startswith("Kein Brief:")
    assert letters(own_app) == []


def test_what_is_decided_is_not_decided_again(own_app: Flask, editor: JudgingClient) -> None:
    address = apply(own_app)
    assert post(editor, address, act="freigeben").status_code == 303
    late = post(editor, address, act="ablehnen", words="Nein.")
    assert late.status_code == 400, "there is nothing to refuse any more"
    assert standing(own_app) == (Standing.CONFIRMED, True)


def test_a_suspended_provider_leaves_search_feeds_and_pages_and_comes_back(
    own_app: Flask, editor: JudgingClient
) -> None:
    account(own_app, "leitung@stadt.example", institutions={SLUG: MembershipRole.MANAGER})
    visitor, address = JudgingClient(own_app), judged(own_app)
    found = visitor.get(f"/suche.json?anbieter={SLUG}").json
    assert found["total"] > 3
    offer = found["items"][0]["url"].removeprefix("http://127.0.0.1:8000")
    off = visitor.get(f"{offer}.ics").text.count("STATUS:CANCELLED")
    assert post(editor, address, act="sperren", words=" ").status_code == 400
    assert post(editor, address, act="sperren", words="Beschwerden.").location == address
    assert visitor.get(f"/anbieter/{SLUG}").status_code == visitor.get(offer).status_code == 404
    assert not [
        one
        for one in visitor.get("/suche.json?pro_seite=100").json["items"]
        if one["institution"] == institution(own_app).name
    ]
    told = visitor.get(f"{offer}.ics").text.count("STATUS:CANCELLED")
    assert told > off, "whoever subscribed is told that it is off"
    suspended = [letter for letter in letters(own_app) if letter.kind == "provider_suspended"]
    assert suspended and all("> Beschwerden." in letter.text for letter in suspended)
    assert post(editor, address, act="entsperren").status_code == 303
    assert visitor.get(f"/suche.json?anbieter={SLUG}").json["total"] == found["total"]
    assert visitor.get(offer).status_code == 200
    assert visitor.get(f"{offer}.ics").text.count("STATUS:CANCELLED") == off


def test_trust_is_given_and_taken(own_app: Flask, editor: JudgingClient) -> None:
    address = judged(own_app)
    assert post(editor, address, act="vertrauen").status_code == 303
    assert standing(own_app, SLUG) == (Standing.TRUSTED, True)
    assert post(editor, address, act="ansehen").status_code == 303
    assert standing(own_app, SLUG) == (Standing.CONFIRMED, True)
    acts = [line.changes.get("standing") for line in journal(own_app)]
    assert acts[-2:] == [["confirmed", "trusted"], ["trusted", "confirmed"]]


def test_a_new_name_moves_the_address_and_the_old_one_leads_there(
    own_app: Flask, editor: JudgingClient
) -> None:
    visitor, address = JudgingClient(own_app), judged(own_app)
    assert post(editor, f"{address}/umbenennen", name=" ").status_code == 400
    assert post(editor, f"{address}/umbenennen", name="Haus des  Lernens").location == address
    moved = visitor.get(f"/anbieter/{SLUG}")
    assert (moved.status_code, moved.location) == (301, "/anbieter/haus-des-lernens")
    assert page(visitor.get("/anbieter/haus-des-lernens")).h1 == "Haus des Lernens"
    assert visitor.get("/suche.json?anbieter=haus-des-lernens").json["total"] > 3
    assert journal(own_app)[-1].changes["slug"] == [SLUG, "haus-des-lernens"]
    post(editor, f"{address}/umbenennen", name="Volkshochschule")
    assert visitor.get(f"/anbieter/{SLUG}").status_code == 200, "back again, without a circle"
    assert visitor.get("/anbieter/haus-des-lernens").location == f"/anbieter/{SLUG}"


def test_a_name_that_another_had_gets_an_address_of_its_own(own_app: Flask, editor: JudgingClient) -> None:
    post(editor, f"{judged(own_app)}/umbenennen", name="Haus des Lernens")
    post(editor, apply(own_app), act="freigeben")
    post(editor, f"{judged(own_app, NEW)}/umbenennen", name="Volkshochschule")
    assert standing(own_app, "volkshochschule-2")
    assert JudgingClient(own_app).get(f"/anbieter/{SLUG}").location == "/anbieter/haus-des-lernens"


@pytest.mark.parametrize("number", ["0", "999999", "2147483648", "-1", "x", "%00"])
def test_who_does_not_exist_is_not_found(editor: JudgingClient, number: str) -> None:
    assert editor.get(f"/redaktion/anbieter/{number}").status_code == 404
    assert post(editor, f"/redaktion/anbieter/{number}", act="freigeben").status_code in (404, 405)
    assert post(editor, f"/redaktion/anbieter/{number}/umbenennen", name="x").status_code in (404, 405)


ANYTHING = st.text(max_size=300) | st.sampled_from(
    ["", "\x00", HOSTILE, "x" * 10_000, "👩‍👩‍👧", "fragen", "sperren", "freigeben", "\u202e", "%s%(x)s"]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(["act", "words", "name"], st.lists(ANYTHING, min_size=1, max_size=2))
    ),
    st.booleans(),
)
def test_anything_at_all_gets_a_page_and_never_breaks(
    own_app: Flask, editor: JudgingClient, fields: dict[str, list[str]], is_name: bool
) -> None:
    if standing(own_app) is None:
        with own_app.app_context():
            db.session.query(User).filter_by(email=MAIL).delete()
            db.session.commit()
        apply(own_app)
    address = judged(own_app, NEW)
    answer = post(
        editor,
        f"{address}/umbenennen" if is_name else address,
        **({"act": "fragen", "words": "Wo?", "name": "Töpferhof"} | fields),
    )
    assert answer.status_code in (303, 400, 409)
    if is_name:
        post(editor, f"{address}/umbenennen", name=NEW)
    assert editor.get(LIST).status_code == 200
