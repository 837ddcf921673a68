"""The home page: what is next in each programme, as the programmes' own pages say it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.models import Institution, Term
from portal.vocabulary.offers import OfferKind
from portal.vocabulary.terms import Scheme
from portal.web.kit import formats
from tests.factories import offers as make
from tests.judge import JudgingClient

from .guidance.points_hall import point
from .reading import page


def test_an_empty_portal_says_that_it_is_being_filled(new_town: Flask) -> None:
    visitor = JudgingClient(new_town)
    found = page(visitor.get("/"))
    assert "Dieses Portal wird gerade gefüllt. Sie bieten etwas an? Tragen Sie es ein." in found.words
    assert "/konto/registrieren" in found.links()
    assert "0 Angebote" not in found.words
    assert "In dieser Woche ist nichts mehr" not in found.words
    assert "/wegweiser" not in found.links()
    assert "Lieber mit jemandem reden?" not in found.words
    assert "Telefon" not in found.words, "the town has none yet"


def test_the_wayfinder_is_named_as_soon_as_there_is_advice(new_town: Flask) -> None:
    with new_town.app_context():
        db.session.add(point("rathaus", "Rathaus", None, focus="Allgemein"))
        db.session.commit()
    assert "/wegweiser" in page(JudgingClient(new_town).get("/")).links()


@pytest.mark.parametrize("began_before", [0, 20])
def test_the_next_deadline_is_the_day_by_which_something_is_due(
    own_app: Flask, own_client: JudgingClient, began_before: int
) -> None:
    """A deadline of tomorrow, or a window to apply in that has long been open and closes then."""
    last = clock.today() + timedelta(days=1)
    first = last - timedelta(days=began_before)
    with own_app.app_context():
        session = db.session()
        club = session.scalars(select(Institution).where(Institution.slug == "volkshochschule")).one()
        grade = session.scalars(select(Term).where(Term.scheme == Scheme.GRADE, Term.code == "9")).one()
        offer = make.make_offer(session, "Bewerben", kind=OfferKind.DEADLINE, institution=club, terms=[grade])
        offer.published_at = offer.confirmed_at = clock.now()
        make.make_occurrence(
            session, make.make_run(session, offer), clock.as_utc(first, 0, 0), end=clock.as_utc(last + timedelta(days=1), 0, 0),
            all_day=True, first_day=first, last_day=last,
        )  # fmt: skip
        session.commit()
        own_app.extensions["agora_search"].rebuild(session)
        said = formats.long_date(last, year=False)
    assert f"Nächste Frist: {said}" in page(own_client.get("/")).words
