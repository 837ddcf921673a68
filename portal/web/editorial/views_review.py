"""One submission: see what changed, decide, write to the provider. Two editors at once lose nothing."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict, NotFound
from portal.extensions import db
from portal.models import Offer, ReturnReason
from portal.permissions.policy import Right
from portal.web.editorial import blueprint, review_page
from portal.web.editorial.forms_review import BACK, LATER, NOW, REJECT, CommentForm, DecisionForm
from portal.web.editorial.pages_review import CommentPage
from portal.web.editorial.review_page import Asked
from portal.web.kit import desk, languages, unsaved, workflow_words
from portal.web.kit import parts as p
from portal.web.kit.guards import me, needs
from portal.web.kit.words import gettext as _
from portal.workflow import actions, queries
from portal.workflow.queries import WorkingCopy
from portal.workflow.steps import IllegalStep, Outcome

ONE = "/eingang/<int(max=2147483647):offer_id>"
MOST = 2000
Answer = str | Response | tuple[str, int]


@blueprint.get(ONE)
@needs(Right.REVIEW)
def review(offer_id: int) -> str:
    unsaved.keeps_drafts()
    copy = found(offer_id)
    form = decision_form(copy, data=proposal(copy))
    return show(copy, form)


@blueprint.post(ONE)
@needs(Right.REVIEW)
def decide(offer_id: int) -> Answer:
    unsaved.keeps_drafts()
    copy = found(offer_id)
    form = decision_form(copy)
    if request.form.get("einsetzen"):
        return put_reason_in(copy, form)
    if not review_page.is_waiting(copy.edit) or request.form.get("stand") != copy.digest:
        return overtaken(copy, form)
    if not form.validate_on_submit():
        return show(copy, form), 400
    target = review_page.next_url(queries.queue(db.session(), limit=MOST), offer_id)
    try:
        said = act(copy, form)
        db.session.flush()
    except Conflict as problem:
        return show(copy, form, Asked(notices=(p.Notice(_(str(problem)), tone="stop"),))), 409
    except (StaleDataError, IllegalStep):  # somebody else decided between the look and the act
        db.session.rollback()
        return overtaken(found(offer_id), form)
    flash(said, "ok")
    return redirect(target, 303)


def decision_form(copy: WorkingCopy, **given: Any) -> DecisionForm:
    return DecisionForm(may_reject=actions.may_be_rejected(copy.offer), **given)


def act(copy: WorkingCopy, form: DecisionForm) -> str:
    """Carry the decision out; says what happened."""
    session, now, offer = db.session(), clock.now(), copy.offer
    title, text = copy.sheet.title, form.text.data or ""
    if form.decision.data == BACK:
        actions.send_back(session, me(), offer=offer, reason=text, now=now)
        return _("„%(title)s“ ist zurückgegeben. Der Anbieter bekommt Ihre Nachricht.", title=title)
    if form.decision.data == REJECT:
        actions.reject(session, me(), offer=offer, reason=text, now=now)
        return _(
            "„%(title)s“ ist abgelehnt und archiviert. Der Anbieter bekommt Ihre Nachricht.", title=title
        )
    if text:
        actions.comment(session, me(), offer=offer, text=text, now=now)
    outcome = actions.approve(session, me(), offer=offer, now=now, publish_at=form.publish_at or now)
    if outcome is Outcome.SCHEDULED and form.publish_at:
        at = workflow_words.at(form.publish_at)
        return _("„%(title)s“ ist freigegeben und erscheint am %(at)s.", title=title, at=at)
    return _("„%(title)s“ ist veröffentlicht.", title=title)


def put_reason_in(copy: WorkingCopy, form: DecisionForm) -> str:
    """Without scripts a reason is put into the message by the server; nothing is decided."""
    chosen = request.form.get("baustein", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0
    reason = db.session.get(ReturnReason, number)
    if reason is not None:
        typed = (form.text.data or "").strip()
        form.text.data = f"{typed}\n\n{reason.text}".strip()
        if form.decision.data != REJECT:
            form.decision.data = BACK
    return show(copy, form, Asked(reason=chosen))


def overtaken(copy: WorkingCopy, form: DecisionForm) -> tuple[str, int]:
    """The content is another one than the editor saw, or somebody has decided: show how it stands, keep what was typed."""
    if review_page.is_waiting(copy.edit):
        notice = p.Notice(
            _("Inzwischen hat sich die Einreichung geändert."),
            _("Oben steht der neue Stand. Ihre Eingaben sind noch da; bitte entscheiden Sie noch einmal."),
            "warn",
        )
        return show(copy, form, Asked(notices=(notice,))), 409
    notice = p.Notice(_("Ihre Entscheidung ist nicht gespeichert: Jemand anders war schneller."), tone="warn")
    return show(copy, form, Asked(notices=(notice,), unsent=form.text.data or "")), 409


@blueprint.get(f"{ONE}/nachricht")
@needs(Right.REVIEW)
def write_comment(offer_id: int) -> str:
    unsaved.keeps_drafts()
    return show_thread(found_offer(offer_id), CommentForm())


@blueprint.post(f"{ONE}/nachricht")
@needs(Right.REVIEW)
def add_comment(offer_id: int) -> Answer:
    unsaved.keeps_drafts()
    offer, form = found_offer(offer_id), CommentForm()
    if not form.validate_on_submit():
        return show_thread(offer, form), 400
    target = url_for("editorial.review", offer_id=offer_id)
    if said := unsaved.taken():
        return redirect(said, 303)
    actions.comment(db.session(), me(), offer=offer, text=form.nachricht.data, now=clock.now())
    flash(_("Ihre Nachricht ist gesendet."), "ok")
    return redirect(unsaved.take(target), 303)


def found(offer_id: int) -> WorkingCopy:
    copy = queries.working_copy(db.session(), offer_id)
    if copy is None:
        raise NotFound(str(offer_id))
    return copy


def found_offer(offer_id: int) -> Offer:
    offer = db.session.get(Offer, offer_id)
    if offer is None:
        raise NotFound(str(offer_id))
    return offer


def proposal(copy: WorkingCopy) -> dict[str, object]:
    """What the form proposes: the day that the provider wishes, or that was set already, else at once."""
    wished = copy.edit.publish_at if copy.edit else None
    if wished is None or wished <= clock.now():
        return {"decision": NOW}
    return {"decision": LATER, "publish_on": clock.local(wished).date()}


def show(copy: WorkingCopy, form: DecisionForm, asked: Asked | None = None) -> str:
    asked = asked or Asked()
    entries = queries.queue(db.session(), limit=MOST)
    complete = Asked(asked.notices, asked.reason, asked.unsent, entries)
    page = review_page.build(db.session(), copy, complete)
    desk.stand_under("editorial.list_queue")
    return render_template(
        "editorial/review.html", page=page, form=form, comment_form=CommentForm(), ticket=unsaved.new_ticket()
    )


def show_thread(offer: Offer, form: CommentForm) -> str:
    page = CommentPage(
        title=offer.title,
        comments=workflow_words.comments(queries.comments(db.session(), offer.id)),
        back_url=url_for("editorial.review", offer_id=offer.id),
        lang=languages.of_content(),
    )
    desk.stand_under("editorial.list_queue")
    return render_template("editorial/comment.html", page=page, form=form, ticket=unsaved.new_ticket())
