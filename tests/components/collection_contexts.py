"""Contexts for the page of a collection: while it is current, with a picture, and after its period."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from portal.web.kit import parts as p
from portal.web.kit.pages import CollectionPage, CollectionTeaser, Words
from portal.web.public import samples, samples_year


def current() -> CollectionPage:
    """In English, with texts of which one is missing there."""
    return CollectionPage(
        title=Words("Saving energy"),
        summary=Words("Strom messen, richtig heizen.", "de"),
        body=Words("x", "de"),
        body_html=Markup("<p>Ein Absatz.</p><h2>Zwischentitel</h2>"),
        total=31,
        entries=samples.CARDS,
        all_url="/suche?q=energie",
        image=samples.PICTURE,
        period="bis 24. Dezember 2026",
        subscribe=samples_year.YEAR_SAMPLES.subscribe,
    )


def over() -> CollectionPage:
    """Nothing is left of it."""
    return CollectionPage(
        title=Words("Ein Sommer voller Ideen"),
        summary=Words(""),
        body=Words(""),
        body_html=p.NOTHING,
        total=0,
        entries=(),
        notice=p.Notice("Dieses Thema ist vorbei.", "Die Seite galt bis zum 30. August 2026.", "warn"),
        is_over=True,
        others=(
            CollectionTeaser(Words("Energie sparen"), Words("Sechs Angebote."), "/themen/energie-sparen"),
        ),
    )


PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "themenseite": ("public/collection.html", lambda: {"page": current()}),
    "themenseite-vorbei": ("public/collection.html", lambda: {"page": over()}),
}
