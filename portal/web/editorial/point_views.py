"""B-Punkte in words, as the editors' pages show them."""

from collections.abc import Sequence

from flask import url_for

from portal import clock
from portal.guidance import queries
from portal.guidance.point_actions import PointDraft
from portal.models import District, GuidancePoint
from portal.vocabulary.guidance import ADVICE_FOCUS_LABELS, AdviceFocus
from portal.web.editorial.pages_points import PointRow
from portal.web.editorial.version_views import Lines
from portal.web.kit import formats, guidance_cards, hours_words, languages, points
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _


def row(one: GuidancePoint) -> PointRow:
    """A line of the list."""
    point, now = queries.point(one), clock.now()
    state = (
        hours_words.status(points.kept().state(point, now), now)
        if one.is_public
        else p.Status(_("nicht öffentlich"), "plain", "edit")
    )
    return PointRow(
        name=one.name,
        focus=one.focus,
        hours=guidance_cards.hours(point),
        state=state,
        edit_url=url_for("editorial.edit_point", point_id=one.id),
        public_url=guidance_cards.url(point) if one.is_public else "",
        lang=languages.of_content(),
    )


def lines(draft: PointDraft, districts: Sequence[District]) -> Lines:
    """Each field of a draft with its label and its value in words."""
    known = {one.id: one.name for one in districts}
    return [
        (_("Name"), draft.name),
        (_("Wofür er da ist, in einer Zeile"), draft.focus),
        (_("Text"), draft.description),
        (
            _("Worum geht es dort?"),
            ", ".join(_(ADVICE_FOCUS_LABELS[AdviceFocus(one)]) for one in draft.focuses),
        ),
        (_("Welche Sprachen werden gesprochen?"), ", ".join(draft.languages)),
        (_("Für welche Lebensphasen?"), ", ".join(draft.life_phases)),
        (_("Adresse"), ", ".join(part for part in (draft.street, draft.postal_code, draft.town) if part)),
        (_("Stadtteil"), known.get(draft.district_id or 0, "")),
        (_("Telefon"), draft.phone),
        (_("E-Mail-Adresse"), draft.email),
        (_("Öffnungszeiten"), "\n".join(hours_words.week(draft.hours))),
        (_("Ausnahmen"), "\n".join(exceptions(draft))),
        (_("Was die Zeiten nicht sagen"), draft.opening_hours),
        (_("Wofür er da ist, auf Englisch"), draft.focus_en),
        (_("Text auf Englisch"), draft.description_en),
        (_("Was die Zeiten nicht sagen, auf Englisch"), draft.opening_hours_en),
        (
            _("Eingang ohne Stufen"),
            {True: _("ja"), False: _("nein"), None: _("weiß ich nicht")}[draft.step_free],
        ),
        (_("Nimmt Terminwünsche über das Portal an"), _("ja") if draft.takes_appointments else _("nein")),
        (_("Öffentlich zeigen"), _("ja") if draft.is_public else _("nein")),
        (_("Platz in der Liste"), str(draft.position)),
    ]


def exceptions(draft: PointDraft) -> list[str]:
    """'14. bis 18. Dezember 2026: geschlossen (Umzug / We are moving)'."""
    today = clock.today()
    found = []
    for one in draft.exceptions:
        spans = [(one.opens, one.closes)] if one.opens is not None and one.closes is not None else []
        said = f"{formats.span(one.first_day, one.last_day, today=today)}: {hours_words.spans(spans)}"
        notes = " / ".join(note for note in (one.note, one.note_en) if note)
        found.append(f"{said} ({notes})" if notes else said)
    return found
