"""Families of browsers and systems: enough to know one's own devices again, too little to know anybody."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.accounts import devices

SEEN = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0": ("Firefox", "Windows"),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0":
        ("Edge", "Windows"),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15":
        ("Safari", "macOS"),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 Version/17.6 Mobile/15E148 Safari/604.1":
        ("Safari", "iPhone"),
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122 Mobile Safari/537.36":
        ("Samsung Internet", "Android"),
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36": ("Chrome", "Linux"),
    "curl/8.0": ("", ""),
    "": ("", ""),
}  # fmt: skip


@pytest.mark.parametrize(("user_agent", "family"), SEEN.items())
def test_usual_browsers_are_known(user_agent: str, family: tuple[str, str]) -> None:
    assert devices.parts(devices.family(user_agent)) == family


@given(st.text(max_size=400))
@settings(max_examples=60)
def test_nothing_but_families_is_ever_kept(user_agent: str) -> None:
    browser, system = devices.parts(devices.family(user_agent))
    assert {browser, system} <= devices.KNOWN | {""}
    assert len(devices.family(user_agent)) <= 120


def test_what_was_not_stored_by_us_is_unknown() -> None:
    assert devices.parts("Test") == ("", "")
    assert devices.parts("<b>/Windows") == ("", "Windows")
