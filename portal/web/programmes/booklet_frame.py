"""What stands round the programme in its booklet: cover, headings, the introduction, how one takes part, whom to ask."""

import re
from collections.abc import Iterator
from datetime import date

from portal import text
from portal.models import Semester
from portal.print.booklet import BookletWords, Prose
from portal.web.kit import addresses, formats, languages, semester_words, subscription
from portal.web.kit.town import town
from portal.web.kit.words import gettext as _
from portal.web.programmes import seniors_build

_HEADING, _ITEM = re.compile(r"#{1,6}\s+"), re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+")


def words(semester: Semester, today: date) -> BookletWords:
    shown = town()
    page = addresses.absolute(seniors_build.address(semester))
    feed = addresses.absolute(seniors_build.address(semester, endpoint="feeds.senior_university"))
    return BookletWords(
        language=languages.current(),
        content_language=languages.DEFAULT,
        prose_language=semester_words.intro_lang(semester) or languages.current(),
        programme=_("Seniorenuniversität"),
        kicker=semester_words.kicker(semester),
        title=semester_words.theme(semester),
        period=formats.span(semester.first_day, semester.last_day, today=date.min),
        town=shown.place,
        issuer=shown.name,
        as_of=_("Stand: %(day)s", day=formats.long_date(today, weekday=False)),
        contents=_("In diesem Heft"),
        welcome=_("Willkommen"),
        how=_("So machen Sie mit"),
        steps=tuple((step.title, step.text) for step in seniors_build.steps()),
        weeks=_("Woche für Woche"),
        topics=_("Nach Themen"),
        topics_hint=_(
            "Jede Veranstaltung steht unter ihrem Thema, mit der Seite, auf der sie beschrieben ist."
        ),
        places=_("Orte und Zugang"),
        places_hint=_(
            "Wo Sie ankommen, und was Sie dort vorfinden. Ist etwas nicht bekannt, fragen Sie bitte nach."
        ),
        hosts=_("Wer mitmacht"),
        told_before=_("Siehe"),
        on_page=_("Seite {page}").replace(" ", "\u00a0"),
        page=_("Seite {page}"),
        help_heading=_("Fragen? Rufen Sie an."),
        help_text=_("Wir helfen beim Aussuchen und beim Anmelden."),
        help_phone=shown.phone,
        help_phone_link=shown.phone_link,
        feed_text=_("Immer auf dem neuesten Stand ist das Programm hier:"),
        feed_address=page.partition("://")[2].partition("?")[0],
        feed_url=page,
        feed_qr=subscription.qr_image(feed).decode(),
        feed_qr_alt=_("QR-Code: das Programm als Kalender auf dem Telefon abonnieren"),
        empty=_("Für dieses Semester ist noch nichts eingetragen."),
        demo=_("Demodaten: alles erfunden.") if shown.is_demo else "",
    )


def blocks(markdown: str) -> tuple[Prose, ...]:
    """The introduction as paragraphs, small headings and entries of lists, without further markup."""
    return tuple(_blocks(text.clean(markdown)))


def _blocks(markdown: str) -> Iterator[Prose]:
    for part in re.split(r"\n\s*\n", markdown.strip()):
        rows = [row.strip() for row in part.splitlines() if row.strip()]
        if rows and all(_ITEM.match(row) for row in rows):
            yield from (Prose("item", text.plain(_ITEM.sub("", row, count=1))) for row in rows)
            continue
        if rows and _HEADING.match(rows[0]):
            yield Prose("heading", text.plain(_HEADING.sub("", rows[0], count=1)))
            rows = rows[1:]
        if rows:
            yield Prose("par", text.plain(" ".join(rows)))
