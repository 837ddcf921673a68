"""Links in letters that need no login: whoever has one may do one thing for one institution or one run, for a hundred days.

What such a link can do is small (say that offers still hold, set free places), so that it may lie in a mailbox.
"""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from portal.web.kit import languages
from portal.web.kit.addresses import absolute

FRESHNESS, PLACES = "freshness", "places"
DAYS = 100
MOST_SECONDS = DAYS * 24 * 3600
_GREATEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Signed:
    """What a good link says: which institution or run, and when it was made."""

    id: int
    made_at: datetime


class NoLink(Exception):
    """The link is not ours, or its time is over (`is_old`)."""

    def __init__(self, *, is_old: bool) -> None:
        super().__init__()
        self.is_old = is_old


def confirm_address(institution_id: int) -> str:
    """The whole address under which an institution's offers are confirmed, in the present language."""
    return _address("bestaetigen", FRESHNESS, institution_id)


def places_address(run_id: int) -> str:
    """The whole address under which the free places of a run are set."""
    return _address("plaetze", PLACES, run_id)


def read_confirm(token: str) -> Signed:
    """Raises NoLink."""
    return _read(FRESHNESS, token)


def read_places(token: str) -> Signed:
    """Raises NoLink."""
    return _read(PLACES, token)


def _address(page: str, salt: str, number: int) -> str:
    """Written by hand: letters are written where there is no request for url_for to go by."""
    return absolute(f"{languages.root()}/anbieterbereich/{page}/{_signer(salt).dumps(number)!s}")


def _read(salt: str, token: str) -> Signed:
    try:
        number, made_at = _signer(salt).loads(token, max_age=MOST_SECONDS, return_timestamp=True)
    except SignatureExpired as problem:
        raise NoLink(is_old=True) from problem
    except BadSignature as problem:
        raise NoLink(is_old=False) from problem
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number <= _GREATEST_ID:
        raise NoLink(is_old=False)
    return Signed(number, made_at)


def _signer(salt: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=salt)
