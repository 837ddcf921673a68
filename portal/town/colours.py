"""The town's wall colours: whether dark letters can be read on them, and the stylesheet that puts them on. Pure.

Contrast as in WCAG 2.2, "relative luminance". The dark theme keeps the hue and takes the light away.
"""

import re
from collections.abc import Iterable, Mapping

ON_WALL, ON_WALL_DARK = "#17171c", "#f8f4ea"  # --on-wall of static/css/tokens.css
ENOUGH = 7.0  # WCAG 1.4.6, enhanced
_DARK = 0.03  # luminance of the design's own dark walls
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def is_colour(value: str) -> bool:
    """'#f8cb46'."""
    return bool(_COLOUR.fullmatch(value))


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def darkened(colour: str) -> str:
    """The same hue as a wall of the dark theme."""
    luminance = _luminance(colour)
    scale = min(1.0, _DARK / luminance) if luminance else 1.0
    return _hex(channel * scale for channel in _linear(colour))


def lightened(colour: str) -> str:
    """A third of the way to white, for a button under the mouse."""
    return _hex(channel + (1 - channel) / 3 for channel in _linear(colour))


def stylesheet(walls: Mapping[str, str]) -> str:
    """The tokens that these walls (sun, sky, coral, sage) set anew; '' for none. In the layer of the tokens, after them."""
    chosen = {name: colour for name, colour in walls.items() if is_colour(colour)}
    if not chosen:
        return ""
    light = "".join(f"--{name}:{colour};" for name, colour in chosen.items())
    dark = "".join(f"--{name}:{darkened(colour)};--{name}-shape:{colour};" for name, colour in chosen.items())
    if "sun" in chosen:
        sun = chosen["sun"]
        dark += f"--lifeline:{sun};--btn:{sun};--btn-hover:{lightened(sun)};"
    return f"@layer tokens{{:root{{{light}}}@media (prefers-color-scheme: dark){{:root:root{{{dark}}}}}}}\n"


def _linear(colour: str) -> tuple[float, ...]:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _hex(linear: Iterable[float]) -> str:
    parts = []
    for one in linear:
        value = one * 12.92 if one <= 0.0031308 else 1.055 * one ** (1 / 2.4) - 0.055
        parts.append(f"{min(255, max(0, round(value * 255))):02x}")
    return "#" + "".join(parts)
