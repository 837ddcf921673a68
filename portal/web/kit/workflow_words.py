"""The work on offers in words: since when something waits, who did what, what was written to and fro."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from portal import clock
from portal.audit.queries import JournalLine as Line
from portal.models import OfferComment
from portal.vocabulary.workflow import ACT_LABELS
from portal.web.kit import formats, languages
from portal.web.kit.desk_parts import CommentLine, JournalLine
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext


def since(then: datetime, now: datetime) -> str:
    """'seit 2 Tagen', 'seit 1 Stunde', 'gerade eben'."""
    minutes = int((now - then).total_seconds() // 60)
    if minutes >= 24 * 60:
        return ngettext("seit %(num)s Tag", "seit %(num)s Tagen", minutes // (24 * 60))
    if minutes >= 60:
        return ngettext("seit %(num)s Stunde", "seit %(num)s Stunden", minutes // 60)
    if minutes >= 1:
        return ngettext("seit %(num)s Minute", "seit %(num)s Minuten", minutes)
    return _("gerade eben")


def waits(then: datetime, now: datetime) -> str:
    """The same after 'wartet', where 'gerade eben' would be no German: at least a minute."""
    return since(min(then, now - timedelta(minutes=1)), now)


def at(moment: datetime) -> str:
    """'20. November 2026, 15:10 Uhr'."""
    day = formats.long_date(clock.local(moment).date(), weekday=False)
    return _("%(day)s, %(time)s Uhr", day=day, time=formats.clock_time(moment))


def iso(moment: datetime) -> str:
    return clock.local(moment).isoformat(timespec="minutes")


def comments(rows: Iterable[OfferComment]) -> tuple[CommentLine, ...]:
    """The thread about an offer."""
    return tuple(
        CommentLine(
            author=_("%(name)s (Redaktion)", name=row.author_name) if row.is_editorial else row.author_name,
            iso=iso(row.made_at),
            at=at(row.made_at),
            text=row.text,
            is_editorial=row.is_editorial,
            note=_("Begründung") if row.is_reason else "",
            lang=languages.of_content(),
        )
        for row in rows
    )


def journal(lines: Iterable[Line]) -> tuple[JournalLine, ...]:
    """What was done to an offer."""
    return tuple(
        JournalLine(iso(line.at), at(line.at), act(line), line.note or "", languages.of_content())
        for line in lines
    )


def act(line: Line) -> str:
    """'Eingereicht von Demo Anbieter'."""
    what = _(ACT_LABELS[line.act])
    return _("%(act)s von %(who)s", act=what[:1].upper() + what[1:], who=line.actor_name)
