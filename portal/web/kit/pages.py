"""Contexts of pages that several areas show: errors, and the entry page of a programme. Others stand in their area."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """errors/error.html for 400, 403, 404, 405, 429, 500, 503. `request_id` may be empty."""

    code: int
    title: str
    text: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """public/programme.html: Seniorenuniversität and Elterntrainings."""

    tone: p.Wall
    shape: str
    title: str  # may hold soft hyphens
    lead: str
    list_title: str  # "Das Programm", "Die Gruppen"
    total: int
    all_url: str
    entries: tuple[p.OfferCard, ...]
    steps: tuple[p.StepText, ...] = ()
    partners: tuple[p.Link, ...] = ()
    guidance: p.GuidanceCard | None = None
    guidance_title: str = ""
    large_type: bool = False
    subscribe: p.SubscribeBox | None = None
