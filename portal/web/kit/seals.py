"""Seals as pages show them, kept for half a minute. Which of them count is asked anew for each page by the town's day, so that
one that runs out is gone at midnight; pages that are kept whole bear `mark` in their key."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask import current_app
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.extensions import db
from portal.seals import queries, rules
from portal.seals.queries import Award
from portal.vocabulary.guidance import SEAL_HOLDER_LABELS, SealHolder
from portal.web.kit import formats, languages
from portal.web.kit.point_parts import ShownSeal
from portal.web.kit.words import gettext as _

KEPT_SECONDS = 30
Bearer = tuple[SealHolder, int]


class SealShelf:
    """The awards that count today or later, until they are half a minute old."""

    def __init__(self) -> None:
        self.awards: tuple[Award, ...] = ()
        self.read_at = 0.0
        self.is_old = True
        self.mark = 0
        self._today: tuple[date | None, Mapping[Bearer, tuple[Award, ...]]] = (None, {})

    def get(self) -> Mapping[Bearer, tuple[Award, ...]]:
        """What counts today, by who bears it."""
        today = clock.today()
        if self.is_old or time.monotonic() - self.read_at > KEPT_SECONDS:
            self._read(today)
        if self._today[0] != today:
            self._today = (today, _by_bearer(self.awards, today))
            self.mark = hash(tuple(self._today[1].values()))
        return self._today[1]

    def _read(self, today: date) -> None:
        """An unreachable database leaves what was known last."""
        self.is_old = False  # before reading: a change in the meantime makes it old again
        try:
            read = queries.not_over(db.session(), today)
            self.read_at = time.monotonic()
        except SQLAlchemyError:
            self.is_old = True
            db.session.rollback()
            return
        if read != self.awards:
            self.awards, self._today = read, (None, {})


def _by_bearer(awards: tuple[Award, ...], today: date) -> Mapping[Bearer, tuple[Award, ...]]:
    found: dict[Bearer, tuple[Award, ...]] = {}
    for one in awards:
        if one.holder and rules.is_shown(one.valid_from, one.valid_until, today):
            bearer = (one.holder.kind, one.holder.id)
            found[bearer] = (*found.get(bearer, ()), one)
    return found


def shelf() -> SealShelf:
    """This application's shelf."""
    found: SealShelf = current_app.extensions.setdefault("agora_seals", SealShelf())
    return found


def mark() -> int:
    """Another number whenever other seals count: a part of the keys of kept pages."""
    found = shelf()
    found.get()
    return found.mark


def of(kind: SealHolder, holder_id: int) -> tuple[ShownSeal, ...]:
    """The seals that somebody bears today."""
    return tuple(shown(one) for one in shelf().get().get((kind, holder_id), ()))


def of_offer(offer_id: int, institution_id: int) -> tuple[ShownSeal, ...]:
    """The seals of an offer, then those of who offers it."""
    own, label = of(SealHolder.OFFER, offer_id), _(SEAL_HOLDER_LABELS[SealHolder.INSTITUTION])
    return (*own, *(replace(one, bearer=label) for one in of(SealHolder.INSTITUTION, institution_id)))


def bearers(seal_id: int) -> tuple[Award, ...]:
    """The awards of a seal that count today, by the holder's name."""
    found = [one for awards in shelf().get().values() for one in awards if one.seal_id == seal_id]
    return tuple(sorted(found, key=lambda one: one.holder.name.casefold() if one.holder else ""))


def shown(one: Award) -> ShownSeal:
    return ShownSeal(
        one.seal_name, one.issuer, until(one.valid_until), f"{languages.root()}/siegel#{one.seal_slug}"
    )


def until(day: date | None) -> str:
    """'gültig bis 31. März 2027'; '' without an end."""
    return _("gültig bis %(day)s", day=formats.long_date(day, weekday=False)) if day else ""


def read_again_after_commit() -> None:
    """Seals have changed: this process shows them from the commit on, others within half a minute."""
    found = shelf()

    def committed(_session: object) -> None:
        found.is_old = True

    event.listen(db.session(), "after_commit", committed, once=True)
