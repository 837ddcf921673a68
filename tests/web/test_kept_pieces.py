"""Rows and places that are kept as HTML are what the components would make of them, in each language and at each level."""

from dataclasses import replace
from typing import Any

import pytest

from portal import clock
from portal.extensions import db
from portal.models import Place
from portal.offers import cards as card_rows
from portal.offers import detail
from portal.offers.filters import OfferFilter
from portal.web.kit import cards, languages, place_parts
from portal.web.public import offer_page
from portal.web.public.views_search import service

from .hall import Hall


def component(hall: Hall, name: str) -> Any:
    return getattr(hall.app.jinja_env.get_template(f"components/{name}.html").module, name)


@pytest.mark.parametrize("level", [2, 3, 4])
def test_kept_rows_are_what_the_component_makes_of_them(hall: Hall, level: int) -> None:
    with hall.app.test_request_context("/"):
        now = clock.now()
        hits = service().search(OfferFilter(), now=now).hits
        kept = cards.offer_cards(hits, now)
        assert kept
        rows = card_rows.card_rows(db.session(), [card.id for card in kept])
        anew = [cards.build(rows[hit.offer_id], now, cards.wished(hit)) for hit in hits]
        assert component(hall, "entries")(kept, level) == component(hall, "entries")(anew, level)


def test_a_kept_place_is_what_the_component_makes_of_it(hall: Hall) -> None:
    with hall.app.test_request_context("/"):
        offer = detail.by_id(db.session.connection(), hall.offers["course"])
        assert offer is not None and offer.place is not None
        kept = offer_page.kept_place(offer.place, hall.app.jinja_env, "")
        place = component(hall, "place")
        assert place(kept) == place(place_parts.place_view(offer.place))


def test_a_kept_place_speaks_the_language_of_the_page(hall: Hall) -> None:
    with hall.app.test_request_context("/"):
        offer = detail.by_id(db.session.connection(), hall.offers["course"])
        assert offer is not None and offer.place is not None
        place = replace(offer.place, lift=True)
        for locale, word in (("de", "Aufzug"), ("en", "Lift")) * 2:
            with languages.speaking(locale):
                assert word in offer_page.kept_place(place, hall.app.jinja_env, languages.root()).html


def test_a_place_that_changed_is_shown_as_it_is_now(hall: Hall) -> None:
    with hall.app.test_request_context("/"):
        number = hall.offers["course"]
        before = detail.by_id(db.session.connection(), number)
        assert before is not None and before.place is not None
        shown = offer_page.kept_place(before.place, hall.app.jinja_env, "")
        db.session.get(Place, before.place.id).access_note = "Klingel links"
        db.session.flush()
        after = detail.by_id(db.session.connection(), number)
        assert after is not None and after.place is not None
        assert "Klingel links" in offer_page.kept_place(after.place, hall.app.jinja_env, "").html
        assert "Klingel links" not in shown.html
        db.session.rollback()
