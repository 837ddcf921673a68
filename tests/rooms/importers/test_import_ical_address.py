"""`agora import ical` at the door: files and addresses, the defaults under a mapping, and what is not fetched."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import cli
from portal.errors import ImportProblem
from portal.importers import web_files

CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Nähen\r\nDTSTART:20301201T180000Z\r\n"
    "RRULE:FREQ=WEEKLY;COUNT=2\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:b\r\nSUMMARY:Geheim\r\nCLASS:PRIVATE\r\n"
    "DTSTART:20301201T180000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
Agora = Callable[..., Result]


@pytest.fixture(scope="module")
def portal_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with tables, word lists and the provider `verein`."""
    folder = tmp_path_factory.mktemp("ical") / "data"
    csv = folder.parent / "kurse.csv"
    csv.write_text("Kursnummer;Titel\n1;Anfang\n", encoding="utf-8")
    mapping = folder.parent / "m.yaml"
    mapping.write_text(
        "external_id: Kursnummer\noffer: {title: Titel}\ninstitution: {name: {value: Verein}, create: true}\n",
        encoding="utf-8",
    )
    for command in (
        ["db", "upgrade"],
        ["seed", "vocabularies"],
        ["import", "csv", str(csv), "--mapping", str(mapping), "--apply"],
    ):
        result = CliRunner().invoke(cli, command, env={"AGORA_DATA_DIR": str(folder)})
        assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def agora(portal_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Agora:
    """`agora import ical ... --institution verein` in a copy of that folder, in January 2030."""
    from datetime import UTC, datetime

    from portal import clock

    monkeypatch.setattr(clock, "now", lambda: datetime(2030, 1, 15, 12, tzinfo=UTC))
    folder = tmp_path / "data"
    shutil.copytree(portal_folder, folder)

    def call(place: str, *arguments: str, **env: str) -> Result:
        words = ["import", "ical", place, "--institution", "verein", *arguments]
        return CliRunner().invoke(cli, words, env={"AGORA_DATA_DIR": str(folder), **env})

    return call


class Answers(BaseHTTPRequestHandler):
    """A web server with a calendar, redirects, and bad manners."""

    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        if self.path.startswith("/kalender"):
            body = CALENDAR.encode()
        elif self.path == "/gross":
            body = b"x" * (web_files.MOST_BYTES + 1)
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:  # whoever asked has read enough
            return

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_file_is_rehearsed_and_applied(agora: Agora, tmp_path: Path) -> None:
    file = tmp_path / "termine-2030.ics"
    file.write_text(CALENDAR, encoding="utf-8", newline="")
    result = agora(str(file))
    assert result.exit_code == 0, result.output
    assert "Probelauf aus der Quelle „termine“" in result.output
    assert "1 neu, 0 geändert" in result.output
    assert "Zeile 9: CLASS „PRIVATE“: nicht öffentlich" in result.output
    assert agora(str(file), "--strict").exit_code == 1
    assert "Termine neu:           2" in agora(str(file), "--apply", "--publish").output
    report = json.loads(agora(str(file), "--json").stdout)
    assert (report["counts"]["runs_unchanged"], report["counts"]["runs_created"]) == (1, 0)


def test_an_address_is_fetched_and_known_again(agora: Agora, server: str) -> None:
    address = f"{server}/kalender.ics?token=geheim"
    first = json.loads(agora(address, "--apply", "--json").stdout)
    assert first["counts"]["offers_created"] == 1
    assert "geheim" not in first["source"] and first["source"].startswith("127.0.0.1:")
    assert json.loads(agora(address, "--json").stdout)["counts"]["offers_unchanged"] == 1
    assert json.loads(agora(f"{server}/to//kalender.ics", "--json").stdout)["rows"] == 2


def test_a_mapping_says_only_what_is_different(agora: Agora, server: str, tmp_path: Path) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text("source: feed\noffer:\n  kind: {value: lecture}\nabsent: keep\n", encoding="utf-8")
    report = json.loads(agora(f"{server}/kalender.ics", "--mapping", str(mapping), "--json").stdout)
    assert (report["source"], report["counts"]["offers_created"]) == ("feed", 1)
    mapping.write_text("offer: {tittel: SUMMARY}\n", encoding="utf-8")
    refused = agora(f"{server}/kalender.ics", "--mapping", str(mapping))
    assert refused.exit_code == 1 and "tittel" in refused.stderr
    mapping.write_text("offer: {title: SUMARY}\n", encoding="utf-8")
    assert "Meinten Sie „SUMMARY“" in agora(f"{server}/kalender.ics", "--mapping", str(mapping)).stderr


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/nichts", "antwortet mit 404"),
        ("/gross", "ist größer als 10 MB"),
        ("/to/file:///etc/passwd", "antwortet mit 302"),
        ("/to/ftp://127.0.0.1/x", "leitet an eine Adresse weiter, die nicht mit http oder https beginnt"),
        ("/to//to//to//nichts", "antwortet mit 404"),
    ],
)
def test_what_an_address_may_not_answer(agora: Agora, server: str, path: str, says: str) -> None:
    result = agora(f"{server}{path}")
    assert (result.exit_code, result.stdout) == (1, "")
    assert says in result.stderr


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("file:///etc/passwd", "Nur Adressen mit http, https und webcal"),
        ("ftp://127.0.0.1/x.ics", "Nur Adressen mit http, https und webcal"),
        ("http://", "keine Internetadresse"),
        ("http://[::1", "keine Internetadresse"),
        ("http://name:wort@127.0.0.1/x.ics", "ohne Anmeldung"),
        ("http://127.0.0.1:1/x.ics", "nicht erreichbar"),
        ("webcal://127.0.0.1:1/x.ics", "nicht erreichbar"),
    ],
)
def test_what_is_not_fetched(agora: Agora, address: str, says: str) -> None:
    result = agora(address)
    assert (result.exit_code, result.stdout) == (1, "")
    assert says in result.stderr


def test_internal_networks_are_not_read_in_production(server: str) -> None:
    assert web_files.fetch(f"{server}/kalender.ics", public_only=False).startswith(b"BEGIN:VCALENDAR")
    for address in (f"{server}/kalender.ics", server.replace("127.0.0.1", "localhost") + "/to//kalender.ics"):
        with pytest.raises(ImportProblem, match="führt in ein internes Netz"):
            web_files.fetch(address, public_only=True)


def test_the_name_of_a_source_fits_and_tells_queries_apart() -> None:
    names = [web_files.source_name(f"https://a.example/{'x' * n}?id={n}") for n in (1, 2, 300, 301)]
    assert len(set(names)) == 4
    assert max(map(len, names)) <= 120
    assert web_files.source_name("https://a.example/kalender.ics") == "a.example/kalender.ics"
