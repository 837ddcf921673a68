"""LOCATION, which is one line of text, as the parts of a place where it is written like a German address."""

import re

_ONLINE = re.compile(
    r"(https?://|(online|zoom|webinar|virtuell|digital|videokonferenz|microsoft teams|ms teams|jitsi|bigbluebutton)\b)",
    re.IGNORECASE,
)
_STREET = re.compile(r"\D{2,80} \d{1,4} ?[a-zA-Z]?(?: ?[-–/+] ?\d{1,4} ?[a-zA-Z]?)?")
_TOWN = re.compile(r"(?:D-)?(\d{5}) (\D.{1,100})")
_COUNTRY = frozenset({"deutschland", "germany"})
_LONGEST = 500


def place_columns(location: str) -> dict[str, object]:
    """The columns `place` and `attendance` of a row: "Volkshochschule, Lange Straße 3, 06844 Dessau" is a name, a
    street, a postal code and a town; anything else is a name as it stands. A web address is no place."""
    line = location.strip()
    if not line:
        return {}
    if _ONLINE.match(line):
        return {"attendance": "online"}
    parts = [" ".join(part.split()) for part in re.split(r"[,;\n]", line[:_LONGEST]) if part.strip()]
    if parts and parts[-1].casefold() in _COUNTRY:
        parts.pop()
    place: dict[str, object] = {}
    if len(parts) > 1 and (town := _TOWN.fullmatch(parts[-1])):
        place = {"postal_code": town[1], "town": town[2]}
        parts.pop()
        if len(parts) > 1 and _STREET.fullmatch(parts[-1]):
            place["street"] = parts.pop()
    return {"place": {"name": ", ".join(parts) if place else " ".join(line.split()), **place}}
