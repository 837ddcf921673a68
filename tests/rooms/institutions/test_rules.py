"""Decisions about institutions: every step only from where it may begin, whatever the order, and never by whom it is not for."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from portal.errors import Conflict, NotAllowed
from portal.extensions import Base
from portal.institutions import actions, addresses, applications, places, profiles
from portal.institutions.places import PlaceDraft
from portal.institutions.profiles import Profile
from portal.models import Institution, JournalEntry, OfferEdit, OfferVersion, OutboxEntry
from portal.permissions.policy import Actor
from portal.vocabulary.offers import Step
from portal.vocabulary.people import MembershipRole, Role, Standing
from portal.vocabulary.workflow import VersionKind
from tests.factories.offers import make_institution, make_offer, make_place

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EDITOR = Actor(1, "Redaktion", Role.EDITOR)
ALLOWED = {
    "approve": {Standing.APPLIED: Standing.CONFIRMED},
    "trust": {Standing.CONFIRMED: Standing.TRUSTED},
    "distrust": {Standing.TRUSTED: Standing.CONFIRMED},
    "suspend": {Standing.CONFIRMED: Standing.SUSPENDED, Standing.TRUSTED: Standing.SUSPENDED},
    "resume": {Standing.SUSPENDED: Standing.CONFIRMED},
}


@pytest.fixture
def session() -> Iterator[Session]:
    with opened() as made:
        yield made


def opened() -> Session:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    return Session(engine)


def do(session: Session, name: str, institution: Institution, actor: Actor = EDITOR) -> None:
    words = {"reason": "Darum."} if name == "suspend" else {}
    getattr(actions, name)(session, actor, institution=institution, now=NOW, **words)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(Standing)), st.lists(st.sampled_from(sorted(ALLOWED)), max_size=8))
def test_no_order_of_decisions_leaves_the_table(begin: Standing, acts: list[str]) -> None:
    with opened() as session:
        institution = make_institution(
            session, standing=begin, is_public=begin in (Standing.CONFIRMED, Standing.TRUSTED)
        )
        offer, now = make_offer(session, institution=institution), begin
        make_offer(session, institution=institution, step=Step.DRAFT)
        for name in acts:
            target, lines = ALLOWED[name].get(now), session.query(JournalEntry).count()
            session.query(OutboxEntry).delete()
            if target is None:
                with pytest.raises(Conflict):
                    do(session, name, institution)
                assert session.query(JournalEntry).count() == lines
            else:
                do(session, name, institution)
                now = target
                assert session.query(JournalEntry).count() == lines + 1
                assert {one.payload["offer_id"] for one in session.query(OutboxEntry)} == {offer.id}
            assert institution.standing is now
            assert institution.is_public is (now in (Standing.CONFIRMED, Standing.TRUSTED))


@pytest.mark.parametrize("role", [None, MembershipRole.MEMBER, MembershipRole.MANAGER])
def test_providers_decide_nothing(session: Session, role: MembershipRole | None) -> None:
    for name, steps in ALLOWED.items():
        institution = make_institution(session, standing=next(iter(steps)))
        actor = Actor(1, "x", Role.PROVIDER, {institution.id: role} if role else {})
        with pytest.raises(NotAllowed):
            do(session, name, institution, actor)
    with pytest.raises(NotAllowed):
        actions.rename(session, actor, institution=institution, name="x", now=NOW)
    waiting = make_institution(session, standing=Standing.APPLIED)
    for act in (
        lambda: actions.refuse(session, actor, institution=waiting, reason="x", now=NOW),
        lambda: actions.ask_back(session, actor, institution=waiting, question="x", now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("nothing", ["", "  \n", "\u202e"])
def test_words_that_are_read_are_needed(session: Session, nothing: str) -> None:
    applied, confirmed = make_institution(session, standing=Standing.APPLIED), make_institution(session)
    for act in (
        lambda: actions.refuse(session, EDITOR, institution=applied, reason=nothing, now=NOW),
        lambda: actions.ask_back(session, EDITOR, institution=applied, question=nothing, now=NOW),
        lambda: actions.suspend(session, EDITOR, institution=confirmed, reason=nothing, now=NOW),
    ):
        with pytest.raises(Conflict) as problem:
            act()
        assert problem.value.field == "reason"
    with pytest.raises(Conflict):
        actions.rename(session, EDITOR, institution=confirmed, name=nothing, now=NOW)


def test_a_profile_is_saved_once_per_version(session: Session) -> None:
    institution = make_institution(session, name="Alt")
    for name in ("Neu", "Neuer"):
        if name == "Neuer":
            with pytest.raises(Conflict) as problem:
                profiles.revise(
                    session, EDITOR, institution_id=institution.id, profile=Profile(name), revision=1, now=NOW
                )
            assert problem.value.field == "revision"
        else:
            profiles.revise(
                session, EDITOR, institution_id=institution.id, profile=Profile(name), revision=1, now=NOW
            )
    assert (institution.name, institution.revision) == ("Neu", 2)
    assert profiles.profile_of(institution) == Profile("Neu")
    with pytest.raises(NotAllowed):
        profiles.revise(
            session,
            Actor(2, "x", Role.PROVIDER, {institution.id: MembershipRole.MEMBER}),
            institution_id=institution.id,
            profile=Profile("x"),
            revision=2,
            now=NOW,
        )


def test_a_place_in_a_pending_edit_is_needed(session: Session) -> None:
    institution = make_institution(session)
    place = make_place(session, institution_id=institution.id)
    offer = make_offer(session, institution=institution)
    content = {"place_id": None, "runs": [{"place_id": None, "dates": [{"place_id": place.id}]}]}
    version = OfferVersion(
        offer_id=offer.id, number=1, kind=VersionKind.DRAFT, digest="x", author_name="A", content=content
    )
    session.add(version)
    session.flush()
    session.add(OfferEdit(offer_id=offer.id, version_id=version.id, step=Step.DRAFT))
    session.flush()
    assert [one.id for one in places.using(session, [place.id])[place.id]] == [offer.id]
    with pytest.raises(Conflict) as problem:
        places.remove(session, EDITOR, place_id=place.id, revision=1, now=NOW)
    assert problem.value.field == "in_use"


@pytest.mark.parametrize(
    ("street", "is_same"),
    [("Fröbelstraße 8a", True), ("froebelstr. 8 A", True), ("Fröbelstraße 8", False), ("", False)],
)
def test_one_house_is_recognised_however_it_is_written(session: Session, street: str, is_same: bool) -> None:
    institution = make_institution(session)
    make_place(session, institution_id=institution.id, street="Fröbelstr. 8 a", postal_code="06844")
    draft = PlaceDraft("x", street=street, postal_code="06844")
    assert bool(places.same_address(session, institution.id, draft)) is is_same


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("Töpferverein Roßlau e. V.", "Toepferverein Rosslau", True),
        ("Volkshochschule Dessau-Roßlau", "VHS Dessau-Roßlau", False),
        ("Musikschule Süd gGmbH", "Musikschule Süd", True),
        ("Verein für Kultur", "Verein für Sport", False),
        ("", "", False),
        ("漢字", "他の", False),
    ],
)
def test_names_are_alike_without_their_legal_form(one: str, other: str, is_alike: bool) -> None:
    usual = frozenset({"dessau", "rosslau"})
    found = applications.likeness(Institution(name=one), Institution(name=other), set(), usual)
    assert (applications.Likeness.NAME in found) is is_alike


def test_searches_that_name_a_renamed_institution_name_it_still() -> None:
    assert addresses.renamed("q=ton&anbieter=alt&anbieter=b", "alt", "neu") == "q=ton&anbieter=neu&anbieter=b"
    assert addresses.renamed("anbieter=alter&q=alt", "alt", "neu") == "anbieter=alter&q=alt"


def test_the_journal_keeps_long_texts_short(session: Session) -> None:
    institution = make_institution(session)
    profiles.revise(
        session,
        EDITOR,
        institution_id=institution.id,
        profile=Profile("x", description="ä" * 9000),
        revision=1,
        now=NOW,
    )
    [line] = session.scalars(select(JournalEntry)).all()
    assert all(len(str(value)) <= 310 for pair in line.changes.values() for value in pair)
