"""The words of the interface: German is the language of the source, others are read once from their .po files.

`gettext` and `ngettext` are those of Flask-Babel without its look-up of contexts, which costs more than the rest of it.
"""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from portal.paths import PACKAGE
from portal.web.kit import languages

FOLDER = PACKAGE / "translations"


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


@lru_cache(maxsize=len(languages.LOCALES))
def catalogue(locale: str) -> NullTranslations:
    """The catalogue of a language, for as long as the process lives."""
    return read(locale)


def gettext(message: str, **variables: Any) -> str:
    """A message in the present language, its %(names)s filled in."""
    said = catalogue(languages.current()).ugettext(message)
    return said % variables if variables else said


def ngettext(one: str, many: str, num: int, **variables: Any) -> str:
    """The form of a message that fits the number, which stands for %(num)s in it."""
    said = catalogue(languages.current()).ungettext(one, many, num)
    return said % {"num": num, **variables}
