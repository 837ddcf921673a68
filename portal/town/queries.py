"""Reads the town as pages show it."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from portal.town import settings
from portal.town.registry import KNOWN, WALLS
from portal.town.settings import Freshness

DEMO_MARK = "demo.week"  # set by the demo, no setting of the town


@dataclass(frozen=True, slots=True)
class Town:
    """Who runs this portal, as every page shows it. `walls` are the colours that are set, by name."""

    name: str = "Agora des Lernens"
    place: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    welcome: str = ""
    welcome_en: str = ""
    note: str = ""
    note_en: str = ""
    magazine: str = ""
    walls: tuple[tuple[str, str], ...] = ()
    is_demo: bool = False
    ages: Freshness = field(default_factory=Freshness)


def town(session: Session) -> Town:
    """The town's settings with the thresholds of freshness, and whether the demo is loaded; one statement."""
    stored = settings.stored(session)

    def value(name: str) -> str:
        return str(stored.get(name, KNOWN[name].default))

    return Town(
        **{name: value(f"town.{name}") for name in ("name", "place", "phone", "email", "address")},
        **{name: value(f"texts.{name}") for name in ("welcome", "welcome_en", "note", "note_en", "magazine")},
        walls=tuple((name, colour) for name in WALLS if (colour := value(f"colour.{name}"))),
        is_demo=DEMO_MARK in stored,
        ages=settings.freshness_of(stored),
    )
