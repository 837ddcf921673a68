"""B-Punkte: kept by editors, with version check and journal; filtered by what visitors want."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Conflict, NotFound
from portal.guidance import appointments, hours, point_actions, queries
from portal.guidance.hours import OtherHours, WeekSpan
from portal.guidance.point_actions import PointDraft, draft_of
from portal.guidance.point_filters import PointFilter, nearest_first, parse
from portal.models import AppointmentRequest, GuidancePoint, JournalEntry, Letter, Seal, SealAward
from portal.offers.filters import Reason
from portal.permissions.policy import Actor
from portal.vocabulary.guidance import SealHolder
from portal.vocabulary.workflow import Act, Thing
from tests.factories.offers import NOW, make_district, make_offer, make_place

DRAFT = PointDraft(
    name="B-Punkt Nord",
    focus="Schule",
    focus_en="School",
    description="Wir **hören** zu.",
    description_en="We **listen**.",
    opening_hours="Freitag nach Absprache",
    opening_hours_en="Fridays by appointment",
    focuses=("schule", "familie"),
    languages=("de", "uk"),
    hours=(WeekSpan(0, 540, 720), WeekSpan(0, 720, 900)),
    exceptions=(OtherHours(date(2026, 12, 24), date(2027, 1, 1), note="Weihnachten", note_en="Christmas"),),
    step_free=True,
)


def add(session: Session, editor: Actor, draft: PointDraft = DRAFT) -> GuidancePoint:
    return point_actions.add(session, editor, draft=draft, now=NOW)


def acts(session: Session) -> list[Act]:
    return list(
        session.scalars(
            select(JournalEntry.act)
            .where(JournalEntry.thing == Thing.GUIDANCE_POINT)
            .order_by(JournalEntry.id)
        )
    )


def test_what_was_entered_is_read_back_and_stands_in_the_journal(session: Session, editor: Actor) -> None:
    row = add(session, editor)
    assert row.slug == "b-punkt-nord"
    assert draft_of(row) == DRAFT
    [point] = queries.points(session)
    assert (point.name, point.hours, point.exceptions) == ("B-Punkt Nord", DRAFT.hours, DRAFT.exceptions)
    assert (point.focus_en, point.description_en, point.note_en) == (
        "School", "We **listen**.", "Fridays by appointment",
    )  # fmt: skip
    assert acts(session) == [Act.CREATED]


def test_a_second_of_the_same_name_gets_an_address_of_its_own(session: Session, editor: Actor) -> None:
    assert [add(session, editor).slug for _ in range(3)] == [
        "b-punkt-nord",
        "b-punkt-nord-2",
        "b-punkt-nord-3",
    ]


def test_saving_what_stands_there_changes_nothing(session: Session, editor: Actor) -> None:
    row = add(session, editor)
    point_actions.revise(session, editor, point_id=row.id, draft=DRAFT, revision=row.revision, now=NOW)
    assert acts(session) == [Act.CREATED]


def test_who_was_slower_is_told_and_overwrites_nothing(session: Session, editor: Actor) -> None:
    row = add(session, editor)
    began = row.revision
    mine = replace(DRAFT, phone="0340 0000-1")
    point_actions.revise(session, editor, point_id=row.id, draft=mine, revision=began, now=NOW)
    with pytest.raises(Conflict) as problem:
        point_actions.revise(session, editor, point_id=row.id, draft=DRAFT, revision=began, now=NOW)
    assert problem.value.field == "revision"
    assert row.phone == "0340 0000-1"
    [entry] = [one for one in session.scalars(select(JournalEntry)) if one.act is Act.CHANGED]
    assert entry.changes == {"phone": [None, "0340 0000-1"]}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(DRAFT, hours=(WeekSpan(1, 540, 720), WeekSpan(1, 719, 800))), "hours"),
        (replace(DRAFT, exceptions=(OtherHours(date(2026, 11, 1), date(2026, 11, 22)),)), "exceptions"),
        (
            replace(
                DRAFT,
                exceptions=(
                    OtherHours(date(2026, 12, 1), date(2026, 12, 1)),
                    OtherHours(date(2026, 12, 1), date(2026, 12, 1), 540, 600),
                ),
            ),
            "exceptions",
        ),
    ],
)
def test_hours_that_cannot_be_are_refused(
    session: Session, editor: Actor, wrong: PointDraft, field: str
) -> None:
    with pytest.raises(Conflict) as problem:
        add(session, editor, wrong)
    assert problem.value.field == field


def test_spans_that_touch_and_two_openings_of_one_day_are_fine(session: Session, editor: Actor) -> None:
    day = date(2026, 12, 1)
    twice = (OtherHours(day, day, 540, 600), OtherHours(day, day, 600, 700))
    add(session, editor, replace(DRAFT, exceptions=twice))


def test_a_hidden_point_is_for_editors_alone(session: Session, editor: Actor) -> None:
    add(session, editor, replace(DRAFT, is_public=False))
    assert queries.points(session) == ()
    assert len(queries.everything(session)) == 1


def test_the_form_begins_without_exceptions_that_are_over(session: Session, editor: Actor) -> None:
    row = add(session, editor)
    assert draft_of(row, date(2027, 1, 1)).exceptions == DRAFT.exceptions
    assert draft_of(row, date(2027, 1, 2)).exceptions == ()


def test_a_point_goes_with_its_wishes_letters_and_seals(session: Session, editor: Actor) -> None:
    row = add(session, editor)
    [point] = queries.points(session)
    wish = appointments.ask(session, point=point, wish=appointments.Wish("Ida", phone="0340 1"), now=NOW)
    seal = Seal(slug="s", name="S", issuer="I", scope="x")
    session.add(seal)
    session.flush()
    award = SealAward(
        seal_id=seal.id, holder=SealHolder.GUIDANCE_POINT, holder_id=row.id, valid_from=NOW.date(),
        checked_on=NOW.date(), checked_by="x",
    )  # fmt: skip
    letter = Letter(
        message_id="<1>", kind="appointment", recipient="a@b.example", subject="Ida", text="Ida", html="Ida",
        about=appointments.about(wish.id),
    )  # fmt: skip
    session.add_all([award, letter])
    session.flush()
    point_actions.remove(session, editor, point_id=row.id, revision=row.revision, now=NOW)
    for table in (GuidancePoint, AppointmentRequest, Letter, SealAward):
        assert session.scalars(select(table)).all() == [], table
    with pytest.raises(NotFound):
        point_actions.remove(session, editor, point_id=1, revision=1, now=NOW)


def test_offers_at_the_same_address(session: Session, editor: Actor) -> None:
    add(session, editor, replace(DRAFT, street="Gasse 1", postal_code="06844"))
    here = make_place(session, street="Gasse 1", postal_code="06844")
    there = make_place(session, street="Gasse 2", postal_code="06844")
    wanted = make_offer(session, place=here)
    make_offer(session, place=there)
    [point] = queries.points(session)
    assert queries.offers_at(session, point) == (wanted.id,)


KNOWN = {"districts": {"nord", "sued"}, "languages": {"de", "uk"}}


def test_a_filter_is_read_and_written_back() -> None:
    wanted, odd = parse(
        {
            "schwerpunkt": ["Schule", "beruf"],
            "stadtteil": ["nord"],
            "sprache": ["uk"],
            "offen": ["jetzt"],
            "stufenlos": ["1"],
        },
        **KNOWN,
    )
    assert odd == ()
    assert wanted == PointFilter(("schule", "beruf"), ("nord",), ("uk",), is_open=True, is_step_free=True)
    assert dict(wanted.to_pairs()) == {
        "schwerpunkt": "beruf", "stadtteil": "nord", "sprache": "uk", "offen": "jetzt", "stufenlos": "1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("schwerpunkt", "zaubern", Reason.UNKNOWN_VALUE),
        ("stadtteil", "atlantis", Reason.UNKNOWN_VALUE),
        ("sprache", "xx", Reason.UNKNOWN_VALUE),
        ("offen", "morgen", Reason.UNKNOWN_VALUE),
        ("stufenlos", "nein", Reason.UNKNOWN_VALUE),
        ("worum", "schule", Reason.UNKNOWN_PARAMETER),
        ("sprache", "\x00\ud800" + "x" * 10_000, Reason.UNKNOWN_VALUE),
    ],
)
def test_what_is_not_understood_is_named_and_ignored(name: str, value: str, reason: Reason) -> None:
    wanted, [notice] = parse({name: [value]}, **KNOWN)
    assert wanted.is_empty
    assert (notice.parameter, notice.reason) == (name, reason)
    assert len(notice.value) < 100


def test_empty_choices_of_the_form_are_no_filter() -> None:
    assert parse({"schwerpunkt": [""], "sprache": [""]}, **KNOWN) == (PointFilter(), ())


def test_a_point_fits_when_everything_does(session: Session, editor: Actor) -> None:
    north = make_district(session, name="Nord")
    add(session, editor, replace(DRAFT, district_id=north.id))
    [point] = queries.points(session)
    fits = PointFilter(("schule",), ("nord",), ("uk", "ar"), is_step_free=True)
    assert fits.fits(point, is_open=False)
    assert not replace(fits, languages=("ar",)).fits(point, is_open=True)
    assert not replace(fits, districts=("sued",)).fits(point, is_open=True)
    assert not replace(fits, is_open=True).fits(point, is_open=False)
    assert not PointFilter(is_step_free=True).fits(replace(point, step_free=None), is_open=True)


def test_the_nearest_comes_first_and_who_has_no_district_last(session: Session, editor: Actor) -> None:
    places = [
        make_district(session, name=name, latitude=lat)
        for name, lat in (("A", 51.8), ("B", 51.9), ("C", 51.85))
    ]
    for place in places:
        add(session, editor, replace(DRAFT, name=place.name, district_id=place.id))
    add(session, editor, replace(DRAFT, name="ohne"))
    found = nearest_first(queries.points(session), queries.spot(places[0]))
    assert [one.name for one in found] == ["A", "C", "B", "ohne"]


def test_stored_hours_of_the_state_are_those_of_the_row(session: Session, editor: Actor) -> None:
    add(session, editor)
    [point] = queries.points(session)
    assert hours.state(point.hours, point.exceptions, {}, NOW).is_open
