"""What the page of the Elterntrainings shows."""

from dataclasses import dataclass

from portal.web.kit import parts as p
from portal.web.kit.year_parts import FilterPick
from portal.web.programmes.pages_registration import FormPart


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group. `number` free places "4", with `number_note` "von 10 Plätzen frei", or a word where nobody counts here."""

    url: str
    title: str
    shape: str
    kind: str
    provider: str
    number: str
    number_note: str
    text: str
    facts: tuple[str, ...]
    price: str
    status: p.Status | None
    dates: tuple[p.DateLine, ...]
    register: p.Action | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ParentsPage:
    """programmes/parents.html with `form`. Without groups `all_url` leads to the list without filters."""

    title: str  # may hold soft hyphens
    lead: str
    count_words: str
    groups: tuple[GroupRow, ...]
    picks: tuple[FilterPick, ...]
    with_childcare: p.Choice
    chips: tuple[p.Chip, ...]
    notices: tuple[p.Notice, ...]
    all_url: str
    steps: tuple[p.StepText, ...]
    partners: tuple[p.Link, ...]
    registration: FormPart | None = None
    guidance: p.GuidanceCard | None = None
    subscribe: p.SubscribeBox | None = None
