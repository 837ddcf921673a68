"""What becomes of words that found nothing: a synonym that the search knows at once, or an outcome that stays."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Conflict
from portal.models import JournalEntry, MissedQuery, Term
from portal.permissions.policy import Actor
from portal.upkeep import missed
from portal.upkeep.missed import Outcome
from portal.vocabulary.people import Role
from portal.vocabulary.terms import Scheme
from tests.factories.offers import NOW, make_dated_offer, make_term
from tests.rooms.search.engine import Town

EDITOR = Actor(7, "Redaktion", Role.EDITOR)
TODAY = NOW.date()


def wish(session: Session, words: str, times: int = 1, last: date = TODAY) -> MissedQuery:
    row = MissedQuery(words=words, times=times, first_on=last, last_on=last)
    session.add(row)
    session.flush()
    return row


def join(session: Session, row: MissedQuery, target: str) -> Term:
    return missed.make_synonym(session, EDITOR, missed=row, target=target, now=NOW)


def test_the_most_asked_comes_first_and_what_is_done_goes(session: Session) -> None:
    rare, often = wish(session, "imkern"), wish(session, "drohne", 9)
    assert [row.id for row in missed.waiting(session)] == [often.id, rare.id]
    missed.close(session, EDITOR, missed=often, outcome=Outcome.LACKING, now=NOW)
    assert [row.id for row in missed.waiting(session)] == [rare.id]
    assert [row.id for row in missed.lacking(session)] == [often.id]
    missed.reopen(session, EDITOR, missed=often, now=NOW)
    assert [row.id for row in missed.waiting(session)] == [often.id, rare.id]
    told = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    assert [(line.title, line.changes["outcome"]) for line in told] == [
        ("drohne", [None, "lacking"]),
        ("drohne", ["lacking", None]),
    ]


def test_the_search_knows_a_new_synonym_in_every_process_at_once(tmp_path: Path, session: Session) -> None:
    town = Town(session, tmp_path / "index")
    offer = make_dated_offer(session, "Bienen halten", NOW + timedelta(days=1))
    row = wish(session, "imkern")
    town.indexed()
    neighbour = town.neighbour()
    assert town.ids("imkern") == []
    join(session, row, "Bienen")
    session.commit()
    town.service.drain(session)
    session.commit()
    assert town.ids("imkern") == [offer.id]
    assert neighbour.is_ready
    assert town.neighbour().search(_filter("imkern"), now=NOW).total == 1
    assert town.service.check(session).is_clean


def _filter(text: str):  # type: ignore[no-untyped-def]  # a short way to say it
    from portal.offers.filters import OfferFilter

    return OfferFilter(text=text)


def test_words_join_the_entry_that_holds_the_target_already(session: Session) -> None:
    entry = make_term(session, Scheme.SYNONYM, "Senioren", synonyms=["Rentner"])
    assert join(session, wish(session, "best ager"), "senioren").id == entry.id
    assert join(session, wish(session, "pensionisten"), "Rentner").id == entry.id
    assert entry.synonyms == ["Rentner", "best ager", "pensionisten"]
    twice = wish(session, "RENTNER".lower())
    assert join(session, twice, "Senioren").synonyms == ["Rentner", "best ager", "pensionisten"]
    assert twice.outcome == Outcome.SYNONYM
    assert join(session, wish(session, "waldbad"), "Shinrin Yoku").label == "Shinrin Yoku"


@pytest.mark.parametrize("target", ["", "   ", "x" * 121, "imkern", "IMKERN"])
def test_a_target_that_makes_no_sense_is_refused_by_name(session: Session, target: str) -> None:
    row = wish(session, "imkern")
    with pytest.raises(Conflict) as refused:
        join(session, row, target)
    assert refused.value.field == "target"
    assert row.done_at is None


def test_words_go_after_half_a_year_and_the_rarest_when_there_are_too_many(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missed, "MOST_WISHES", 2)
    wish(session, "alt", 99, TODAY - timedelta(days=181))
    for number in (5, 1, 3):
        wish(session, f"wort {number}", number, TODAY - timedelta(days=180))
    assert missed.forget_old(session, TODAY) == 3
    assert [row.words for row in missed.waiting(session)] == ["wort 5"]
