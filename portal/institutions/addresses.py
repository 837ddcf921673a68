"""Addresses of institutions: which are free, and what happens to an old one. Whoever has it, in a bookmark, a calendar or a
search that was saved, comes to the present one."""

from urllib.parse import parse_qsl, urlencode

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import text
from portal.models import Collection, Institution, MailSubscription, SlugRedirect

REDIRECTS = "institution"  # the name of our rows among the redirects
PARAMETER = "anbieter"  # names an institution in the address of a search


def free_slug(session: Session, name: str, own_id: int = 0) -> str:
    """An address after the name that no other institution has or ever had."""
    wanted = text.slugify(name)
    held = select(Institution.slug).where(Institution.slug.startswith(wanted), Institution.id != own_id)
    former = select(SlugRedirect.old_slug).where(
        SlugRedirect.thing == REDIRECTS,
        SlugRedirect.old_slug.startswith(wanted),
        SlugRedirect.target_id != own_id,
    )
    taken = {*session.scalars(held), *session.scalars(former)}
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def lead(session: Session, *, old_slug: str, institution: Institution) -> None:
    """The old address leads to the institution, and so do searches that name it; the present address needs no redirect any
    more, should it have been an old one."""
    session.execute(
        delete(SlugRedirect).where(
            SlugRedirect.thing == REDIRECTS, SlugRedirect.old_slug.in_([old_slug, institution.slug])
        )
    )
    session.add(SlugRedirect(thing=REDIRECTS, old_slug=old_slug, target_id=institution.id))
    named = f"{PARAMETER}={old_slug}"
    pages = select(Collection).where(Collection.query.contains(named, autoescape=True))
    digests = select(MailSubscription).where(MailSubscription.query.contains(named, autoescape=True))
    rows: list[Collection | MailSubscription] = [*session.scalars(pages), *session.scalars(digests)]
    for row in rows:
        row.query = renamed(row.query or "", old_slug, institution.slug)
    session.flush()


def renamed(query: str, old_slug: str, slug: str) -> str:
    """A search as in its address, naming another institution."""
    pairs = [
        (name, slug if (name, value) == (PARAMETER, old_slug) else value)
        for name, value in parse_qsl(query, keep_blank_values=True)
    ]
    return urlencode(list(dict.fromkeys(pairs)))
