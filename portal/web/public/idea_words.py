"""Ideas in words, as the public pages show them, and what there is already that looks like a new one."""

from flask import url_for
from markupsafe import Markup

from portal import clock, text
from portal.extensions import db
from portal.models import Idea
from portal.participation import queries
from portal.participation.queries import Listed
from portal.search.similar import folded, likeness
from portal.vocabulary.participation import IDEA_KIND_LABELS, IDEA_STATE_LABELS, IdeaState
from portal.web.kit import addresses, formats, languages
from portal.web.kit import parts as p
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.web.public.pages_ideas import AlikePage, IdeaRow

ALIKE, MOST_ALIKE = 62, 3
_LOOKS: dict[IdeaState, tuple[p.Tone, str]] = {
    IdeaState.PUBLIC: ("plain", "clock"),
    IdeaState.ANSWERED: ("ok", "check"),
    IdeaState.BECAME_OFFER: ("ok", "check"),
}


def row(one: Listed) -> IdeaRow:
    """An idea as a line of the list."""
    idea = one.idea
    return IdeaRow(
        title=idea.title,
        url=url_for("public.show_idea", idea_uuid=idea.uuid),
        meta=meta(one),
        supports=supports(idea.supports),
        state=status(idea.state),
        text=text.one_line(idea.text or "", 200),
        lang=languages.of_content(),
    )


def status(state: IdeaState) -> p.Status:
    return p.Status(_(IDEA_STATE_LABELS[state]), *_LOOKS[state])


def meta(one: Listed) -> tuple[str, ...]:
    """'es fehlt ein Angebot', 'Roßlau', 'seit 23. November 2026'."""
    since = one.idea.public_at or one.idea.asked_at
    day = formats.long_date(clock.local(since).date(), weekday=False)
    kind = _("Es fehlt: %(what)s", what=_(IDEA_KIND_LABELS[one.idea.kind]))
    return tuple(part for part in (kind, one.district, _("seit %(day)s", day=day)) if part)


def supports(number: int) -> str:
    if not number:
        return _("Noch niemand unterstützt das")
    return ngettext("Eine Person unterstützt das", "%(num)s Personen unterstützen das", number)


def prose(source: str | None) -> Markup:
    """What was written, in paragraphs and without any markup of its own: it comes from anybody."""
    parts = [part.strip() for part in text.clean(source or "").split("\n\n") if part.strip()]
    lines = (Markup("<br>").join(part.splitlines()) for part in parts)
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)


def answer(idea: Idea) -> Markup:
    """What the editors answered, as Markdown."""
    return Markup(text.markdown_html(idea.answer, top_heading=3)) if idea.answer else p.NOTHING  # noqa: S704  sanitised


def alike(title: str) -> AlikePage | None:
    """What there is already: public ideas and offers whose titles look the same; None when nothing does."""
    typed = folded(title[:200])
    if len(typed) < 4:
        return None
    scored = [
        (likeness(typed, folded(found)), uuid, found, number)
        for uuid, found, number in queries.titles(db.session())
    ]
    near = sorted((one for one in scored if one[0] >= ALIKE), key=lambda one: -one[0])[:MOST_ALIKE]
    ideas = tuple(
        p.CountedLink(found, url_for("public.show_idea", idea_uuid=uuid), number)
        for _score, uuid, found, number in near
    )
    offers = tuple(
        p.Link(f"{one.title}, {one.institution_name}", addresses.offer_by_id(one.offer_id))
        for one in service().similar(title, now=clock.now())[:MOST_ALIKE]
    )
    return AlikePage(ideas, offers) if ideas or offers else None
