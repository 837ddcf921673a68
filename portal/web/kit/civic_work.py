"""Erases what people wrote about fields of civic activity, with the letters about it that were tried out in the folder."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from portal.lectures import civic_interests
from portal.lectures.civic_interests import Erased
from portal.mail.delivery import FolderOffice


def erase(session: Session, now: datetime) -> int:
    """What is over; how many."""
    return gone(civic_interests.forget(session, now))


def gone(erased: Erased) -> int:
    """Letters in the folder go too; how many interests went."""
    FolderOffice(current_app.extensions["agora_settings"].mail_dir).forget(erased.letter_ids)
    return erased.interests
