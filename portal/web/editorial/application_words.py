"""Providers in words for the editors who decide about them."""

from datetime import datetime

from flask import url_for

from portal import clock
from portal.institutions.applications import Application, Likeness, Similar
from portal.vocabulary.labels import N_
from portal.vocabulary.people import INSTITUTION_KIND_LABELS, STANDING_LABELS, Standing
from portal.web.editorial import forms_applications as f
from portal.web.editorial.pages_applications import ApplicationRow, SimilarRow
from portal.web.kit import formats, languages, workflow_words
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _

REASONS = {
    Likeness.NAME: N_("ähnlicher Name"),
    Likeness.MAIL: N_("gleiche E-Mail-Domain"),
    Likeness.WEBSITE: N_("gleiche Internetseite"),
}
DONE = {
    f.APPROVE: N_("„%(name)s“ ist freigegeben und öffentlich."),
    f.ASK: N_("Ihre Frage an „%(name)s“ ist unterwegs."),
    f.REFUSE: N_("„%(name)s“ ist abgelehnt."),
    f.TRUST: N_("„%(name)s“ veröffentlicht jetzt selbst."),
    f.DISTRUST: N_("Bei „%(name)s“ sieht die Redaktion wieder vorher nach."),
    f.SUSPEND: N_("„%(name)s“ ist gesperrt und nicht mehr öffentlich."),
    f.RESUME: N_("„%(name)s“ ist wieder öffentlich."),
}
TONES: dict[Standing, p.NoticeTone] = {
    Standing.APPLIED: "info",
    Standing.CONFIRMED: "ok",
    Standing.TRUSTED: "ok",
    Standing.SUSPENDED: "stop",
}


def application_row(one: Application, now: datetime) -> ApplicationRow:
    return ApplicationRow(
        one.institution.name,
        url_for("editorial.judge_institution", institution_id=one.institution.id),
        workflow_words.waits(one.institution.created_at, now),
        applicant(one),
        ", ".join(each.name for each in one.similar),
        languages.of_content(),
    )


def applicant(one: Application) -> str:
    return f"{one.applicant.name}, {one.applicant.email}" if one.applicant else _("niemand mehr")


def state(one: Application) -> p.Notice:
    """How it stands; of an applicant, whether anybody knows who asks."""
    standing = one.institution.standing
    title = _(STANDING_LABELS[standing])
    note = ""
    if standing is Standing.APPLIED and not one.is_confirmed:
        note = _(
            "Die E-Mail-Adresse ist noch nicht bestätigt. Bitte warten Sie damit: Noch weiß niemand, wer fragt."
        )
    tone: p.NoticeTone = "warn" if note else TONES[standing]
    return p.Notice(title[:1].upper() + title[1:], note, tone)


def facts(one: Application) -> tuple[tuple[str, str], ...]:
    """What it says of itself, without what it leaves out."""
    it = one.institution
    town = f"{it.postal_code or ''} {it.town or ''}".strip()
    known = (
        (_("Art der Einrichtung"), _(INSTITUTION_KIND_LABELS[it.kind]) if it.kind else ""),
        (_("In ein bis zwei Sätzen"), it.summary or ""),
        (_("Adresse"), ", ".join(part for part in (it.street, town) if part)),
        (_("Telefon"), it.phone or ""),
        (_("E-Mail"), it.email or ""),
        (_("Internetseite"), it.website or ""),
        (_("E-Mail für Post vom Portal"), it.maintenance_email or ""),
        (_("Angemeldet von"), applicant(one) if it.standing is Standing.APPLIED else ""),
        (
            _("Eingetragen am"),
            formats.long_date(clock.local(it.created_at).date(), weekday=False),
        ),
    )
    return tuple((label, value) for label, value in known if value)


def similar_row(one: Similar) -> SimilarRow:
    return SimilarRow(
        one.name,
        url_for("editorial.judge_institution", institution_id=one.id),
        _(STANDING_LABELS[one.standing]),
        ", ".join(_(REASONS[reason]) for reason in one.reasons),
        languages.of_content(),
    )
