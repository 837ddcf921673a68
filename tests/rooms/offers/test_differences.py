"""Sheets go to JSON and back; what changed is found, sorted by kind, and put together without losing anybody's words."""

import json
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.offers import differences
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet, digest, from_json, to_json
from portal.vocabulary.offers import Availability, OccurrenceStatus, OfferKind
from portal.vocabulary.workflow import ChangeKind
from tests.factories import sheets as draw

few = settings(max_examples=60, deadline=None)


@given(draw.sheets())
@few
def test_a_sheet_survives_json_and_flattening(sheet: OfferSheet) -> None:
    assert from_json(json.loads(json.dumps(to_json(sheet)))) == sheet
    assert differences.unflat(differences.flat(sheet), [run.uuid for run in sheet.runs]) == sheet


@given(st.data())
@few
def test_the_digest_tells_contents_apart(data: st.DataObject) -> None:
    one = data.draw(draw.sheets())
    other = data.draw(draw.changed(one))
    assert (digest(one) == digest(other)) == (to_json(one) == to_json(other))


@given(st.data())
@few
def test_a_comparison_is_empty_exactly_for_the_same(data: st.DataObject) -> None:
    before = data.draw(draw.sheets())
    after = data.draw(draw.changed(before))
    assert differences.compare(before, before) == ()
    assert bool(differences.compare(before, after)) == (differences.flat(before) != differences.flat(after))


@given(st.data())
@few
def test_all_kinds_are_the_whole_change_and_none_is_nothing(data: st.DataObject) -> None:
    before = data.draw(draw.sheets())
    after = data.draw(draw.changed(before))
    assert differences.flat(differences.only(before, after, frozenset(ChangeKind))) == differences.flat(after)
    assert differences.flat(differences.only(before, after, frozenset())) == differences.flat(before)


@given(st.data(), st.sets(st.sampled_from(ChangeKind)))
@few
def test_a_part_of_a_change_is_of_its_kinds_and_leaves_the_rest(
    data: st.DataObject, wanted: set[ChangeKind]
) -> None:
    before = data.draw(draw.sheets())
    after = data.draw(draw.changed(before))
    part = differences.only(before, after, wanted)
    # What a run brings along with its dates is a change of dates as a whole.
    allowed = set(ChangeKind) if ChangeKind.DATES in wanted else wanted
    assert differences.kinds(differences.compare(before, part)) <= allowed
    old, now, new = differences.flat(before), differences.flat(part), differences.flat(after)
    for key in old.keys() & now.keys() & new.keys():
        assert now[key] == (new[key] if differences.kind_of(key) in wanted else old[key])


@given(st.data())
@few
def test_a_merge_with_one_change_is_that_change(data: st.DataObject) -> None:
    base = data.draw(draw.sheets())
    changed = data.draw(draw.changed(base))
    for theirs, mine in ((changed, base), (base, changed), (changed, changed)):
        merged = differences.merge(base, theirs, mine)
        assert merged.conflicts == ()
        assert differences.flat(merged.sheet) == differences.flat(changed)


@given(st.data())
@few
def test_a_merge_keeps_every_change_or_names_the_conflict(data: st.DataObject) -> None:
    base = data.draw(draw.sheets())
    theirs, mine = data.draw(draw.changed(base)), data.draw(draw.changed(base))
    merged = differences.merge(base, theirs, mine)
    result = differences.flat(merged.sheet)
    named = {one.key for one in merged.conflicts}
    lost_homes = {key[1] for key in named if key[-1] == ""} | {key[-2] for key in named if key[-1] == ""}
    for change in differences.compare(base, mine):
        if change.key not in named and not lost_homes & set(change.key):
            assert result.get(change.key) == change.after
    for change in differences.compare(base, theirs):
        if change.key not in named and not lost_homes & set(change.key):
            assert result.get(change.key) == change.after


def sheet() -> OfferSheet:
    from datetime import UTC, datetime

    start = datetime(2027, 1, 12, 17, tzinfo=UTC)
    day = DateSheet(start, start + timedelta(hours=1), start.date(), start.date())
    return OfferSheet("Löten", OfferKind.WORKSHOP, runs=(RunSheet(dates=(day,)),))


def test_a_date_that_one_moves_and_the_other_takes_away_is_a_conflict() -> None:
    base = sheet()
    [run] = base.runs
    moved = replace(run.dates[0], room="12")
    theirs = replace(base, runs=(replace(run, dates=()),))
    mine = replace(base, runs=(replace(run, dates=(moved,)),))
    merged = differences.merge(base, theirs, mine)
    assert [one.key for one in merged.conflicts] == [("date", run.uuid, moved.uuid, "")]
    assert merged.sheet.runs[0].dates == (moved,)


def test_free_places_are_no_change_of_dates() -> None:
    base = sheet()
    [run] = base.runs
    fuller = replace(base, runs=(replace(run, availability=Availability.FULL, places_left=0),))
    assert differences.kinds(differences.compare(base, fuller)) == {ChangeKind.AVAILABILITY}
    off = replace(run.dates[0], status=OccurrenceStatus.CANCELLED)
    called_off = replace(base, runs=(replace(run, dates=(off,)),))
    assert differences.kinds(differences.compare(base, called_off)) == {ChangeKind.DATES}
