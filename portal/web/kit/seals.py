"""Seals as pages show them, kept for half a minute. Which of them count is asked anew for each page by the town's day, so that
one that runs out is gone at midnight; pages that are kept whole bear `mark` in their key."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask import current_app

from portal import clock
from portal.extensions import db
from portal.seals import queries, rules
from portal.seals.queries import Award
from portal.vocabulary.guidance import SEAL_HOLDER_LABELS, SealHolder
from portal.web.kit import formats, languages, recent
from portal.web.kit.point_parts import ShownSeal
from portal.web.kit.recent import Recent
from portal.web.kit.words import gettext as _

Bearer = tuple[SealHolder, int]


class Counting:
    """The awards that count on a day, by who bears them; made anew with each day and each reading."""

    def __init__(self) -> None:
        self._of: tuple[date | None, tuple[Award, ...]] = (None, ())
        self.found: Mapping[Bearer, tuple[Award, ...]] = {}
        self.mark = 0

    def now(self) -> "Counting":
        asked = (clock.today(), shelf().get())
        if asked != self._of:
            self._of, self.found = asked, _by_bearer(asked[1], asked[0])
            self.mark = hash(tuple(self.found.values()))
        return self


def _by_bearer(awards: tuple[Award, ...], today: date) -> Mapping[Bearer, tuple[Award, ...]]:
    found: dict[Bearer, tuple[Award, ...]] = {}
    for one in awards:
        if one.holder and rules.is_shown(one.valid_from, one.valid_until, today):
            bearer = (one.holder.kind, one.holder.id)
            found[bearer] = (*found.get(bearer, ()), one)
    return found


def shelf() -> Recent[tuple[Award, ...]]:
    """The awards that count today or later."""
    return recent.kept("agora_seals", lambda: queries.not_over(db.session(), clock.today()))


def counting() -> Counting:
    """What counts today."""
    found: Counting = current_app.extensions.setdefault("agora_seals_counting", Counting())
    return found.now()


def mark() -> int:
    """Another number whenever other seals count: a part of the keys of kept pages."""
    return counting().mark


def of(kind: SealHolder, holder_id: int) -> tuple[ShownSeal, ...]:
    """The seals that somebody bears today."""
    return tuple(shown(one) for one in counting().found.get((kind, holder_id), ()))


def of_offer(offer_id: int, institution_id: int) -> tuple[ShownSeal, ...]:
    """The seals of an offer, then those of who offers it."""
    own, label = of(SealHolder.OFFER, offer_id), _(SEAL_HOLDER_LABELS[SealHolder.INSTITUTION])
    return (*own, *(replace(one, bearer=label) for one in of(SealHolder.INSTITUTION, institution_id)))


def bearers(seal_id: int) -> tuple[Award, ...]:
    """The awards of a seal that count today, by the holder's name."""
    found = [one for awards in counting().found.values() for one in awards if one.seal_id == seal_id]
    return tuple(sorted(found, key=lambda one: one.holder.name.casefold() if one.holder else ""))


def shown(one: Award) -> ShownSeal:
    return ShownSeal(
        one.seal_name, one.issuer, until(one.valid_until), f"{languages.root()}/siegel#{one.seal_slug}"
    )


def until(day: date | None) -> str:
    """'gültig bis 31. März 2027'; '' without an end."""
    return _("gültig bis %(day)s", day=formats.long_date(day, weekday=False)) if day else ""


def read_again_after_commit() -> None:
    """Seals have changed."""
    shelf().read_again_after_commit()
