"""The Jahres-Berufswahl-Kalender on paper: a wall poster (A3, A1) and a handout (A4), set anew once a day and change."""

from collections.abc import Callable

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.print import careers_handout, careers_poster
from portal.print.careers_poster import PosterFormat
from portal.web.careers import asking, blueprint, print_words, year_page, year_shelf
from portal.web.careers.asking import Asked
from portal.web.kit import languages, print_shelf
from portal.web.kit.guards import public
from portal.web.kit.search import service
from portal.web.kit.town import town

FORMAT = "format"


@blueprint.get("/berufswahlkalender/poster.pdf")
@public
def poster() -> AnyResponse:
    """The school year for the wall; `format=a1` is twice as large."""
    given = request.args.get(FORMAT, "").casefold()
    paper = PosterFormat(given) if given in set(PosterFormat) else PosterFormat.A3
    now, asked = clock.now(), asked_for()
    today = clock.local(now).date()

    def made() -> bytes:
        return careers_poster.poster(
            asked.year,
            [print_words.entry(one, today) for one, _html in year_shelf.picked(asked, now, today)],
            [print_words.special(day) for day in year_page.special_days(asked)],
            words=print_words.sheet(asked, today),
            poster_words=print_words.poster(),
            paper=paper,
            now=now,
        )

    return _answer(asked, ("poster", paper.value), made)


@blueprint.get("/berufswahlkalender/handzettel.pdf")
@public
def handout() -> AnyResponse:
    """The school year to take along."""
    now, asked = clock.now(), asked_for()
    today = clock.local(now).date()

    def made() -> bytes:
        entries = [one for one, _html in year_shelf.picked(asked, now, today)]
        return careers_handout.handout(
            asked.year,
            print_words.entries_in_series(entries, today),
            [print_words.special(day) for day in year_page.special_days(asked)],
            words=print_words.sheet(asked, today),
            handout_words=print_words.handout(),
            today=today,
            now=now,
        )

    return _answer(asked, ("handzettel",), made)


def asked_for() -> Asked:
    """What the address asks for; a sheet has no room for what of it is not understood."""
    given = {name: values for name, values in request.args.to_dict(flat=False).items() if name != FORMAT}
    return asking.read(given, service().values, clock.today())[0]


def _answer(asked: Asked, what: tuple[str, ...], make: Callable[[], bytes]) -> AnyResponse:
    pairs = (*asked.filter_pairs(), asked.year.slug)
    said = (
        year_page.special_days(asked),
        town(),
    )  # editors change these without a new generation of the index
    key = (*what, pairs, *said, service().generation, clock.today(), languages.root())
    return print_shelf.answer(print_shelf.shelf().get(key, make), print_words.file_name(asked, what))
