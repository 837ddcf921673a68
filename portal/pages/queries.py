"""Reads plain pages."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Page

# Every plain page, by its address; editors change them, none comes or goes.
PLAIN_PAGES = ("impressum", "datenschutz", "barrierefreiheit", "leichte-sprache", "ueber")


def page(session: Session, slug: str, locale: str, *, fallback: str = "de") -> Page | None:
    """A plain page in a language, else in the fallback."""
    found = session.scalars(select(Page).where(Page.slug == slug, Page.locale.in_((locale, fallback)))).all()
    return next((one for one in found if one.locale == locale), found[0] if found else None)


def pages(session: Session) -> dict[tuple[str, str], Page]:
    """All plain pages by slug and language; one statement."""
    return {(one.slug, one.locale): one for one in session.scalars(select(Page))}


def page_in(session: Session, slug: str, locale: str) -> Page | None:
    """A plain page in exactly this language."""
    return session.scalar(select(Page).where(Page.slug == slug, Page.locale == locale))
