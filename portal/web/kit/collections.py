"""Collections as pages show them, to everybody and in the editors' preview; and searches that editors paste or saved."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import parse_qs, urlencode

from markupsafe import Markup

from portal import clock, text
from portal.models import Collection
from portal.offers.filters import PER_PAGE, Notice, OfferFilter, parse
from portal.pages.collections import Teaser
from portal.pages.drafts import draft_of, state_of
from portal.search.results import Hit
from portal.vocabulary.pages import CollectionState
from portal.web.kit import addresses, cards, formats, languages, subscription
from portal.web.kit import parts as p
from portal.web.kit.pages import CollectionPage, CollectionTeaser, Words
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _

SHOWN = 12
MOST_PARAMETERS = 300


def build(row: Collection, now: datetime, *, others: Iterable[Teaser] = ()) -> CollectionPage:
    """The page of a collection as it stands now. `others` are named when it is over."""
    wanted, hits, total = offers_of(row, now)
    today = clock.local(now).date()
    state = state_of(row, today)
    return CollectionPage(
        title=in_language(row.title, row.title_en),
        summary=in_language(row.summary, row.summary_en),
        body=in_language(row.body, row.body_en),
        body_html=prose(in_language(row.body, row.body_en).text),
        image=picture(row),
        period=period(row.first_day, row.last_day, today),
        notice=notice(row, state),
        is_over=state is CollectionState.OVER,
        total=total,
        all_url=addresses.search(wanted) if wanted else "",
        entries=cards.offer_cards(hits, now),
        others=tuple(teaser(one) for one in others),
        subscribe=subscription.of_search(wanted, name=in_language(row.title, row.title_en).text)
        if wanted
        else None,
    )


def offers_of(row: Collection, now: datetime) -> tuple[OfferFilter | None, tuple[Hit, ...], int]:
    """The search behind a collection, if it is one, the offers to show, and how many there are."""
    if row.query:
        wanted = saved(row.query)
        if wanted is None:
            return None, (), 0
        result = service().search(replace(wanted, per_page=SHOWN), now=now, facets=False)
        return wanted, result.hits, result.total
    hits = service().these(draft_of(row).offer_ids, now=now)
    return None, hits, len(hits)


def saved(query: str) -> OfferFilter | None:
    """A saved search; None when nothing of it is understood any more, since it would find everything."""
    wanted, _notices = read_search(query)
    return None if wanted.is_empty else wanted


def read_search(typed: str) -> tuple[OfferFilter, tuple[Notice, ...]]:
    """A search that somebody pasted (an address, its parameters) or typed (words), and what of it was not understood."""
    line = text.one_line(typed)
    before, mark, query = line.partition("?")
    if not mark:
        is_address = before.casefold().startswith(("http://", "https://", "/"))
        query = "" if is_address else before if "=" in before else urlencode({"q": before})
    try:
        given = parse_qs(query.partition("#")[0], keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        given = {}
    wanted, notices = parse(given, service().values)
    return replace(wanted, page=1, per_page=PER_PAGE), notices


def query_of(wanted: OfferFilter) -> str:
    """A search as it is saved."""
    return urlencode(wanted.to_pairs())


def in_language(german: str | None, english: str | None) -> Words:
    """A text in the reader's language, else in German, which then is named."""
    if languages.current() == languages.DEFAULT or not german:
        return Words(german or "")
    return Words(english) if english else Words(german, languages.DEFAULT)


def lines_in_language(german: Sequence[str], english: Sequence[str]) -> tuple[Words, ...]:
    """A list in the reader's language, else in German, which then is named. Never half of each."""
    if languages.current() != languages.DEFAULT and english:
        return tuple(Words(line) for line in english)
    return tuple(Words(line, languages.of_content()) for line in german)


def prose(markdown: str) -> Markup:
    return Markup(text.markdown_html(markdown, top_heading=2)) if markdown else p.NOTHING  # noqa: S704  sanitised by nh3


def picture(row: Collection) -> p.Image | None:
    """Its picture with who made it and under which licence."""
    if row.image is None:
        return None
    path = addresses.picture(row.image.path)
    credit = ", ".join(part for part in (row.image.author, row.image.licence) if part)
    return p.Image(path, row.image.alt, credit, addresses.absolute(path))


def period(first_day: date | None, last_day: date | None, today: date) -> str:
    """'1. bis 24. Dezember 2026', 'bis 24. Dezember 2026', 'ab 1. Dezember 2026'; '' without one."""
    if first_day and last_day:
        return formats.span(first_day, last_day, today=today)
    if last_day:
        return _("bis %(day)s", day=formats.long_date(last_day, weekday=False))
    return _("ab %(day)s", day=formats.long_date(first_day, weekday=False)) if first_day else ""


def notice(row: Collection, state: CollectionState) -> p.Notice | None:
    """What a visitor, or in the preview an editor, must know about the state."""
    if state is CollectionState.OVER and row.last_day:
        day = formats.long_date(row.last_day, weekday=False)
        return p.Notice(
            _("Dieses Thema ist vorbei."),
            _("Die Seite galt bis zum %(day)s. Hier steht, was davon noch stattfindet.", day=day),
            "warn",
        )
    if state is CollectionState.DRAFT:
        return p.Notice(_("Entwurf: So wird die Seite aussehen. Noch sieht sie niemand sonst."))
    if state is CollectionState.COMING and row.first_day:
        day = formats.long_date(row.first_day, weekday=False)
        return p.Notice(_("Diese Seite ist vom %(day)s an zu sehen.", day=day))
    return None


def teaser(one: Teaser) -> CollectionTeaser:
    """A collection as lists name it."""
    return CollectionTeaser(
        in_language(one.title, one.title_en),
        in_language(one.summary, one.summary_en),
        addresses.topic(one.slug),
    )
