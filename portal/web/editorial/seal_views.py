"""Seals and awards in words, as the editors' pages show them."""

from collections.abc import Iterable
from datetime import date

from flask import url_for

from portal import clock
from portal.models import Seal
from portal.seals import rules
from portal.seals.actions import SealDraft
from portal.seals.queries import Award, Holder
from portal.seals.rules import AwardState
from portal.vocabulary.guidance import SEAL_HOLDER_LABELS
from portal.web.editorial.pages_points import AwardRow, HolderChoice, SealRow
from portal.web.editorial.version_views import Lines
from portal.web.kit import formats
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext


def seal_row(seal: Seal, awards: Iterable[Award]) -> SealRow:
    """A line of the list: how many bear it today."""
    today = clock.today()
    number = sum(
        one.seal_id == seal.id and rules.is_shown(one.valid_from, one.valid_until, today) for one in awards
    )
    bearers = (
        ngettext("gilt für einen", "gilt für %(num)s", number) if number else _("gilt zurzeit für niemanden")
    )
    return SealRow(seal.name, seal.issuer, bearers, url_for("editorial.edit_seal", seal_id=seal.id))


def award_row(one: Award) -> AwardRow:
    kind = _(SEAL_HOLDER_LABELS[one.holder.kind]) if one.holder else ""
    return AwardRow(
        holder=one.holder.name if one.holder else _("gibt es nicht mehr"),
        kind=kind,
        seal=one.seal_name,
        days=days(one.valid_from, one.valid_until),
        checked=_(
            "%(day)s, %(who)s", day=formats.long_date(one.checked_on, weekday=False), who=one.checked_by
        ),
        proof=one.proof,
        state=status(one),
        edit_url=url_for("editorial.edit_award", award_id=one.id),
        withdraw_url=url_for("editorial.ask_withdraw_award", award_id=one.id),
    )


def days(first: date, last: date | None) -> str:
    """'1. April 2025 bis 31. März 2027', 'ab 1. April 2025'."""
    begin = formats.long_date(first, weekday=False)
    if last is None:
        return _("ab %(day)s", day=begin)
    return _("%(first)s bis %(last)s", first=begin, last=formats.long_date(last, weekday=False))


def status(one: Award) -> p.Status:
    """Where it stands, with how many days are left where that matters."""
    today = clock.today()
    found = rules.state(one.valid_from, one.valid_until, today)
    if not one.holder or not one.holder.is_public:
        return p.Status(_("nicht zu sehen"), "plain", "minus")
    if found is AwardState.OVER:
        return p.Status(_("abgelaufen"), "stop", "cross")
    if found is AwardState.COMING:
        return p.Status(_("gilt noch nicht"), "plain", "clock")
    if found is AwardState.ENDING and one.valid_until:
        left = (one.valid_until - today).days
        said = ngettext("noch %(num)s Tag", "noch %(num)s Tage", left) if left else _("nur noch heute")
        return p.Status(said, "few", "few")
    return p.Status(_("gültig"), "ok", "check")


def needs_work(one: Award, today: date) -> bool:
    """Whether somebody should look: it ends within 60 days, or ended and still stands there."""
    return rules.state(one.valid_from, one.valid_until, today) in (AwardState.ENDING, AwardState.OVER)


def value(holder: Holder) -> str:
    """What the form says of a holder."""
    return f"{holder.kind.value}:{holder.id}"


def choice(holder: Holder, chosen: str) -> HolderChoice:
    return HolderChoice(
        value(holder), holder.name, _(SEAL_HOLDER_LABELS[holder.kind]), is_chosen=value(holder) == chosen
    )


def lines(draft: SealDraft) -> Lines:
    """Each field of a seal with its label and its value."""
    return [
        (_("Name"), draft.name),
        (_("Wer es verleiht"), draft.issuer),
        (_("Was es sagt"), draft.scope),
        (_("Mehr dazu"), draft.about),
        (_("Im Netz"), draft.website),
    ]
