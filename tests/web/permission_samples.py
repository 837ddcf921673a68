"""One thing of every sort that an address may name, for the permission table: of the institution whose people ask, where it belongs
to one."""

import re
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from portal import clock
from portal.accounts import queries as accounts
from portal.accounts.invitations import invite
from portal.extensions import db
from portal.models import (
    AccountTicket,
    CheckedLink,
    Collection,
    District,
    DuplicatePair,
    Feedback,
    Holiday,
    Institution,
    JournalEntry,
    Letter,
    Membership,
    MissedQuery,
    Occurrence,
    Offer,
    Page,
    Place,
    ReturnReason,
    Run,
    Term,
    TextVersion,
    User,
)
from portal.permissions.policy import Actor
from portal.vocabulary.offers import Step
from portal.vocabulary.people import FeedbackKind, MembershipRole, Role
from portal.vocabulary.terms import Scheme
from portal.vocabulary.workflow import Act, Thing
from portal.workflow import actions, queries

TEXTS = {"title": "Rechte", "slug": "rechte", "body": "Text"}


@dataclass(frozen=True, slots=True)
class Samples:
    """Values by the name of a parameter; those of one endpoint go before."""

    values: dict[str, Any]
    of_endpoint: dict[tuple[str, str], Any]

    def address(self, app: Flask, rule: Rule) -> str:
        found = {}
        for name in rule.arguments:
            key = (rule.endpoint, name)
            assert key in self.of_endpoint or name in self.values, (
                f"{rule.endpoint} has a parameter <{name}>: name a thing for it in tests/web/permission_samples.py"
            )
            found[name] = self.of_endpoint.get(key, self.values.get(name))
        with app.test_request_context():
            _domain, address = rule.build(found) or ("", "")
        assert address, f"no address of {rule.endpoint} with {found}"
        return str(address)


def make(app: Flask, slug: str) -> Samples:
    """The things, some of them made now."""
    with app.app_context():
        found = _make(slug)
        db.session.commit()
        return found


def _make(slug: str) -> Samples:
    session = db.session()
    institution = session.scalars(select(Institution).where(Institution.slug == slug)).one()
    boss = session.scalars(select(User).where(User.role == Role.ADMINISTRATOR).order_by(User.id)).first()
    assert boss is not None
    actor = accounts.actor(session, boss)
    offer, run, day = _offer_with_a_change(institution, actor)
    values: dict[str, Any] = {
        "institution_id": institution.id,
        "kept_id": _first(select(Institution.id).where(Institution.slug != slug).order_by(Institution.id)),
        "offer_id": offer.id,
        "run_uuid": str(run.uuid),
        "run_id": run.id,
        "date_uuid": str(day.uuid),
        "occurrence_id": day.id,
        "place_id": _first(select(Place.id).where(Place.institution_id == institution.id)),
        "session_id": 1,
        "entry_id": _first(select(JournalEntry.id).where(JournalEntry.act == Act.SUBMITTED)),
        "number": 1,
        "which": "themen",
        "slug": "impressum",
        "locale": "de",
        "day_id": _first(select(Holiday.id)),
        "district_id": _first(select(District.id)),
        "term_id": _first(select(Term.id).where(Term.scheme == Scheme.TOPIC)),
    }
    values |= _people_of(institution, actor) | _rows(offer)
    _text_versions(values["collection_id"])
    versions = (
        "show_page_version",
        "restore_page_version",
        "show_collection_version",
        "restore_collection_version",
    )
    return Samples(values, {(f"editorial.{name}", "number"): 901 for name in versions})


def _first(query: Any) -> Any:
    found = db.session.scalars(query).first()
    assert found is not None, str(query)
    return found


def _people_of(institution: Institution, actor: Actor) -> dict[str, Any]:
    """A colleague, and one who is invited."""
    session = db.session()
    plain = User(email="irgendwer@rechte.example", name="Irgendwer", password_hash="")
    membership = Membership(user=plain, institution=institution, role=MembershipRole.MEMBER)
    session.add_all([plain, membership])
    session.flush()
    invite(
        session,
        email="neu@rechte.example",
        by=actor,
        institution_id=institution.id,
        membership_role=MembershipRole.MEMBER,
        now=clock.now(),
    )
    ticket = _first(select(AccountTicket.id).where(AccountTicket.email == "neu@rechte.example"))
    return {"user_id": plain.id, "member_id": membership.id, "ticket_id": ticket}


def _rows(offer: Offer) -> dict[str, Any]:
    """Things that the demo has none of."""
    session, now = db.session(), clock.now()
    rows = {
        "reason_id": ReturnReason(label="Wo", text="Wo trifft man sich?"),
        "letter_id": Letter(
            message_id="<1@agora>", kind="test", recipient="x@rechte.example", subject="x", text="x", html="x"
        ),
        "report_id": Feedback(kind=FeedbackKind.WRONG_ENTRY, message="Stimmt nicht", offer_id=offer.id),
        "query_id": MissedQuery(words="zzz", times=1, first_on=now.date(), last_on=now.date()),
        "link_id": CheckedLink(url="https://verein.example/kaputt", failures=3, status=404),
        "collection_id": Collection(slug="rechte", title="Rechte"),
    }
    pair = DuplicatePair(first_id=offer.id, second_id=_later_offer(offer).id, score=90, found_at=now)
    session.add_all([*rows.values(), pair])
    session.flush()
    found: dict[str, Any] = {name: row.id for name, row in rows.items()}
    return found | {"first_id": pair.first_id, "second_id": pair.second_id}


def _text_versions(collection_id: int) -> None:
    """An earlier version of a page and of a collection."""
    page_id = _first(select(Page.id).where(Page.slug == "impressum", Page.locale == "de"))
    db.session.add_all(
        TextVersion(
            thing=thing, thing_id=number, number=901, content=TEXTS, author_name="x", made_at=clock.now()
        )
        for thing, number in ((Thing.PAGE, page_id), (Thing.COLLECTION, collection_id))
    )
    db.session.flush()


def _offer_with_a_change(institution: Institution, actor: Actor) -> tuple[Offer, Run, Occurrence]:
    """A public offer with a date ahead, a pending change of its text, and so with versions."""
    session, now = db.session(), clock.now()
    day = session.scalars(
        select(Occurrence)
        .join(Run)
        .join(Offer)
        .where(
            Offer.institution_id == institution.id, Offer.step == Step.PUBLISHED, Occurrence.starts_at > now
        )
        .order_by(Occurrence.id)
    ).first()
    assert day is not None
    copy = queries.working_copy(session, day.run.offer_id)
    assert copy is not None
    member = Actor(actor.user_id, "Mitglied", Role.PROVIDER, {institution.id: MembershipRole.MEMBER})
    sheet = replace(copy.sheet, title=re.sub("$", " neu", copy.sheet.title))
    actions.save(session, member, offer=copy.offer, sheet=sheet, opened=copy.digest, now=now)
    actions.submit(session, member, offer=copy.offer, now=now)
    return copy.offer, day.run, day


def _later_offer(offer: Offer) -> Offer:
    found = db.session.scalars(select(Offer).where(Offer.id > offer.id).order_by(Offer.id)).first()
    assert found is not None
    return found
