"""Offers that look as if they were entered twice: put them together, or say that they are different."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.extensions import db
from portal.offers.cards import card_rows
from portal.permissions.policy import Right
from portal.upkeep import duplicates
from portal.upkeep.duplicates import KeptPair
from portal.web.editorial import blueprint, pair_words
from portal.web.editorial.pages_upkeep import DuplicatesPage, MergePage
from portal.web.kit import desk, desk_badges, guards, languages
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow import actions
from portal.workflow.steps import IllegalStep

ONE = "/doppelte/<int(max=2147483647):first_id>-<int(max=2147483647):second_id>"
LIST = "editorial.list_duplicates"
SHOWN = 20
Answer = str | Response | tuple[str, int]


@blueprint.get("/doppelte")
@needs(Right.CURATE)
def list_duplicates() -> str:
    found = duplicates.waiting(db.session(), SHOWN)
    rows = card_rows(db.session(), list({one.id for pair in found for one in (pair.first, pair.second)}))
    page = DuplicatesPage(
        total_words=ngettext("ein Paar", "%(num)s Paare", desk_badges.of("editorial")["duplicates"]),
        rows=tuple(pair_words.pair_row(pair, rows) for pair in found),
        names=("A", "B"),
        lang=languages.of_content(),
    )
    return render_template("editorial/duplicates.html", page=page)


@blueprint.get(f"{ONE}/zusammenlegen")
@needs(Right.CURATE)
def ask_merge_pair(first_id: int, second_id: int) -> Answer:
    pair = waiting(first_id, second_id)
    if pair is None:
        return decided()
    keeps = kept_id(pair, request.args.get("bleibt", "")) or abort(404)
    desk.stand_under(LIST)
    rows = card_rows(db.session(), [first_id, second_id])
    kept, dropped = rows[keeps], rows[second_id if keeps == first_id else first_id]
    page = MergePage(
        title=_("Zusammenlegen?"),
        kept=pair_words.side(pair, kept, "A"),
        dropped=pair_words.side(pair, dropped, "B"),
        lines=(
            _("Die Adresse von „%(title)s“ leitet künftig zum anderen Angebot weiter.", title=dropped.title),
            _(
                "Seine Termine werden in abonnierten Kalendern abgesagt, mit einem Hinweis auf das andere Angebot."
            ),
            _("In Suche und Listen steht nur noch das andere. Übernommen wird aus den Texten nichts."),
            _("Alle früheren Fassungen bleiben erhalten; die Redaktion kann das Angebot wiederherstellen."),
        ),
        keeps=keeps,
        address=url_for("editorial.merge_pair", first_id=first_id, second_id=second_id),
        back_url=url_for(LIST),
        lang=languages.of_content(),
    )
    return render_template("editorial/duplicates_merge.html", page=page)


@blueprint.post(f"{ONE}/zusammenlegen")
@needs(Right.CURATE)
def merge_pair(first_id: int, second_id: int) -> Response:
    pair = waiting(first_id, second_id)
    if pair is None:
        return decided()
    keeps = kept_id(pair, request.form.get("bleibt", "")) or abort(400)
    kept, dropped = (pair.first, pair.second) if keeps == first_id else (pair.second, pair.first)
    try:
        actions.merge(db.session(), guards.me(), kept=kept, dropped=dropped, now=clock.now())
    except IllegalStep as problem:
        db.session.rollback()
        flash(_(str(problem)), "warn")
        return redirect(url_for(LIST), 303)
    flash(_("Zusammengelegt. Es bleibt: „%(title)s“.", title=kept.title), "ok")
    return redirect(url_for(LIST), 303)


@blueprint.post(f"{ONE}/verschieden")
@needs(Right.CURATE)
def dismiss_pair(first_id: int, second_id: int) -> Response:
    pair = waiting(first_id, second_id)
    if pair is None:
        return decided()
    duplicates.dismiss(db.session(), guards.me(), pair=pair, now=clock.now())
    flash(_("Gemerkt: Das sind zwei verschiedene Angebote."), "ok")
    return redirect(url_for(LIST), 303)


def waiting(first_id: int, second_id: int) -> KeptPair | None:
    return duplicates.by_ids(db.session(), first_id, second_id)


def kept_id(pair: KeptPair, typed: str) -> int | None:
    """Which of the two stays; None for anything else."""
    return next((one.id for one in (pair.first, pair.second) if str(one.id) == typed), None)


def decided() -> Response:
    """Somebody was faster, or one of both is public no more."""
    flash(_("Über dieses Paar ist schon entschieden."), "info")
    return redirect(url_for(LIST), 303)
