"""A Jinja environment like the application's, without Flask: strict about names, files and addresses.

What is missing fails here: an undefined variable, a static file that is not there, a link to no planned page.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from portal.web.kit.fields import complaint

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"

ADDRESSES = {
    "public.home": "/",
    "public.search": "/suche",
    "public.institutions": "/anbieter",
    "public.topics": "/themen",
    "public.life_phases": "/lebensphasen",
    "programmes.senior_university": "/seniorenuniversitaet",
    "programmes.parent_trainings": "/elterntrainings",
    "programmes.check_statement": "/bestaetigung",
    "careers.calendar": "/berufswahlkalender",
    "careers.checklists": "/berufswahlkalender/klassen",
    "guidance.list_points": "/b-punkte",
    "guidance.list_bodies": "/wer-macht-was",
    "guidance.wayfinder": "/wegweiser",
    "public.accessibility": "/barrierefreiheit",
    "public.feedback": "/feedback",
    "accounts.login": "/konto/anmelden",
    "accounts.home": "/konto/",
    "accounts.logout": "/konto/abmelden",
    "accounts.ask_reset": "/konto/passwort-vergessen",
    "accounts.register": "/konto/registrieren",
    "accounts.second_factor": "/konto/zweiter-faktor",
    "accounts.ask_password": "/konto/passwort",
    "accounts.ask_address": "/konto/adresse",
    "accounts.ask_close": "/konto/loeschen",
    "accounts.ask_renew_codes": "/konto/zweiter-faktor/codes",
    "accounts.ask_second_factor_off": "/konto/zweiter-faktor/ausschalten",
    "accounts.keep_draft": "/konto/entwurf",
    "public.patterns": "/muster",
    "public.list_ideas": "/mitmachen",
    "public.propose_idea": "/mitmachen/vorschlagen",
}


@dataclass(frozen=True, slots=True)
class Town:
    name: str = "Agora des Lernens"
    place: str = "Dessau-Roßlau"
    phone: str = "0340 0000-100"
    phone_link: str = "tel:+493400000100"
    email: str = "bildungsbuero@agora.example"
    is_demo: bool = True
    colours: str = ""
    welcome_en: str = ""
    note_en: str = ""

    def welcome_in(self, _locale: str) -> str:
        return "Alles, was Sie in der Stadt lernen können."

    def note_in(self, _locale: str) -> str:
        return "Gefördert von der Stadt."


@dataclass(frozen=True, slots=True)
class MenuItem:
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    label: str = "English"
    lang: str = "en"
    url: str = "/en/"


def link(endpoint: str, **values: str) -> str:
    return f"/{values['slug']}" if endpoint == "public.page" else ADDRESSES[endpoint]


def asset(name: str) -> str:
    if not (STATIC / name).is_file():
        raise FileNotFoundError(f"static/{name}")
    return f"/static/{name}"


class WatchingLoader(FileSystemLoader):
    """Remembers which templates were asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.seen: set[str] = set()

    def get_source(self, environment: Environment, template: str) -> Any:
        self.seen.add(template)
        return super().get_source(environment, template)


def environment(loader: BaseLoader | None = None) -> Environment:
    made = Environment(
        loader=loader or FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    made.globals.update(asset=asset, link=link)
    made.filters["complaint"] = complaint
    return made


_environment = cache(environment)


def site() -> dict[str, Any]:
    """The names that a context processor of the application gives to every page."""
    navigation = (
        MenuItem("Angebote", "/suche", current=True),
        MenuItem("Lebensphasen", "/lebensphasen"),
        MenuItem("Berufswahlkalender", "/berufswahlkalender"),
        MenuItem("Seniorenuniversität", "/seniorenuniversitaet"),
        MenuItem("Elterntrainings", "/elterntrainings"),
        MenuItem("Beratung", "/b-punkte"),
    )
    services = (
        MenuItem("Leichte Sprache", "/leichte-sprache"),
        MenuItem("Anmelden für Anbieter", "/konto/anmelden"),
    )
    return {
        "town": Town(),
        "locale": "de",
        "text_direction": "ltr",
        "page_head": lambda: macro("masthead", Town(), navigation, services, Language()),
        "page_foot": lambda: macro("footer", Town(), "/feedback"),
        "fonts_available": False,
        "breadcrumb": (),
        "csrf_token": lambda: "token",
        "desk_menu": lambda: (),
        "desk_area": lambda: "Mein Konto",
        "said": lambda: (),
        "kept_form": lambda: None,
        "request_path": lambda: "/konto/",
    }


def bare() -> dict[str, Any]:
    """What is left for the error page when the application is broken."""
    return {name: value for name, value in site().items() if name in ("town", "locale", "text_direction")}


def macro(name: str, *arguments: Any, **named: Any) -> Markup:
    """The output of templates/components/<name>.html for these arguments."""
    module = _environment().get_template(f"components/{name}.html").module
    return Markup(getattr(module, name)(*arguments, **named))
