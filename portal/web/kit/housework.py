"""The work that the job worker does again and again. Each entry is a function of a session and the present moment; it needs no
request, only the application's context. `agora jobs do NAME` does one at once."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from portal.accounts import retention as account_retention
from portal.calendar import ledger
from portal.search import gone
from portal.upkeep import retention
from portal.upkeep.schedule import Periodic
from portal.uploads import retention as pictures
from portal.web.kit import (
    appointment_work,
    calendar_voice,
    civic_work,
    digests,
    idea_work,
    registration_work,
    unsaved,
    upkeep_work,
)
from portal.workflow import actions as workflow
from portal.workflow import rollover_letters


def forget(session: Session, now: datetime) -> object:
    """The regular deletions; the periods are those that the privacy page names."""
    return {
        "feedback_addresses": retention.forget_feedback_addresses(session, now),
        "letters": retention.forget_letters(session, now),
        "journal": retention.forget_journal(session, now),
        "forms": unsaved.forget_old(now),
        "pictures": pictures.sweep(session, current_app.extensions["agora_settings"].uploads_dir, now),
        "accounts": account_retention.forget(session, now),
        "appointments": appointment_work.erase(session, now),
        "civic_interests": civic_work.erase(session, now),
        "ideas": idea_work.erase(session, now),
        "registrations": registration_work.erase(session, now),
    }


def compare_calendars(session: Session, now: datetime) -> object:
    """All calendars with the database: also finds what was changed past the outbox."""
    told = ledger.publish_all(session, calendar_voice.voice(), now)
    return {"calendar_entries": told.total, "gone_offers": gone.expire(session, now)}


PERIODIC: tuple[Periodic, ...] = (
    Periodic("retention", forget, minutes=360),
    Periodic("calendars", compare_calendars, minutes=360),
    Periodic("publish", workflow.publish_due, minutes=1),
    *upkeep_work.PERIODIC,
    *registration_work.PERIODIC,
    Periodic("dates_proposed", rollover_letters.want_letters, hour=7),
    Periodic("digests", digests.send_due, minutes=10),  # which of them are due, and when, is for them to say
)
KEEPS_HOUSE = ("retention", "calendars")  # what `agora jobs run --once` does as well
