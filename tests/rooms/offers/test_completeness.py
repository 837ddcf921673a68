"""How complete an offer is: what counts, what helps most, and what holds up a submission."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.offers.completeness import CRITERIA, missing_for_submission, rate
from portal.offers.sheet import OfferSheet, RunSheet
from portal.vocabulary.offers import AttendanceMode, OfferKind, RegistrationWay
from portal.vocabulary.terms import Scheme

FULL = OfferSheet(
    title="Löten und Messen",
    kind=OfferKind.WORKSHOP,
    summary="Sie löten eine Lampe.",
    description="Ausführlich.",
    plain_text="Sie löten.",
    goal="Löten können.",
    prerequisites="keine",
    price_cents=2400,
    reduced_price_cents=1200,
    contact_phone="0340 0000-300",
    place_id=1,
    image_id=1,
    terms={Scheme.TOPIC: ("technik-handwerk",), Scheme.LIFE_PHASE: ("beruf",)},
    runs=(RunSheet(starts_on=date(2027, 1, 12)),),
)


def gaps(sheet: OfferSheet) -> set[str]:
    return {gap.field for gap in rate(sheet).gaps}


def missing(sheet: OfferSheet, public: OfferSheet | None = None) -> list[str]:
    return [gap.field for gap in missing_for_submission(sheet, public)]


def test_a_full_offer_has_a_hundred_per_cent_and_an_empty_one_none() -> None:
    assert (rate(FULL).percent, rate(FULL).gaps, missing(FULL)) == (100, (), [])
    empty = OfferSheet("", OfferKind.COURSE)
    assert rate(empty).percent == 0
    assert missing(empty) == ["title", "summary", "topic", "life_phase", "runs", "price", "place"]


def test_the_most_helpful_of_what_is_needed_comes_first() -> None:
    found = rate(replace(FULL, summary=None, image_id=None, description=None)).gaps
    assert [gap.field for gap in found] == ["summary", "description", "image"]
    assert found[0].gain > found[2].gain


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "x"}, "title"),
        ({"summary": "  "}, "summary"),
        ({"terms": {Scheme.LIFE_PHASE: ("beruf",)}}, "topic"),
        ({"terms": {Scheme.TOPIC: ("yoga",)}}, "life_phase"),
        ({"runs": ()}, "runs"),
        ({"runs": (RunSheet(),)}, "runs"),
        ({"price_cents": None, "reduced_price_cents": None}, "price"),
        ({"place_id": None}, "place"),
        ({"registration_way": RegistrationWay.LINK}, "registration_url"),
        ({"registration_way": RegistrationWay.MAIL}, "registration_email"),
        ({"registration_way": RegistrationWay.PHONE, "contact_phone": None, "contact_email": "a@b.example"}, "registration_phone"),
    ],
)  # fmt: skip
def test_what_is_needed_is_asked_for_by_its_field(change: dict[str, object], field: str) -> None:
    assert missing(replace(FULL, **change)) == [field]  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    "change",
    [
        {"kind": OfferKind.COUNSELLING, "runs": ()},
        {"kind": OfferKind.DEADLINE, "place_id": None, "price_cents": None, "reduced_price_cents": None},
        {"attendance_mode": AttendanceMode.ONLINE, "place_id": None},
        {"price_cents": None, "reduced_price_cents": None, "is_free": True},
        {"price_cents": None, "reduced_price_cents": None, "price_note": "Eintritt ins Museum"},
        {"runs": (RunSheet(schedule_note="nach Absprache"),)},
        {"place_id": None, "runs": (RunSheet(starts_on=date(2027, 1, 1), place_id=3),)},
        {"registration_way": RegistrationWay.PHONE},
        {"terms": {Scheme.TOPIC: ("berufswahl",), Scheme.GRADE: ("9",)}},
    ],
)
def test_what_does_not_apply_is_not_asked_for(change: dict[str, object]) -> None:
    assert missing(replace(FULL, **change)) == []  # type: ignore[arg-type]  # fields by name


def test_what_the_public_version_lacks_too_holds_up_no_correction() -> None:
    public = replace(FULL, summary=None, terms={})
    assert missing(replace(public, price_cents=2600)) == ["summary", "topic", "life_phase"]
    assert missing(replace(public, price_cents=2600), public) == []
    assert missing(replace(public, place_id=None), public) == ["place"]


@settings(max_examples=60, deadline=None)
@given(
    st.sets(
        st.sampled_from(
            ["summary", "description", "goal", "prerequisites", "plain_text", "image_id", "contact_phone"]
        )
    )
)
def test_every_answer_raises_the_score_and_nothing_else_changes_it(left_out: set[str]) -> None:
    sheet = replace(FULL, **dict.fromkeys(left_out))  # type: ignore[arg-type]  # fields by name
    found = rate(sheet)
    assert len(found.gaps) == len(left_out)
    assert 0 <= found.percent <= 100
    for name in left_out:
        assert rate(replace(sheet, **{name: getattr(FULL, name)})).percent > found.percent


def test_labels_and_sentences_are_there_for_all() -> None:
    assert all(one.label and one.message.endswith((".", "?", "!")) for one in CRITERIA)
    assert len({one.field for one in CRITERIA}) == len(CRITERIA)
