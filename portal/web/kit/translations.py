"""Flask-Babel and Jinja on the catalogues of kit/words.py; no compiled files."""

from typing import Any

from flask import Flask
from flask_babel import Domain
from markupsafe import Markup

from portal.extensions import babel
from portal.web.kit import languages, words


class PoDomain(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Answers from catalogues in memory: for forms, whose labels are lazy."""

    def get_translations(self) -> Any:
        return words.catalogue(languages.current())


def install(app: Flask) -> None:
    babel.init_app(
        app,
        default_locale=languages.DEFAULT,
        default_timezone="Europe/Berlin",
        locale_selector=languages.current,
    )
    babel.domain_instance = PoDomain()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by Jinja's i18n extension
        gettext=lambda message: words.catalogue(languages.current()).ugettext(message),
        ngettext=lambda one, many, number: words.catalogue(languages.current()).ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = in_template


def in_template(message: str, **values: Any) -> Markup:
    """Jinja's own `_` without its steps: a page asks it a hundred times."""
    said = Markup(words.catalogue(languages.current()).ugettext(message))  # noqa: S704  texts of the catalogue are ours
    return said % values if "%" in message else said
