"""One thing of every sort that an address may name, for the permission table: of the institution whose people ask, where it belongs
to one."""

import re
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select
from werkzeug.routing import Rule

from portal import clock
from portal.accounts import queries as accounts
from portal.accounts.invitations import invite
from portal.attendance import statements
from portal.extensions import db
from portal.guidance.transition_drafts import StepDraft, TransitionDraft
from portal.models import (
    AccountTicket,
    Appearance,
    AppointmentRequest,
    AttendanceStatement,
    Body,
    BodyDocument,
    BodyMeeting,
    CheckedLink,
    CivicInterest,
    CivicOpening,
    ClassTask,
    Collection,
    District,
    DuplicatePair,
    Feedback,
    GuidancePoint,
    Holiday,
    Idea,
    Institution,
    JournalEntry,
    Lecturer,
    Letter,
    MagazineTeaser,
    Membership,
    MissedQuery,
    Occurrence,
    Offer,
    Page,
    Place,
    ProposedDate,
    Registration,
    ReturnReason,
    Run,
    Seal,
    SealAward,
    Semester,
    Term,
    TextVersion,
    Transition,
    TransitionStep,
    User,
)
from portal.permissions.policy import Actor
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.guidance import BodyKind
from portal.vocabulary.offers import Step
from portal.vocabulary.participation import IdeaKind, IdeaState
from portal.vocabulary.people import FeedbackKind, MembershipRole, Role
from portal.vocabulary.terms import Scheme
from portal.vocabulary.workflow import Act, Thing
from portal.workflow import actions, queries

TEXTS = {"title": "Rechte", "slug": "rechte", "body": "Text"}
VERSIONS = tuple(
    (act, thing) for act in ("show", "restore") for thing in ("page", "collection", "transition")
)


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
        "registration_id": (registration_id := _somebody(run)),
        "statement_id": _statement(offer, registration_id),
        "opening_id": (opening_id := _opening(institution)),
        "interest_id": _interest(opening_id),
        "point_id": _first(select(GuidancePoint.id)),
        "month": "2027-01",
        "teaser_id": _first(select(MagazineTeaser.id)),
        "request_id": _first(select(AppointmentRequest.id)),
        "seal_id": _first(select(Seal.id)),
        "award_id": _first(select(SealAward.id)),
        "place_id": _first(select(Place.id).where(Place.institution_id == institution.id)),
        "semester_id": _first(select(Semester.id)),
        "lecturer_id": _first(select(Lecturer.id).where(Lecturer.institution_id == institution.id)),
        "appearance_id": _speaking(offer),
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
    values |= _people_of(institution, actor) | _rows(offer) | _careers()
    _text_versions(values["collection_id"])
    values["transition_id"] = _transition()
    values |= _body() | _idea()
    return Samples(values, {(f"editorial.{act}_{thing}_version", "number"): 901 for act, thing in VERSIONS})


def _somebody(run: Run) -> int:
    """Somebody with a place in a run."""
    row = Registration(
        key="r" * 43,
        run_id=run.id,
        name="Rita Recht",
        phone="0340 0000-1",
        state=RegistrationState.PLACED,
        turn=1,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def _speaking(offer: Offer) -> int:
    """Somebody who speaks in an offer."""
    lecturer = _first(select(Lecturer).where(Lecturer.institution_id == offer.institution_id))
    row = Appearance(offer_id=offer.id, lecturer=lecturer)
    db.session.add(row)
    db.session.flush()
    return row.id


def _careers() -> dict[str, Any]:
    """A class, a line of its checklist, and a date proposed for the next school year."""
    return {
        "grade": 8,
        "task_id": _first(select(ClassTask.id)),
        "proposal_id": _first(select(ProposedDate.id)),
    }


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


def _transition() -> int:
    """A guide with a step and a question, and an earlier version of it."""
    draft = TransitionDraft("Rechte", "Welche Rechte?", "Kurz.", steps=(StepDraft("bald", "Etwas tun"),))
    question = {"key": "a", "text": "Ja?", "plain": "Ja?", "answers": []}
    row = Transition(slug="rechte", name="Rechte", title="Welche Rechte?", lead="Kurz.", is_public=False)
    row.steps, row.wayfinder = [TransitionStep(when="bald", title="Etwas tun")], [question]
    db.session.add(row)
    db.session.flush()
    kept = {"thing": Thing.TRANSITION, "thing_id": row.id, "number": 901, "content": draft.content()}
    db.session.add(TextVersion(**kept, author_name="x", made_at=clock.now()))
    db.session.flush()
    return row.id


def _body() -> dict[str, Any]:
    """A body with a meeting and a document."""
    body = Body(slug="rechte", name="Rechte", kind=BodyKind.OFFICE, summary="Kurz.", is_public=False)
    body.meetings = [BodyMeeting(starts_at=clock.now())]
    body.documents = [BodyDocument(title="Rechte", url="https://stadt.example/rechte.pdf")]
    db.session.add(body)
    db.session.flush()
    return {"body_id": body.id, "meeting_id": body.meetings[0].id, "document_id": body.documents[0].id}


def _idea() -> dict[str, Any]:
    """Something that citizens miss."""
    idea = Idea(kind=IdeaKind.OFFER, title="Rechte", state=IdeaState.PUBLIC, public_at=clock.now())
    db.session.add(idea)
    db.session.flush()
    return {"idea_id": idea.id, "idea_uuid": str(idea.uuid)}


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


def _statement(offer: Offer, registration_id: int) -> int:
    """A statement of attendance that holds."""
    day = clock.today()
    row = AttendanceStatement(
        code="K7QF-2M9D-X4TR",
        offer_id=offer.id,
        registration_id=registration_id,
        title=offer.title,
        institution_name="Verein",
        first_day=day,
        last_day=day,
        days=[day.isoformat()],
        dates_attended=1,
        dates_held=1,
        minutes=90,
        issued_at=clock.now(),
    )
    secret, name = current_app.config["SECRET_KEY"], db.session.get_one(Registration, registration_id).name
    row.digest = statements.digest(secret, code=row.code, name=name, facts=statements.facts_of(row))
    db.session.add(row)
    db.session.flush()
    return row.id


def _opening(institution: Institution) -> int:
    """A field of civic activity."""
    row = CivicOpening(institution_id=institution.id, title="Vorlesen", summary="Kindern vorlesen.")
    db.session.add(row)
    db.session.flush()
    return row.id


def _interest(opening_id: int) -> int:
    """Somebody who would like to help."""
    row = CivicInterest(opening_id=opening_id, name="Jemand", phone="0340 0000-999")
    db.session.add(row)
    db.session.flush()
    return row.id
