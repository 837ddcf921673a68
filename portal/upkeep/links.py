"""Checks the addresses that public offers, runs and institutions lead to: politely, and never into the own network.

What is asked is `Link`s; who asks is a `Visitor` (link_visitor.py). Commits nothing but after each answer, since a round takes
minutes and must neither hold a transaction nor lose what it has learned.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from portal import text
from portal.models import CheckedLink, Institution, Offer, Run
from portal.upkeep.link_visitor import Answer, Verdict
from portal.vocabulary.offers import Step

EVERY = timedelta(days=7)
AGAIN_AFTER = timedelta(days=1)  # a failure is looked at again before anybody is told
MOST_AT_ONCE = 200
BROKEN_FROM = 2  # failures in a row
LONGEST = 500
MOST_SILENT = 8  # so many hosts in a row that do not answer: it is our own line
LEFT_ALONE = Answer(Verdict.GOOD)
_RESERVED = frozenset({"example", "invalid", "test", "localhost"})
_PART = 400


@dataclass(frozen=True, slots=True)
class Use:
    """Where an address stands: an offer, or the page of an institution itself."""

    url: str
    institution_id: int
    institution: str
    institution_slug: str
    offer_id: int | None = None
    title: str = ""


def uses(session: Session, urls: Iterable[str] | None = None) -> Iterator[Use]:
    """Every address in use with where it stands; three statements. With `urls` only these."""
    wanted = None if urls is None else list(urls)
    public = and_(Offer.step == Step.PUBLISHED, Institution.is_public)
    about: tuple[Any, ...] = (Institution.id, Institution.name, Institution.slug)
    offers = select(Offer.registration_url, Offer.website, *about, Offer.id, Offer.title).join(
        Institution, Institution.id == Offer.institution_id
    )
    runs = (
        select(Run.registration_url, *about, Offer.id, Offer.title)
        .join(Offer, Offer.id == Run.offer_id)
        .join(Institution, Institution.id == Offer.institution_id)
        .where(public, Run.registration_url.is_not(None))
    )
    own = select(Institution.website, *about).where(Institution.is_public, Institution.website.is_not(None))
    either = or_(Offer.registration_url.is_not(None), Offer.website.is_not(None))
    if wanted is not None:
        either = or_(Offer.registration_url.in_(wanted), Offer.website.in_(wanted))
        runs, own = runs.where(Run.registration_url.in_(wanted)), own.where(Institution.website.in_(wanted))
    for first, second, *rest in session.execute(offers.where(public, either)):
        for url in {first, second} - {None}:
            yield Use(url, *rest)
    for url, *rest in session.execute(runs):
        yield Use(url, *rest)
    for url, *rest in session.execute(own):
        yield Use(url, *rest)


def checkable(url: str) -> bool:
    """Whether an address leads to the web and fits into its row; others never become links on a page."""
    try:
        return bool(text.web_link(url) and urlsplit(url).hostname) and len(url) <= LONGEST
    except ValueError:
        return False


def collect(session: Session) -> int:
    """Have a row for every address in use and for no other; how many are new. Flushes."""
    wanted = {use.url for use in uses(session) if checkable(use.url)}
    known = {row.url: row.id for row in session.execute(select(CheckedLink.url, CheckedLink.id))}
    gone = sorted(known[url] for url in known.keys() - wanted)
    for at in range(0, len(gone), _PART):
        session.execute(delete(CheckedLink).where(CheckedLink.id.in_(gone[at : at + _PART])))
    new = sorted(wanted - known.keys())
    session.add_all(CheckedLink(url=url) for url in new)
    session.flush()
    return len(new)


def due(session: Session, now: datetime, limit: int = MOST_AT_ONCE) -> list[CheckedLink]:
    """The links to check now: never checked ones first, then the longest ago; hosts take turns, so that none is pestered."""
    rows = session.scalars(
        select(CheckedLink)
        .where(
            CheckedLink.ignored_at.is_(None),
            or_(
                CheckedLink.checked_at.is_(None),
                CheckedLink.checked_at <= now - EVERY,
                and_(CheckedLink.failures == 1, CheckedLink.checked_at <= now - AGAIN_AFTER),
            ),
        )
        .order_by(CheckedLink.checked_at.is_not(None), CheckedLink.checked_at, CheckedLink.id)
        .limit(limit)
    ).all()
    return _in_turns(rows)


def _in_turns(rows: Sequence[CheckedLink]) -> list[CheckedLink]:
    hosts: defaultdict[str, list[CheckedLink]] = defaultdict(list)
    for row in rows:
        hosts[urlsplit(row.url).netloc.lower()].append(row)
    most = max(map(len, hosts.values()), default=0)
    return [links[at] for at in range(most) for links in hosts.values() if at < len(links)]


def check(
    session: Session, visit: Callable[[str], Answer], now: Callable[[], datetime], limit: int = MOST_AT_ONCE
) -> int:
    """One round: collect, visit what is due, note each answer; how many were visited.

    As long as nobody at all has answered, it may be our own line that is broken: then nothing is noted.
    """
    collect(session)
    session.commit()
    waiting = [(row.id, row.url) for row in due(session, now(), limit)]
    session.commit()  # no transaction stays open while others take their time
    heard, held = False, []
    for link_id, url in waiting:
        if is_reserved(url):
            _note_all(session, [(link_id, LEFT_ALONE)], now())
            continue
        held.append((link_id, visit(url)))
        heard = heard or held[-1][1].status is not None
        if heard:
            _note_all(session, held, now())
            held = []
        elif len(held) == MOST_SILENT:
            return 0
    _note_all(session, held, now())
    return len(waiting)


def is_reserved(url: str) -> bool:
    """A host of a name that is set aside for examples, as in the demo: nobody will ever answer there."""
    return (urlsplit(url).hostname or "").rpartition(".")[2] in _RESERVED


def _note_all(session: Session, answers: Iterable[tuple[int, Answer]], now: datetime) -> None:
    for link_id, answer in answers:
        row = session.get(CheckedLink, link_id)
        if row is not None:
            note(row, answer, now)
    session.commit()


def note(row: CheckedLink, answer: Answer, now: datetime) -> None:
    """What an answer says about a link: gone is gone, anything else may be a bad day and needs a second failure."""
    row.checked_at = now
    if answer is LEFT_ALONE:
        return
    row.status = answer.status
    row.problem = answer.problem[:300] or None
    if answer.verdict is Verdict.GOOD:
        row.failures = 0
    elif answer.verdict is Verdict.GONE:
        row.failures = max(row.failures + 1, BROKEN_FROM)
    else:
        row.failures += 1


def broken(session: Session, limit: int = 100) -> Sequence[CheckedLink]:
    """Links that lead nowhere and that nobody has said to leave alone, the longest broken first."""
    return session.scalars(
        select(CheckedLink)
        .where(CheckedLink.failures >= BROKEN_FROM, CheckedLink.ignored_at.is_(None))
        .order_by(CheckedLink.failures.desc(), CheckedLink.url)
        .limit(limit)
    ).all()


def ignored(session: Session, limit: int = 100) -> Sequence[CheckedLink]:
    """Links that are not checked because an editor said so."""
    return session.scalars(
        select(CheckedLink)
        .where(CheckedLink.ignored_at.is_not(None))
        .order_by(CheckedLink.ignored_at.desc())
        .limit(limit)
    ).all()


def ignore(session: Session, *, link: CheckedLink, now: datetime) -> None:
    """Leave it alone: it works for people, though not for us."""
    link.ignored_at = now
    session.flush()


def check_again(session: Session, *, link: CheckedLink) -> None:
    """Have it checked in the next round, before all others."""
    link.checked_at, link.ignored_at, link.failures = None, None, 0
    session.flush()
