"""What the pages about mail digests show."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class DigestFormPage:
    """public/digest_form.html with `form`: asking for a digest. `words` is the search, empty for everything."""

    words: tuple[str, ...]
    send_url: str
    search_url: str
    notices: tuple[p.Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestConfirmPage:
    """public/digest_confirm.html: one more click, so that no program that follows links confirms anything."""

    search: str
    rhythm: str
    confirm_url: str


@dataclass(frozen=True, slots=True)
class DigestManagePage:
    """public/digest_manage.html with `form`: what is stored, how often, and the way out."""

    email: str
    search: str
    search_url: str
    consent: str  # "Am 23. November 2026", or empty while it is not confirmed
    rhythm_url: str
    stop_url: str
    notices: tuple[p.Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestSaidPage:
    """public/digest_said.html: what has happened, and where to go from here."""

    title: str
    text: str
    links: tuple[p.Action, ...] = ()
