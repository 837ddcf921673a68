"""The page of the offer form: its sections with how far they are, the score, what happens on submitting, where else to go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import url_for

from portal import clock
from portal.models import Institution, OfferComment
from portal.offers import completeness
from portal.offers.sheet import OfferSheet
from portal.permissions import policy
from portal.permissions.policy import Right
from portal.vocabulary.offers import STEP_LABELS, RegistrationWay, Step
from portal.vocabulary.people import Standing
from portal.web.desk import form_choices, form_errors, run_parts, scores
from portal.web.desk.offer_form import SECTIONS, OfferForm
from portal.web.desk.pages_form import Folds, FormPage, Said, SectionLink, SimilarOffer, Summary
from portal.web.desk.promises import Promise
from portal.web.kit import addresses, formats, guards, languages
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow.queries import WorkingCopy

TEXTS = ("plain_text", "goal", "prerequisites", "certificate")
MATERIAL = ("material_url", "material_licence", "material_access")
AUDIENCE = ("age_min", "age_max", "language", "cefr_level")
SCHOOL = ("grade", "school_form", "occupation_field", "action", "insurance_note")
MONEY = (
    "programme",
    "funding",
    "educational_leave",
    "educational_leave_number",
    "educational_leave_until",
    "guest_places",
    "guest_conditions",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the view has found out before the page is built."""

    institution: Institution
    form: OfferForm
    sheet: OfferSheet
    promise: Promise
    copy: WorkingCopy | None = None
    opened: OfferSheet | None = None
    summary: Summary | None = None
    run_notices: Mapping[int, p.Notice] = field(default_factory=dict)
    places: Mapping[int, str] = field(default_factory=dict)
    notices: tuple[p.Notice, ...] = ()
    comments: tuple[OfferComment, ...] = ()
    similar: tuple[SimilarOffer, ...] = ()
    ticket: str = ""


def build(asked: Asked, now: datetime) -> FormPage:
    """Everything beside the fields."""
    copy, form = asked.copy, asked.form
    title = form.title.data or (copy.sheet.title if copy else "")
    return FormPage(
        title=title if copy else _("Angebot eintragen"),
        eyebrow=eyebrow(asked.institution, copy),
        address=edit_url(copy) if copy else url_for("desk.new_offer", anbieter=asked.institution.slug),
        submit_label=asked.promise.label,
        explanations=asked.promise.sentences,
        sections=sections(form, asked.sheet, copy),
        score=scores.of_sheet(asked.sheet),
        runs=run_parts.run_parts(form, asked.opened or asked.sheet, asked.run_notices, asked.places, now),
        topics=form_choices.topics(form),
        folds=folds(form),
        summary=asked.summary,
        notices=(*asked.notices, *standing_notices(asked.institution, copy)),
        links=links(copy, now) if copy else (),
        reason=reason(asked),
        similar=asked.similar,
        ticket=asked.ticket,
        new_place_url=new_place_url(asked.institution),
        back_url=url_for("desk.list_offers", anbieter=asked.institution.slug),
        lang=languages.of_content(),
    )


def edit_url(copy: WorkingCopy, **more: Any) -> str:
    return url_for("desk.edit_offer", offer_id=copy.offer.id, **more)


def eyebrow(institution: Institution, copy: WorkingCopy | None) -> str:
    """'Technikmuseum · Veröffentlicht, Änderung in Arbeit'."""
    name = institution.short_name or institution.name
    return f"{name} · {stand(copy)}" if copy else name


def stand(copy: WorkingCopy) -> str:
    """Where it stands, in words."""
    edit = copy.edit
    return stand_words(
        copy.offer.step, edit.step if edit else None, bool(edit and edit.approved_at is not None)
    )


def stand_words(step: Step, pending: Step | None, is_scheduled: bool) -> str:
    """The public version's step, with that of the pending work beside it."""
    if is_scheduled:
        return _("Vorgemerkt") if step is not Step.PUBLISHED else _("Veröffentlicht, Änderung vorgemerkt")
    if pending is None:
        return _(STEP_LABELS[step])
    if step not in (Step.PUBLISHED, Step.WITHDRAWN, Step.ARCHIVED):
        return _("In Prüfung") if pending is Step.SUBMITTED else _(STEP_LABELS[pending])
    beside = {
        Step.DRAFT: _("Änderung in Arbeit"),
        Step.SUBMITTED: _("Änderung in Prüfung"),
        Step.RETURNED: _("Änderung zurückgegeben"),
    }
    return f"{_(STEP_LABELS[step])}, {beside[pending]}"


def sections(form: OfferForm, sheet: OfferSheet, copy: WorkingCopy | None) -> tuple[SectionLink, ...]:
    """'fertig', 'offen' or '2 Fehler' for each."""
    errors = form_errors.counts(form)
    open_fields = {gap.field for gap in completeness.rate(sheet).gaps if gap.is_required}
    open_fields |= {"picture"} if sheet.image_id is None else set()
    if not (sheet.contact_phone or sheet.contact_email):
        open_fields.add("contact_phone")
    found = []
    for number, one in enumerate(SECTIONS, start=1):
        if errors[one.code]:
            state, tone = ngettext("%(num)s Fehler", "%(num)s Fehler", errors[one.code]), "bad"
        elif open_fields & set(one.fields) or copy is None:
            state, tone = _("offen"), ""
        else:
            state, tone = _("fertig"), "good"
        found.append(SectionLink(one.code, number, _(one.title), state, tone))
    return tuple(found)


def folds(form: OfferForm) -> Folds:
    """What is filled or wrong is never hidden."""

    def has(names: tuple[str, ...]) -> bool:
        return any(form[name].data or form[name].errors for name in names)

    return Folds(
        texts=has(TEXTS),
        material=has(MATERIAL),
        audience=has(AUDIENCE),
        school=has(SCHOOL),
        money=has(MONEY),
        expiry=has(("expires_on",)),
        maintenance=has(("maintenance_name", "maintenance_email")),
    )


def standing_notices(institution: Institution, copy: WorkingCopy | None) -> tuple[p.Notice, ...]:
    """What one has to know before one writes."""
    found = []
    if institution.standing is Standing.APPLIED:
        found.append(
            p.Notice(
                _("Ihr Anbieter wartet noch auf die Freigabe durch das Bildungsbüro."),
                _("Sie können schon alles eintragen und einreichen. Öffentlich wird es nach der Freigabe."),
            )
        )
    if copy and copy.edit and copy.edit.step is Step.SUBMITTED:
        found.append(
            p.Notice(
                _("Dieses Angebot liegt zur Prüfung beim Bildungsbüro."),
                _("Wenn Sie etwas ändern und speichern, reichen Sie es danach bitte noch einmal ein."),
            )
        )
    if copy and copy.offer.step is Step.WITHDRAWN:
        found.append(
            p.Notice(_("Dieses Angebot ist zurückgezogen."), copy.offer.withdrawn_reason or "", "warn")
        )
    if copy and copy.offer.source and copy.offer.source != "demo":
        found.append(
            p.Notice(
                _("Dieses Angebot kommt aus einem Import (%(source)s).", source=copy.offer.source),
                _("Was Sie hier ändern, bleibt, bis die Quelle dasselbe Feld ändert."),
            )
        )
    return tuple(found)


def links(copy: WorkingCopy, now: datetime) -> tuple[p.Link, ...]:
    """What else can be done with this offer."""
    offer, number = copy.offer, copy.offer.id
    found = []
    if any(one.ends_at > now for run in copy.sheet.runs for one in run.dates):
        found.append(p.Link(_("Termin absagen oder verlegen"), url_for("desk.change_date", offer_id=number)))
    if (copy.live or copy.sheet).registration_way is RegistrationWay.HERE:
        found.insert(0, p.Link(_("Anmeldungen"), url_for("desk.list_participants", offer_id=number)))
    elif copy.sheet.runs:
        found.append(p.Link(_("Freie Plätze melden"), url_for("desk.set_places", offer_id=number)))
    if copy.sheet.runs:
        found.append(p.Link(_("Nächstes Semester"), url_for("desk.next_term", offer_id=number)))
        found.append(p.Link(_("Vortragende"), url_for("desk.list_speaking", offer_id=number)))
        seniors = url_for("desk.open_for_seniors", offer_id=number)
        found.append(p.Link(_("Für die Seniorenuniversität öffnen"), seniors))
    found.append(p.Link(_("Verlauf und Nachrichten"), url_for("desk.show_history", offer_id=number)))
    found.append(p.Link(_("Kopieren"), url_for("desk.copy_offer", offer_id=number)))
    if offer.step is Step.PUBLISHED:
        found.append(p.Link(_("Öffentliche Seite ansehen"), addresses.offer(number, offer.slug)))
        found.append(p.Link(_("Zurückziehen"), url_for("desk.withdraw_offer", offer_id=number)))
    if copy.edit:
        label = _("Änderung verwerfen") if copy.live else _("Entwurf verwerfen")
        found.append(p.Link(label, url_for("desk.discard_offer", offer_id=number)))
    return tuple(found)


def reason(asked: Asked) -> Said | None:
    """Why the editors gave it back, where it lies with the provider."""
    copy = asked.copy
    if copy is None or copy.edit is None or copy.edit.step is not Step.RETURNED or not asked.comments:
        return None
    given = [one for one in asked.comments if one.is_reason] or list(asked.comments)
    return said(given[-1])


def said(comment: OfferComment) -> Said:
    """A comment in words."""
    then = clock.local(comment.made_at)
    when = _(
        "%(day)s, %(time)s Uhr",
        day=formats.long_date(then.date(), weekday=False),
        time=formats.clock_time(comment.made_at),
    )
    return Said(comment.author_name, when, comment.text, comment.is_reason)


def new_place_url(institution: Institution) -> str:
    """The form for a place, for those who may make one."""
    if not policy.may(guards.actor(), Right.EDIT_INSTITUTION, institution.id):
        return ""
    return url_for("desk.new_place", institution_id=institution.id)
