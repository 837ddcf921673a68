"""What becomes of runs that a file no longer names, where the mapping says `absent: cancel`: their dates to come
are cancelled, nothing is deleted, and a run that appears again is taken up again."""

from collections.abc import Sequence, Set
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal import clock
from portal.importers import digest, occurrences, planning
from portal.importers.base import Tally
from portal.importers.stock import KnownRun, Stock
from portal.models import Offer, Run

_CHUNK = 500
_REASON = "steht nicht mehr in der Datei: kommende Termine abgesagt"


def chosen(held: Stock, seen: Set[str], gone: Set[str], policy: str) -> tuple[list[KnownRun], list[KnownRun]]:
    """The absent runs that are to be withdrawn, and those that stay as they are. Withdrawn are the ones that the
    file says are gone, and with `policy` "cancel" the others too; but not where the file shares no run with what
    is here, since then it is another one than before. Runs withdrawn earlier are in neither."""
    absent = [run for run in planning.absent(held, seen) if not _is_withdrawn(run)]
    known = policy == "cancel" and bool(held.runs.keys() & seen)
    doomed = [run for run in absent if run.external_id in gone or known]
    return doomed, [run for run in absent if run not in doomed]


def withdraw(session: Session, doomed: Sequence[KnownRun], tally: Tally, now: datetime) -> list[Offer]:
    """Cancels what is still to come of these runs. Returns the offers it changed."""
    today = clock.local(now).date()
    upcoming = [run.id for run in doomed if run.last is not None and run.last >= today]
    offers: dict[int, Offer] = {}
    for start in range(0, len(upcoming), _CHUNK):
        found = select(Run).where(Run.id.in_(upcoming[start : start + _CHUNK]))
        for run in session.scalars(found.options(selectinload(Run.occurrences), selectinload(Run.offer))):
            tally.count("occurrences_cancelled", _cancel(run, now))
            tally.notice(1, "dates", _REASON, f"{run.external_id} {run.offer.title}")
            offers[run.offer_id] = run.offer
    return list(offers.values())


def _cancel(run: Run, now: datetime) -> int:
    done = occurrences.sync(run, (), clock.TOWN_ZONE.key, was_public=False, now=now)
    run.import_digest = digest.without(run.import_digest or "", "dates", digest.RUN_PARTS)
    run.updated_at = run.offer.updated_at = now
    return done["occurrences_cancelled"]


def _is_withdrawn(run: KnownRun) -> bool:
    return run.digest is not None and digest.without(run.digest, "dates", digest.RUN_PARTS) == run.digest
