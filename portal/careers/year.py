"""One entry of the Jahres-Berufswahl-Kalender, as its page and its printed forms take it. Plain data, labels come later."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.vocabulary.calendar import EntryKind
from portal.vocabulary.offers import OccurrenceStatus, OfferKind


@dataclass(frozen=True, slots=True)
class YearEntry:
    """An event, a deadline (`last_day` is the day) or a window; `starts_at`/`ends_at` (UTC) only where it has a time.

    `is_registration`: the entry is about registering for the offer (closing day, or the time one can register), not
    about what the offer itself is. `grades` are numbers as text, `school_forms` and `actions` codes of their lists.
    """

    kind: EntryKind
    offer_id: int
    slug: str
    title: str
    offer_kind: OfferKind
    first_day: date
    last_day: date
    starts_at: datetime | None
    ends_at: datetime | None
    status: OccurrenceStatus
    is_registration: bool
    note: str
    institution: str
    place: str
    district: str
    grades: tuple[str, ...]
    school_forms: tuple[str, ...]
    actions: tuple[str, ...]
    insurance: str = ""  # how pupils are insured there, in the provider's words
