"""Words that were searched and found nothing: join them to a word that finds something, or say what is the matter with them."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.models import MissedQuery
from portal.offers.filters import OfferFilter
from portal.permissions.policy import Right
from portal.search.results import SuggestionKind
from portal.upkeep import missed
from portal.upkeep.missed import OUTCOME_LABELS, Outcome
from portal.web.editorial import blueprint
from portal.web.editorial.forms_missed import SynonymForm
from portal.web.editorial.pages_upkeep import LackingRow, MissedListPage, MissedPage, MissedRow, Suggested
from portal.web.kit import addresses, desk, desk_badges, formats, guards
from portal.web.kit.guards import needs
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

ONE = "/suchwoerter/<int(max=2147483647):query_id>"
LIST = "editorial.list_missed"
MOST_SUGGESTED = 3
Answer = str | Response | tuple[str, int]


@blueprint.get("/suchwoerter")
@needs(Right.CURATE)
def list_missed() -> str:
    found = missed.waiting(db.session())
    page = MissedListPage(
        total_words=ngettext("ein Suchwort", "%(num)s Suchwörter", desk_badges.of("editorial")["missed"]),
        rows=tuple(row(one) for one in found),
        lacking=tuple(lacking_row(one) for one in missed.lacking(db.session())),
    )
    return render_template("editorial/missed_list.html", page=page)


def row(one: MissedQuery) -> MissedRow:
    """The words with what the search makes of them today."""
    wanted = OfferFilter(text=one.words)
    hits = service().count(wanted, now=clock.now())
    return MissedRow(
        words=one.words,
        url=url_for("editorial.show_missed", query_id=one.id),
        search_url=addresses.search(wanted),
        asked=asked(one),
        last=formats.short_date(one.last_on, year=True),
        hits=ngettext("findet jetzt ein Angebot", "findet jetzt %(num)s Angebote", hits) if hits else "",
        suggested=() if hits else suggestions(one.words),
    )


def asked(one: MissedQuery) -> str:
    return ngettext("einmal", "%(num)s-mal", one.times)


def suggestions(words: str) -> tuple[Suggested, ...]:
    """What the search takes the words for, then topics of which a word reminds; only what finds something."""
    now, search = clock.now(), service()
    meant = search.search(OfferFilter(text=words, per_page=1), now=now, facets=False).did_you_mean
    near = [meant] if meant and search.count(OfferFilter(text=meant), now=now) else []
    for word in words.split()[:6]:
        near += [
            one.label
            for one in search.suggest(word, now=now)
            if one.kind is SuggestionKind.TOPIC and len(word) > 3
        ]
    chosen = [word for word in dict.fromkeys(near) if word.casefold() != words.casefold()][:MOST_SUGGESTED]
    return tuple(Suggested(word, _("Als Synonym zu „%(word)s“", word=word)) for word in chosen)


def lacking_row(one: MissedQuery) -> LackingRow:
    return LackingRow(
        words=one.words,
        asked=asked(one),
        last=formats.short_date(one.last_on, year=True),
        reopen_url=url_for("editorial.reopen_missed", query_id=one.id),
    )


@blueprint.get(ONE)
@needs(Right.CURATE)
def show_missed(query_id: int) -> str:
    return show(SynonymForm(), stored(query_id))


@blueprint.post(f"{ONE}/synonym")
@needs(Right.CURATE)
def make_synonym(query_id: int) -> Answer:
    """Tried out before it is kept: a synonym that finds nothing either would only hide the task."""
    form, one = SynonymForm(), stored(query_id)
    if not form.validate_on_submit():
        return show(form, one), 400
    target = form.zu.data
    try:
        missed.make_synonym(db.session(), guards.me(), missed=one, target=target, now=clock.now())
    except Conflict as problem:
        return refused(form, query_id, _(str(problem)))
    rehearsal = service().rehearse(db.session(), ())
    hits = rehearsal.search(OfferFilter(text=one.words), now=clock.now()).total
    if not hits:
        said = _(
            "Auch zusammen mit „%(word)s“ findet die Suche nichts. Bitte nehmen Sie ein anderes Wort.",
            word=target,
        )
        return refused(form, query_id, said)
    flash(
        ngettext(
            "„%(words)s“ findet jetzt ein Angebot, wie „%(target)s“.",
            "„%(words)s“ findet jetzt %(num)s Angebote, wie „%(target)s“.",
            hits,
            words=one.words,
            target=target,
        ),
        "ok",
    )
    return redirect(url_for(LIST), 303)


def refused(form: SynonymForm, query_id: int, said: str) -> tuple[str, int]:
    """What was flushed is taken back; the word stands in the form as it was typed."""
    db.session.rollback()
    form.zu.errors = [said]
    return show(form, stored(query_id)), 400


@blueprint.post(f"{ONE}/erledigt")
@needs(Right.CURATE)
def close_missed(query_id: int) -> Response:
    one, chosen = stored(query_id), request.form.get("ergebnis", "")
    if chosen not in (Outcome.NO_MATTER, Outcome.LACKING):
        flash(_("Bitte benutzen Sie einen der Knöpfe."), "warn")
        return redirect(url_for("editorial.show_missed", query_id=query_id), 303)
    outcome = Outcome(chosen)
    missed.close(db.session(), guards.me(), missed=one, outcome=outcome, now=clock.now())
    flash(_("„%(words)s“: %(outcome)s.", words=one.words, outcome=_(OUTCOME_LABELS[outcome])), "ok")
    return redirect(url_for(LIST), 303)


@blueprint.post(f"{ONE}/zurueck")
@needs(Right.CURATE)
def reopen_missed(query_id: int) -> Response:
    one = stored(query_id)
    missed.reopen(db.session(), guards.me(), missed=one, now=clock.now())
    flash(_("„%(words)s“ steht wieder in der Liste.", words=one.words), "ok")
    return redirect(url_for(LIST), 303)


def show(form: SynonymForm, one: MissedQuery) -> str:
    desk.stand_under(LIST)
    page = MissedPage(
        title=_("Suchwort: %(words)s", words=one.words),
        row=row(one),
        back_url=url_for(LIST),
        synonym_url=url_for("editorial.make_synonym", query_id=one.id),
        close_url=url_for("editorial.close_missed", query_id=one.id),
        is_done=one.done_at is not None,
        done_words=_(OUTCOME_LABELS[Outcome(one.outcome)]) if one.outcome in set(Outcome) else "",
        reopen_url=url_for("editorial.reopen_missed", query_id=one.id),
    )
    return render_template("editorial/missed.html", page=page, form=form)


def stored(query_id: int) -> MissedQuery:
    return missed.by_id(db.session(), query_id) or abort(404)
