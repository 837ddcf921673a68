"""Brings the catalogues of all languages up to the code: `python -m tools.translations [--check]`.

German is the language of the source, so only the others have a file. A translation is kept as long as its
message exists; what is gone is dropped, what is new is empty. No line numbers, no dates: a diff shows words.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from portal.web.kit.languages import DEFAULT, LOCALES

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "portal" / "translations"
PLACES = (
    ("portal", "**.py", "python"),
    ("templates", "**.html", "jinja2"),
    ("templates", "**.xml", "jinja2"),
    ("templates", "**.txt", "jinja2"),
)
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
OPTIONS = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
HEADER = """\
# Texts of Agora, the education portal, in {name}. Licence: EUPL-1.2.
# Empty entries are new messages; `make translations` brings them here.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def file_of(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def translated_languages() -> tuple[str, ...]:
    """Every language of the portal but the one of the source."""
    return tuple(locale for locale in LOCALES if locale != DEFAULT)


def extract(root: Path = ROOT) -> Catalog:
    """Every message of code and templates, with the files that use it."""
    found = Catalog()
    for folder, pattern, method in PLACES:
        entries = extract_from_dir(
            root / folder,
            method_map=[(pattern, method)],
            options_map={pattern: OPTIONS if method == "jinja2" else {}},
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        )
        for name, _line, message, comments, context in entries:
            found.add(message, locations=[(f"{folder}/{name}", 1)], auto_comments=comments, context=context)
    return found


def read(language: str) -> Catalog:
    """The stored catalogue of a language; an empty one where there is none yet."""
    file = file_of(language)
    if not file.is_file():
        return Catalog(locale=language)
    with file.open("rb") as stream:
        return read_po(stream, locale=language)


def merge(messages: Catalog, stored: Catalog, language: str) -> Catalog:
    """The messages of the code with the translations that are stored for them."""
    merged = Catalog(locale=language)
    for message in each(messages):
        known = stored.get(message.id, message.context)
        if known and isinstance(known.id, str) is not isinstance(message.id, str):
            known = None  # it has become a plural, or is one no more
        merged.add(
            message.id,
            known.string if known else None,
            locations=sorted(set(message.locations)),
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
            flags=message.flags | (known.flags & {"fuzzy"} if known else set()),
            context=message.context,
        )
    return merged


def each(catalogue: Catalog) -> Iterator[Message]:
    """The messages without the header."""
    return (message for message in catalogue if message.id)


def missing(catalogue: Catalog) -> list[str]:
    """The messages that have no translation, or a doubtful one."""
    return [first(message) for message in each(catalogue) if message.fuzzy or not all(strings(message))]


def first(message: Message) -> str:
    """The message as it is looked up: of a plural the singular."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def strings(message: Message) -> tuple[str, ...]:
    """The translations of a message: one, or one for each plural form."""
    given = message.string
    return (given,) if isinstance(given, str) else tuple(given or ("",))


def text(catalogue: Catalog, language: str) -> str:
    """A catalogue as a .po file, the same for the same words."""
    body = BytesIO()
    write_po(body, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False)
    locale = Locale.parse(language)
    head = HEADER.format(name=locale.english_name, language=language, plurals=catalogue.plural_forms)
    return head + body.getvalue().decode().lstrip("\n")


def main() -> int:
    """Writes the catalogues; with --check only says whether that would change one (1) or not (0)."""
    messages, stale = extract(), 0
    for language in translated_languages():
        merged, file = merge(messages, read(language), language), file_of(language)
        wanted = text(merged, language)
        if "--check" in sys.argv:
            stale |= not file.is_file() or file.read_text(encoding="utf-8") != wanted
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(wanted, encoding="utf-8")
        sys.stdout.write(
            f"{language}: {len(list(each(merged)))} messages, {len(missing(merged))} without translation\n"
        )
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
