"""Letters about how an institution stands, to those who lead it: for the editors' decision and the administration alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app

from portal.extensions import db
from portal.institutions import applications
from portal.models import Institution
from portal.web.kit import addresses, letters

APPROVED, REFUSED, ASKED = "provider_approved", "provider_refused", "provider_asked"
TRUSTED, SUSPENDED, RESUMED = "provider_trusted", "provider_suspended", "provider_resumed"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets the letter."""

    email: str
    locale: str
    name: str


def readers(institution: Institution) -> tuple[Reader, ...]:
    """Its managers; asked before an act that may delete it."""
    people = applications.managers(db.session(), institution.id)
    return tuple(Reader(user.email, user.locale, user.name) for user in people if user.address_confirmed_at)


def tell(kind: str, institution: Institution, *, said: str = "") -> int:
    """Tell its managers what was decided, with the editors' words; how many letters."""
    return tell_readers(
        kind, readers(institution), institution.name, institution_id=institution.id, said=said
    )


def tell_readers(
    kind: str, people: Iterable[Reader], name: str, *, institution_id: int | None = None, said: str = ""
) -> int:
    """The same to people who were found before; without `institution_id` it is gone."""
    told = tuple(people)
    for reader in told:
        letters.post(
            kind,
            to=reader.email,
            locale=reader.locale,
            name=reader.name,
            institution=name,
            said=said,
            path=_path(institution_id),
        )
    return len(told)


def _path(institution_id: int | None) -> str:
    """Where one goes on: to the offers, or to the profile that was asked about."""
    if institution_id is None or "desk.list_offers" not in current_app.view_functions:
        return addresses.own_path("accounts.home")
    return addresses.own_path("desk.list_offers")
