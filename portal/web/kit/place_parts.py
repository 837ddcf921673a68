"""Where it is and whom to ask, for every page that shows a place or a contact: address, access features, numbers."""

from typing import Protocol

from portal import text
from portal.vocabulary.places import ACCESS_LABELS, AccessFeature
from portal.web.kit import formats
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _

ANSWERS: dict[bool | None, p.Answer] = {True: "yes", False: "no", None: "ask"}


class Named(Protocol):
    """Anything with a name."""

    @property
    def name(self) -> str: ...


class Located(Named, Protocol):
    """A place, whether a row or an object of the database, with a column for each AccessFeature."""

    @property
    def street(self) -> str | None: ...
    @property
    def postal_code(self) -> str | None: ...
    @property
    def town(self) -> str | None: ...
    @property
    def district(self) -> Named | None: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...
    @property
    def transit_stop(self) -> str | None: ...
    @property
    def access_note(self) -> str | None: ...


class Reachable(Named, Protocol):
    """An institution, as far as it can be reached."""

    @property
    def phone(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...
    @property
    def website(self) -> str | None: ...


class Answered(Protocol):
    """An offer, as far as somebody answers questions about it."""

    @property
    def contact_name(self) -> str | None: ...
    @property
    def contact_phone(self) -> str | None: ...
    @property
    def contact_email(self) -> str | None: ...
    @property
    def website(self) -> str | None: ...
    @property
    def institution(self) -> Reachable: ...


def address(place: Located) -> str:
    """'Hauptstraße 3, 06862 Dessau-Roßlau'."""
    town = f"{place.postal_code or ''} {place.town or ''}".strip()
    return ", ".join(part for part in (place.street, town) if part)


def contact(offer: Answered) -> p.Contact | None:
    """The offer's public contact, else the institution's; never the maintenance contact."""
    phone = offer.contact_phone or offer.institution.phone or ""
    email = offer.contact_email or offer.institution.email or ""
    website = text.web_link(offer.website) or text.web_link(offer.institution.website)
    if not (phone or email or website):
        return None
    name = offer.contact_name or offer.institution.name
    note = offer.institution.name if offer.contact_name else ""
    return p.Contact(name, note, phone, formats.telephone_link(phone) if phone else "", email, website)


def place_view(place: Located) -> p.PlaceView:
    """A place with its access features, the unknown ones named."""
    map_url = ""
    if place.latitude is not None and place.longitude is not None:
        spot = f"{place.latitude:.5f}/{place.longitude:.5f}"
        pin = f"mlat={place.latitude:.5f}&mlon={place.longitude:.5f}"
        map_url = f"https://www.openstreetmap.org/?{pin}#map=17/{spot}"
    known = any(getattr(place, feature.value) is not None for feature in AccessFeature)
    return p.PlaceView(
        name=place.name,
        address=", ".join(
            part for part in (address(place), place.district.name if place.district else "") if part
        ),
        transit_stop=place.transit_stop or "",
        access=tuple(
            p.AccessItem(_(ACCESS_LABELS[feature]), ANSWERS[getattr(place, feature.value)])
            for feature in AccessFeature
        )
        if known
        else (),
        access_note=place.access_note or "",
        map_url=map_url,
    )
