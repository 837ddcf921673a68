"""Who speaks in an offer, and opening it for the Seniorenuniversität. The latter is a change of the offer like any other."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.lectures import lecturer_actions, lecturers
from portal.lectures.semesters import PROGRAMME
from portal.offers.sheet import OfferSheet
from portal.permissions.policy import Right
from portal.town import settings
from portal.vocabulary.offers import Step
from portal.vocabulary.terms import Scheme
from portal.web.desk import blueprint, form_page, lecturer_words, promises, saving
from portal.web.desk.forms_lecturers import OpeningForm, SpeakingForm
from portal.web.desk.pages_lecturers import OpenPage, SpeakingPage
from portal.web.desk.views_form import ONE, fetch
from portal.web.kit import guards, languages
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.workflow import actions
from portal.workflow.queries import WorkingCopy
from portal.workflow.steps import IllegalStep, Stale

CLOSE = "schliessen"
Answer = str | Response | tuple[str, int]


@blueprint.get(f"{ONE}/vortragende")
@needs(Right.EDIT_OFFER)
def list_speaking(offer_id: int) -> str:
    copy = fetch(offer_id)
    return show(copy, SpeakingForm())


@blueprint.post(f"{ONE}/vortragende")
@needs(Right.EDIT_OFFER)
def add_speaking(offer_id: int) -> Answer:
    copy, form = fetch(offer_id), SpeakingForm()
    fill(form, copy)
    is_valid = form.validate_on_submit()
    lecturer_id, day, is_known = form.chosen()
    if lecturer_id is None:
        form.lecturer.errors = [_("Bitte wählen Sie, wer spricht.")]
    if not is_known:
        form.day.errors = [_(lecturer_actions.NO_DATE)]
    if not is_valid or lecturer_id is None or not is_known:
        return show(copy, form), 400
    try:
        made = lecturer_actions.assign(
            db.session(),
            guards.me(),
            offer=copy.offer,
            lecturer_id=lecturer_id,
            occurrence_uuid=day,
            now=clock.now(),
        )
    except Conflict as problem:
        field = form[problem.field or "lecturer"]
        field.errors = [_(str(problem))]
        return show(copy, form), 409
    flash(_("„%(name)s“ ist eingetragen.", name=made.lecturer.name), "ok")
    return redirect(url_for("desk.list_speaking", offer_id=offer_id), 303)


@blueprint.post(f"{ONE}/vortragende/<int(max=2147483647):appearance_id>/entfernen")
@needs(Right.EDIT_OFFER)
def release_lecturer(offer_id: int, appearance_id: int) -> Response:
    copy = fetch(offer_id)
    name = lecturer_actions.release(
        db.session(), guards.me(), offer=copy.offer, appearance_id=appearance_id, now=clock.now()
    )
    flash(_("„%(name)s“ steht dort nicht mehr.", name=name), "ok")
    return redirect(url_for("desk.list_speaking", offer_id=offer_id), 303)


def fill(form: SpeakingForm, copy: WorkingCopy) -> None:
    """Only dates that are public can have a lecturer of their own."""
    people = lecturers.of_institutions(db.session(), [copy.offer.institution_id])
    form.offer(
        [(str(one.id), one.name) for one in people], lecturer_words.days(copy.live) if copy.live else []
    )


def show(copy: WorkingCopy, form: SpeakingForm) -> str:
    fill(form, copy)
    offer = copy.offer
    known = dict(lecturer_words.days(copy.live or copy.sheet))
    page = SpeakingPage(
        title=_("Vortragende"),
        eyebrow=copy.sheet.title,
        address=url_for("desk.list_speaking", offer_id=offer.id),
        rows=tuple(
            lecturer_words.speaking_row(one, known) for one in lecturers.appearances(db.session(), offer.id)
        ),
        has_people=len(form.lecturer.choices) > 1,
        new_url=url_for("desk.new_lecturer", anbieter=offer.institution.slug),
        back_url=form_page.edit_url(copy),
        lang=languages.of_content(),
    )
    return render_template("desk/speaking.html", page=page, form=form)


@blueprint.get(f"{ONE}/seniorenuniversitaet")
@needs(Right.EDIT_OFFER)
def open_for_seniors(offer_id: int) -> str:
    copy = fetch(offer_id)
    data = {name: getattr(copy.sheet, name) for name in ("guest_places", "guest_conditions")}
    return show_opening(copy, OpeningForm(data=data))


@blueprint.post(f"{ONE}/seniorenuniversitaet")
@needs(Right.EDIT_OFFER)
def save_opening(offer_id: int) -> Answer:
    copy, form = fetch(offer_id), OpeningForm()
    if not form.validate_on_submit():
        return show_opening(copy, form), 400
    has_other_work = copy.edit is not None
    sheet = closed(copy.sheet) if request.form.get("tun") == CLOSE else opened(copy.sheet, form)
    try:
        actions.save(
            db.session(), guards.me(), offer=copy.offer, sheet=sheet, opened=copy.digest, now=clock.now()
        )
    except (Stale, IllegalStep):
        flash(
            _("Das Angebot wird gerade geprüft oder wurde eben geändert. Es ist nichts gespeichert."), "warn"
        )
        return redirect(url_for("desk.open_for_seniors", offer_id=offer_id), 303)
    if has_other_work:
        flash(
            _(
                "Das steht jetzt in Ihrer offenen Änderung. Reichen Sie sie ein, wenn auch das Übrige fertig ist."
            ),
            "ok",
        )
        return redirect(form_page.edit_url(copy), 303)
    return redirect(saving.submit(copy.offer, None), 303)


def is_open(sheet: OfferSheet) -> bool:
    return PROGRAMME in sheet.terms.get(Scheme.PROGRAMME, ())


def opened(sheet: OfferSheet, form: OpeningForm) -> OfferSheet:
    """The offer as part of the programme."""
    codes = sheet.terms.get(Scheme.PROGRAMME, ())
    kept = codes if PROGRAMME in codes else (*codes, PROGRAMME)
    return replace(
        sheet,
        terms={**sheet.terms, Scheme.PROGRAMME: tuple(sorted(kept))},
        guest_places=form.guest_places.data,
        guest_conditions=form.guest_conditions.data or None,
    )


def closed(sheet: OfferSheet) -> OfferSheet:
    """The offer without the programme and what it said of guests."""
    codes = tuple(code for code in sheet.terms.get(Scheme.PROGRAMME, ()) if code != PROGRAMME)
    terms = {scheme: kept for scheme, kept in {**sheet.terms, Scheme.PROGRAMME: codes}.items() if kept}
    return replace(sheet, terms=terms, guest_places=None, guest_conditions=None)


def show_opening(copy: WorkingCopy, form: OpeningForm) -> str:
    promise = promises.promise(
        guards.me(),
        copy.offer.institution,
        is_public=copy.live is not None,
        minor=settings.minor_changes(db.session()),
    )
    pending = p.Notice(
        _("Dieses Angebot hat eine offene Änderung."),
        _("Was Sie hier sagen, kommt dazu. Öffentlich wird es, wenn Sie die Änderung einreichen."),
    )
    page = OpenPage(
        title=_("Für die Seniorenuniversität öffnen"),
        eyebrow=copy.sheet.title,
        address=url_for("desk.open_for_seniors", offer_id=copy.offer.id),
        stand=_("Das Angebot gehört zum Programm der Seniorenuniversität.")
        if is_open(copy.sheet)
        else _(
            "Menschen nach dem Beruf sehen es dann im Programmheft, auf der Seite und im Kalender der Seniorenuniversität."
        ),
        is_open=is_open(copy.sheet),
        save_label=_("Speichern") if is_open(copy.sheet) else _("Öffnen"),
        explanations=() if copy.edit or copy.offer.step is not Step.PUBLISHED else promise.sentences,
        notices=(pending,) if copy.edit is not None else (),
        back_url=form_page.edit_url(copy),
    )
    return render_template("desk/open_for_seniors.html", page=page, form=form)
