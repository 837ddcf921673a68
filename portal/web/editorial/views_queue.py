"""Submissions that wait for a decision, and what went public without one."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.extensions import db
from portal.models import Offer
from portal.permissions.policy import Right
from portal.vocabulary.workflow import CHANGE_LABELS, ChangeKind
from portal.web.editorial import blueprint, queue_words, seen_words
from portal.web.editorial.pages_queue import QueuePage
from portal.web.kit import paging, workflow_words
from portal.web.kit import parts as p
from portal.web.kit.guards import me, needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow import actions, queries
from portal.workflow.queries import QueueEntry

PER_PAGE, MOST, SEEN_PER_PAGE = 40, 2000, 10
KIND, PROVIDER = "aenderung", "anbieter"


@blueprint.get("/eingang")
@needs(Right.REVIEW)
def list_queue() -> str:
    session = db.session()
    everything = queries.queue(session, limit=MOST)
    kind, institution, notices = asked(everything)
    wanted = [
        one
        for one in everything
        if (kind is None or kind in one.kinds) and institution in (None, one.institution_id)
    ]
    pages = paging.pages_of(len(wanted), PER_PAGE)
    number = min(paging.asked(), pages)
    given: dict[str, Any] = {name: request.args[name] for name in (KIND, PROVIDER) if request.args.get(name)}
    page = QueuePage(
        lead=lead(everything),
        items=queue_words.items(session, wanted[(number - 1) * PER_PAGE : number * PER_PAGE]),
        kinds=kind_choices(everything, kind),
        institutions=institution_choices(everything, institution),
        is_narrowed=kind is not None or institution is not None,
        all_url=url_for("editorial.list_queue"),
        pagination=paging.links(
            number, pages, lambda at: url_for("editorial.list_queue", **given, seite=at if at > 1 else None)
        ),
        notices=tuple(notices),
    )
    return render_template("editorial/queue.html", page=page)


def asked(entries: list[QueueEntry]) -> tuple[ChangeKind | None, int | None, list[p.Notice]]:
    """By what the list is narrowed; what is not understood is named and left out."""
    notices = []
    kind_given, provider_given = request.args.get(KIND, ""), request.args.get(PROVIDER, "")
    kind = queue_words.KIND_SLUGS.get(kind_given)
    provider = next(
        (one.institution_id for one in entries if str(one.institution_id) == provider_given), None
    )
    if kind_given and kind is None:
        shown = text.one_line(kind_given, 40)
        notices.append(p.Notice(_("„%(value)s“ ist keine Art der Änderung. Hier steht alles.", value=shown)))
    if provider_given and provider is None:
        notices.append(p.Notice(_("Von diesem Anbieter wartet nichts. Hier steht alles.")))
    return kind, provider, notices


def lead(entries: list[QueueEntry]) -> str:
    """'7 Einreichungen, die älteste wartet seit 2 Tagen'."""
    if not entries:
        return _("Zurzeit wartet keine Einreichung.")
    oldest = workflow_words.waits(entries[0].since, clock.now())
    return ngettext(
        "%(num)s Einreichung, sie wartet %(since)s",
        "%(num)s Einreichungen, die älteste wartet %(since)s",
        len(entries),
        since=oldest,
    )


def kind_choices(entries: list[QueueEntry], chosen: ChangeKind | None) -> tuple[p.Choice, ...]:
    counts = {kind: sum(kind in one.kinds for one in entries) for kind in ChangeKind}
    return (
        p.Choice("", _("Alle (%(count)s)", count=len(entries)), chosen is None),
        *(
            p.Choice(slug, f"{_(CHANGE_LABELS[kind])} ({counts[kind]})", kind is chosen)
            for slug, kind in queue_words.KIND_SLUGS.items()
            if counts[kind] or kind is chosen
        ),
    )


def institution_choices(entries: list[QueueEntry], chosen: int | None) -> tuple[p.Choice, ...]:
    names = {one.institution_id: one.institution for one in entries}
    counts = {number: sum(one.institution_id == number for one in entries) for number in names}
    ordered = sorted(names.items(), key=lambda pair: pair[1].casefold())
    return (
        p.Choice("", _("Alle (%(count)s)", count=len(entries)), chosen is None),
        *(p.Choice(str(number), f"{name} ({counts[number]})", number == chosen) for number, name in ordered),
    )


@blueprint.get("/zur-kenntnis")
@needs(Right.REVIEW)
def list_seen_later() -> str:
    session = db.session()
    page = seen_words.seen_page(session, queries.to_see(session), shown=SEEN_PER_PAGE)
    return render_template("editorial/seen_later.html", page=page)


@blueprint.post("/zur-kenntnis")
@needs(Right.REVIEW)
def mark_seen() -> Response:
    """One offer, or all of a page: marks name an offer and the version up to which it was looked at."""
    session, now, actor, done = db.session(), clock.now(), me(), 0
    for number, until in marks(request.form.getlist("gesehen")):
        offer = session.get(Offer, number)
        if offer is not None:
            done += bool(actions.mark_seen(session, actor, offer=offer, until=until, now=now))
    if done:
        flash(ngettext("Ein Angebot ist gesehen.", "%(num)s Angebote sind gesehen.", done), "ok")
    else:
        flash(_("Das hat schon jemand anders gesehen."), "info")
    return redirect(url_for("editorial.list_seen_later"), 303)


def marks(given: list[str]) -> list[tuple[int, int]]:
    """'17:4' as numbers; at most a page of them, and nothing that is no mark."""
    found = []
    for mark in given[:SEEN_PER_PAGE]:
        offer, _colon, version = mark.partition(":")
        if all(part.isascii() and part.isdigit() and len(part) < 10 for part in (offer, version)):
            found.append((int(offer), int(version)))
    return found
