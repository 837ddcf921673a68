"""What the offer form is filled with: the content of a sheet. Its inverse is sheet_of_form.py."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from portal.offers.sheet import DateSheet, OfferSheet, RunSheet
from portal.web.desk.offer_form import SCHEMES
from portal.web.desk.run_form import MOST_ROWS, MOST_RUNS

SEPARATOR = " "
# Fields that the sheet and the form call the same, and that hold the same.
OFFER_TEXTS = tuple(
    "title summary description plain_text goal prerequisites certificate educational_leave_number price_note "
    "registration_email registration_phone contact_name contact_phone contact_email maintenance_name "
    "maintenance_email insurance_note guest_conditions material_licence material_access".split()
)
OFFER_LINKS = ("registration_url", "website", "material_url")
OFFER_VALUES = tuple(
    "age_min age_max educational_leave_until min_participants max_participants guest_places expires_on".split()
)
OFFER_TICKS = ("educational_leave", "is_free")
ANSWERS = {None: "", True: "ja", False: "nein"}
RUN_TEXTS = ("number", "schedule_note", "note", "price_note")
RUN_LINKS = ("registration_url",)
RUN_VALUES = tuple(
    "starts_on ends_on places_left min_participants max_participants registration_opens_on "
    "registration_closes_on".split()
)
MONEY = {"price": "price_cents", "reduced_price": "reduced_price_cents"}

RowValues = tuple[date, date | None, time | None, time | None]


def data(sheet: OfferSheet, opened: str, locked: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The values of the form. `opened` is the digest of the sheet; `locked` are dates that are past and stay as they are."""
    plain = (*OFFER_TEXTS, *OFFER_LINKS, *OFFER_VALUES, *OFFER_TICKS)
    rows, runs = MOST_ROWS, []
    for run in sheet.runs[:MOST_RUNS]:
        shown = [one for one in run.dates if one.uuid not in locked][:rows]
        rows -= len(shown)
        runs.append(run_data(run, shown))
    return {
        **{name: getattr(sheet, name) for name in plain},
        **{name: getattr(sheet, column) for name, column in MONEY.items()},
        **{scheme.value: list(sheet.terms.get(scheme, ())) for scheme in SCHEMES},
        "kind": sheet.kind.value,
        "attendance_mode": sheet.attendance_mode.value,
        "registration_way": sheet.registration_way.value,
        "cefr_level": sheet.cefr_level.value if sheet.cefr_level else "",
        "place": number(sheet.place_id),
        "childcare": ANSWERS[sheet.childcare],
        "runs": runs,
        "kept": joined(run.uuid for run in sheet.runs[MOST_RUNS:]),
        "stand": opened,
    }


def run_data(run: RunSheet, shown: list[DateSheet]) -> dict[str, Any]:
    """The values of one run; dates that are not among `shown` are only named."""
    return {
        **{name: getattr(run, name) for name in (*RUN_TEXTS, *RUN_LINKS, *RUN_VALUES)},
        **{name: getattr(run, column) for name, column in MONEY.items()},
        "uuid": run.uuid,
        "kept": joined(one.uuid for one in run.dates if one not in shown),
        "availability": run.availability.value,
        "attendance_mode": run.attendance_mode.value if run.attendance_mode else "",
        "place": number(run.place_id),
        "online_url": online_url(run),
        "several": any(one.last_day != one.first_day for one in shown),
        "dates": [date_data(one) for one in shown],
    }


def date_data(one: DateSheet) -> dict[str, Any]:
    """The values of a row."""
    day, last, start, end = row_values(one)
    return {"uuid": one.uuid, "day": day, "last": last, "start": start, "end": end, "room": one.room}


def row_values(one: DateSheet) -> RowValues:
    """Day, last day if it is another, and times as the wall clock has them; a whole day has none."""
    last = one.last_day if one.last_day != one.first_day else None
    if one.all_day:
        return one.first_day, last, None, None
    zone = ZoneInfo(one.zone)
    return one.first_day, last, _clock(one.starts_at, zone), _clock(one.ends_at, zone)


def _clock(moment: datetime, zone: ZoneInfo) -> time:
    shown = moment.astimezone(zone)
    return time(shown.hour, shown.minute)


def online_url(run: RunSheet) -> str | None:
    """The address that all dates of a run share; None where they differ or have none."""
    found = {one.online_url for one in run.dates}
    return found.pop() if len(found) == 1 else None


def number(place_id: int | None) -> str:
    return "" if place_id is None else str(place_id)


def joined(uuids: Iterable[str]) -> str:
    return SEPARATOR.join(uuids)
