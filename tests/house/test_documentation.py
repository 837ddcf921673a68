"""Every setting and every command is documented, and what is documented exists."""

import re
from collections.abc import Iterator

import click

from portal.cli import cli
from tests.house.sources import ROOT, files

OPERATION = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
SETTING = re.compile(r"\bAGORA_[A-Z][A-Z_]*[A-Z]\b")
OF_TESTS = frozenset({"AGORA_REQUIRE_ALL"})
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#]+)(?:#[^)]*)?\)")


def settings() -> set[str]:
    """The names that the code reads from the environment or names to the operator."""
    return {
        name for path in files("*.py", "portal") for name in SETTING.findall(path.read_text(encoding="utf-8"))
    }


def commands(group: click.Group, path: str = "agora") -> Iterator[tuple[str, click.Command]]:
    """Every command with the words that call it."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def test_every_setting_is_documented() -> None:
    assert settings(), "the code reads no settings?"
    assert settings() - set(SETTING.findall(OPERATION)) == set()


def test_every_documented_setting_exists() -> None:
    assert set(SETTING.findall(OPERATION)) - settings() - OF_TESTS == set()


def test_every_command_is_documented() -> None:
    found = dict(commands(cli))
    assert len(found) > 8
    assert [name for name in found if f"`{name}" not in OPERATION] == []


def test_every_command_and_option_says_what_it_does() -> None:
    silent = [name for name, command in commands(cli) if not (command.help or "").strip()]
    assert not silent


def test_links_between_documents_lead_somewhere() -> None:
    dead = []
    for path in [ROOT / "README.md", ROOT / "CHANGELOG.md", *files("*.md", "docs")]:
        for target in LINK.findall(path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                dead.append(f"{path.relative_to(ROOT)}: {target}")
    assert not dead
