"""Kinds, steps and states of offers, runs and occurrences, with the German value each has in addresses."""

from enum import StrEnum

from portal.vocabulary.labels import N_


class OfferKind(StrEnum):
    """What sort of offer it is (Angebotsart). The value is stored; `slug` is the value of `art=` in addresses."""

    COURSE = "course"
    LECTURE = "lecture"
    LECTURE_SERIES = "lecture_series"
    PARENT_TRAINING = "parent_training"
    CAREERS_EVENT = "careers_event"
    DEADLINE = "deadline"
    WORKSHOP = "workshop"
    GUIDED_TOUR = "guided_tour"
    HOLIDAY_PROGRAMME = "holiday_programme"
    COUNSELLING = "counselling"
    OPEN_LEARNING = "open_learning"

    @property
    def slug(self) -> str:
        return _KIND_SLUGS[self]

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


_KIND_SLUGS = {
    OfferKind.COURSE: "kurs",
    OfferKind.LECTURE: "vortrag",
    OfferKind.LECTURE_SERIES: "vortragsreihe",
    OfferKind.PARENT_TRAINING: "elterntraining",
    OfferKind.CAREERS_EVENT: "berufsorientierung",
    OfferKind.DEADLINE: "frist",
    OfferKind.WORKSHOP: "workshop",
    OfferKind.GUIDED_TOUR: "fuehrung",
    OfferKind.HOLIDAY_PROGRAMME: "ferienangebot",
    OfferKind.COUNSELLING: "beratung",
    OfferKind.OPEN_LEARNING: "lernangebot",
}
KIND_LABELS = {
    OfferKind.COURSE: N_("Kurs"),
    OfferKind.LECTURE: N_("Vortrag"),
    OfferKind.LECTURE_SERIES: N_("Vortragsreihe"),
    OfferKind.PARENT_TRAINING: N_("Elterntraining"),
    OfferKind.CAREERS_EVENT: N_("Berufsorientierung"),
    OfferKind.DEADLINE: N_("Frist"),
    OfferKind.WORKSHOP: N_("Workshop"),
    OfferKind.GUIDED_TOUR: N_("Führung"),
    OfferKind.HOLIDAY_PROGRAMME: N_("Ferienangebot"),
    OfferKind.COUNSELLING: N_("Beratung"),
    OfferKind.OPEN_LEARNING: N_("Lernangebot"),
}
# Kinds that can be attended without a date of their own ("laufend").
DATELESS_KINDS = frozenset({OfferKind.COUNSELLING, OfferKind.OPEN_LEARNING})


class Step(StrEnum):
    """Where an offer stands between its author and the public (Bearbeitungsstand)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


STEP_LABELS = {
    Step.DRAFT: N_("Entwurf"),
    Step.SUBMITTED: N_("Eingereicht"),
    Step.RETURNED: N_("Zurückgegeben"),
    Step.PUBLISHED: N_("Veröffentlicht"),
    Step.WITHDRAWN: N_("Zurückgezogen"),
    Step.ARCHIVED: N_("Archiviert"),
}


class OccurrenceStatus(StrEnum):
    """How it stands with one date (Terminstatus)."""

    PLANNED = "planned"
    TENTATIVE = "tentative"  # public, though the day is only proposed
    CONFIRMED = "confirmed"
    FEW_PLACES = "few_places"
    FULL = "full"
    MOVED = "moved"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    FINISHED = "finished"


STATUS_LABELS = {
    OccurrenceStatus.PLANNED: N_("Geplant"),
    OccurrenceStatus.TENTATIVE: N_("Noch nicht bestätigt"),
    OccurrenceStatus.CONFIRMED: N_("Findet statt"),
    OccurrenceStatus.FEW_PLACES: N_("Wenige Plätze"),
    OccurrenceStatus.FULL: N_("Ausgebucht"),
    OccurrenceStatus.MOVED: N_("Verlegt"),
    OccurrenceStatus.POSTPONED: N_("Verschoben"),
    OccurrenceStatus.CANCELLED: N_("Abgesagt"),
    OccurrenceStatus.FINISHED: N_("Beendet"),
}
# On these days nothing takes place: called off, or put off to a day that nobody knows yet.
OFF = frozenset({OccurrenceStatus.CANCELLED, OccurrenceStatus.POSTPONED})


class Availability(StrEnum):
    """Free places of a run, as the provider reports them."""

    FREE = "free"
    FEW = "few"
    WAITING_LIST = "waiting_list"
    FULL = "full"


AVAILABILITY_LABELS = {
    Availability.FREE: N_("Plätze frei"),
    Availability.FEW: N_("Wenige Plätze"),
    Availability.WAITING_LIST: N_("Voll, Warteliste offen"),
    Availability.FULL: N_("Ausgebucht"),
}
# With these, a person who comes now gets a place.
BOOKABLE = frozenset({Availability.FREE, Availability.FEW})


class AttendanceMode(StrEnum):
    """Where one takes part. The slug is the value of `format=`."""

    ON_SITE = "on_site"
    ONLINE = "online"
    HYBRID = "hybrid"

    @property
    def slug(self) -> str:
        return {"on_site": "vor-ort", "online": "online", "hybrid": "hybrid"}[self.value]


ATTENDANCE_LABELS = {
    AttendanceMode.ON_SITE: N_("vor Ort"),
    AttendanceMode.ONLINE: N_("online"),
    AttendanceMode.HYBRID: N_("vor Ort und online"),
}


class RegistrationWay(StrEnum):
    """How one registers."""

    NONE = "none"
    LINK = "link"
    MAIL = "mail"
    PHONE = "phone"
    HERE = "here"


REGISTRATION_LABELS = {
    RegistrationWay.NONE: N_("Ohne Anmeldung"),
    RegistrationWay.LINK: N_("Anmeldung beim Anbieter"),
    RegistrationWay.MAIL: N_("Anmeldung per E-Mail"),
    RegistrationWay.PHONE: N_("Anmeldung per Telefon"),
    RegistrationWay.HERE: N_("Anmeldung hier"),
}


class CefrLevel(StrEnum):
    """Language level of the Common European Framework of Reference (GER)."""

    A1 = "a1"
    A2 = "a2"
    B1 = "b1"
    B2 = "b2"
    C1 = "c1"
    C2 = "c2"

    @property
    def label(self) -> str:
        return self.value.upper()


class Weekday(StrEnum):
    """Days as `wochentag=` names them, Monday first as in date.weekday()."""

    MONDAY = "mo"
    TUESDAY = "di"
    WEDNESDAY = "mi"
    THURSDAY = "do"
    FRIDAY = "fr"
    SATURDAY = "sa"
    SUNDAY = "so"


WEEKDAY_LABELS = {
    Weekday.MONDAY: N_("Montag"),
    Weekday.TUESDAY: N_("Dienstag"),
    Weekday.WEDNESDAY: N_("Mittwoch"),
    Weekday.THURSDAY: N_("Donnerstag"),
    Weekday.FRIDAY: N_("Freitag"),
    Weekday.SATURDAY: N_("Samstag"),
    Weekday.SUNDAY: N_("Sonntag"),
}


class Daytime(StrEnum):
    """Part of the day in which a date begins: before 12:00, before 17:00, later."""

    MORNING = "vormittags"
    AFTERNOON = "nachmittags"
    EVENING = "abends"

    @classmethod
    def of_minute(cls, minute_of_day: int) -> "Daytime":
        if minute_of_day < 12 * 60:
            return cls.MORNING
        return cls.AFTERNOON if minute_of_day < 17 * 60 else cls.EVENING


DAYTIME_LABELS = {
    Daytime.MORNING: N_("vormittags"),
    Daytime.AFTERNOON: N_("nachmittags"),
    Daytime.EVENING: N_("abends"),
}


class Sort(StrEnum):
    """Orders of a result list: values of `sort=`."""

    RELEVANCE = "relevanz"
    DATE = "datum"
    NEWEST = "neu"
    PRICE = "preis"
    DISTANCE = "entfernung"


SORT_LABELS = {
    Sort.RELEVANCE: N_("Treffer"),
    Sort.DATE: N_("Datum"),
    Sort.NEWEST: N_("Neueste"),
    Sort.PRICE: N_("Preis"),
    Sort.DISTANCE: N_("Entfernung"),
}
