"""Contexts for the pages of the Elterntrainings and of registering here, every state once."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from wtforms import Form, HiddenField, IntegerField, RadioField, StringField

from portal.web.kit import parts as p
from portal.web.kit.year_parts import FilterPick
from portal.web.programmes.pages_parents import GroupRow, ParentsPage
from portal.web.programmes.pages_registration import (
    CancelPage,
    FormPart,
    Press,
    RegisterPage,
    RegistrationPage,
    SaidPage,
)
from portal.web.public import samples

CRUMBS = {"breadcrumb": (p.Crumb("Elterntrainings", "/elterntrainings"), p.Crumb("Anmelden"))}
OFFER = p.Link("Starke Eltern", "/angebote/3-starke-eltern")
DATES = (
    p.DateLine(Markup("Di, 12. Januar, 10:00 bis 11:30 Uhr"), "Elternzimmer"),
    p.DateLine(
        Markup("<del>Di, 19. Januar</del>"), "Die Trainerin ist krank.", p.Status("Abgesagt", "stop", "cross")
    ),
)
PART = FormPart(
    "/angebote/3/anmelden",
    p.Notice("Ist alles belegt, kommen Sie auf die Warteliste."),
    "Wer es sieht.",
    False,
)


class AskForm(Form):  # type: ignore[misc]  # WTForms has no types
    """As portal/web/programmes/forms_registration.py has it, with words of its own."""

    team = RadioField("Welche Gruppe?", choices=["ab 12. Januar", "ab 3. Februar (Warteliste, 3 vor Ihnen)"])
    name = StringField("Ihr Name")
    email = StringField("E-Mail")
    phone = StringField("Telefon", description="Eines von beiden genügt.")
    persons = IntegerField("Wie viele Personen kommen?", default=1)
    ticket = HiddenField()
    website = StringField("Bitte leer lassen")


def failed() -> AskForm:
    form = AskForm(data={"team": "a", "name": "Anna"})
    form.email.errors = ["Bitte geben Sie Ihre E-Mail-Adresse oder Ihre Telefonnummer ein."]
    return form


def group(number: str = "4", **values: Any) -> GroupRow:
    given: dict[str, Any] = {
        "url": OFFER.url, "title": "Starke Eltern", "shape": "parent_training", "kind": "Elterntraining",
        "provider": "Familienzentrum", "number": number, "number_note": "von 10 Plätzen frei",
        "text": "Dienstags, 10:00 bis 11:30 Uhr. 2 Termine ab 12. Januar 2027", "facts": ("Roßlau", "Deutsch, Arabisch"),
        "price": "kostenlos", "status": p.Status("Plätze frei", "ok", "check"), "dates": DATES,
        "register": p.Action("Anmelden", "/angebote/3/anmelden"), **values,
    }  # fmt: skip
    return GroupRow(**given)


def parents(*groups: GroupRow) -> ParentsPage:
    return ParentsPage(
        title="Eltern\xadtrainings",
        lead="Sie üben in einer festen Gruppe.",
        count_words="2 Gruppen, 1 mit freien Plätzen",
        groups=groups,
        picks=(FilterPick("stadtteil", "Stadtteil", "alle", (p.Choice("rosslau", "Roßlau (2)"),)),),
        with_childcare=p.Choice("kinderbetreuung", "mit Kinderbetreuung (2)"),
        chips=() if groups else (p.Chip("Roßlau", "/elterntrainings"),),
        notices=(p.Notice("Den Wert „x“ kennen wir nicht."),),
        all_url="/elterntrainings",
        steps=samples.STEPS,
        partners=(p.Link("Familienzentrum", "/anbieter/familienzentrum"),),
        registration=PART if groups else None,
        guidance=samples.GUIDANCE[0],
    )


def registration(*, is_offered: bool) -> RegistrationPage:
    return RegistrationPage(
        title="Ein Platz ist frei geworden" if is_offered else "Sie sind abgemeldet",
        text="Er bleibt bis Mittwoch, 13. Januar, 14:00 Uhr für Sie frei." if is_offered else "Danke.",
        notice=None if is_offered else p.Notice("Diese Gruppe findet nicht statt.", "", "stop"),
        offer=OFFER,
        provider="Familienzentrum",
        first=p.Fact("Nächster Termin", "Di, 12. Januar, 10:00 bis 11:30 Uhr") if is_offered else None,
        facts=(p.Fact("Name", "Anna Beispiel"), p.Fact("Personen", "2")),
        dates=DATES,
        place=samples.PLACE if is_offered else None,
        presses=(Press("Platz annehmen", "/anmeldung/k/annehmen"),) if is_offered else (),
        ask_cancel_url="/anmeldung/k/abmelden" if is_offered else "",
        calendar_url="/angebote/3-starke-eltern.ics" if is_offered else "",
        privacy="Wer es sieht, und wann es gelöscht wird.",
        contact=p.Contact("Kursanmeldung", phone="0340 0000-411", phone_link="tel:+493400000411"),
        links=() if is_offered else (p.Action("Neu anmelden", "/angebote/3/anmelden", primary=True),),
    )


def register(part: FormPart | None) -> RegisterPage:
    return RegisterPage("Anmelden", OFFER, "Familienzentrum", part, "Zurzeit ist keine Gruppe offen.")


PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "elterntrainings": (
        "programmes/parents.html",
        lambda: {
            "page": parents(
                group(), group("", number_note="Plätze bitte erfragen", register=None, status=None)
            ),
            "form": AskForm(),
            **CRUMBS,
        },
    ),
    "elterntrainings-leer": (
        "programmes/parents.html",
        lambda: {"page": parents(), "form": AskForm(), **CRUMBS},
    ),
    "anmelden": ("programmes/register.html", lambda: {"page": register(PART), "form": failed(), **CRUMBS}),
    "anmelden-zu": (
        "programmes/register.html",
        lambda: {"page": register(None), "form": AskForm(), **CRUMBS},
    ),
    "anmeldung": (
        "programmes/registration.html",
        lambda: {"page": registration(is_offered=True), **CRUMBS},
    ),
    "anmeldung-weg": (
        "programmes/registration.html",
        lambda: {"page": registration(is_offered=False), **CRUMBS},
    ),
    "anmeldung-gesagt": (
        "programmes/registration_said.html",
        lambda: {"page": SaidPage("Wir rufen Sie an", "Notiert.", ("Oder Sie rufen an.",)), **CRUMBS},
    ),
    "anmeldung-abmelden": (
        "programmes/registration_cancel.html",
        lambda: {
            "page": CancelPage("Wirklich abmelden?", ("Satz.",), "/anmeldung/k/abmelden", "/anmeldung/k"),
            **CRUMBS,
        },
    ),
}
