"""What the pages about settings and districts show."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting that is stored differently from what was typed."""

    label: str
    stored: str
    typed: str


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """admin/settings.html with `form`: `groups` are headings with the names of their fields and kinds."""

    groups: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]  # anchor, heading, (field, kind)
    districts_url: str
    differences: tuple[Difference, ...] = ()
    notices: tuple[p.Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """One district of the list."""

    name: str
    slug: str
    centre: str
    postal_codes: str
    uses: int
    edit_url: str
    remove_url: str  # empty while something lies in it


@dataclass(frozen=True, slots=True)
class DistrictsPage:
    """admin/districts.html: all districts in their order."""

    rows: tuple[DistrictRow, ...]
    new_url: str
    settings_url: str


@dataclass(frozen=True, slots=True)
class DistrictPage:
    """admin/district.html with `form`: a new district, or a stored one with its `slug`."""

    title: str
    save_label: str
    back_url: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class SurePage:
    """admin/sure.html: are you sure, and what it means."""

    title: str
    text: str
    label: str
    back_url: str
