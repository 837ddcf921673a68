"""Reads subscriptions to digests."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Letter, MailSubscription
from portal.subscriptions import rules
from portal.vocabulary.letters import Rhythm

LETTERS = ("digest_confirm", "digest_known")  # what asking for a digest may bring


def by_key(session: Session, key: str) -> MailSubscription | None:
    """The subscription that a link in a letter means."""
    return session.scalar(select(MailSubscription).where(MailSubscription.key == key))


def same(session: Session, *, email: str, query: str) -> MailSubscription | None:
    """The subscription of this search for this address, confirmed or not."""
    return session.scalar(
        select(MailSubscription).where(MailSubscription.email == email, MailSubscription.query == query)
    )


def asked_lately(session: Session, email: str, now: datetime) -> int:
    """How many letters an address got within the hour because somebody asked for a digest."""
    return (
        session.scalar(
            select(func.count(Letter.id)).where(
                Letter.recipient == email,
                Letter.kind.in_(LETTERS),
                Letter.created_at > now - timedelta(hours=1),
            )
        )
        or 0
    )


def open_lately(session: Session, now: datetime) -> int:
    """How many requests of all addresses came within the hour and are not confirmed."""
    return (
        session.scalar(
            select(func.count(MailSubscription.id)).where(
                MailSubscription.confirmed_at.is_(None),
                MailSubscription.asked_at > now - timedelta(hours=1),
            )
        )
        or 0
    )


def due(session: Session, now: datetime) -> tuple[int, ...]:
    """The confirmed subscriptions whose digest is to be made now, by id."""
    found: list[int] = []
    for rhythm in Rhythm:
        before = rules.last_due(rhythm, now) - rules.SETTLING
        found += session.scalars(
            select(MailSubscription.id)
            .where(
                MailSubscription.rhythm == rhythm,
                MailSubscription.confirmed_at.is_not(None),
                func.coalesce(MailSubscription.told_until, MailSubscription.confirmed_at) < before,
            )
            .order_by(MailSubscription.id)
        )
    return tuple(sorted(found))
