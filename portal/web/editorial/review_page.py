"""Puts the page of one submission together: the difference, what deserves a second look, what was said and done."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import url_for
from sqlalchemy.orm import Session

from portal import clock
from portal.audit import queries as journal
from portal.audit.queries import JournalFilter
from portal.holidays import queries as holidays
from portal.models import Image, OfferEdit
from portal.offers import completeness, differences, sheet_names
from portal.offers.sheet import OfferSheet
from portal.upkeep import duplicates
from portal.vocabulary.offers import KIND_LABELS, STEP_LABELS, Step
from portal.vocabulary.people import Standing
from portal.vocabulary.workflow import CHANGE_LABELS, Act, ChangeKind, Thing
from portal.web.editorial import queue_words
from portal.web.editorial.pages_review import ReasonOption, ReviewPage
from portal.web.kit import addresses, changes, desk_links, formats, languages, sheet_signals, workflow_words
from portal.web.kit import parts as p
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow import finding, queries, versions
from portal.workflow.queries import QueueEntry, WorkingCopy

BESIDE, MOST_HINTS, MOST_DATES = 8, 4, 5
ASIDE = frozenset({Act.COMMENTED, Act.SEEN, Act.CONFIRMED})  # decides nothing


@dataclass(frozen=True, slots=True)
class Asked:
    """What the view adds to the page: notices, the reason that is chosen, what was typed and cannot be taken."""

    notices: tuple[p.Notice, ...] = ()
    reason: str = ""
    unsent: str = ""
    entries: Sequence[QueueEntry] = field(default_factory=tuple)


def build(session: Session, copy: WorkingCopy, asked: Asked) -> ReviewPage:
    """The page as things stand now."""
    offer, edit = copy.offer, copy.edit
    names = sheet_names.read(session, [copy.sheet, *([copy.live] if copy.live else [])])
    lines = journal.page(session, JournalFilter(thing=Thing.OFFER, thing_id=offer.id), number=1, size=20)
    return ReviewPage(
        title=copy.sheet.title,
        shape=copy.sheet.kind.value,
        kind=_(KIND_LABELS[copy.sheet.kind]),
        byline=byline(copy, lines),
        stand=copy.digest,
        items=queue_words.items(session, beside(asked.entries, offer.id), current=offer.id),
        waiting=_("%(count)s im Eingang", count=len(asked.entries)),
        queue_url=url_for("editorial.list_queue"),
        next_url=next_url(asked.entries, offer.id),
        history_url=url_for("editorial.show_history", offer_id=offer.id),
        comment_url=url_for("editorial.write_comment", offer_id=offer.id),
        can_decide=is_waiting(edit) and offer.institution.standing is not Standing.SUSPENDED,
        changes=changes.in_words(copy.live, copy.sheet, names) if copy.live else (),
        content=() if copy.live else changes.content(copy.sheet, names),
        picture=new_picture(session, copy),
        hints=hints(copy.sheet),
        similar=similar(session, copy) if copy.live is None else (),
        comments=workflow_words.comments(queries.comments(session, offer.id)),
        journal=workflow_words.journal(lines),
        reasons=reasons(session, asked.reason),
        notices=(*asked.notices, *notices(session, copy, lines)),
        preview_url=desk_links.to("desk.preview_offer", offer_id=offer.id),
        edit_url=desk_links.to("desk.edit_offer", offer_id=offer.id),
        approve_institution_url=desk_links.to("editorial.list_applications")
        if offer.institution.standing is Standing.APPLIED
        else "",
        unsent=asked.unsent,
        lang=languages.of_content(),
    )


def is_waiting(edit: OfferEdit | None) -> bool:
    """Whether there is something to decide."""
    return edit is not None and edit.step is Step.SUBMITTED


def new_picture(session: Session, copy: WorkingCopy) -> p.Image | None:
    """The picture that is not public yet, to be looked at before it is, with who made it and how it may be shown."""
    wanted = copy.sheet.image_id
    if not wanted or (copy.live and copy.live.image_id == wanted):
        return None
    image = session.get(Image, wanted)
    if image is None:
        return None
    credit = _("Foto: %(author)s, %(licence)s", author=image.author, licence=_(image.licence))
    return p.Image(addresses.picture(image.path), image.alt, credit, width=image.width, height=image.height)


def byline(copy: WorkingCopy, lines: Sequence[journal.JournalLine]) -> str:
    """'Volkshochschule, eingereicht am 20. November 2026, 15:10 Uhr, von Demo Anbieter. Öffentlich bleibt …'"""
    name, edit = copy.offer.institution.name, copy.edit
    if edit is None or edit.submitted_at is None:
        return name
    who = next((line.actor_name for line in lines if line.act is Act.SUBMITTED), edit.version.author_name)
    said = _(
        "%(name)s, eingereicht am %(at)s von %(who)s.",
        name=name,
        at=workflow_words.at(edit.submitted_at),
        who=who,
    )
    if copy.live is None:
        return said
    return said + " " + _("Öffentlich bleibt bis zur Entscheidung die bisherige Fassung.")


def beside(entries: Sequence[QueueEntry], offer_id: int) -> list[QueueEntry]:
    """Some submissions round the open one, for the list beside it."""
    here = next((at for at, one in enumerate(entries) if one.offer_id == offer_id), 0)
    start = max(0, min(here - 2, len(entries) - BESIDE))
    return list(entries[start : start + BESIDE])


def next_url(entries: Sequence[QueueEntry], offer_id: int) -> str:
    """The submission after this one, else the oldest other one, else the list."""
    here = next((at for at, one in enumerate(entries) if one.offer_id == offer_id), -1)
    others = [*entries[here + 1 :], *entries[: max(here, 0)]]
    if not others:
        return url_for("editorial.list_queue")
    return url_for("editorial.review", offer_id=others[0].offer_id)


def hints(sheet: OfferSheet) -> tuple[str, ...]:
    """What is missing, the most helpful first."""
    return tuple(_(gap.label) for gap in completeness.rate(sheet).gaps[:MOST_HINTS])


def similar(session: Session, copy: WorkingCopy) -> tuple[p.Link, ...]:
    """Public offers that a new one looks like."""
    days = [one.first_day for run in copy.sheet.runs for one in run.dates]
    found = duplicates.similar(
        session,
        service(),
        title=copy.sheet.title,
        first_date=min(days, default=None),
        institution_id=copy.offer.institution_id,
        leave_out=frozenset({copy.offer.id}),
        now=clock.now(),
    )
    return tuple(
        p.Link(f"{one.title} ({one.institution})", addresses.offer_by_id(one.offer_id)) for one in found[:3]
    )


def reasons(session: Session, chosen: str) -> tuple[ReasonOption, ...]:
    return tuple(
        ReasonOption(str(row.id), row.label, row.text, str(row.id) == chosen)
        for row in queries.reasons(session)
    )


def notices(session: Session, copy: WorkingCopy, lines: Sequence[journal.JournalLine]) -> list[p.Notice]:
    """What one must know before deciding."""
    offer, edit = copy.offer, copy.edit
    found = []
    if not is_waiting(edit):
        found.append(nothing_to_decide(copy, lines))
    elif edit and edit.approved_at and edit.publish_at:
        at = workflow_words.at(edit.publish_at)
        found.append(p.Notice(_("Schon freigegeben. Erscheint am %(at)s.", at=at), tone="ok"))
    elif edit and edit.publish_at and edit.publish_at > clock.now():
        day = formats.long_date(clock.local(edit.publish_at).date(), weekday=False)
        found.append(p.Notice(_("Der Anbieter wünscht sich die Veröffentlichung am %(day)s.", day=day)))
    if offer.institution.standing is Standing.APPLIED:
        found.append(
            p.Notice(
                _("Der Anbieter ist noch nicht freigegeben."),
                _("Erst danach kann dieses Angebot veröffentlicht werden."),
                "warn",
            )
        )
    if offer.institution.standing is Standing.SUSPENDED:
        found.append(p.Notice(_("Der Anbieter ist gesperrt."), tone="stop"))
    found += took_effect(session, offer.id)
    return found + off_days(session, copy)


def nothing_to_decide(copy: WorkingCopy, lines: Sequence[journal.JournalLine]) -> p.Notice:
    """What happened instead: who, when, what."""
    line = next((one for one in lines if one.act not in ASIDE), None)
    last = workflow_words.act(line) + ", " + workflow_words.at(line.at) + "." if line else ""
    if copy.edit is not None and copy.edit.step is Step.DRAFT:
        return p.Notice(_("Der Anbieter arbeitet noch daran. Eingereicht ist es nicht."), last)
    if copy.edit is not None:
        return p.Notice(_("Der Anbieter ist am Zug: Das Angebot ist zurückgegeben."), last)
    step = _(STEP_LABELS[copy.offer.step])
    return p.Notice(_("Darüber ist schon entschieden. Stand jetzt: %(step)s.", step=step), last)


def took_effect(session: Session, offer_id: int) -> list[p.Notice]:
    """Minor changes that nobody has looked at and that are public already."""
    unseen = finding.unseen_minor(session, offer_id)
    if not unseen:
        return []
    before = queries.public_before(session, offer_id, unseen[0].number)
    if before is None:
        return []
    found = differences.compare(versions.sheet_of(before), versions.sheet_of(unseen[-1]))
    kinds = differences.kinds(found)
    labels = ", ".join(_(CHANGE_LABELS[kind]) for kind in ChangeKind if kind in kinds)
    return [p.Notice(_("Kleine Änderungen sind schon öffentlich: %(what)s.", what=labels))] if labels else []


def off_days(session: Session, copy: WorkingCopy) -> list[p.Notice]:
    """New dates that lie on a public holiday or in the school holidays."""
    dates = sheet_signals.new_dates(copy.sheet, copy.live, clock.now())
    span = sheet_signals.span(dates)
    if span is None:
        return []
    kinds = queue_words.ALWAYS_OFF if copy.sheet.kind in sheet_signals.IN_HOLIDAYS else holidays.DAYS_OFF
    hits = sheet_signals.on_days_off(dates, holidays.days_off(session, *span, kinds=kinds))
    if not hits:
        return []
    shown = "; ".join(f"{formats.short_date(day, year=True)}: {name}" for day, name in hits[:MOST_DATES])
    more = len(hits) - MOST_DATES
    if more > 0:
        shown += " " + ngettext("und %(num)s weiterer", "und %(num)s weitere", more)
    title = ngettext(
        "Ein Termin liegt auf einem freien Tag.", "%(num)s Termine liegen auf freien Tagen.", len(hits)
    )
    return [p.Notice(title, shown, "warn")]
