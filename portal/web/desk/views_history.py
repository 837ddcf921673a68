"""How an offer came to be what it is, the thread with the editors, and what it will look like."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.models import OfferVersion
from portal.offers import sheet_detail
from portal.permissions.policy import Right
from portal.vocabulary.workflow import VERSION_LABELS
from portal.web.desk import blueprint, form_errors, form_page
from portal.web.desk.pages_offer import HistoryPage, VersionRow
from portal.web.desk.small_forms import CommentForm
from portal.web.desk.views_form import ONE, fetch
from portal.web.kit import field_words, guards, languages, preview, unsaved
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.workflow import actions, queries
from portal.workflow.queries import WorkingCopy

Answer = str | Response | tuple[str, int]


@blueprint.get(f"{ONE}/verlauf")
@needs(Right.EDIT_OFFER)
def show_history(offer_id: int) -> str:
    return show(fetch(offer_id), CommentForm())


@blueprint.post(f"{ONE}/verlauf")
@needs(Right.EDIT_OFFER)
def add_comment(offer_id: int) -> Answer:
    unsaved.keeps_drafts()
    copy, form = fetch(offer_id), CommentForm()
    if not form.validate_on_submit():
        return show(copy, form), 400
    try:
        actions.comment(db.session(), guards.me(), offer=copy.offer, text=form.text.data, now=clock.now())
    except Conflict as problem:
        form.text.errors = [_(str(problem))]
        return show(copy, form), 400
    flash(_("Ihre Nachricht ist beim Bildungsbüro. Öffentlich ist sie nicht."), "ok")
    return redirect(url_for("desk.show_history", offer_id=offer_id), 303)


def show(copy: WorkingCopy, form: CommentForm) -> str:
    session = db.session()
    page = HistoryPage(
        title=_("Verlauf: %(title)s", title=copy.sheet.title),
        eyebrow=form_page.eyebrow(copy.offer.institution, copy),
        address=url_for("desk.show_history", offer_id=copy.offer.id),
        comments=tuple(form_page.said(one) for one in queries.comments(session, copy.offer.id)),
        versions=tuple(row(one) for one in queries.history(session, copy.offer.id)),
        back_url=form_page.edit_url(copy),
        summary=form_errors.of_fields(form),
        lang=languages.of_content(),
    )
    return render_template("desk/history.html", page=page, form=form)


def row(version: OfferVersion) -> VersionRow:
    return VersionRow(
        field_words.moment(version.made_at),
        _(VERSION_LABELS[version.kind]),
        version.author_name,
        version.note or "",
    )


@blueprint.get(f"{ONE}/vorschau")
@needs(Right.EDIT_OFFER)
def preview_offer(offer_id: int) -> str:
    """Exactly the public page, with a band above it."""
    copy, now = fetch(offer_id), clock.now()
    shown = sheet_detail.of_sheet(db.session(), copy.offer, copy.sheet, now)
    return render_template(
        "desk/preview.html",
        page=preview.page(shown, now),
        stand=form_page.stand(copy),
        edit_url=form_page.edit_url(copy),
    )
