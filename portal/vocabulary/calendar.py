"""What a calendar is made of: sorts of entries, and sorts of special days (public holidays, school breaks, action days)."""

from enum import StrEnum

from portal.vocabulary.labels import N_


class EntryKind(StrEnum):
    """What an entry of a calendar stands for. The value begins its UID."""

    OCCURRENCE = "occurrence"
    DEADLINE = "deadline"
    WINDOW = "window"


ENTRY_LABELS = {
    EntryKind.OCCURRENCE: N_("Termin"),
    EntryKind.DEADLINE: N_("Frist"),
    EntryKind.WINDOW: N_("Zeitraum"),
}


class HolidayKind(StrEnum):
    """Why a day is special. On the first two, regular dates usually do not take place."""

    PUBLIC_HOLIDAY = "public_holiday"
    SCHOOL_BREAK = "school_break"
    ACTION_DAY = "action_day"


HOLIDAY_LABELS = {
    HolidayKind.PUBLIC_HOLIDAY: N_("Feiertag"),
    HolidayKind.SCHOOL_BREAK: N_("Schulferien"),
    HolidayKind.ACTION_DAY: N_("Aktionstag"),
}
