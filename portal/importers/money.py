"""Reads prices and numbers as people write them: "1.234,50 €", "12,-", "50/30", "entgeltfrei", "10 € für
Studierende"."""

import re
from dataclasses import dataclass

from portal.importers.dates import Unreadable
from portal.text import one_line

MOST_CENTS = 10_000_000
_FREE = re.compile(
    r"\b(?:entgelt|kosten|gebühren|gebuehren|beitrags)-?frei|\bkostenlos|\bgratis\b|\bumsonst\b|\bfree\b|^\s*frei\s*$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.'’ \u00a0]\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d{1,2})?)"
    r"(?:[.,]\s?[-–—]{1,2})?(?!\d)",
    re.ASCII,
)
_FOR = re.compile(
    r"(\d+(?:[.,]\d{1,2})?)\s*(?:€|EUR|Euro)\s+für\s+([^\d€]+?)(?=\s+\d|\s*$|[,;])", re.ASCII | re.IGNORECASE
)
_REDUCED = re.compile(
    r"\b(?:erm(?:äß|aess|äss)igt\w*|erm\.|reduziert\w*)\s*[:=]?\s*(\d[\d.,]*)", re.IGNORECASE
)
_EVERYONE = ("extern", "alle", "erwachsene", "gäste", "nichtmitglied", "regulär")
_BARE = re.compile(r"[\s\d.,/'’–—-]*(?:€|EUR|Euro)?[\s.]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Price:
    """Cents; None means unknown ("ask"), 0 free. `note` keeps words that numbers cannot say."""

    cents: int | None = None
    reduced_cents: int | None = None
    note: str | None = None


def number(value: object, decimal: str = ",") -> float:
    """A number; thousands may be marked by dot, apostrophe or blank. Raises Unreadable."""
    if isinstance(value, bool):
        raise Unreadable("eine Zahl")
    if isinstance(value, int | float):
        return float(value) if abs(value) < 1e15 else _unreadable()
    text = re.sub(r"[\s'’\u00a0]", "", str(value))
    text = text.replace(".", "") if _dots_are_thousands(text, decimal) else text
    text = (
        text.replace(",", "")
        if decimal == "." and re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text)
        else text
    )
    text = text.replace(",", ".")
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", text, re.ASCII):
        _unreadable()
    return float(text)


def _dots_are_thousands(text: str, decimal: str) -> bool:
    return re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", text) is not None and (decimal == "," or "," in text)


def _unreadable() -> float:
    raise Unreadable("eine Zahl")


def whole(value: object) -> int:
    """A whole number, from "12", 12.0 or "12 Plätze". Raises Unreadable."""
    text = str(value).strip()
    match = re.match(r"-?\d{1,9}(?![\d])", text)
    if isinstance(value, bool) or not match:
        raise Unreadable("eine ganze Zahl")
    rest = text[match.end() :]
    if re.match(r"[.,]\d", rest) and not re.match(r"[.,]0+(?!\d)", rest):
        raise Unreadable("eine ganze Zahl")
    return int(match[0])


def price(value: object, unit: str = "text", decimal: str = ",") -> Price:
    """A price in `unit`: "cents" and "euro" take a number (or words that mean free), "text" what people
    write. Raises Unreadable for negative and absurd amounts, and for words where a number must stand."""
    if isinstance(value, str) and unit == "text":
        return _from_words(value, decimal)
    if isinstance(value, str) and _FREE.search(value):
        return Price(0)
    if isinstance(value, str):
        value = re.sub(
            r"(?:€|EUR|Euro)|[.,]\s?[-–—]{1,2}\s*$", "", value.strip(), flags=re.IGNORECASE
        ).strip()
    amount = number(value, decimal)
    return Price(_checked(amount if unit == "cents" else amount * 100))


def _checked(cents: float) -> int:
    if not 0 <= cents <= MOST_CENTS:
        raise Unreadable(f"ein Preis zwischen 0 und {MOST_CENTS // 100} Euro")
    return round(cents)


def _from_words(text: str, decimal: str) -> Price:
    text = one_line(text)
    if groups := _FOR.findall(text):
        return _by_group(groups)
    amounts = [_checked(number(found, decimal) * 100) for found in _AMOUNT.findall(text)]
    if _FREE.search(text) and not any(amounts):
        return Price(0)
    if not amounts:
        return Price(note=text[:300] or None)
    reduced = _REDUCED.search(text)
    lower = _checked(number(reduced[1].rstrip(".,"), decimal) * 100) if reduced else None
    note = None if _BARE.fullmatch(text) else text[:300]
    regular = max(amounts)
    if lower is None and min(amounts) < regular and _BARE.fullmatch(text):
        lower = min(amounts)
    return Price(regular, lower if lower is not None and lower < regular else None, note)


def _by_group(groups: list[tuple[str, str]]) -> Price:
    """ "10 € für Studierende 15 € für Externe": what everyone pays, the lowest, and who pays what where it
    differs."""
    amounts = {name.strip(" ,;."): _checked(number(amount) * 100) for amount, name in groups}
    everyone = [cents for name, cents in amounts.items() if name.lower().startswith(_EVERYONE)]
    regular = everyone[0] if everyone else max(amounts.values())
    lowest = min(amounts.values())
    is_the_same_for_all = bool(everyone) and len(set(amounts.values())) == 1
    note = "; ".join(f"{euro(cents)} für {name}" for name, cents in amounts.items())
    return Price(regular, lowest if lowest < regular else None, None if is_the_same_for_all else note[:300])


def euro(cents: int) -> str:
    """Cents as a German reads them: "12 €", "12,50 €"."""
    return f"{cents // 100} €" if cents % 100 == 0 else f"{cents // 100},{cents % 100:02d} €"
