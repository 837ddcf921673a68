"""Filters and their counts: either value within a facet, all facets together, and each facet's counts without itself."""

from datetime import timedelta

import pytest

from portal.offers.filters import Facet, OfferFilter
from portal.vocabulary.offers import (
    AttendanceMode,
    Availability,
    CefrLevel,
    OccurrenceStatus,
    OfferKind,
    Step,
)
from portal.vocabulary.terms import Scheme
from tests.factories.offers import (
    NOW,
    make_dated_offer,
    make_district,
    make_institution,
    make_occurrence,
    make_offer,
    make_place,
    make_run,
    make_term,
)
from tests.rooms.search.engine import Town

DAY = timedelta(days=1)


def test_only_published_offers_of_public_institutions_are_found(town: Town) -> None:
    shown = make_offer(town.session, "Öffentlich")
    for step in set(Step) - {Step.PUBLISHED}:
        make_offer(town.session, "Verborgen", step=step)
    make_offer(town.session, "Verborgen", institution=make_institution(town.session, is_public=False))
    assert town.indexed().ids() == [shown.id]


def test_values_of_a_facet_widen_and_facets_narrow(town: Town) -> None:
    free_course = make_offer(town.session, "A", is_free=True)
    free_lecture = make_offer(town.session, "B", is_free=True, kind=OfferKind.LECTURE)
    make_offer(town.session, "C", kind=OfferKind.LECTURE, price_cents=30_000)
    town.indexed()
    both = {Facet.KIND: ("kurs", "vortrag"), Facet.COST: ("kostenlos",)}
    assert set(town.ids(chosen=both)) == {free_course.id, free_lecture.id}
    assert town.ids(chosen={**both, Facet.KIND: ("vortrag",)}) == [free_lecture.id]


def test_the_counts_of_a_facet_ignore_its_own_selection_and_heed_the_others(town: Town) -> None:
    make_offer(town.session, "A", is_free=True)
    make_offer(town.session, "B", kind=OfferKind.LECTURE, is_free=True)
    make_offer(town.session, "C", kind=OfferKind.LECTURE)
    town.indexed()
    chosen = {Facet.KIND: ("kurs",), Facet.COST: ("kostenlos",)}
    assert town.counts(Facet.KIND, chosen=chosen) == {"kurs": 1, "vortrag": 1}
    assert town.counts(Facet.COST, chosen=chosen)["kostenlos"] == 1


def test_a_chosen_value_is_counted_even_when_nobody_has_it(town: Town) -> None:
    make_offer(town.session, "A")
    town.indexed()
    assert town.counts(Facet.KIND, chosen={Facet.KIND: ("frist",)}) == {"kurs": 1, "frist": 0}
    assert town.counts(Facet.INSTITUTION, chosen={Facet.INSTITUTION: ("niemand",)})["niemand"] == 0


def test_a_broader_topic_holds_what_its_narrower_ones_hold(town: Town) -> None:
    languages = make_term(town.session, label="Sprachen")
    english = make_term(town.session, label="Englisch", parent=languages)
    french = make_term(town.session, label="Französisch", parent=languages)
    first = make_offer(town.session, "English", terms=[english])
    second = make_offer(town.session, "Français", terms=[french, languages])
    town.indexed()
    assert set(town.ids(chosen={Facet.TOPIC: ("sprachen",)})) == {first.id, second.id}
    assert town.counts(Facet.TOPIC) == {"sprachen": 2, "englisch": 1, "franzoesisch": 1}
    assert list(town.counts(Facet.TOPIC)) == ["sprachen", "englisch", "franzoesisch"]


def test_costs_take_the_lowest_price_known_and_free_offers_count_in_every_step(town: Town) -> None:
    free = make_offer(town.session, "A", is_free=True)
    cheap = make_offer(town.session, "B", price_cents=9_000, reduced_price_cents=4_500)
    make_run(town.session, cheap, price_cents=1_999)
    dear = make_offer(town.session, "C", price_cents=15_000)
    make_offer(town.session, "D")
    town.indexed()
    assert town.counts(Facet.COST) == {"kostenlos": 1, "20": 2, "50": 2, "100": 2, "ermaessigt": 1}
    assert set(town.ids(chosen={Facet.COST: ("150",)})) == {free.id, cheap.id, dear.id}
    assert town.ids(chosen={Facet.COST: ("ermaessigt",)}) == [cheap.id]
    assert town.counts(Facet.COST, chosen={Facet.COST: ("19",)})["19"] == 1


def test_format_follows_the_runs_and_online_offers_count_as_a_district(town: Town) -> None:
    district = make_district(town.session, name="Süd")
    place = make_place(town.session, district=district)
    here = make_offer(town.session, "Hier", place=place)
    away = make_offer(town.session, "Im Netz")
    make_run(town.session, away, attendance_mode=AttendanceMode.ONLINE)
    town.indexed()
    assert town.counts(Facet.MODE) == {"vor-ort": 1, "online": 1}
    assert town.counts(Facet.DISTRICT) == {"sued": 1, "online": 1}
    assert town.ids(chosen={Facet.DISTRICT: ("online",)}) == [away.id]
    assert town.ids(chosen={Facet.DISTRICT: ("sued",)}) == [here.id]


def test_access_features_of_any_place_of_the_offer_count_and_unknown_ones_do_not(town: Town) -> None:
    offer = make_offer(
        town.session, "A", place=make_place(town.session, step_free=True, lift=False, childcare=None)
    )
    make_run(town.session, offer, place=make_place(town.session, hearing_loop=True))
    assert town.indexed().counts(Facet.ACCESS) == {"stufenlos": 1, "induktionsschleife": 1}


@pytest.mark.parametrize(
    ("availability", "run_status", "status", "is_free"),
    [
        (Availability.FREE, OccurrenceStatus.PLANNED, OccurrenceStatus.PLANNED, True),
        (Availability.FEW, OccurrenceStatus.PLANNED, OccurrenceStatus.CONFIRMED, True),
        (Availability.FULL, OccurrenceStatus.PLANNED, OccurrenceStatus.PLANNED, False),
        (Availability.WAITING_LIST, OccurrenceStatus.PLANNED, OccurrenceStatus.PLANNED, False),
        (Availability.FREE, OccurrenceStatus.CANCELLED, OccurrenceStatus.PLANNED, False),
        (Availability.FREE, OccurrenceStatus.PLANNED, OccurrenceStatus.CANCELLED, False),
        (Availability.FREE, OccurrenceStatus.PLANNED, OccurrenceStatus.FULL, False),
    ],
)
def test_a_free_place_needs_a_bookable_run_and_a_date_that_takes_place(
    town: Town,
    availability: Availability,
    run_status: OccurrenceStatus,
    status: OccurrenceStatus,
    is_free: bool,
) -> None:
    offer = make_offer(town.session, "A")
    run = make_run(town.session, offer, availability=availability, status=run_status)
    make_occurrence(town.session, run, NOW + DAY, status=status)
    town.indexed()
    assert town.ids(chosen={Facet.FREE_PLACES: ("1",)}) == ([offer.id] if is_free else [])
    assert town.counts(Facet.FREE_PLACES) == ({"1": 1} if is_free else {})


def test_a_free_place_in_the_past_is_none_and_an_offer_without_dates_needs_a_run(town: Town) -> None:
    past_and_full = make_dated_offer(town.session, "A", NOW - DAY)
    run = make_run(town.session, past_and_full, availability=Availability.FULL)
    make_occurrence(town.session, run, NOW + DAY)
    make_offer(town.session, "B")
    open_door = make_offer(town.session, "C")
    make_run(town.session, open_door)
    assert town.indexed().ids(chosen={Facet.FREE_PLACES: ("1",)}) == [open_door.id]


def test_every_other_facet_of_the_address_map_filters_and_counts(town: Town) -> None:
    institution = make_institution(town.session, name="Volkshochschule")
    schemes = {
        Facet.LIFE_PHASE: Scheme.LIFE_PHASE,
        Facet.TARGET_GROUP: Scheme.TARGET_GROUP,
        Facet.LANGUAGE: Scheme.LANGUAGE,
        Facet.GRADE: Scheme.GRADE,
        Facet.SCHOOL_FORM: Scheme.SCHOOL_FORM,
        Facet.OCCUPATION_FIELD: Scheme.OCCUPATION_FIELD,
        Facet.FUNDING: Scheme.FUNDING,
        Facet.PROGRAMME: Scheme.PROGRAMME,
    }
    terms = [make_term(town.session, scheme, code="wert") for scheme in schemes.values()]
    offer = make_dated_offer(
        town.session,
        "Alles",
        NOW + DAY,
        institution=institution,
        terms=terms,
        cefr_level=CefrLevel.B1,
        educational_leave=True,
    )
    make_offer(town.session, "Nichts")
    town.indexed()
    values = dict.fromkeys(schemes, "wert") | {
        Facet.LEVEL: "b1",
        Facet.EDUCATIONAL_LEAVE: "1",
        Facet.INSTITUTION: institution.slug,
    }
    for facet, value in values.items():
        assert town.counts(facet).get(value) == 1, facet
        assert town.ids(chosen={facet: (value,)}) == [offer.id], facet


def test_institutions_are_counted_by_number_of_offers_and_how_many_there_are_is_said(town: Town) -> None:
    large, small = make_institution(town.session, name="Zet"), make_institution(town.session, name="Aha")
    for institution in (large, large, small):
        make_offer(town.session, institution=institution)
    result = town.indexed().search()
    assert list(result.facets[Facet.INSTITUTION]) == [(large.slug, 2), (small.slug, 1)]
    assert result.institution_count == 2


def test_what_a_filter_may_name_is_known_even_without_an_offer(town: Town) -> None:
    make_term(town.session, label="Kochen")
    make_district(town.session, name="Roßlau", slug="rosslau", postal_codes=["06862"])
    make_institution(town.session, slug="leer")
    make_institution(town.session, slug="geheim", is_public=False)
    make_place(town.session, town="Mainz", latitude=50.0, longitude=8.27)
    values = town.indexed().service.values
    assert values.has(Facet.TOPIC, "kochen") and values.has(Facet.DISTRICT, "rosslau")
    assert values.has(Facet.DISTRICT, "online") and values.has(Facet.INSTITUTION, "leer")
    assert not values.has(Facet.INSTITUTION, "geheim") and not values.has(Facet.TOPIC, "quatsch")
    assert all(values.has_location(name) for name in ("rosslau", "06862", "mainz"))
    assert not values.has_location("atlantis")


def test_a_search_without_facets_counts_none(town: Town) -> None:
    make_offer(town.session)
    town.indexed()
    result = town.service.search(OfferFilter(), now=NOW, facets=False)
    assert (result.total, dict(result.facets)) == (1, {})
