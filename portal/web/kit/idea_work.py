"""Deletes what ideas hold of a person, with the letters about them that were tried out in the folder."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from portal.mail.delivery import FolderOffice
from portal.participation import retention


def erase(session: Session, now: datetime) -> int:
    """What is over; how many addresses and refused ideas went."""
    letters = retention.forget_letters(session, now)
    FolderOffice(current_app.extensions["agora_settings"].mail_dir).forget(letters)
    return retention.forget_addresses(session, now) + len(retention.forget_refused(session, now))
