"""The filters of the Jahres-Berufswahl-Kalender: questions to pick from, chips, words, and what to leave out."""

from dataclasses import replace
from datetime import date, datetime

from portal.offers.filters import Facet
from portal.web.careers import year_shelf
from portal.web.careers.asking import FACETS, PAST, VIEW, Asked
from portal.web.kit import filter_words, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.careers import FIRST_GRADE, SHOWN_LABELS, YEAR, Shown
from portal.web.kit.words import gettext as _
from portal.web.kit.year_parts import FilterPick


def picks(asked: Asked) -> tuple[FilterPick, ...]:
    """One question per facet; what the address chose stays among the answers."""
    return tuple(_pick(facet, asked) for facet in FACETS)


def _pick(facet: Facet, asked: Asked) -> FilterPick:
    chosen = asked.wanted.values(facet)
    return FilterPick(
        name=facet.value,
        label=_(vocabulary.FACET_LABELS[facet]),
        state=_("%(count)s gewählt", count=len(chosen)) if chosen else _("alle"),
        options=tuple(
            p.Choice(value, vocabulary.label(facet, value), value in chosen)
            for value in _values(facet, chosen)
        ),
        is_set=bool(chosen),
    )


def _values(facet: Facet, chosen: tuple[str, ...]) -> tuple[str, ...]:
    known = vocabulary.catalogue()
    if facet is Facet.DISTRICT:
        return tuple(dict.fromkeys((*known.districts, *chosen)))
    codes = known.of(facet)
    if facet is Facet.GRADE:
        codes = {code: codes[code] for code in codes if int(code or 0) >= FIRST_GRADE or code in chosen}
    return tuple(dict.fromkeys((*codes, *chosen)))


def shown(asked: Asked) -> tuple[p.Choice, ...]:
    """Three ticks; where nothing is chosen all are set, since all is shown."""
    return tuple(
        p.Choice(one.value, _(SHOWN_LABELS[one]), not asked.shown or one in asked.shown) for one in Shown
    )


def hidden(asked: Asked) -> tuple[tuple[str, str], ...]:
    """What the form sends along without showing it."""
    return tuple((name, value) for name, value in asked.to_pairs() if name in (YEAR, VIEW, PAST))


def chips(asked: Asked) -> tuple[p.Chip, ...]:
    """What narrows the calendar, each with the same page without it."""
    found = [
        p.Chip(vocabulary.label(facet, value), asked.without(facet, value).url())
        for facet in FACETS
        for value in asked.wanted.values(facet)
    ]
    if asked.shown:
        found.append(p.Chip(_shown_words(asked), replace(asked, shown=()).url()))
    return tuple(found)


def _shown_words(asked: Asked) -> str:
    return _("nur %(what)s", what=_(" und ").join(_(SHOWN_LABELS[one]) for one in asked.shown))


def words(asked: Asked) -> str:
    """The filter in one line: 'Klasse 9, Gymnasium, nur Fristen'."""
    found = list(filter_words.words(asked.wanted))
    if asked.shown:
        found.append(_shown_words(asked))
    return ", ".join(found) or _("alle Klassen und Schulformen")


def drops(asked: Asked, now: datetime, today: date) -> tuple[p.CountedLink, ...]:
    """What to leave out where nothing is left, with how much there is then; the most fruitful first."""
    ways = [
        (_without(_label(facet, asked)), replace(asked, wanted=asked.wanted.with_values(facet, ())))
        for facet in FACETS
        if asked.wanted.values(facet)
    ]
    if asked.shown:
        ways.append((_without(_shown_words(asked)), replace(asked, shown=())))
    if len(ways) > 1:
        ways.append((_("ohne Filter"), asked.without_filters()))
    found = [p.CountedLink(label, way.url(), len(year_shelf.picked(way, now, today))) for label, way in ways]
    return tuple(sorted((one for one in found if one.count), key=lambda one: -one.count))


def _without(what: str) -> str:
    return str(_("ohne „%(what)s“", what=what))


def _label(facet: Facet, asked: Asked) -> str:
    return ", ".join(vocabulary.label(facet, value) for value in asked.wanted.values(facet))
