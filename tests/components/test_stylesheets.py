"""The stylesheets: complete, in layers, nothing from elsewhere, and the contrast that the design promises."""

import re
from pathlib import Path

import pytest

from .kitchen import STATIC

CSS = STATIC / "css"
ENTRY = (CSS / "agora.css").read_text(encoding="utf-8")
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
SHEETS = sorted(CSS.rglob("*.css"))

TEXT = [
    (ink, ground) for ink in ("--ink", "--ink-2") for ground in ("--paper", "--paper-2", "--sheet", "--hover")
]
TEXT += [("--on-wall", wall) for wall in ("--sun", "--sky", "--coral", "--sage")]
TEXT += [("--link", "--paper"), ("--link", "--paper-2"), ("--link", "--sheet"), ("--link-visited", "--paper")]
TEXT += [
    ("--on-btn", "--btn"),
    ("--on-btn", "--btn-hover"),
    ("--on-night", "--night"),
    ("--on-night-2", "--night"),
]
STATUS = [
    (f"--{tone}", ground)
    for tone in ("ok", "warn", "stop", "info", "calm")
    for ground in (f"--{tone}-bg", "--paper")
]
STROKES = [("--line", "--paper"), ("--line-2", "--paper"), ("--lifeline", "--paper"), ("--lifeline", "--sun")]
STROKES += [("--focus", ground) for ground in ("--paper", "--sun", "--sky", "--coral", "--sage")]
PAIRS = (
    [(*pair, 7.0) for pair in TEXT] + [(*pair, 4.5) for pair in STATUS] + [(*pair, 3.0) for pair in STROKES]
)


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"(--[a-z0-9-]+): (#[0-9a-f]{6});", css))


LIGHT = colours(TOKENS.split("@media")[0])
DARK = LIGHT | colours(TOKENS.split("@media")[1])


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("front", "ground", "needed"), PAIRS)
@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast_holds(tokens: dict[str, str], front: str, ground: str, needed: float) -> None:
    assert contrast(tokens[front], tokens[ground]) >= needed


def test_every_sheet_is_imported_once_and_in_a_layer() -> None:
    imported = re.findall(r'@import "(components/[a-z-]+\.css)" layer\(components\);', ENTRY)
    on_disk = {f"components/{path.name}" for path in (CSS / "components").glob("*.css")}
    assert sorted(imported) == sorted(on_disk)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_sheet_is_balanced_small_and_loads_nothing_from_elsewhere(path: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert css.count("{") == css.count("}")
    assert len(css.encode()) < 6_800
    assert "!important" not in css
    assert not re.search(r"url\(\"?(https?:)?//", css)


def test_components_use_tokens_instead_of_colours() -> None:
    literal = {
        path.name: found
        for path in (CSS / "components").glob("*.css")
        if (
            found := [
                c
                for c in re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text(encoding="utf-8"))
                if c not in ("#fff", "#000")
            ]
        )
    }
    assert not literal


def test_every_token_that_is_used_exists() -> None:
    defined = set(
        re.findall(r"(--[a-z0-9-]+):", "".join(path.read_text(encoding="utf-8") for path in SHEETS))
    )
    for path in SHEETS:
        for name, fallback in re.findall(r"var\((--[a-z0-9-]+)(,?)", path.read_text(encoding="utf-8")):
            assert name in defined or fallback, f"{path.name}: {name}"
