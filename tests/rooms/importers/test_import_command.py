"""The command `agora import` on a database of its own: rehearsal, applying, exit codes, JSON."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import cli

CSV = """Kursnummer;Titel;Beginn;Ende;Gebühr;Ort
1;Nähen;11.01.2027;12.01.2027;42,50 €;Rathaus
2;;11.01.2027;;;
"""
MAPPING = """
source: probe
external_id: Kursnummer
offer: {title: Titel}
institution: {name: {value: Verein}, create: true}
"""
Agora = Callable[..., Result]


@pytest.fixture(scope="module")
def empty_portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with tables and word lists."""
    folder = tmp_path_factory.mktemp("empty") / "data"
    for command in (["db", "upgrade"], ["seed", "vocabularies"]):
        result = CliRunner().invoke(cli, command, env={"AGORA_DATA_DIR": str(folder)})
        assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def agora(empty_portal: Path, tmp_path: Path) -> Agora:
    """Calls the command line in a copy of the empty portal, with `kurse.csv` and `m.yaml` beside it."""
    folder = tmp_path / "data"
    shutil.copytree(empty_portal, folder)
    (tmp_path / "kurse.csv").write_bytes(CSV.encode("cp1252"))
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")

    def call(*arguments: str) -> Result:
        inside = [
            str(tmp_path / word) if word.endswith((".csv", ".yaml", ".jsonl")) else word for word in arguments
        ]
        return CliRunner().invoke(cli, ["import", *inside], env={"AGORA_DATA_DIR": str(folder)})

    return call


def dump(tmp_path: Path) -> list[str]:
    with sqlite3.connect(tmp_path / "data" / "agora.sqlite") as connection:
        found = list(connection.iterdump())
    connection.close()
    return found


def test_a_rehearsal_reports_everything_and_keeps_nothing(agora: Agora, tmp_path: Path) -> None:
    before = dump(tmp_path)
    result = agora("csv", "kurse.csv", "--mapping", "m.yaml")
    assert result.exit_code == 0, result.output
    assert "1 neu, 0 geändert" in result.output
    assert "Zeile 3: title: Titel fehlt" in result.output
    assert "Nur geprobt" in result.output
    assert dump(tmp_path) == before


def test_applying_keeps_the_offers_and_applying_again_changes_no_byte(agora: Agora, tmp_path: Path) -> None:
    first = agora("csv", "kurse.csv", "--mapping", "m.yaml", "--apply", "--publish")
    assert "Übernommen." in first.output
    after = dump(tmp_path)
    assert any("INSERT INTO" in line and "Nähen" in line for line in after)
    agora("csv", "kurse.csv", "--mapping", "m.yaml", "--apply", "--publish")
    assert dump(tmp_path) == after


def test_usual_columns_need_no_mapping_and_the_report_comes_as_json(agora: Agora) -> None:
    agora("csv", "kurse.csv", "--mapping", "m.yaml", "--apply")
    result = agora("csv", "kurse.csv", "--institution", "verein", "--json")
    report = json.loads(result.stdout)
    assert (report["source"], report["applied"], report["rows"]) == ("kurse", False, 2)
    assert report["refusals"][0]["line"] in (2, 3)
    assert set(report["refusals"][0]) == {"line", "field", "value", "reason", "remedy"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["csv", "kurse.csv", "--institution", "vhs"], "Den Anbieter „vhs“ gibt es nicht"),
        (["csv", "kurse.csv"], "--institution"),
        (["csv", "kurse.csv", "--mapping", "kurse.csv"], "UTF-8"),
        (["jsonl", "kurse.csv", "--mapping", "m.yaml"], "keine Zeile ist lesbar"),
        (["csv", "leer.csv", "--mapping", "m.yaml"], "ist leer"),
    ],
)
def test_an_unusable_file_or_mapping_ends_with_a_sentence_and_one(
    agora: Agora, tmp_path: Path, arguments: list[str], says: str
) -> None:
    (tmp_path / "leer.csv").write_bytes(b"")
    before = dump(tmp_path)
    result = agora(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert says in result.stderr
    assert dump(tmp_path) == before
    as_json = agora(*arguments, "--json")
    assert says in json.loads(as_json.stdout)["error"]


def test_strict_makes_a_refusal_an_exit_code(agora: Agora) -> None:
    assert agora("csv", "kurse.csv", "--mapping", "m.yaml").exit_code == 0
    assert agora("csv", "kurse.csv", "--mapping", "m.yaml", "--strict").exit_code == 1
