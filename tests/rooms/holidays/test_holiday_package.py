"""What the package says about Sachsen-Anhalt and others, folded to spans, against facts that are known."""

from datetime import date, timedelta

import pytest

from portal.errors import SettingsProblem
from portal.holidays import package


def spans(land: str, *years: int) -> set[tuple[str, str, str]]:
    found = package.school_breaks(land, years)
    return {(one.name, one.first_day.isoformat(), one.last_day.isoformat()) for one in found}


def test_school_breaks_of_saxony_anhalt_are_spans() -> None:
    assert spans("ST", 2026) >= {
        ("Winterferien", "2026-01-31", "2026-02-06"),
        ("Oster-/Frühjahrsferien", "2026-03-30", "2026-04-04"),
        ("Sommerferien", "2026-07-04", "2026-08-14"),
        ("Herbstferien", "2026-10-19", "2026-10-30"),
    }


def test_a_break_across_new_year_is_one_and_belongs_to_both_years() -> None:
    christmas = ("Weihnachtsferien", "2026-12-21", "2027-01-02")
    assert christmas in spans("ST", 2026)
    assert christmas in spans("ST", 2027)


def test_a_break_of_two_pieces_stays_two() -> None:
    autumn = {one for one in spans("ST", 2028) if one[0] == "Herbstferien"}
    assert autumn == {
        ("Herbstferien", "2028-10-02", "2028-10-02"),
        ("Herbstferien", "2028-10-30", "2028-11-03"),
    }


def test_public_holidays_of_saxony_anhalt() -> None:
    found = {one.name: one for one in package.public_holidays("ST", [2026])}
    assert found["Reformationstag"].first_day == date(2026, 10, 31)
    assert found["Heilige Drei Könige"].first_day == date(2026, 1, 6)
    assert found["Tag der Deutschen Einheit"].name_en == "German Unity Day"
    assert len(found) == 11
    assert all(one.first_day == one.last_day for one in found.values())
    assert "Fronleichnam" not in found


def test_another_land_has_other_days() -> None:
    bavaria = {one.name for one in package.public_holidays("BY", [2026])}
    assert "Fronleichnam" in bavaria
    assert "Reformationstag" not in bavaria


def test_two_holidays_on_one_day_keep_their_own_names_in_both_languages() -> None:
    """In 2008 Ascension Day fell on 1 May, and each language sorts such a pair in its own way."""
    found = package.public_holidays("ST", [2008])
    pairs = {(one.name, one.name_en) for one in found if one.first_day == date(2008, 5, 1)}
    assert pairs == {("Christi Himmelfahrt", "Ascension Day"), ("Erster Mai", "Labor Day")}


def test_the_source_names_package_version_and_land() -> None:
    [*sources] = {one.source for one in package.school_breaks("ST", [2026])}
    assert len(sources) == 1
    assert sources[0].startswith("Python-Paket holidays, ")
    assert sources[0].endswith("Schulferien in Sachsen-Anhalt")


@pytest.mark.parametrize("land", sorted(package.lands()))
def test_every_land_has_breaks_to_the_same_year_and_no_span_touches_its_like(land: str) -> None:
    assert package.last_year(land) >= 2029
    assert package.school_breaks(land, [package.last_year(land) + 2]) == ()
    found = package.school_breaks(land, range(2024, 2030))
    assert all(one.first_day <= one.last_day and one.name and one.name_en for one in found)
    ends = {(one.name, one.last_day + timedelta(days=1)) for one in found}
    assert not ends & {(one.name, one.first_day) for one in found}


@pytest.mark.parametrize("land", ["", "XX", "st", "Augsburg", "Sachsen-Anhalt"])
def test_an_unknown_land_is_named_with_those_that_are_known(land: str) -> None:
    with pytest.raises(SettingsProblem, match=r"town\.land.*ST"):
        package.public_holidays(land, [2026])
