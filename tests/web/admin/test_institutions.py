"""Institutions in the administration: how far they are trusted, and two that are the same made one without losing anything."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.extensions import db
from portal.institutions import addresses
from portal.models import Institution, Letter, MailSubscription, Membership, Offer, Place, SlugRedirect
from portal.vocabulary.people import MembershipRole, Standing
from portal.vocabulary.workflow import Act, Thing
from tests.judge import JudgingClient
from tests.web.admin.office import institution, journal, post, rows, said, stored
from tests.web.digest_story import subscribe
from tests.web.people import account
from tests.web.reading import page

LIST = "/verwaltung/anbieter"
KEPT, DROPPED = "volkshochschule", "technikmuseum"


def one(app: Flask, slug: str = KEPT) -> str:
    return f"{LIST}/{institution(app, slug).id}"


def slugs(app: Flask) -> tuple[str, str]:
    """The demo's adult education centre, and another with offers that may be merged into it."""
    with app.app_context():
        other = db.session.scalar(
            select(Institution.slug)
            .join(Offer, Offer.institution_id == Institution.id)
            .where(Institution.slug != KEPT, Institution.is_public)
            .group_by(Institution.slug)
            .order_by(func.count(Offer.id).desc())
        )
    assert other
    return KEPT, other


def merge(app: Flask, admin: JudgingClient, kept: str, dropped: str):
    address = f"{one(app, dropped)}/zusammenlegen"
    answer = post(admin, address, kept=str(institution(app, kept).id))
    assert answer.status_code == 303
    return answer.location


def test_the_list_says_how_each_stands(own_app: Flask, admin: JudgingClient) -> None:
    found = rows(admin.get(LIST, query_string={"suche": "volkshochschule", "stand": "confirmed"}))
    assert len(found) == 1
    assert "freigegeben" in found[0]
    assert " von " in found[0]
    assert "„heilig“" in page(admin.get(f"{LIST}?stand=heilig")).notices()[0]


def test_standing_is_changed_step_by_step(own_app: Flask, admin: JudgingClient) -> None:
    address = one(own_app)
    assert "ohne Prüfung" in said(admin, post(admin, f"{address}/stand", entscheidung="vertrauen"))
    assert institution(own_app, KEPT).standing is Standing.TRUSTED
    assert post(admin, f"{address}/stand", entscheidung="sperren").status_code == 409, "needs a reason"
    refused = post(admin, f"{address}/stand", entscheidung="vertrauen", reason="x")
    assert refused.status_code == 409
    assert "gesperrt" in said(
        admin, post(admin, f"{address}/stand", entscheidung="sperren", reason="Anzeige")
    )
    assert admin.get(f"/anbieter/{KEPT}").status_code == 404
    [letter] = stored(own_app, Letter, kind="provider_suspended")
    assert (letter.recipient, "Anzeige" in letter.text) == ("anbieter@demo.example", True)
    assert "wieder öffentlich" in said(admin, post(admin, f"{address}/stand", entscheidung="entsperren"))
    assert admin.get(f"/anbieter/{KEPT}").status_code == 200
    acts = [
        line.act for line in journal(own_app, thing=Thing.INSTITUTION, thing_id=institution(own_app, KEPT).id)
    ]
    assert acts[-3:] == [Act.CHANGED, Act.SUSPENDED, Act.RESTORED]


@pytest.mark.parametrize("decision", ["", "loeschen", "\x00", "x" * 5000])
def test_an_unknown_decision_changes_nothing(own_app: Flask, admin: JudgingClient, decision: str) -> None:
    before = institution(own_app, KEPT).standing
    assert post(admin, f"{one(own_app)}/stand", entscheidung=decision, reason="so").status_code == 409
    assert institution(own_app, KEPT).standing is before


def test_merging_shows_what_moves_and_moves_nothing_before_it_is_confirmed(
    own_app: Flask, admin: JudgingClient
) -> None:
    kept, dropped = slugs(own_app)
    asked = merge(own_app, admin, kept, dropped)
    document = page(admin.get(asked))
    with own_app.app_context():
        count = db.session.scalar(
            select(func.count(Offer.id)).join(Institution).where(Institution.slug == dropped)
        )
    assert f"{count} Angebote ziehen um" in document.words
    assert f"/anbieter/{dropped}" in document.words
    assert post(admin, asked).status_code == 400
    assert institution(own_app, dropped)


def test_everything_moves_and_old_addresses_lead_on(own_app: Flask, admin: JudgingClient) -> None:
    kept, dropped = slugs(own_app)
    account(
        own_app,
        "beide@leser.example",
        institutions={kept: MembershipRole.MEMBER, dropped: MembershipRole.MANAGER},
    )
    account(own_app, "eine@leser.example", institutions={dropped: MembershipRole.MEMBER})
    target, gone = institution(own_app, kept), institution(own_app, dropped)
    with own_app.app_context():
        session = db.session()
        session.add(SlugRedirect(thing="institution", old_slug="noch-aelter", target_id=gone.id))
        moving = set(session.scalars(select(Offer.id).where(Offer.institution_id == gone.id)))
        changed = dict(session.execute(select(Offer.id, Offer.updated_at).where(Offer.id.in_(moving))).all())
        places = set(session.scalars(select(Place.id).where(Place.institution_id == gone.id)))
        session.commit()
    total = admin.get(f"/suche.json?anbieter={kept}&anbieter={dropped}").get_json()["total"]
    answer = post(admin, merge(own_app, admin, kept, dropped), sure="y")
    assert "aufgegangen" in said(admin, answer)
    with own_app.app_context():
        session = db.session()
        assert session.get(Institution, gone.id) is None
        assert moving <= set(session.scalars(select(Offer.id).where(Offer.institution_id == target.id)))
        assert places <= set(session.scalars(select(Place.id).where(Place.institution_id == target.id)))
        now = dict(session.execute(select(Offer.id, Offer.updated_at).where(Offer.id.in_(moving))).all())
        assert now == changed, "another provider is no news"
        people = {
            row.user.email: row.role
            for row in session.scalars(select(Membership).where(Membership.institution_id == target.id))
        }
    assert people["beide@leser.example"] is MembershipRole.MANAGER
    assert people["eine@leser.example"] is MembershipRole.MEMBER
    for old in (dropped, "noch-aelter"):
        assert admin.get(f"/anbieter/{old}").location == f"/anbieter/{kept}"
    assert admin.get(f"/suche.json?anbieter={kept}").get_json()["total"] == total, "the search knows at once"
    [line] = journal(own_app, act=Act.MERGED, thing=Thing.INSTITUTION)
    assert (line.thing_id, line.note) == (target.id, f"{gone.id}: {gone.name} ({dropped})")
    assert line.changes["name"] == [gone.name, target.name]


def test_equal_numbers_are_named_and_given_another(own_app: Flask, admin: JudgingClient) -> None:
    kept, dropped = slugs(own_app)
    with own_app.app_context():
        for slug in (kept, dropped):
            offer = db.session.scalars(
                select(Offer).join(Institution).where(Institution.slug == slug)
            ).first()
            assert offer is not None
            offer.external_id = "N-1"
        db.session.commit()
    asked = merge(own_app, admin, kept, dropped)
    fresh = f"N-1@{dropped}"
    assert fresh in page(admin.get(asked)).words
    assert post(admin, asked, sure="y").status_code == 303
    assert (
        len(stored(own_app, Offer, external_id="N-1")) == len(stored(own_app, Offer, external_id=fresh)) == 1
    )


def test_subscriptions_of_the_dropped_one_go_on(
    own_app: Flask, admin: JudgingClient, own_client: JudgingClient
) -> None:
    kept, dropped = slugs(own_app)
    subscribe(own_app, own_client, f"anbieter={dropped}&anbieter={kept}")
    post(admin, merge(own_app, admin, kept, dropped), sure="y")
    [row] = stored(own_app, MailSubscription)
    assert row.query == f"anbieter={kept}"
    assert stored(own_app, Letter)


def test_an_institution_is_not_merged_with_itself(own_app: Flask, admin: JudgingClient) -> None:
    own = institution(own_app, KEPT).id
    for chosen in (str(own), "", "99999", "x", "-1"):
        assert post(admin, f"{LIST}/{own}/zusammenlegen", kept=chosen).status_code == 400
    assert admin.get(f"{LIST}/{own}/zusammenlegen/{own}").status_code == 404
    assert admin.get(f"{LIST}/{own}/zusammenlegen/99999").status_code == 404


@pytest.mark.parametrize(
    ("query", "after"),
    [
        ("q=a&anbieter=alt", "q=a&anbieter=neu"),
        ("anbieter=alt&anbieter=neu&thema=x", "anbieter=neu&thema=x"),
        ("q=anbieter%3Dalt", "q=anbieter%3Dalt"),
        ("anbieter=alter", "anbieter=alter"),
        ("", ""),
    ],
)
def test_a_search_names_the_kept_one(query: str, after: str) -> None:
    assert addresses.renamed(query, "alt", "neu") == after
