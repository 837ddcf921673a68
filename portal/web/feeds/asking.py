"""What a feed is asked for beside the search: reminder, cancelled dates, deadlines, one run. Nothing here refuses: a feed
that was subscribed to years ago keeps working, and says in its description what it no longer understands."""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import request

from portal.calendar.feeds import Wishes
from portal.offers.filters import OfferFilter, parse
from portal.web.kit import notices
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _

REMINDER, WITHOUT_CANCELLED, WITHOUT_DEADLINES, RUN = (
    "erinnerung",
    "ohne_abgesagte",
    "ohne_fristen",
    "durchfuehrung",
)
OWN = frozenset({REMINDER, WITHOUT_CANCELLED, WITHOUT_DEADLINES, RUN})
# What a list needs and a feed has no use for: it has no pages and no order to choose.
IDLE = frozenset({"seite", "pro_seite", "sort"})
LONGEST_REMINDER = timedelta(weeks=4)
_DURATION = re.compile(r"P(?:(\d{1,2})W|(?:(\d{1,2})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?)?)")
_YES = frozenset({"1", "ja", "true", "on", "yes"})


@dataclass(frozen=True, slots=True)
class Asked:
    """The search, the wishes, and what was not understood, in words."""

    wanted: OfferFilter
    wishes: Wishes
    notices: tuple[str, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """Names the same feed whatever the order of parameters."""
        wishes = self.wishes
        return (
            tuple(self.wanted.to_pairs()),
            wishes.run,
            wishes.first,
            wishes.last,
            wishes.without_cancelled,
            wishes.without_deadlines,
            wishes.kinds,
            wishes.reminder,
            self.notices,
        )


def asked(also: frozenset[str] = frozenset()) -> Asked:
    """The feed that the address asks for. `also` names parameters that the feed reads itself."""
    read = OWN | IDLE | also
    given = {name: values for name, values in request.args.to_dict(flat=False).items() if name not in read}
    wanted, noted = parse(given, service().values)
    said = [notices.sentence(notice) for notice in noted]
    wishes = Wishes(
        narrowed=wanted,
        run=_run(said),
        without_cancelled=request.args.get(WITHOUT_CANCELLED, "").casefold() in _YES,
        without_deadlines=request.args.get(WITHOUT_DEADLINES, "").casefold() in _YES,
        reminder=_reminder(said),
    )
    return Asked(wanted, wishes, tuple(said))


def _run(said: list[str]) -> UUID | None:
    given = request.args.get(RUN, "").strip()
    if not given:
        return None
    try:
        return UUID(given)
    except ValueError:
        said.append(_("Die Durchführung „%(value)s“ gibt es nicht.", value=given[:40]))
        return None


def _reminder(said: list[str]) -> timedelta | None:
    """How long before the start, from an ISO 8601 duration such as P1D or PT2H (RFC 5545, 3.3.6)."""
    given = request.args.get(REMINDER, "").strip().upper()
    if not given:
        return None
    found = duration(given)
    if found is None:
        said.append(
            _("Die Erinnerung „%(value)s“ ist keine Dauer wie P1D (ein Tag) oder PT2H.", value=given[:40])
        )
    return found


def duration(text: str) -> timedelta | None:
    """'P1D', 'PT2H30M', 'P1W'; None for anything else, for nothing, and beyond four weeks."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    return length if timedelta(0) < length <= LONGEST_REMINDER else None
