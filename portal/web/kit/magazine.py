"""The city magazine on public pages: what it is called, and the notices that lead to it, kept for half a minute."""

import time

from flask import current_app
from sqlalchemy import event

from portal import clock
from portal.extensions import db
from portal.magazine import queries
from portal.magazine.queries import Teaser
from portal.web.kit import languages
from portal.web.kit.pages import ShownTeaser
from portal.web.kit.town import KEPT_SECONDS, town
from portal.web.kit.words import gettext as _


class TeaserShelf:
    """What editors have entered, read at most every half minute; which of it is shown today is decided when it is asked for."""

    def __init__(self) -> None:
        self.rows: tuple[Teaser, ...] = ()
        self.read_at = 0.0
        self.is_old = True

    def get(self) -> tuple[Teaser, ...]:
        if self.is_old or time.monotonic() - self.read_at > KEPT_SECONDS:
            self.is_old = False  # before reading: a change in the meantime makes it old again
            self.rows = queries.teasers(db.session())
            self.read_at = time.monotonic()
        return self.rows


def shelf() -> TeaserShelf:
    """This application's notices."""
    found: TeaserShelf = current_app.extensions.setdefault("agora_teasers", TeaserShelf())
    return found


def magazine_name() -> str:
    """'LEO' in Dessau-Roßlau."""
    return town().magazine or _("Stadtmagazin")


def teasers() -> tuple[ShownTeaser, ...]:
    """The notices of today, in the editors' order."""
    today = clock.today()
    return tuple(
        ShownTeaser(
            one.title,
            one.text,
            one.url,
            ", ".join(part for part in (magazine_name(), one.issue) if part),
            languages.of_content(),
        )
        for one in shelf().get()
        if one.is_shown_on(today)
    )


def read_again_after_commit() -> None:
    """Notices have changed: this process shows them from the commit on, others within half a minute."""
    kept = shelf()

    def committed(_session: object) -> None:
        kept.is_old = True

    event.listen(db.session(), "after_commit", committed, once=True)
