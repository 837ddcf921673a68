"""The list of a provider's offers: tasks, filter, steps, paging, whose offers, and confirming."""

from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.extensions import db
from portal.models import Institution, Membership, Offer, OfferCount, User
from portal.vocabulary.offers import OfferKind, Step
from portal.vocabulary.people import MembershipRole, Standing
from tests.judge import JudgingClient
from tests.web.desk.offers import LIST, NEW, copy_of, fields, offers_of, one, open_form, send
from tests.web.people import account, signed_in
from tests.web.reading import HTML, Document, page, text_of


@pytest.fixture
def provider(own_app: Flask) -> JudgingClient:
    return signed_in(own_app, "anbieter@demo.example")


def rows(document: Document) -> list[str]:
    return [text_of(row) for row in document.one("tbody").iter(HTML + "tr")]


def test_the_list_shows_every_offer_with_step_score_and_what_is_missing(
    own_app: Flask, provider: JudgingClient
) -> None:
    document = page(provider.get(LIST))
    assert document.h1 == "Meine Angebote"
    assert len(rows(document)) == min(50, len(offers_of(own_app)))
    assert all("%" in row for row in rows(document))
    assert any("Fehlt:" in row for row in rows(document))


def test_words_number_and_step_narrow_the_list(own_app: Flask, provider: JudgingClient) -> None:
    number = offers_of(own_app)[0]
    send(provider, one(number), open_form(provider, one(number)), goal="Neu", tun="speichern")
    found = rows(page(provider.get(f"{LIST}?q=DEUTSCH+als")))
    assert found
    assert all("Deutsch als" in row for row in found)
    assert len(rows(page(provider.get(f"{LIST}?q={number}")))) == 1
    drafts = rows(page(provider.get(f"{LIST}?stand=entwurf")))
    assert any("Veröffentlicht, Änderung in Arbeit" in row for row in drafts)
    nothing = page(provider.get(f"{LIST}?q=zzzqqq"))
    assert "Dazu gibt es kein Angebot." in nothing.words
    odd = page(provider.get(LIST, query_string={"stand": "quatsch\u202e", "seite": "-4"}))
    assert "gibt es nicht" in odd.notices()[0]


def test_what_nobody_confirmed_for_long_is_confirmed_with_one_button(
    own_app: Flask, provider: JudgingClient
) -> None:
    long_ago = clock.now() - timedelta(days=200)
    with own_app.app_context():
        db.session.query(Offer).filter(Offer.step == Step.PUBLISHED).update({"confirmed_at": clock.now()})
        ids = offers_of(own_app)[:3]
        public = [n for n in ids if db.session.get(Offer, n).step is Step.PUBLISHED]  # type: ignore[union-attr]  # they exist
        db.session.query(Offer).filter(Offer.id.in_(public)).update({"confirmed_at": long_ago})
        db.session.commit()
    document = page(provider.get(LIST))
    [form] = [
        f
        for f in document.all("form", method="post")
        if (f.get("action") or "").startswith("/anbieterbereich/bestaetigen")
    ]
    label = text_of(next(form.iter(HTML + "button")))
    assert label == f"Alle {len(public)} gelten noch"
    data = {
        "csrf_token": next(i.get("value") for i in form.iter(HTML + "input") if i.get("name") == "csrf_token")
    }
    ids_sent = [i.get("value") for i in form.iter(HTML + "input") if i.get("name") == "angebot"]
    answer = provider.post(form.get("action"), data={**data, "angebot": ids_sent})
    assert answer.status_code == 303
    assert (
        page(provider.get(answer.location)).notices()[0]
        == f"Bestätigt: {len(public)} Angebote gelten weiter."
    )
    with own_app.app_context():
        assert all(db.session.get(Offer, n).confirmed_at > long_ago for n in public)  # type: ignore[union-attr,operator]  # they exist
    odd = provider.post(
        "/anbieterbereich/bestaetigen", data={**data, "angebot": ["x", "-1", "99999999999", "²"]}
    )
    assert page(provider.get(odd.location)).notices()[0] == "Es war nichts zu bestätigen."


def test_views_and_subscriptions_of_thirty_days_are_counted(own_app: Flask, provider: JudgingClient) -> None:
    with own_app.app_context():
        number = next(n for n in offers_of(own_app) if copy_of(own_app, n).live)
        db.session.query(OfferCount).delete()
        today = clock.today()
        db.session.add(OfferCount(offer_id=number, day=today, views=1200, calendars=3))
        db.session.add(OfferCount(offer_id=number, day=today - timedelta(days=40), views=50, calendars=1))
        db.session.commit()
        title = db.session.get(Offer, number).title  # type: ignore[union-attr]  # it exists
    document = page(provider.get(LIST))
    assert "1.200 mal angesehen" in document.words
    assert "3-mal abonniert" in document.words
    [row] = [row for row in rows(document) if title in row and "1.200" in row]
    assert "3 Abos" in row


def test_a_hundred_and_twenty_offers_cost_no_more_statements_than_three(
    own_app: Flask, provider: JudgingClient
) -> None:
    provider.get(LIST)
    usual = len(provider.watch.statements)
    with own_app.app_context():
        institution = db.session.query(Institution).filter_by(slug="volkshochschule").one()
        for number in range(120):
            db.session.add(
                Offer(
                    institution=institution,
                    title=f"Reihe {number:03}",
                    slug=f"reihe-{number}",
                    kind=OfferKind.COURSE,
                )
            )
        db.session.commit()
    document = page(provider.get(LIST))
    assert len(provider.watch.statements) <= usual
    assert len(rows(document)) == 50
    assert any("seite=2" in link for link in document.links())
    second = page(provider.get(f"{LIST}?seite=2"))
    assert not set(rows(document)) & set(rows(second))
    assert page(provider.get(f"{LIST}?seite=9999")).all("tbody")


def test_people_with_several_institutions_see_all_or_choose_one(own_app: Flask) -> None:
    account(
        own_app, "zwei@demo.example",
        institutions={"volkshochschule": MembershipRole.MEMBER, "musikschule": MembershipRole.MANAGER},
    )  # fmt: skip
    visitor = signed_in(own_app, "zwei@demo.example")
    both = page(visitor.get(LIST))
    assert any("Musikschule" in row for row in rows(both))
    one_of = page(visitor.get(f"{LIST}?anbieter=musikschule"))
    assert len(rows(one_of)) == min(50, len(offers_of(own_app, "musikschule")))
    chooser = page(visitor.get(NEW))
    assert f"{NEW}?anbieter=musikschule" in chooser.links()
    assert visitor.get(f"{LIST}?anbieter=kinderstadt").status_code == 403
    assert visitor.get(f"{LIST}?anbieter=gibt-es-nicht").status_code == 404


def test_editors_see_any_institution(own_app: Flask) -> None:
    editor = signed_in(own_app, "redaktion@demo.example")
    assert len(rows(page(editor.get(LIST)))) == 50
    document = page(editor.get(f"{LIST}?anbieter=musikschule"))
    assert len(rows(document)) == min(50, len(offers_of(own_app, "musikschule")))
    form = open_form(editor, one(offers_of(own_app, "musikschule")[0]))
    assert form["title"]


def test_who_belongs_to_no_institution_is_told_what_to_do(own_app: Flask) -> None:
    account(own_app, "niemand@demo.example")
    visitor = signed_in(own_app, "niemand@demo.example")
    document = page(visitor.get(LIST))
    assert "gehört noch zu keinem Anbieter" in document.words
    assert visitor.get(NEW).status_code == 403
    stranger = JudgingClient(own_app)
    answer = stranger.get(LIST)
    assert answer.status_code in (302, 303)
    assert "/konto/anmelden" in answer.location


def test_an_applied_institution_may_draft_and_is_told_what_happens_next(own_app: Flask) -> None:
    with own_app.app_context():
        db.session.query(Institution).filter_by(slug="volkshochschule").update({"standing": Standing.APPLIED})
        db.session.commit()
    visitor = signed_in(own_app, "anbieter@demo.example")
    assert "wartet noch auf die Freigabe" in page(visitor.get(LIST)).notices()[0]
    document = page(visitor.get(NEW))
    assert "Das Bildungsbüro prüft zuerst Ihren Anbieter" in document.words
    answer = send(visitor, NEW, fields(document), title="Schon einmal vorbereitet", tun="speichern")
    assert answer.status_code == 303


def test_a_suspended_institution_is_out(own_app: Flask) -> None:
    number = offers_of(own_app)[0]
    with own_app.app_context():
        db.session.query(Institution).filter_by(slug="volkshochschule").update(
            {"standing": Standing.SUSPENDED}
        )
        db.session.commit()
        assert db.session.query(Membership).join(User).filter(User.email == "anbieter@demo.example").count()
    visitor = signed_in(own_app, "anbieter@demo.example")
    assert visitor.get(one(number)).status_code == 403
    assert "gehört noch zu keinem Anbieter" in page(visitor.get(LIST)).words


def test_the_list_speaks_english(provider: JudgingClient) -> None:
    document = page(provider.get("/en" + LIST))
    assert document.lang == "en"
    assert any(link.get("lang") == "de" for link in document.all("a"))
