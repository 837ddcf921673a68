"""What a new portal still lacks: told by `agora check`, by the state of the portal and by the first steps of an administrator.
The demo lacks nothing on purpose; in production it is no excuse."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.models import Institution, Offer, Page
from portal.town import settings as town
from portal.town.queries import DEMO_MARK
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import Step
from portal.vocabulary.people import Standing

IMPRINT_SLUG = "impressum"
# What seed/pages leaves to a town, word for word: editors may write other things in brackets.
PLACEHOLDERS = (
    "[Name der Behörde]",
    "[Straße und Hausnummer]",
    "[Postleitzahl und Ort]",
    "[Name und Amt]",
    "[Telefonnummer]",
    "[E-Mail-Adresse]",
    "[Name of the authority]",
    "[Street and number]",
    "[Postcode and town]",
    "[Name and office]",
    "[Telephone number]",
    "[E-mail address]",
)
NOBODYS_DOMAIN, NOBODYS_NUMBER = ".example", "0000-"


class Gap(StrEnum):
    """One thing that is still to be done, in the order in which to do it."""

    IMPRINT = "imprint"
    TEXTS = "texts"
    PHONE = "phone"
    EMAIL = "email"
    MAIL = "mail"
    INSTITUTION = "institution"
    OFFER = "offer"
    BACKUP = "backup"


# What is wrong in front of visitors; the others are steps that come later.
PLACEHOLDER_GAPS = (Gap.IMPRINT, Gap.TEXTS, Gap.PHONE, Gap.EMAIL, Gap.MAIL)
SENTENCES: Mapping[Gap, str] = {
    Gap.IMPRINT: N_("Im Impressum stehen noch Platzhalter."),
    Gap.TEXTS: N_("Auf anderen Seiten, zum Beispiel „Datenschutz“, stehen noch Platzhalter."),
    Gap.PHONE: N_("Die Telefonnummer der Stadt fehlt oder ist erfunden."),
    Gap.EMAIL: N_("Die E-Mail-Adresse der Stadt fehlt oder ist erfunden."),
    Gap.MAIL: N_(
        "E-Mails werden nur als Dateien abgelegt, niemand bekommt sie: bitte AGORA_MAIL_URL setzen."
    ),
    Gap.INSTITUTION: N_("Es gibt noch keinen Anbieter."),
    Gap.OFFER: N_("Es ist noch kein Angebot öffentlich."),
    Gap.BACKUP: N_("Von einer Sicherung mit „agora backup“ ist hier nichts bekannt."),
}


def gaps(session: Session, settings: Settings) -> tuple[Gap, ...]:
    """What is still open, in order; at most three statements."""
    stored = town.stored(session)
    if DEMO_MARK in stored and not settings.is_production:
        return ()
    found = _in_texts(session) | _of_town(stored)
    if settings.is_production and settings.mail_url.startswith("file:"):
        found.add(Gap.MAIL)
    institution, offer = session.execute(
        select(
            exists().where(Institution.standing.in_((Standing.CONFIRMED, Standing.TRUSTED))),
            exists().where(Offer.step == Step.PUBLISHED),
        )
    ).one()
    found |= {gap for gap, is_there in ((Gap.INSTITUTION, institution), (Gap.OFFER, offer)) if not is_there}
    if not settings.last_backup_file.is_file():
        found.add(Gap.BACKUP)
    return tuple(gap for gap in Gap if gap in found)


def placeholders(session: Session, settings: Settings) -> tuple[Gap, ...]:
    """Of these, what visitors and letters still show as it came with the program."""
    return tuple(gap for gap in gaps(session, settings) if gap in PLACEHOLDER_GAPS)


def _in_texts(session: Session) -> set[Gap]:
    texts = session.execute(select(Page.slug, Page.body)).all()
    found = {_gap_of(slug) for slug, body in texts if _is_placeholder(body)}
    return found if any(slug == IMPRINT_SLUG for slug, _body in texts) else found | {Gap.IMPRINT}


def _gap_of(slug: str) -> Gap:
    return Gap.IMPRINT if slug == IMPRINT_SLUG else Gap.TEXTS


def _is_placeholder(body: str) -> bool:
    return any(one in body for one in (*PLACEHOLDERS, f"{NOBODYS_DOMAIN})", f" {NOBODYS_NUMBER}"))


def _of_town(stored: Mapping[str, object]) -> set[Gap]:
    phone, email = (str(stored.get(name) or "").strip() for name in ("town.phone", "town.email"))
    found = set()
    if not phone or NOBODYS_NUMBER in phone:
        found.add(Gap.PHONE)
    if not email or email.endswith(NOBODYS_DOMAIN):
        found.add(Gap.EMAIL)
    return found
