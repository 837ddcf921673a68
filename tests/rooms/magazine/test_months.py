"""Months in addresses, and which come next."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.magazine import months

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2098, 12, 31))


@given(DAYS)
def test_a_month_goes_into_an_address_and_back(day: date) -> None:
    month = months.first_of(day)
    assert months.parse(months.slug(month)) == month
    assert months.last_of(month) + timedelta(days=1) == months.after(month)
    assert months.first_of(months.last_of(month)) == month
    assert month <= day <= months.last_of(month)


@pytest.mark.parametrize(
    "slug", ["", "2026", "2026-13", "2026-00", "1999-12", "2026-1", "２０２６-12", "2026-12-01"]
)
def test_what_is_no_month_is_none(slug: str) -> None:
    assert months.parse(slug) is None


def test_the_months_that_follow_begin_with_this_one() -> None:
    assert [months.slug(one) for one in months.following(date(2026, 11, 30), 3)] == [
        "2026-11",
        "2026-12",
        "2027-01",
    ]
