"""`agora check`: each cause in one German sentence, and what is placeholder as a warning with which the portal still runs."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import cli
from tests.fixtures import portals


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder of a portal in production, as the environment names it."""
    monkeypatch.chdir(tmp_path)
    values = {
        "AGORA_ENV": "production",
        "AGORA_DATA_DIR": str(tmp_path / "data"),
        "AGORA_SECRET_KEY": portals.SECRET,
        "AGORA_BASE_URL": "https://bildung.stadt.de",
        "AGORA_MAIL_URL": "file:",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AGORA_DATABASE_URL", raising=False)
    return tmp_path / "data"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def test_a_missing_key_is_said_once(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGORA_SECRET_KEY", "")
    result = run("check")
    assert result.exit_code == 1
    first, *others = result.output.splitlines()
    assert first.startswith("FEHLER  Einstellungen: AGORA_SECRET_KEY fehlt")
    assert all("nicht geprüft, erst muss „Einstellungen“ in Ordnung sein." in line for line in others)
    assert len(others) == 5


def test_an_empty_database_is_said_once(data: Path) -> None:
    lines = run("check").output.splitlines()
    assert "Error" not in " ".join(lines)
    assert "FEHLER  Datenbank: Stand leer" in lines[1]
    assert sum("agora db upgrade" in line for line in lines) == 1
    assert sum("erst muss „Datenbank“ in Ordnung sein" in line for line in lines) == 3


def test_a_missing_index_is_one_sentence(data: Path) -> None:
    run("db", "upgrade")
    run("seed", "vocabularies")
    [line] = [line for line in run("check").output.splitlines() if "Suchindex" in line]
    assert line == "FEHLER  Suchindex: Es gibt noch keinen Suchindex: bitte „agora search reindex“ ausführen."


def test_placeholders_are_a_warning_with_which_the_portal_runs(data: Path) -> None:
    for words in (("db", "upgrade"), ("seed", "vocabularies"), ("search", "reindex")):
        assert run(*words).exit_code == 0
    result = run("check")
    assert result.exit_code == 0, result.output
    [line] = [line for line in result.output.splitlines() if line.startswith("ACHTUNG")]
    assert "Im Impressum stehen noch Platzhalter." in line
    assert "AGORA_MAIL_URL" in line
    found = {one["check"]: one for one in json.loads(run("check", "--json").output)}
    assert (found["Angaben"]["ok"], found["Angaben"]["warning"]) == (True, True)
    assert (found["Platte"]["ok"], found["Platte"]["warning"]) == (True, False)
