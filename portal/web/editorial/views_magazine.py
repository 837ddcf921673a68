"""The printed calendar of the city magazine: months, the choice of dates, and its downloads."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock, text
from portal.calendar import feeds, ical
from portal.extensions import db
from portal.magazine import actions, months, queries
from portal.magazine.queries import Printed
from portal.permissions.policy import Right
from portal.vocabulary.offers import KIND_LABELS, OfferKind
from portal.web.editorial import blueprint, magazine_words
from portal.web.editorial.pages_magazine import MagazinePage, MonthLine, MonthPage, Tab, TeaserLine
from portal.web.kit import addresses, desk, formats, languages
from portal.web.kit import parts as p
from portal.web.kit.guards import me, needs
from portal.web.kit.magazine import magazine_name
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

LIST = "/stadtmagazin"
ONE = f"{LIST}/<month>"
MONTHS_SHOWN = 6
KIND, CHOSEN = "art", "gewaehlt"
# What goes on week after week is not printed date by date unless somebody asks for it.
REGULAR = frozenset({OfferKind.COURSE, OfferKind.COUNSELLING, OfferKind.OPEN_LEARNING})


@blueprint.get(LIST)
@needs(Right.CURATE)
def list_magazine() -> str:
    today, session = clock.today(), db.session()
    counts = queries.chosen_counts(session)
    shown = [*months.following(today, MONTHS_SHOWN)]
    shown = sorted({*shown, *(month for month in counts if month >= months.first_of(today))})
    page = MagazinePage(
        name=magazine_name(),
        months=tuple(
            MonthLine(formats.month_name(month), address(month), counts.get(month, 0)) for month in shown
        ),
        teasers=tuple(
            TeaserLine(
                row.title,
                url_for("editorial.edit_teaser", teaser_id=row.id),
                formats.span(row.first_day, row.last_day, today=today),
                _("steht auf der Startseite") if row.is_shown_on(today) else _("zurzeit nicht zu sehen"),
            )
            for row in queries.teasers(session)
        ),
        new_url=url_for("editorial.new_teaser"),
    )
    return render_template("editorial/magazine.html", page=page)


@blueprint.get(ONE)
@needs(Right.CURATE)
def choose_dates(month: str) -> str:
    first = known(month)
    found = queries.dates(db.session(), first)
    shown, notices = narrowed(found)
    desk.stand_under("editorial.list_magazine")
    page = MonthPage(
        title=_("%(magazine)s, %(month)s", magazine=magazine_name(), month=formats.month_name(first)),
        address=own_address(),
        tabs=tabs(first, found),
        days=magazine_words.days(shown, first),
        shown=" ".join(str(one.uuid) for one in shown),
        chosen=sum(one.is_chosen for one in found),
        downloads=tuple(
            p.Link(label, url_for(f"editorial.magazine_{kind}", month=month))
            for kind, label in (
                ("rtf", _("Text für den Satz (RTF)")),
                ("csv", _("Tabelle (CSV)")),
                ("ics", _("Kalender (ICS)")),
            )
        ),
        back_url=url_for("editorial.list_magazine"),
        most_text=actions.MOST_TEXT,
        notices=notices,
    )
    return render_template("editorial/magazine_month.html", page=page)


@blueprint.post(ONE)
@needs(Right.CURATE)
def save_dates(month: str) -> AnyResponse:
    first = known(month)
    shown = {uuid for typed in request.form.get("gezeigt", "").split() if (uuid := as_uuid(typed))}
    ticked = {uuid for typed in request.form.getlist("wahl") if (uuid := as_uuid(typed)) in shown and uuid}
    chosen = {uuid: wording_of(uuid) for uuid in ticked}
    changed = actions.choose(
        db.session(), month=first, shown=shown, chosen=chosen, actor=me(), now=clock.now()
    )
    if changed:
        flash(ngettext("Ein Termin ist geändert.", "%(num)s Termine sind geändert.", changed), "ok")
    else:
        flash(_("Es hat sich nichts geändert."), "info")
    return redirect(own_address(), 303)


@blueprint.get(f"{ONE}.csv")
@needs(Right.CURATE)
def magazine_csv(month: str) -> Response:
    first = known(month)
    found = queries.dates(db.session(), first, only_chosen=True)
    return download(magazine_words.table(found, first).encode(), first, "csv", "text/csv; charset=utf-8")


@blueprint.get(f"{ONE}.rtf")
@needs(Right.CURATE)
def magazine_rtf(month: str) -> Response:
    first = known(month)
    found = queries.dates(db.session(), first, only_chosen=True)
    heading = _("Termine im %(month)s", month=formats.month_name(first))
    return download(magazine_words.document(found, first, heading), first, "rtf", "application/rtf")


@blueprint.get(f"{ONE}.ics")
@needs(Right.CURATE)
def magazine_ics(month: str) -> Response:
    first = known(month)
    found = queries.dates(db.session(), first, only_chosen=True)
    name = _("%(magazine)s, %(month)s", magazine=magazine_name(), month=formats.month_name(first))
    home = addresses.absolute(languages.root() + "/")
    head = ical.Head(name=name, description=name, source=home, url=home, color="gold")
    body = feeds.of_dates(db.session(), [one.uuid for one in found], languages.current(), head)
    return download(body, first, "ics", "text/calendar; charset=utf-8")


def download(body: bytes, month: date, ending: str, kind: str) -> Response:
    response = Response(body, content_type=kind)
    name = f"{text.slugify(magazine_name())}-{months.slug(month)}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def narrowed(found: Sequence[Printed]) -> tuple[list[Printed], tuple[p.Notice, ...]]:
    """The dates that the address asks for; without a wish, all but what goes on week after week, and what is chosen."""
    wanted = request.args.get(KIND, "")
    if wanted == CHOSEN:
        return [one for one in found if one.is_chosen], ()
    if wanted == "alle":
        return list(found), ()
    kind = next((one for one in OfferKind if one.slug == wanted), None)
    if kind:
        return [one for one in found if one.kind is kind], ()
    usual = [one for one in found if one.kind not in REGULAR or one.is_chosen]
    if not wanted:
        return usual, ()
    said = text.one_line(wanted, 40)
    return usual, (
        p.Notice(_("„%(value)s“ ist keine Angebotsart. Hier steht die übliche Auswahl.", value=said)),
    )


def tabs(month: date, found: Sequence[Printed]) -> tuple[Tab, ...]:
    """What one can look at, each with its number."""
    counts = Counter(one.kind for one in found)
    usual = sum(one.kind not in REGULAR or one.is_chosen for one in found)
    chosen = sum(one.is_chosen for one in found)
    choices = [
        ("", _("Übliche Auswahl (%(num)s)", num=usual)),
        (CHOSEN, _("Gewählt (%(num)s)", num=chosen)),
        *((kind.slug, f"{_(KIND_LABELS[kind])} ({counts[kind]})") for kind in OfferKind if counts[kind]),
        ("alle", _("Alle (%(num)s)", num=len(found))),
    ]
    wanted = request.args.get(KIND, "")
    known_ones = {value for value, _label in choices}
    current = wanted if wanted in known_ones else ""
    return tuple(Tab(label, address(month, value), value == current) for value, label in choices)


def address(month: date, kind: str = "") -> str:
    return url_for("editorial.choose_dates", month=months.slug(month), art=kind or None)


def own_address() -> str:
    """This page with its filter, to come back to."""
    return languages.root() + request.full_path.rstrip("?")


def known(month: str) -> date:
    return months.parse(month) or abort(404)


def as_uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def wording_of(uuid: UUID) -> str:
    """What was typed beside a date, cut to what is kept: the field itself takes no more."""
    return text.one_line(request.form.get(f"text-{uuid}", ""))[: actions.MOST_TEXT]
