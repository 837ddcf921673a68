"""Every word that a reader sees exists in every language, and says the same placeholders."""

import re
from enum import StrEnum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

import portal.vocabulary
from tests.house.sources import files, name
from tools import translations

LANGUAGES = translations.translated_languages()
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


@cache
def messages() -> Catalog:
    return translations.extract()


@cache
def stored(language: str) -> Catalog:
    return translations.merge(messages(), translations.read(language), language)


def vocabularies() -> list[ModuleType]:
    return [
        import_module(f"portal.vocabulary.{one.name}") for one in iter_modules(portal.vocabulary.__path__)
    ]


def enums() -> dict[type[StrEnum], ModuleType]:
    """Every code list that the code defines, with the module it stands in."""
    return {
        thing: module
        for module in vocabularies()
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, StrEnum) and thing.__module__ == module.__name__
    }


def labels(kind: type[StrEnum], module: ModuleType) -> dict[StrEnum, str]:
    """The table that names the members of a code list; of one whose members name themselves, those names."""
    for title, table in vars(module).items():
        if (
            title.endswith("_LABELS")
            and isinstance(table, dict)
            and all(isinstance(key, kind) for key in table)
        ):
            return table
    return {member: str(getattr(member, "label", "")) for member in kind}


@pytest.mark.parametrize(("kind", "module"), enums().items(), ids=lambda one: one.__name__)
def test_every_member_of_a_code_list_has_a_label(kind: type[StrEnum], module: ModuleType) -> None:
    table = labels(kind, module)
    assert not [member for member in kind if not table.get(member)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_is_translated(language: str) -> None:
    catalogue = stored(language)
    own_names = {label for kind in enums() for label in (getattr(member, "label", "") for member in kind)}
    wanted = {label for kind, module in enums().items() for label in labels(kind, module).values()}
    marked = {label for label in wanted if label in messages()}
    assert wanted - marked <= own_names, "mark these labels with N_()"
    assert not [label for label in sorted(marked) if not translations.strings(catalogue[label])[0]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    missing = translations.missing(stored(language))
    assert not missing, f"`make translations`, then fill in {len(missing)} messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_as_the_extractor_writes_it(language: str) -> None:
    """But for the names of files: moving a function must not ask for a new catalogue."""
    file = translations.file_of(language)
    assert file.is_file()
    written = without_places(file.read_text(encoding="utf-8"))
    assert written == without_places(translations.text(stored(language), language)), "say `make translations`"


def without_places(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#:")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    wrong = []
    for message in translations.each(stored(language)):
        originals = (message.id,) if isinstance(message.id, str) else message.id
        allowed = [sorted(PLACEHOLDER.findall(one)) for one in originals]
        given = [sorted(PLACEHOLDER.findall(one)) for one in translations.strings(message) if one]
        if any(one not in allowed for one in given):
            wrong.append(translations.first(message))
    assert not wrong


def test_messages_are_whole_constants() -> None:
    """An f-string or a sum inside _() never reaches the extractor."""
    call = re.compile(r"\b(?:_|gettext|lazy_gettext|N_|ngettext)\(\s*(f[\"']|[^)\"']*\.format\()")
    assert not [
        name(path) for path in files("*.py", "portal") if call.search(path.read_text(encoding="utf-8"))
    ]
