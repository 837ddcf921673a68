"""Institutions in words."""

from datetime import datetime

from flask import url_for

from portal.institutions.directory import ListedInstitution
from portal.institutions.merging import Merger
from portal.models import Institution
from portal.vocabulary.labels import N_
from portal.vocabulary.people import STANDING_LABELS, Standing
from portal.web.admin import user_words
from portal.web.admin.pages_institutions import Decision, InstitutionLine, InstitutionPage, MergePage
from portal.web.kit import addresses
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

APPROVE, REFUSE, TRUST, DISTRUST, SUSPEND, RESUME = (
    "freigeben",
    "ablehnen",
    "vertrauen",
    "pruefen",
    "sperren",
    "entsperren",
)
_DECISIONS = {
    APPROVE: Decision(APPROVE, N_("Freigeben")),
    REFUSE: Decision(REFUSE, N_("Ablehnen"), is_stop=True),
    TRUST: Decision(TRUST, N_("Darf ohne Prüfung veröffentlichen")),
    DISTRUST: Decision(DISTRUST, N_("Wieder vorher prüfen")),
    SUSPEND: Decision(SUSPEND, N_("Sperren"), is_stop=True),
    RESUME: Decision(RESUME, N_("Wieder freigeben")),
}
POSSIBLE = {
    Standing.APPLIED: (APPROVE, REFUSE),
    Standing.CONFIRMED: (TRUST, SUSPEND),
    Standing.TRUSTED: (DISTRUST, SUSPEND),
    Standing.SUSPENDED: (RESUME,),
}


def line(one: ListedInstitution) -> InstitutionLine:
    return InstitutionLine(
        name=one.name,
        url=url_for("admin.show_institution", institution_id=one.id),
        standing=_(STANDING_LABELS[one.standing]),
        offers=_("%(public)s von %(all)s", public=one.public_offers, all=one.offers),
        members=str(one.members),
        confirmed=day(one.last_confirmed_at),
    )


def page(one: ListedInstitution) -> InstitutionPage:
    is_public = one.standing in (Standing.CONFIRMED, Standing.TRUSTED)
    return InstitutionPage(
        name=one.name,
        facts=(
            (_("Stand"), _(STANDING_LABELS[one.standing])),
            (
                _("Öffentliche Angebote"),
                _("%(public)s von %(all)s", public=one.public_offers, all=one.offers),
            ),
            (_("Personen"), str(one.members)),
            (_("Zuletzt bestätigt"), day(one.last_confirmed_at)),
            (_("Herkunft"), one.source or _("von Hand eingetragen")),
            (_("Adresse"), f"/anbieter/{one.slug}"),
        ),
        decisions=tuple(
            Decision(kind.value, _(kind.label), kind.is_stop)
            for kind in (_DECISIONS[name] for name in POSSIBLE[one.standing])
        ),
        decide_url=url_for("admin.decide_institution", institution_id=one.id),
        merge_url=url_for("admin.choose_merge", institution_id=one.id),
        journal_url=url_for("admin.read_journal", anbieter=one.id),
        people_url=url_for("desk.list_members", institution_id=one.id),
        public_url=addresses.institution(one.slug) if is_public else "",
        offer_url=url_for("desk.new_offer", anbieter=one.slug) if is_public else "",
    )


def merge_page(kept: Institution, dropped: Institution, merger: Merger) -> MergePage:
    """What moves, so that somebody can look before."""
    nobody = _("niemand")
    return MergePage(
        title=_("„%(dropped)s“ mit „%(kept)s“ zusammenlegen?", dropped=dropped.name, kept=kept.name),
        lead=_(
            "„%(kept)s“ bleibt mit seinem Profil. „%(dropped)s“ gibt es danach nicht mehr; die Adresse führt zum anderen.",
            kept=kept.name,
            dropped=dropped.name,
        ),
        back_url=url_for("admin.show_institution", institution_id=dropped.id),
        moves=(
            (
                _("Angebote"),
                ngettext("%(num)s Angebot zieht um", "%(num)s Angebote ziehen um", merger.offers),
            ),
            (
                _("Lernorte"),
                ngettext("%(num)s Lernort zieht um", "%(num)s Lernorte ziehen um", merger.places),
            ),
            (_("Kommen dazu"), ", ".join(merger.new_members) or nobody),
            (_("Gehören schon zu beiden"), ", ".join(merger.same_members) or nobody),
            (_("Adressen, die weiterführen"), ", ".join(f"/anbieter/{slug}" for slug in merger.addresses)),
        ),
        same_numbers=tuple(
            (one.external_id, one.kept_title, one.moved_title, one.new_external_id)
            for one in merger.same_numbers
        ),
        act_url=url_for("admin.merge_institutions", institution_id=dropped.id, kept_id=kept.id),
    )


def day(moment: datetime | None) -> str:
    return user_words.day(moment)
