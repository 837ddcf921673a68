"""Any offer, public or not: find it, see its versions, compare two, bring one back, withdraw or archive."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.errors import AgoraError, NotAllowed, NotFound
from portal.extensions import db
from portal.models import OfferVersion
from portal.offers import sheet_names
from portal.offers.sheet import OfferSheet, digest
from portal.permissions.policy import Right
from portal.vocabulary.offers import STEP_LABELS, Step
from portal.vocabulary.workflow import WAS_PUBLIC
from portal.web.editorial import blueprint, history_words
from portal.web.editorial.forms_history import WithdrawForm
from portal.web.editorial.pages_history import AskPage, FindPage
from portal.web.editorial.views_review import found
from portal.web.kit import changes, desk, paging
from portal.web.kit import parts as p
from portal.web.kit.guards import me, needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow import actions, finding, queries, versions
from portal.workflow.queries import WorkingCopy
from portal.workflow.steps import Outcome

LIST = "/angebote"
ONE = f"{LIST}/<int(max=2147483647):offer_id>"
VERSION = f"{ONE}/verlauf/<int(max=2147483647):number>/wiederherstellen"
PER_PAGE, MOST_LETTERS = 30, 200
Answer = str | Response | tuple[str, int]


@blueprint.get(LIST)
@needs(Right.REVIEW)
def find_offer() -> str:
    words, step_given = text.one_line(request.args.get("q", ""))[:MOST_LETTERS], request.args.get("stand", "")
    step, number = history_words.STEP_SLUGS.get(step_given), paging.asked()
    rows, total = finding.find(db.session(), words, step=step, page=number, per_page=PER_PAGE)
    pages = paging.pages_of(total, PER_PAGE)
    notices = []
    if step_given and step is None:
        shown = text.one_line(step_given, 40)
        notices.append(p.Notice(_("„%(value)s“ ist kein Stand. Hier stehen alle.", value=shown)))
    given: dict[str, Any] = {"q": words or None, "stand": step_given if step else None}
    page = FindPage(
        query=words,
        steps=step_choices(step),
        heading=ngettext("%(num)s Angebot", "%(num)s Angebote", total),
        rows=tuple(history_words.found_row(one) for one in rows),
        pagination=paging.links(
            min(number, pages),
            pages,
            lambda at: url_for("editorial.find_offer", **given, seite=at if at > 1 else None),
        ),
        notices=tuple(notices),
    )
    desk.stand_under("editorial.find_offer")
    return render_template("editorial/find_offer.html", page=page)


def step_choices(chosen: Step | None) -> tuple[p.Choice, ...]:
    return (
        p.Choice("", _("Alle"), chosen is None),
        *(
            p.Choice(slug, _(STEP_LABELS[step]), step is chosen)
            for slug, step in history_words.STEP_SLUGS.items()
        ),
    )


@blueprint.get(f"{ONE}/verlauf")
@needs(Right.REVIEW)
def show_history(offer_id: int) -> str:
    copy = found(offer_id)
    chosen, notices = two_versions(), []
    if chosen is None and (request.args.get("von") or request.args.get("mit")):
        notices.append(p.Notice(_("Bitte wählen Sie zwei verschiedene Fassungen.")))
    page = history_words.history_page(db.session(), copy.offer, copy.edit, chosen, notices)
    if chosen and not page.compared:
        notices.append(p.Notice(_("Eine dieser Fassungen gibt es nicht.")))
        page = history_words.history_page(db.session(), copy.offer, copy.edit, None, notices)
    desk.stand_under("editorial.find_offer")
    return render_template("editorial/history.html", page=page)


def two_versions() -> tuple[int, int] | None:
    """The numbers in the address, if they are two different ones."""
    given = [request.args.get(name, "") for name in ("von", "mit")]
    if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in given):
        return None
    first, second = map(int, given)
    return (first, second) if first != second else None


@blueprint.get(VERSION)
@needs(Right.REVIEW)
def ask_restore(offer_id: int, number: int) -> str:
    copy = found(offer_id)
    return ask(restore_page(copy, version(offer_id, number)))


@blueprint.post(VERSION)
@needs(Right.REVIEW)
def restore_version(offer_id: int, number: int) -> Answer:
    copy, wanted = found(offer_id), version(offer_id, number)
    if request.form.get("stand") != stand(copy, wanted):
        notice = p.Notice(
            _("Inzwischen hat sich das Angebot geändert. Bitte sehen Sie noch einmal hin."), tone="warn"
        )
        return ask(restore_page(copy, wanted, notice)), 409
    try:
        outcome = actions.restore(db.session(), me(), offer=copy.offer, version=wanted, now=clock.now())
    except AgoraError as problem:
        return refused(restore_page(copy, wanted, sorry(problem)), problem)
    if outcome is Outcome.PUBLISHED:
        flash(_("Fassung %(number)s ist wieder öffentlich.", number=number), "ok")
    else:
        flash(_("Fassung %(number)s liegt als Entwurf bereit.", number=number), "ok")
    return to_history(offer_id)


def restore_page(copy: WorkingCopy, wanted: OfferVersion, notice: p.Notice | None = None) -> AskPage:
    """What restoring would change: of what is public, or of the open work."""
    session, sheet, before = db.session(), versions.sheet_of(wanted), compared_with(copy, wanted)
    names = sheet_names.read(session, [sheet, *([before] if before else [])])
    rows = changes.in_words(before, sheet, names) if before else ()
    goes_public = wanted.kind in WAS_PUBLIC
    notices = [notice] if notice else []
    if before and not rows:
        notices.append(p.Notice(_("Diese Fassung ist genau das, was jetzt gilt.")))
    if goes_public and copy.edit is not None:
        notices.append(p.Notice(_("Die offene Änderung an diesem Angebot bleibt bestehen.")))
    return AskPage(
        title=_(
            "Fassung %(number)s von „%(title)s“ wiederherstellen?",
            number=wanted.number,
            title=copy.offer.title,
        ),
        text=_("Sie ist danach sofort öffentlich.")
        if goes_public
        else _(
            "Sie war nie öffentlich. Sie wird zum Entwurf, den Sie noch prüfen und veröffentlichen können."
        ),
        label=_("Wiederherstellen"),
        stand=stand(copy, wanted),
        back_url=history_url(copy.offer.id),
        changes=rows,
        content=() if before else changes.content(sheet, names),
        notices=tuple(notices),
    )


def compared_with(copy: WorkingCopy, wanted: OfferVersion) -> OfferSheet | None:
    """What the version would take the place of."""
    if wanted.kind in WAS_PUBLIC:
        return copy.live
    return copy.sheet if copy.edit or copy.live else None


def stand(copy: WorkingCopy, wanted: OfferVersion) -> str:
    """What the question was asked about; another answer means another question."""
    before = compared_with(copy, wanted)
    return f"{copy.offer.step.value}-{digest(before) if before else 'neu'}"


@blueprint.get(f"{ONE}/archivieren")
@needs(Right.REVIEW)
def ask_archive(offer_id: int) -> str:
    return ask(archive_page(found(offer_id)))


@blueprint.post(f"{ONE}/archivieren")
@needs(Right.REVIEW)
def archive_offer(offer_id: int) -> Answer:
    copy = found(offer_id)
    try:
        actions.archive(db.session(), me(), offer=copy.offer, now=clock.now())
    except AgoraError as problem:
        return refused(archive_page(copy, sorry(problem)), problem)
    flash(_("„%(title)s“ ist archiviert.", title=copy.offer.title), "ok")
    return to_history(offer_id)


def archive_page(copy: WorkingCopy, notice: p.Notice | None = None) -> AskPage:
    lost = _("Es gibt eine offene Änderung. Sie bleibt nur als Fassung im Verlauf erhalten.")
    notices = [notice] if notice else []
    return AskPage(
        title=_("„%(title)s“ archivieren?", title=copy.offer.title),
        text=_(
            "Es verschwindet aus der Suche und aus den Kalendern. Aus dem Verlauf können Sie es zurückholen."
        ),
        label=_("Archivieren"),
        stand="",
        back_url=history_url(copy.offer.id),
        is_severe=True,
        notices=(*notices, *([p.Notice(lost, tone="warn")] if copy.edit else [])),
    )


@blueprint.get(f"{ONE}/zurueckziehen")
@needs(Right.REVIEW)
def ask_withdraw(offer_id: int) -> str:
    return ask(withdraw_page(found(offer_id)), WithdrawForm())


@blueprint.post(f"{ONE}/zurueckziehen")
@needs(Right.REVIEW)
def withdraw_offer(offer_id: int) -> Answer:
    copy, form = found(offer_id), WithdrawForm()
    if not form.validate_on_submit():
        return ask(withdraw_page(copy), form), 400
    try:
        actions.withdraw(db.session(), me(), offer=copy.offer, reason=form.reason.data, now=clock.now())
    except AgoraError as problem:
        return refused(withdraw_page(copy, sorry(problem)), problem, form)
    flash(_("„%(title)s“ ist zurückgezogen.", title=copy.offer.title), "ok")
    return to_history(offer_id)


def withdraw_page(copy: WorkingCopy, notice: p.Notice | None = None) -> AskPage:
    return AskPage(
        title=_("„%(title)s“ zurückziehen?", title=copy.offer.title),
        text=_(
            "Unter seiner Adresse steht dann, dass es nicht mehr angeboten wird. Termine in Kalendern werden abgesagt."
        ),
        label=_("Zurückziehen"),
        stand="",
        back_url=history_url(copy.offer.id),
        asks_reason=True,
        is_severe=True,
        notices=(notice,) if notice else (),
    )


def version(offer_id: int, number: int) -> OfferVersion:
    row = queries.version(db.session(), offer_id, number)
    if row is None:
        raise NotFound(f"{offer_id}/{number}")
    return row


def sorry(problem: AgoraError) -> p.Notice:
    return p.Notice(_(str(problem)), tone="stop")


def refused(page: AskPage, problem: AgoraError, form: WithdrawForm | None = None) -> tuple[str, int]:
    """The question again with the reason why not; who may not at all gets the page for that."""
    if isinstance(problem, NotAllowed | NotFound):
        raise problem
    return ask(page, form), 409


def ask(page: AskPage, form: WithdrawForm | None = None) -> str:
    desk.stand_under("editorial.find_offer")
    return render_template("editorial/ask.html", page=page, form=form)


def history_url(offer_id: int) -> str:
    return url_for("editorial.show_history", offer_id=offer_id)


def to_history(offer_id: int) -> Response:
    return redirect(history_url(offer_id), 303)
