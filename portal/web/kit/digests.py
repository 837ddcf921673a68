"""Writes digests: what is new to a search, in words, as a letter. And sends those that are due."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol
from urllib.parse import parse_qs, urlencode

import structlog
from sqlalchemy.orm import Session

from portal import clock, text
from portal.models import MailSubscription
from portal.offers.detail import DateDetail, OfferDetail, RunDetail
from portal.offers.filters import PER_PAGE, Notice, OfferFilter, Reason, parse
from portal.offers.rules import Timed
from portal.subscriptions import actions, digests, queries, rules
from portal.subscriptions.digests import DateNews, Fate, OfferNews
from portal.vocabulary.labels import N_
from portal.vocabulary.letters import RHYTHM_LABELS
from portal.vocabulary.offers import AttendanceMode
from portal.vocabulary.workflow import CHANGE_LABELS
from portal.web.kit import addresses, filter_words, formats, languages, letters
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

log = structlog.get_logger(__name__)
OFFERS = {
    Fate.NEW: N_("Neu"),
    Fate.CHANGED: N_("Geändert"),
    Fate.GONE: N_("Nicht mehr im Portal"),
}
DATES = {
    Fate.NEW: N_("Neuer Termin: %(when)s"),
    Fate.CANCELLED: N_("Abgesagt: %(when)s"),
    Fate.POSTPONED: N_("Verschoben, der neue Termin steht noch nicht fest: %(when)s"),
    Fate.GONE: N_("Entfällt: %(when)s"),
    Fate.ELSEWHERE: N_("Anderer Ort: %(when)s"),
}


@dataclass(frozen=True, slots=True)
class OfferInDigest:
    """One offer in templates/mail/digest.txt: `word` says what is with it, `lines` its dates."""

    word: str
    title: str
    institution: str
    url: str
    changes: str
    lines: tuple[str, ...]


class Spanned(Timed, Protocol):
    """A date, or what calendars still know of one."""

    @property
    def last_day(self) -> date: ...


def send_due(session: Session, now: datetime) -> int:
    """Makes the digests that are due and forgets requests that nobody confirmed; how many letters. Commits after each, so that
    one that cannot be made holds up no other. Safe to call from several workers, and again at any time."""
    actions.forget_unconfirmed(session, now)
    session.commit()
    sent = 0
    for subscription_id in queries.due(session, now):
        try:
            sent += send(session, subscription_id, now)
            session.commit()
        except Exception:  # whatever it is, the next one is still to be made
            session.rollback()
            log.exception("digest_waits", subscription=subscription_id)
    return sent


def send(session: Session, subscription_id: int, now: datetime) -> bool:
    """One digest, if there is anything new; the next one begins where it ends."""
    row = session.get(MailSubscription, subscription_id, with_for_update=True)
    if row is None or row.confirmed_at is None or not rules.is_due(row.rhythm, row.told_until, now):
        return False
    if not service().is_ready:
        return False  # without an index nothing is found, and nothing would be told later either
    since = row.told_until or row.confirmed_at
    wanted, lost = search_of(row)
    found = digests.Digest()
    if not lost:
        found = digests.of_search(session, service(), wanted, since=since, now=now)
    if found.offers:
        post(row, wanted, found, since, now)
    row.told_until = rules.told_by(now)
    session.flush()
    return bool(found.offers)


def search_of(row: MailSubscription) -> tuple[OfferFilter, tuple[Notice, ...]]:
    """The search that was subscribed to, and what of it no longer exists: without that it would be another search."""
    wanted, noted = parse(parse_qs(row.query), service().values)
    return wanted, tuple(one for one in noted if one.reason in (Reason.UNKNOWN_VALUE, Reason.UNKNOWN_PLACE))


def query_of(wanted: OfferFilter) -> str:
    """What is stored of a search: as in its address, without page and order."""
    return urlencode(replace(wanted, page=1, per_page=PER_PAGE, sort=None).to_pairs())


def path(row: MailSubscription, what: str) -> str:
    """The address behind a link of a letter, without language."""
    return f"/abo/{row.key}/{what}"


def unsubscribe_headers(row: MailSubscription) -> Mapping[str, str]:
    """What mail programs make their own "unsubscribe" of (RFC 2369, RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{addresses.absolute(path(row, 'abbestellen'))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def post(
    row: MailSubscription, wanted: OfferFilter, found: digests.Digest, since: datetime, now: datetime
) -> None:
    """The letter, in the language in which it was asked for."""
    with languages.speaking(row.locale):
        letters.post(
            "digest",
            to=row.email,
            locale=row.locale,
            once_key=f"digest:{row.id}:{rules.last_due(row.rhythm, now):%Y-%m-%d}",
            headers=unsubscribe_headers(row),
            search=filter_words.title(wanted),
            since=formats.long_date(clock.local(since).date()),
            offers=tuple(map(in_words, found.offers)),
            more=found.more,
            search_url=addresses.absolute(addresses.search(wanted)),
            manage_url=addresses.absolute(languages.root() + path(row, "abbestellen")),
            rhythm=_(RHYTHM_LABELS[row.rhythm]),
            asked_on=formats.long_date(clock.local(row.confirmed_at or now).date(), weekday=False),
        )


def in_words(news: OfferNews) -> OfferInDigest:
    """An offer as the letter tells of it."""
    offer = news.offer
    more = ngettext("und %(num)s weiterer Termin", "und %(num)s weitere Termine", news.more)
    return OfferInDigest(
        word=_(OFFERS[news.fate]),
        title=text.one_line(offer.title),
        institution=offer.institution.name,
        url=addresses.absolute(addresses.offer(offer.id, offer.slug)),
        changes=", ".join(_(CHANGE_LABELS[kind]) for kind in news.kinds),
        lines=(*(line(one, offer) for one in news.dates), *((more,) if news.more else ())),
    )


def line(news: DateNews, offer: OfferDetail) -> str:
    """'Verlegt: statt Dienstag, 12. Januar 2027, 10:00 Uhr nun Mittwoch, 13. Januar 2027, 10:00 bis 11:30 Uhr, Haus A'."""
    shown: Spanned | None = news.day or news.entry
    assert shown is not None, "a date is in the tables or in the ledger"
    words = ", ".join(part for part in (when(shown), where(offer, news.run, news.day)) if part)
    if news.fate is Fate.MOVED and news.was:
        was = clock.local(news.was)
        before = _(
            "%(day)s, %(time)s Uhr", day=formats.long_date(was.date()), time=formats.clock_time(was.time())
        )
        return _("Verlegt: statt %(before)s nun %(when)s", before=before, when=words)
    return _(DATES[news.fate], when=words) if news.fate in DATES else words


def when(one: Spanned) -> str:
    """'Dienstag, 12. Januar 2027, 10:00 bis 11:30 Uhr'."""
    if one.all_day:
        if one.first_day == one.last_day:
            return formats.long_date(one.first_day)
        return formats.span(one.first_day, one.last_day, today=one.first_day)
    day = formats.long_date(clock.local(one.starts_at).date())
    return f"{day}, {formats.time_span(one.starts_at, one.ends_at)}"


def where(offer: OfferDetail, run: RunDetail | None, day: DateDetail | None) -> str:
    """'Volkshochschule, Raum 4, Erdmannsdorffstraße 3'; '' where nobody has said."""
    if ((run and run.attendance_mode) or offer.attendance_mode) is AttendanceMode.ONLINE:
        return _("Online")
    place = (day and day.place) or (run and run.place) or offer.place
    parts = (place.name, day.room if day else None, place.street) if place else (day.room if day else None,)
    return ", ".join(text.one_line(part) for part in parts if part)
