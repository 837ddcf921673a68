"""Flask-Babel on .po files: German is the language of the source, others are read once at start; no compiled files."""

from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Domain
from markupsafe import Markup

from portal.extensions import babel
from portal.paths import PACKAGE
from portal.web.kit import languages

FOLDER = PACKAGE / "translations"


class PoDomain(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Answers from catalogues in memory; Flask-Babel's own look-up costs 6 µs a call, 200 calls a page."""

    def __init__(self) -> None:
        super().__init__()
        self.catalogues = {locale: read(locale) for locale in languages.LOCALES}

    def get_translations(self) -> Any:
        return self.catalogues[languages.current()]


def read(locale: str, folder: Path = FOLDER) -> NullTranslations:
    """The catalogue of a language; of German an empty one, which gives every message back."""
    file = folder / locale / "LC_MESSAGES" / "messages.po"
    if not file.is_file():
        return NullTranslations()
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=locale)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def install(app: Flask) -> None:
    babel.init_app(
        app,
        default_locale=languages.DEFAULT,
        default_timezone="Europe/Berlin",
        locale_selector=languages.current,
    )
    domain = PoDomain()
    babel.domain_instance = domain
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by Jinja's i18n extension
        gettext=lambda message: domain.get_translations().ugettext(message),
        ngettext=lambda one, many, number: domain.get_translations().ungettext(one, many, number),
        newstyle=True,
    )

    def in_template(message: str, **values: Any) -> Markup:
        """Jinja's own `_` without its steps: a page asks it a hundred times."""
        said = Markup(domain.get_translations().ugettext(message))  # noqa: S704  texts of the catalogue are ours
        return said % values if "%" in message else said

    app.jinja_env.globals["_"] = in_template
