"""Saves what a form says, puts it together with what others saved meanwhile, and goes on to submit or preview."""

from datetime import datetime

from flask import flash, request, url_for

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.models import Offer
from portal.offers import differences
from portal.offers.completeness import missing_for_submission
from portal.offers.differences import Change
from portal.offers.sheet import OfferSheet
from portal.vocabulary.offers import Step
from portal.web.desk import form_page, merging
from portal.web.desk.form_rows import Act
from portal.web.desk.pages_form import MergePage
from portal.web.kit import desk_links, guards, parking
from portal.web.kit.words import gettext as _
from portal.workflow import actions, queries
from portal.workflow.queries import WorkingCopy
from portal.workflow.steps import OUTCOME_LABELS, IllegalStep, Outcome, Stale


def save(copy: WorkingCopy, opened: OfferSheet, mine: OfferSheet, stand: str) -> tuple[Change, ...]:
    """Keep it as pending work; the fields that two people changed differently, when there are such: then nothing is kept."""
    session, now = db.session(), clock.now()
    try:
        actions.save(session, guards.me(), offer=copy.offer, sheet=mine, opened=stand, now=now)
        return ()
    except Stale as problem:
        merged = differences.merge(opened, problem.theirs, mine)
        answers = request.form if request.form.get(merging.SECOND_STAND) == copy.digest else {}
        questions = merging.undecided(merged, answers)
        if questions:
            return questions
        sheet = merging.decided(merged, problem.theirs, answers)
        actions.save(session, guards.me(), offer=copy.offer, sheet=sheet, opened=copy.digest, now=now)
        if differences.compare(opened, problem.theirs):
            flash(_("Inzwischen hatte jemand anderes gespeichert. Beide Fassungen sind vereint."), "info")
        return ()


def merge_page(copy: WorkingCopy, mine: OfferSheet, questions: tuple[Change, ...], act: Act) -> MergePage:
    """Both words for each open question, with everything that was typed."""
    gone = (merging.SECOND_STAND, merging.AFTERWARDS, "tun")
    fields = [
        (name, value)
        for name, value in parking.pairs_of(request.form)
        if name not in gone and not name.startswith(merging.PREFIX)
    ]
    fields += [(merging.SECOND_STAND, copy.digest), (merging.AFTERWARDS, act.value)]
    return MergePage(
        title=copy.sheet.title,
        eyebrow=form_page.eyebrow(copy.offer.institution, copy),
        address=form_page.edit_url(copy),
        decisions=merging.decisions(db.session(), questions, copy.sheet, mine),
        fields=tuple((name, value) for name, value in fields),
        back_url=form_page.edit_url(copy, neu=1),
    )


def follow(offer: Offer, act: Act, publish_at: datetime | None) -> str:
    """What comes after saving; the address to go to."""
    if act is Act.PREVIEW:
        return url_for("desk.preview_offer", offer_id=offer.id)
    if review := back_to_review(offer):
        return review
    if act is Act.SUBMIT:
        return submit(offer, publish_at)
    flash(saved_words(offer), "ok")
    return url_for("desk.edit_offer", offer_id=offer.id)


def back_to_review(offer: Offer) -> str:
    """An editor who corrects a submission goes back to decide about it; for others ''."""
    copy = queries.working_copy(db.session(), offer.id)
    is_waiting = copy is not None and copy.edit is not None and copy.edit.step is Step.SUBMITTED
    if not is_waiting or not guards.me().is_editor:
        return ""
    flash(_("Ihre Korrektur ist gespeichert. Jetzt können Sie entscheiden."), "ok")
    return desk_links.to("editorial.review", offer_id=offer.id)


def saved_words(offer: Offer) -> str:
    """What of a saved draft is public: nothing, or what was public before."""
    copy = queries.working_copy(db.session(), offer.id)
    if copy is None or copy.edit is None:
        return _("Gespeichert. Es hat sich nichts geändert.")
    if copy.live is None:
        return _("Als Entwurf gespeichert. Öffentlich ist davon noch nichts.")
    return _(
        "Als Entwurf gespeichert. Öffentlich bleibt die bisherige Fassung, bis Sie die Änderung einreichen."
    )


def submit(offer: Offer, publish_at: datetime | None) -> str:
    """Hand it in, or go back to what is missing."""
    session = db.session()
    copy = queries.working_copy(session, offer.id)
    back = url_for("desk.edit_offer", offer_id=offer.id)
    if copy and missing_for_submission(copy.sheet, copy.live):
        return url_for("desk.edit_offer", offer_id=offer.id, pruefen=1)
    try:
        outcome = actions.submit(session, guards.me(), offer=offer, now=clock.now(), publish_at=publish_at)
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        return back
    except IllegalStep:
        flash(_("Das Angebot liegt schon zur Prüfung beim Bildungsbüro."), "info")
        return back
    flash(outcome_words(offer, outcome), "info" if outcome is Outcome.NOTHING else "ok")
    return url_for("desk.list_offers", anbieter=offer.institution.slug)


def outcome_words(offer: Offer, outcome: Outcome) -> str:
    """'„Löten und Messen“: Eingereicht. …'"""
    said = _("„%(title)s“: %(outcome)s", title=offer.title, outcome=_(OUTCOME_LABELS[outcome]))
    if outcome is Outcome.SUBMITTED and offer.step is Step.PUBLISHED:
        said += " " + _("Öffentlich bleibt bis dahin die bisherige Fassung.")
    return said
