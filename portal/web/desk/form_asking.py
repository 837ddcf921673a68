"""What the views of the offer form need to know before they show or save it: the form filled, the content it was opened with."""

from dataclasses import replace
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.extensions import db
from portal.holidays import queries as holidays
from portal.models import Image, Institution
from portal.offers.sheet import OfferSheet
from portal.offers.sheet_names import read as names_of
from portal.town import settings
from portal.vocabulary.offers import AttendanceMode, OfferKind, RegistrationWay
from portal.web.desk import (
    form_choices,
    form_errors,
    form_of_sheet,
    form_page,
    form_rows,
    promises,
    run_parts,
    series_rows,
    sheet_of_form,
    similar_offers,
)
from portal.web.desk.form_page import Asked
from portal.web.desk.form_rows import Act, Press
from portal.web.desk.offer_form import OfferForm
from portal.web.desk.pages_form import FormPage, Summary
from portal.web.kit import guards, parking, unsaved, uploads
from portal.web.kit import parts as p
from portal.workflow import queries, versions
from portal.workflow.queries import WorkingCopy

NEW_RUN: dict[str, Any] = {"availability": "free", "dates": [{}]}


def blank_form(institution: Institution) -> OfferForm:
    """The form for a new offer: one run with one empty date, contact and way as the institution has them."""
    form = OfferForm(
        data={
            "kind": OfferKind.COURSE.value,
            "attendance_mode": AttendanceMode.ON_SITE.value,
            "registration_way": RegistrationWay.NONE.value,
            "contact_phone": institution.phone,
            "contact_email": institution.email,
            "cefr_level": "",
            "place": "",
            "runs": [NEW_RUN],
        }
    )
    form_choices.fill(db.session(), form, institution.id)
    return form


def stored_form(copy: WorkingCopy) -> OfferForm:
    """The form with what is stored; kept input of before goes first, as DeskForm sees to."""
    values = form_of_sheet.data(copy.sheet, copy.digest, run_parts.locked(copy.live, clock.now()))
    values["runs"] = values["runs"] or [NEW_RUN]
    if copy.edit and copy.edit.publish_at:
        values["publish_on"] = clock.local(copy.edit.publish_at).date()
    image = db.session.get(Image, copy.sheet.image_id) if copy.sheet.image_id else None
    form = OfferForm(data={**values, **uploads.of_image(image)})
    form_choices.fill(db.session(), form, copy.offer.institution_id)
    return form


def posted_form(institution: Institution, fields: MultiDict[str, str] | None = None) -> OfferForm:
    """The form as it was sent, or with these fields instead."""
    form = OfferForm() if fields is None else OfferForm(formdata=fields)
    form_choices.fill(db.session(), form, institution.id)
    return form


def opened_sheet(copy: WorkingCopy, stand: str | None) -> OfferSheet:
    """The content that a form was opened with; the present one where nobody knows."""
    if not stand or stand == copy.digest:
        return copy.sheet
    return versions.by_digest(db.session(), copy.offer, stand) or copy.sheet


def typed_sheet(form: OfferForm, opened: OfferSheet | None) -> OfferSheet:
    """What a valid form says, with its picture; from here on things are written."""
    return replace(sheet_of_form.sheet(form, opened), image_id=form.take_picture())


def rearranged(
    institution: Institution, form: OfferForm, press: Press
) -> tuple[OfferForm, dict[int, p.Notice]]:
    """The form after a button that adds or removes rows; it is kept, since nothing of it is saved yet."""
    fields: MultiDict[str, str] = MultiDict(request.form.items(multi=True))
    notices: dict[int, p.Notice] = {}
    errors: dict[str, list[str]] = {}
    if press.act is Act.SERIES and press.run < len(form.runs):
        series = form.runs[press.run].form.series.form
        if series.check():
            days_off = holidays.days_off(db.session(), *series_rows.horizon(series))
            fields = form_rows.without_blank_rows(fields, press.run)
            known = form_rows.days_and_times(fields, press.run)
            proposal = series_rows.propose(series, days_off, known)
            fields = form_rows.with_rows(fields, press.run, proposal.rows)
            notices[press.run] = proposal.notice
        else:
            errors = {one.short_name: list(one.errors) for one in series}
    else:
        fields = form_rows.changed(fields, press)
    unsaved.keep_draft(guards.me().user_id, request.path, parking.pairs_of(fields), clock.now())
    shown = posted_form(institution, fields)
    shown.picture.errors = form.picture.errors
    if errors:
        for one in shown.runs[press.run].form.series.form:
            one.errors = errors.get(one.short_name, [])
    return shown, notices


def waiting_series(form: OfferForm) -> Press | None:
    """A series that was filled in but never turned into dates, in a run that has none."""
    for number, entry in enumerate(form.runs):
        run = entry.form
        has_dates = bool(run.kept.data) or any(not row.form.is_blank for row in run.dates)
        if not has_dates and run.series.form.first.data and run.series.form.start.data:
            return Press(Act.SERIES, number)
    return None


def page_of(
    institution: Institution,
    form: OfferForm,
    copy: WorkingCopy | None,
    *,
    summary: Summary | None = None,
    run_notices: dict[int, p.Notice] | None = None,
    notices: tuple[p.Notice, ...] = (),
    ticket: str = "",
) -> FormPage:
    """The page around a form."""
    session = db.session()
    opened = opened_sheet(copy, form.stand.data) if copy else None
    sheet = sheet_of_form.sheet(form, opened)
    if form.shown_picture and not form.picture_remove.data:
        sheet = replace(sheet, image_id=sheet.image_id or 0)
    is_public = bool(copy and copy.live)
    asked = Asked(
        institution=institution,
        form=form,
        sheet=sheet,
        promise=promises.promise(
            guards.me(), institution, is_public=is_public, minor=settings.minor_changes(session)
        ),
        copy=copy,
        opened=opened,
        summary=summary or form_errors.of_fields(form),
        run_notices=run_notices or {},
        places=names_of(session, (opened,)).places if opened else {},
        notices=notices,
        comments=tuple(queries.comments(session, copy.offer.id)) if copy else (),
        similar=similar_offers.find(sheet, institution.id, copy.offer.id if copy else None, clock.now()),
        ticket=ticket,
    )
    return form_page.build(asked, clock.now())
