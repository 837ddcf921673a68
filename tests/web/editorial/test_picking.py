"""Picking by buttons: whatever a form sends, the picks are numbers, each once, and every button does what it says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from portal.web.editorial import picking


def read(*pairs: tuple[str, str]) -> picking.Picking:
    return picking.read(MultiDict(pairs))


THREE = (("pick", "1"), ("pick", "2"), ("pick", "3"))


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ((), (1, 2, 3)),
        ((("act", "up-3"),), (1, 3, 2)),
        ((("act", "up-1"),), (1, 2, 3)),
        ((("act", "down-1"),), (2, 1, 3)),
        ((("act", "down-3"),), (1, 2, 3)),
        ((("act", "out-2"),), (1, 3)),
        ((("act", "up-9"),), (1, 2, 3)),
        ((("weg", "1"), ("weg", "3")), (2,)),
        ((("dazu", "7"), ("dazu", "2")), (1, 2, 3, 7)),
        ((("platz-3", "1"),), (3, 1, 2)),
        ((("platz-1", "3"),), (2, 3, 1)),
        ((("platz-1", "99"), ("platz-2", "x")), (2, 3, 1)),
        ((("nummern", "8\n/angebote/9-toepfern https://stadt.example/angebote/10-x?y=1, #11"),), (1, 2, 3, 8, 9, 10, 11)),
    ],
)  # fmt: skip
def test_each_button_does_what_it_says(pairs: tuple[tuple[str, str], ...], expected: tuple[int, ...]) -> None:
    assert read(*THREE, *pairs).offer_ids == expected


def test_lines_that_name_no_offer_are_named() -> None:
    found = read(("nummern", "12\nToepfern\n99999999999\n/anbieter/vhs"))
    assert found.offer_ids == (12,)
    assert found.odd == ("Toepfern", "99999999999", "/anbieter/vhs")


anything = st.text(max_size=30) | st.sampled_from(
    ["up-1", "out-", "-1", "0", "2147483648", "١٢", "1" * 5000, "\x00", "\u202e3", "/angebote/1-x", "💥"]
)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["pick", "weg", "dazu", "act", "nummern", "woerter", "platz-1", "platz-2"]),
            anything,
        ),
        max_size=20,
    )
)
def test_whatever_is_sent_the_picks_are_usable_numbers_each_once(pairs: list[tuple[str, str]]) -> None:
    found = read(*THREE, *pairs)
    assert len(set(found.offer_ids)) == len(found.offer_ids) <= picking.MOST
    assert all(0 < each <= picking.LARGEST for each in found.offer_ids)
    assert "\x00" not in found.words + "".join(found.odd)
