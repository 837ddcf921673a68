"""Reads plain pages and the town's settings."""

from dataclasses import dataclass, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Page, Setting

DEMO_MARK = "demo.week"


@dataclass(frozen=True, slots=True)
class Town:
    """Who runs this portal, as every page shows it."""

    name: str = "Agora des Lernens"
    place: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    is_demo: bool = False


def town(session: Session) -> Town:
    """The town's settings, and whether the demo is loaded; one statement."""
    values = {row.name: row.value for row in session.execute(select(Setting.name, Setting.value))}
    known = {field.name: values.get(f"town.{field.name}", field.default) for field in fields(Town)}
    return Town(**{**known, "is_demo": DEMO_MARK in values})


def page(session: Session, slug: str, locale: str, *, fallback: str = "de") -> Page | None:
    """A plain page in a language, else in the fallback."""
    found = session.scalars(select(Page).where(Page.slug == slug, Page.locale.in_((locale, fallback)))).all()
    return next((one for one in found if one.locale == locale), found[0] if found else None)
