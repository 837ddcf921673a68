"""Seals: awarded on proof, hidden outside their days, never inherited by another who got the same number."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Conflict, NotFound
from portal.institutions import merging
from portal.models import Institution, JournalEntry, Seal, SealAward
from portal.permissions.policy import Actor
from portal.seals import actions, queries, rules
from portal.seals.actions import AwardDraft, SealDraft
from portal.seals.rules import AwardState
from portal.vocabulary.guidance import SealHolder
from portal.vocabulary.offers import Step
from portal.vocabulary.people import Role
from portal.vocabulary.workflow import Act
from tests.factories.offers import NOW, make_institution, make_offer

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
DRAFT = SealDraft("Gutes Siegel", "Prüfstelle", "Prüft alles.", "Mehr", "https://pruef.example/")
AWARD = AwardDraft(TODAY - 300 * DAY, TODAY + 300 * DAY, "Urkunde 1", TODAY, "Rita")


@pytest.fixture
def seal(session: Session, editor: Actor) -> Seal:
    return actions.add(session, editor, draft=DRAFT, now=NOW)


@pytest.fixture
def club(session: Session) -> Institution:
    return make_institution(session, name="Verein", created_at=NOW - DAY)


def award(
    session: Session, editor: Actor, seal: Seal, club: Institution, draft: AwardDraft = AWARD
) -> SealAward:
    return actions.award(
        session, editor, seal_id=seal.id, kind=SealHolder.INSTITUTION, holder_id=club.id, draft=draft, now=NOW
    )


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        (TODAY, TODAY, AwardState.ENDING),
        (TODAY, None, AwardState.VALID),
        (TODAY + DAY, None, AwardState.COMING),
        (TODAY - DAY, TODAY - DAY, AwardState.OVER),
        (TODAY - DAY, TODAY + 60 * DAY, AwardState.ENDING),
        (TODAY - DAY, TODAY + 61 * DAY, AwardState.VALID),
    ],
)
def test_both_days_count_and_sixty_days_before_the_end_it_is_soon(
    first: date, last: date | None, state: AwardState
) -> None:
    assert rules.state(first, last, TODAY) is state


@given(st.dates(), st.dates() | st.none(), st.dates())
def test_shown_is_exactly_from_the_first_day_to_the_last(first: date, last: date | None, today: date) -> None:
    assert rules.is_shown(first, last, today) == (first <= today and (last is None or today <= last))


def test_an_award_is_read_with_its_holder_and_leaves_a_line(
    session: Session, editor: Actor, seal: Seal, club: Institution
) -> None:
    award(session, editor, seal, club)
    [found] = queries.not_over(session, TODAY)
    assert found.holder is not None
    assert (found.seal_name, found.issuer, found.holder.name, found.holder.slug) == (
        "Gutes Siegel", "Prüfstelle", "Verein", club.slug,
    )  # fmt: skip
    entry = session.scalars(select(JournalEntry).where(JournalEntry.act == Act.ISSUED)).one()
    assert entry.note == "Anbieter: Verein"
    assert entry.changes["valid_until"] == [None, (TODAY + 300 * DAY).isoformat()]


def test_what_is_over_or_not_public_is_not_read(
    session: Session, editor: Actor, seal: Seal, club: Institution
) -> None:
    award(session, editor, seal, club)
    assert queries.not_over(session, TODAY + 301 * DAY) == ()
    club.is_public = False
    session.flush()
    assert queries.not_over(session, TODAY) == ()
    assert len(queries.everything(session)) == 1


def test_a_draft_bears_its_seal_in_secret(
    session: Session, editor: Actor, seal: Seal, club: Institution
) -> None:
    offer = make_offer(session, "Kurs", institution=club, created_at=NOW - DAY)
    actions.award(
        session, editor, seal_id=seal.id, kind=SealHolder.OFFER, holder_id=offer.id, draft=AWARD, now=NOW
    )
    assert [one.holder.name for one in queries.not_over(session, TODAY) if one.holder] == ["Kurs"]
    offer.step = Step.DRAFT
    session.flush()
    assert queries.not_over(session, TODAY) == ()


def test_who_gets_the_number_of_a_holder_that_is_gone_inherits_nothing(
    session: Session, editor: Actor, seal: Seal, club: Institution
) -> None:
    award(session, editor, seal, club)
    number = club.id
    session.delete(club)
    session.flush()
    assert queries.not_over(session, TODAY) == ()
    make_institution(session, id=number, name="Nachfolger", created_at=NOW + DAY)
    assert queries.not_over(session, TODAY) == ()
    [found] = queries.everything(session)
    assert found.holder is None


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (AwardDraft(TODAY, TODAY - DAY, "x", TODAY, "Rita"), "valid_until"),
        (AwardDraft(TODAY, None, "x", TODAY + DAY, "Rita"), "checked_on"),
    ],
)
def test_days_that_cannot_be_are_refused(
    session: Session, editor: Actor, seal: Seal, club: Institution, draft: AwardDraft, field: str
) -> None:
    with pytest.raises(Conflict) as problem:
        award(session, editor, seal, club, draft)
    assert problem.value.field == field


def test_the_same_seal_is_not_awarded_twice_for_the_same_days(
    session: Session, editor: Actor, seal: Seal, club: Institution
) -> None:
    award(session, editor, seal, club)
    with pytest.raises(Conflict) as problem:
        award(session, editor, seal, club, AwardDraft(TODAY, None, "x", TODAY, "Rita"))
    assert problem.value.field == "valid_from"
    award(session, editor, seal, club, AwardDraft(TODAY + 301 * DAY, None, "x", TODAY, "Rita"))


def test_nobody_cannot_bear_a_seal(session: Session, editor: Actor, seal: Seal) -> None:
    with pytest.raises(Conflict) as problem:
        actions.award(
            session, editor, seal_id=seal.id, kind=SealHolder.OFFER, holder_id=99, draft=AWARD, now=NOW
        )
    assert problem.value.field == "holder"


def test_renewing_checks_the_version_and_withdrawing_hides(
    session: Session, editor: Actor, seal: Seal, club: Institution
) -> None:
    row = award(session, editor, seal, club)
    began = row.revision
    longer = AwardDraft(AWARD.valid_from, TODAY + 900 * DAY, "Urkunde 2", TODAY, "Rita")
    actions.renew(session, editor, award_id=row.id, draft=longer, revision=began, now=NOW)
    with pytest.raises(Conflict):
        actions.renew(session, editor, award_id=row.id, draft=AWARD, revision=began, now=NOW)
    assert row.valid_until == TODAY + 900 * DAY
    number = row.id
    actions.withdraw(session, editor, award_id=number, revision=row.revision, now=NOW)
    assert queries.everything(session) == ()
    with pytest.raises(NotFound):
        actions.withdraw(session, editor, award_id=number, revision=1, now=NOW)
    acts = list(session.scalars(select(JournalEntry.act).order_by(JournalEntry.id)))
    assert acts == [Act.CREATED, Act.ISSUED, Act.CONFIRMED, Act.WITHDRAWN]


def test_a_seal_has_one_name_and_goes_with_its_awards(
    session: Session, editor: Actor, seal: Seal, club: Institution
) -> None:
    with pytest.raises(Conflict) as problem:
        actions.add(session, editor, draft=DRAFT, now=NOW)
    assert problem.value.field == "name"
    award(session, editor, seal, club)
    actions.revise(
        session,
        editor,
        seal_id=seal.id,
        draft=SealDraft("Neuer Name", "P", "s"),
        revision=seal.revision,
        now=NOW,
    )
    assert seal.slug == "gutes-siegel", "its address stays"
    actions.remove(session, editor, seal_id=seal.id, revision=seal.revision, now=NOW)
    assert session.scalars(select(SealAward)).all() == []


def test_holders_are_found_by_a_part_of_their_name(session: Session, club: Institution) -> None:
    make_offer(session, "Kochen im Verein", institution=club)
    make_offer(session, "100 % Yoga", institution=club)
    found = [(one.kind, one.name) for one in queries.find_holders(session, "verein")]
    assert found == [(SealHolder.INSTITUTION, "Verein"), (SealHolder.OFFER, "Kochen im Verein")]
    assert [one.name for one in queries.find_holders(session, "%")] == ["100 % Yoga"], "a sign is no wildcard"
    assert queries.find_holders(session, "") == ()


def test_a_seal_goes_along_when_two_institutions_become_one(
    session: Session, editor: Actor, seal: Seal, club: Institution
) -> None:
    """Even to one that was entered after the award; what both bear stays once."""
    other = actions.add(session, editor, draft=replace(DRAFT, name="Anderes Siegel"), now=NOW)
    award(session, editor, seal, club)
    award(session, editor, other, club)
    kept = make_institution(session, name="Verein e. V.", created_at=NOW + DAY)
    own = award(session, editor, other, kept, replace(AWARD, proof="Eigene Urkunde"))
    own.created_at = NOW + DAY
    boss = Actor(2, "Vera Verwaltung", Role.ADMINISTRATOR)
    merging.merge(session, boss, kept=kept, dropped=club, now=NOW + 2 * DAY)
    assert {
        (one.seal_name, one.holder and one.holder.name, one.proof) for one in queries.everything(session)
    } == {
        ("Anderes Siegel", "Verein e. V.", "Eigene Urkunde"),
        ("Gutes Siegel", "Verein e. V.", AWARD.proof),
    }


def test_a_renewed_award_must_not_run_into_another(
    session: Session, editor: Actor, seal: Seal, club: Institution
) -> None:
    first = award(session, editor, seal, club)
    later = replace(AWARD, valid_from=TODAY + 301 * DAY, valid_until=None)
    award(session, editor, seal, club, later)
    longer = replace(AWARD, valid_until=TODAY + 302 * DAY)
    with pytest.raises(Conflict) as told:
        actions.renew(
            session, editor, award_id=first.id, draft=longer, revision=first.revision, now=NOW + 2 * DAY
        )
    assert told.value.field == "valid_from"


def test_who_may_bear_a_seal_is_found_whatever_the_size_of_umlauts(session: Session) -> None:
    make_institution(session, name="Ölmühle am Wall")
    assert [one.name for one in queries.find_holders(session, "ölmühle")] == ["Ölmühle am Wall"]
