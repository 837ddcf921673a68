"""A rehearsal answers as the index would after the change, and leaves no trace."""

from pathlib import Path

import pytest

from portal.models import SlugRedirect
from portal.offers.filters import Facet, OfferFilter, parse
from portal.offers.outbox import note_words
from portal.vocabulary.terms import Scheme
from tests.factories import offers as make
from tests.factories.offers import NOW
from tests.rooms.search.engine import Town, database


@pytest.mark.parametrize("scheme", [Scheme.TOPIC, Scheme.SYNONYM])
def test_what_is_rehearsed_is_what_comes(tmp_path: Path, scheme: Scheme) -> None:
    with database() as session:
        term = make.make_term(session, scheme, "Imkern", synonyms=[])
        bees = make.make_offer(session, "Imkern im Hof", terms=[term] if scheme is Scheme.TOPIC else [])
        topical = make.make_offer(session, "Honig", terms=[term] if scheme is Scheme.TOPIC else [])
        make.make_offer(session, "Backen")
        town = Town(session, tmp_path).indexed()
        touched = [bees.id, topical.id] if scheme is Scheme.TOPIC else []
        wanted = OfferFilter(text="Bienenhaltung")
        assert town.ids("Bienenhaltung") == []

        term.synonyms = ["Bienenhaltung"]
        session.flush()
        rehearsal = town.service.rehearse(session, touched)
        foretold = [hit.offer_id for hit in rehearsal.search(wanted, now=NOW).hits]
        assert set(rehearsal.offer_ids(wanted, now=NOW)) == set(foretold)
        session.rollback()
        assert town.ids("Bienenhaltung") == [], "nothing is kept of it"

        term.synonyms = ["Bienenhaltung"]
        note_words(session)
        town.changed(*([bees, topical] if scheme is Scheme.TOPIC else []))
        assert town.ids("Bienenhaltung") == foretold
        assert bees.id in foretold
        assert [hit.offer_id for hit in town.neighbour().search(wanted, now=NOW).hits] == foretold


def test_a_word_alone_reaches_every_process(tmp_path: Path) -> None:
    with database() as session:
        offer = make.make_offer(session, "Imkern im Hof")
        town = Town(session, tmp_path).indexed()
        other = town.neighbour()
        assert other.search(OfferFilter(text="Drohnenzucht"), now=NOW).total == 0
        make.make_term(session, Scheme.SYNONYM, "Imkern", synonyms=["Drohnenzucht"])
        note_words(session)
        session.commit()
        assert town.service.drain(session) == 1
        session.commit()
        other._look_at = 0.0
        assert [hit.offer_id for hit in other.search(OfferFilter(text="Drohnenzucht"), now=NOW).hits] == [
            offer.id
        ]


def test_the_name_of_a_broad_topic_is_found_under_its_new_one(tmp_path: Path) -> None:
    with database() as session:
        broad = make.make_term(session, Scheme.TOPIC, "Natur")
        offer = make.make_offer(
            session, "Honig", terms=[make.make_term(session, label="Bienen", parent=broad)]
        )
        town = Town(session, tmp_path).indexed()
        broad.label = "Ökologie"
        town.changed(offer)
        assert town.ids("Ökologie") == [offer.id]
        assert town.service.check(session).is_clean


def test_picked_offers_come_in_their_order_without_those_that_are_gone(tmp_path: Path) -> None:
    with database() as session:
        rows = [make.make_offer(session) for _ in range(4)]
        town = Town(session, tmp_path).indexed()
        session.delete(rows[1])
        town.changed(rows[1])
        wanted = [rows[3].id, rows[1].id, 999_999, rows[0].id, rows[3].id]
        assert [hit.offer_id for hit in town.service.these(wanted, now=NOW)] == [rows[3].id, rows[0].id]
        assert town.service.these([], now=NOW) == ()


def test_the_code_of_a_merged_topic_means_the_kept_one(tmp_path: Path) -> None:
    with database() as session:
        kept = make.make_term(session, Scheme.TOPIC, "Umwelt")
        session.add(SlugRedirect(thing="topic", old_slug="natur", target_id=kept.id))
        offer = make.make_offer(session, terms=[kept])
        make.make_offer(session)
        town = Town(session, tmp_path).indexed()
        found, notices = parse({"thema": ["natur"]}, town.neighbour().values)
        assert (found.values(Facet.TOPIC), notices) == (("umwelt",), ())
        assert [hit.offer_id for hit in town.service.search(found, now=NOW).hits] == [offer.id]
