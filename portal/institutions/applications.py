"""Institutions that have applied: who they are, and which known ones they resemble. Reads only."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from rapidfuzz import fuzz
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal import text
from portal.models import Institution, Membership, User
from portal.vocabulary.people import MembershipRole, Standing

ALIKE, MOST, USUAL_FROM = 86, 5, 3
NO_LATIN = text.slugify("")  # what a name without a single Latin letter becomes
# Mail that anybody may have: the same domain says nothing.
_EVERYBODYS = frozenset(
    "gmx.de gmx.net web.de t-online.de gmail.com googlemail.com outlook.com outlook.de hotmail.com hotmail.de yahoo.de "
    "yahoo.com icloud.com freenet.de posteo.de mailbox.org arcor.de aol.com proton.me protonmail.com mail.de online.de".split()
)
_FORMS = re.compile(r"-(e-v|ev|gmbh|ggmbh|gug|ug|ag|eg|e-g|mbh|gemeinnuetzig\w*)(?=-|$)")


class Likeness(StrEnum):
    """Why two institutions may be one."""

    NAME = "name"
    MAIL = "mail"
    WEBSITE = "website"


@dataclass(frozen=True, slots=True)
class Similar:
    """A known institution that may be the same one."""

    id: int
    name: str
    slug: str
    standing: Standing
    reasons: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applied for the institution."""

    user_id: int
    name: str
    email: str
    locale: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What applicants are compared with."""

    institutions: Sequence[Institution]
    mails: Mapping[int, set[str]]
    usual: frozenset[str]


@dataclass(frozen=True, slots=True)
class Application:
    """An institution that waits for the editors. Unless its applicant has confirmed the address, nobody knows who asks."""

    institution: Institution
    applicant: Applicant | None
    similar: tuple[Similar, ...]

    @property
    def is_confirmed(self) -> bool:
        return self.applicant is not None and self.applicant.is_confirmed


def waiting(session: Session) -> list[Application]:
    """All that wait, the longest first; four statements."""
    applied = session.scalars(
        select(Institution)
        .where(Institution.standing == Standing.APPLIED)
        .options(joinedload(Institution.district))
        .order_by(Institution.created_at, Institution.id)
    ).all()
    if not applied:
        return []
    people = applicants(session, [one.id for one in applied])
    known = _known(session)
    return [_application(one, people.get(one.id), known) for one in applied]


def application(session: Session, institution: Institution) -> Application:
    """One that waits."""
    return _application(
        institution, applicants(session, [institution.id]).get(institution.id), _known(session)
    )


def count(session: Session) -> int:
    """How many wait whose applicant has confirmed the address."""
    confirmed = (
        select(Membership.institution_id)
        .join(User, User.id == Membership.user_id)
        .where(User.address_confirmed_at.is_not(None))
    )
    return (
        session.scalar(
            select(func.count())
            .select_from(Institution)
            .where(Institution.standing == Standing.APPLIED, Institution.id.in_(confirmed))
        )
        or 0
    )


def applicants(session: Session, institution_ids: list[int]) -> dict[int, Applicant]:
    """The first member of each institution."""
    rows = session.scalars(
        select(Membership)
        .where(Membership.institution_id.in_(institution_ids))
        .options(joinedload(Membership.user))
        .order_by(Membership.id.desc())
    )
    return {
        row.institution_id: Applicant(
            row.user.id,
            row.user.name,
            row.user.email,
            row.user.locale,
            row.user.address_confirmed_at is not None,
        )
        for row in rows
    }


def managers(session: Session, institution_id: int) -> list[User]:
    """Who gets the letters about an institution: its managers with an account in use, or failing these, its members."""
    rows = session.scalars(
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(Membership.institution_id == institution_id, User.is_active)
        .options(joinedload(Membership.user))
        .order_by(Membership.id)
    ).all()
    leading = [row.user for row in rows if row.role is MembershipRole.MANAGER]
    return leading or [row.user for row in rows]


def _mail_domains(session: Session) -> dict[int, set[str]]:
    """The mail domains of everybody who works for an institution, but those that everybody may have."""
    found: dict[int, set[str]] = {}
    rows = session.execute(
        select(Membership.institution_id, User.email).join(User, User.id == Membership.user_id)
    )
    for institution_id, email in rows:
        found.setdefault(institution_id, set()).update(_domain(email))
    return found


def _known(session: Session) -> Known:
    """What applicants are compared with: every institution, its mail, and words that too many bear in their name."""
    rows = session.scalars(select(Institution).order_by(Institution.name, Institution.id)).all()
    bearers = Counter(word for row in rows for word in set(_core(row.name).split()))
    usual = frozenset(word for word, number in bearers.items() if number > USUAL_FROM)
    return Known(rows, _mail_domains(session), usual)


def _application(institution: Institution, applicant: Applicant | None, known: Known) -> Application:
    mine = _mails(institution, known.mails)
    found = []
    for other in known.institutions:
        if other.id == institution.id:
            continue
        reasons = likeness(institution, other, mine & _mails(other, known.mails), known.usual)
        if reasons:
            found.append(Similar(other.id, other.name, other.slug, other.standing, reasons))
    found.sort(key=lambda each: (-len(each.reasons), each.name))
    return Application(institution, applicant, tuple(found[:MOST]))


def likeness(
    one: Institution, other: Institution, shared_mail: set[str], usual: frozenset[str] = frozenset()
) -> tuple[Likeness, ...]:
    """Why the two may be one, if anything says so. `usual` words in names, such as that of the town, tell nobody apart."""
    reasons = []
    names = _core(one.name, usual), _core(other.name, usual)
    if all(names) and fuzz.token_set_ratio(*names) >= ALIKE:
        reasons.append(Likeness.NAME)
    if shared_mail:
        reasons.append(Likeness.MAIL)
    if _host(one.website) and _host(one.website) == _host(other.website):
        reasons.append(Likeness.WEBSITE)
    return tuple(reasons)


def _core(name: str, usual: frozenset[str] = frozenset()) -> str:
    """A name without legal form, in plain letters: 'Töpferverein Roßlau e. V.' -> 'toepferverein rosslau'."""
    slug = text.slugify(name, 300)
    if slug == NO_LATIN and slug not in name.casefold():
        return text.one_line(name).casefold()
    words = _FORMS.sub("", slug).replace("-", " ").split()
    return " ".join([word for word in words if word not in usual] or words)


def _mails(institution: Institution, members: Mapping[int, set[str]]) -> set[str]:
    own = {
        part for email in (institution.email, institution.maintenance_email) for part in _domain(email or "")
    }
    return own | members.get(institution.id, set())


def _domain(email: str) -> set[str]:
    domain = email.rpartition("@")[2].casefold()
    return {domain} - _EVERYBODYS if domain else set()


def _host(website: str | None) -> str:
    try:
        return (urlsplit(website or "").hostname or "").removeprefix("www.")
    except ValueError:  # what an import brought need not be an address
        return ""
