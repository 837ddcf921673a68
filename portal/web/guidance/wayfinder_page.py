"""The pages of the Wegweiser: what was answered stands in the address, and nowhere else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from portal.guidance.wayfinder import DISTRICT, SHOWN, Answer, Question, Way
from portal.offers.filters import Facet, OfferFilter
from portal.web.guidance.pages_transitions import Arrival, Asked, Choosable, Taken, WayfinderPage
from portal.web.kit import addresses, cards, collections, filter_words, guidance_cards, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.collections import in_language
from portal.web.kit.pages import Words
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _

OFFERS_SHOWN, POINTS_SHOWN = 4, 2
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks: the path of the page, its title, what the address says, and the guide behind it, if there is one."""

    path: str
    title: Words
    given: Mapping[str, str]
    guide_url: str = ""


def build(asking: Asking, way: Way, now: datetime) -> WayfinderPage:
    """The next question of a way, or its end."""
    pairs = tuple((question.key, answer.key) for question, answer in way.taken)
    return WayfinderPage(
        title=asking.title,
        action=asking.path,
        number=len(pairs) + 1,
        taken=tuple(
            Taken(words_of(question), words_of(answer), address(asking.path, pairs[:at]))
            for at, (question, answer) in enumerate(way.taken)
        ),
        back_url=address(asking.path, pairs[:-1]) if pairs else "",
        start_url=asking.path if pairs else "",
        asked=ask(way.question, pairs, asking.given) if way.question else None,
        arrival=None if way.question else arrive(asking, way, pairs, now),
    )


def address(path: str, pairs: Pairs) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path


def words_of(one: Question | Answer) -> Words:
    return in_language(one.text, one.text_en)


def ask(question: Question, pairs: Pairs, given: Mapping[str, str]) -> Asked:
    """A question; who pressed the button without choosing is told so."""
    is_again = given.get(SHOWN) == question.key
    return Asked(
        name=question.key,
        text=words_of(question),
        plain=in_language(question.plain, question.plain_en),
        choices=tuple(Choosable(answer.key, words_of(answer)) for answer in question.answers),
        hidden=(*pairs, (SHOWN, question.key)),
        error=_("Bitte wählen Sie eine Antwort aus.") if is_again else "",
    )


def arrive(asking: Asking, way: Way, pairs: Pairs, now: datetime) -> Arrival:
    """What the answers lead to: without a search of their own, to advice alone."""
    wanted = collections.saved(way.query) if way.query else None
    result = (
        service().search(replace(wanted, per_page=OFFERS_SHOWN), now=now, facets=False) if wanted else None
    )
    district = chosen_district(asking.given)
    return Arrival(
        words=filter_words.title(wanted) if wanted else "",
        total=result.total if result else 0,
        search_url=addresses.search(wanted) if wanted else "",
        entries=cards.offer_cards(result.hits, now) if result else (),
        points=advice(way.focus, district),
        districts=districts(district),
        hidden=pairs,
        guide_url=asking.guide_url,
    )


def chosen_district(given: Mapping[str, str]) -> str:
    slug = given.get(DISTRICT, "")
    return slug if slug in vocabulary.catalogue().districts else ""


def districts(chosen: str) -> tuple[p.Choice, ...]:
    """The districts to choose from; first the whole town."""
    known = vocabulary.catalogue().districts
    here = (p.Choice(slug, name, slug == chosen) for slug, name in known.items())
    return (p.Choice("", _("überall in der Stadt"), not chosen), *here)


def advice(focus: str, district: str) -> tuple[p.GuidanceCard, ...]:
    """The B-Punkte that know about it, and of these the one in the district first."""
    near = OfferFilter(chosen={Facet.DISTRICT: (district,)}) if district else None
    return guidance_cards.cards(near, focuses=(focus,) if focus else ())[:POINTS_SHOWN]


def first_values(given: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Of every parameter the first value."""
    return {name: values[0] for name, values in given.items() if values}
