"""The city magazine on public pages: what it is called, and the notices that lead to it, kept for half a minute."""

from portal import clock
from portal.extensions import db
from portal.magazine import queries
from portal.magazine.queries import Teaser
from portal.web.kit import languages, recent
from portal.web.kit.pages import ShownTeaser
from portal.web.kit.recent import Recent
from portal.web.kit.town import town
from portal.web.kit.words import gettext as _


def shelf() -> Recent[tuple[Teaser, ...]]:
    """What editors have entered; which of it is shown today is decided when it is asked for."""
    return recent.kept("agora_teasers", lambda: queries.teasers(db.session()))


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
    """Notices have changed."""
    shelf().read_again_after_commit()
