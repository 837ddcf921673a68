"""The shapes of lectures on pages: a date of the programme, a week of them, who speaks. Plain data, like parts.py."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class ShownSpeaker:
    """In components/speakers.html: `standing` is role and affiliation; `when` names the dates of who speaks only on some; `lang`
    where it is not the page's."""

    name: str
    standing: str = ""
    about: str = ""
    when: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class LectureRow:
    """components/lecture.html: one date. `is_short`: the offer was shown in full before. `part` is 'Termin 3 von 8'."""

    iso: str
    day: str
    time: str
    shape: str
    kind: str
    title: str
    url: str
    part: str = ""
    is_short: bool = False
    is_off: bool = False
    text: str = ""
    note: str = ""
    note_lang: str = ""
    host: str = ""
    where: str = ""
    access: str = ""
    speakers: tuple[ShownSpeaker, ...] = ()
    guests: str = ""
    price: str = ""
    status: p.Status | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class LectureWeek:
    """components/lecture_week.html: the dates of a week: 'Woche vom 30. November'."""

    title: str
    rows: tuple[LectureRow, ...]
