"""The public guides as every page may name them, kept for half a minute; and the Lebenslinie, which asks their questions."""

from flask import url_for

from portal.extensions import db
from portal.guidance import transition_queries
from portal.guidance.transition_queries import Guide
from portal.offers.filters import Facet
from portal.search.results import SearchResult
from portal.vocabulary.terms import Scheme
from portal.web.kit import languages, recent, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.recent import Recent


def shelf() -> Recent[tuple[Guide, ...]]:
    """The names of the public guides."""
    return recent.kept("agora_guides", lambda: transition_queries.guides(db.session()))


def guides() -> tuple[Guide, ...]:
    """The public guides in the editors' order."""
    return shelf().get()


def read_again_after_commit() -> None:
    """A guide has changed."""
    shelf().read_again_after_commit()


def question(guide: Guide, current: str = "") -> p.Question:
    """The question of a guide as the line asks it; `current` is the slug of the page's own guide."""
    is_english = languages.current() != languages.DEFAULT
    return p.Question(
        guide.title_en if is_english and guide.title_en else guide.title,
        url_for("guidance.show_transition", slug=guide.slug),
        guide.is_loop,
        lang=languages.DEFAULT if is_english and not guide.title_en else "",
        is_current=guide.slug == current,
    )


def leading_into(phase: str, current: str = "") -> tuple[p.Question, ...]:
    """The questions of the guides that lead into a phase of life."""
    return tuple(question(guide, current) for guide in guides() if guide.leads_into == phase)


def lifeline(result: SearchResult, *, phase: str = "", guide: str = "") -> tuple[p.PhaseLink, ...]:
    """The six phases with their counts and the questions that lead into them; `phase` or `guide` is where one stands."""
    counts = dict(result.facets.get(Facet.LIFE_PHASE, ()))
    locale = languages.current()
    return tuple(
        p.PhaseLink(
            code,
            term.in_language(locale),
            term.note_in(locale),
            counts.get(code, 0),
            url_for("public.life_phase", code=code),
            leading_into(code, guide),
            code == phase,
        )
        for code, term in vocabulary.catalogue().terms.get(Scheme.LIFE_PHASE, {}).items()
    )
