"""`agora serve`: in development, links lead to where it listens, unless somebody said another address."""

import os
from pathlib import Path

import pytest

from portal.cli.serve import announce, lead_home


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory without settings."""
    monkeypatch.chdir(tmp_path)
    for name in ("AGORA_BASE_URL", "AGORA_ENV"):
        monkeypatch.setenv(name, "")  # so that it is put back afterwards
        monkeypatch.delenv(name)
    return tmp_path


def test_links_lead_to_the_port_that_was_asked_for() -> None:
    lead_home("http://127.0.0.1:8123")
    assert os.environ["AGORA_BASE_URL"] == "http://127.0.0.1:8123"


@pytest.mark.parametrize("line", ["AGORA_BASE_URL=https://bildung.stadt.example", "AGORA_ENV=production"])
def test_what_a_file_of_settings_says_stays(elsewhere: Path, line: str) -> None:
    (elsewhere / ".env").write_text(line, encoding="utf-8")
    lead_home("http://127.0.0.1:8123")
    assert "AGORA_BASE_URL" not in os.environ


def test_what_the_environment_says_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGORA_BASE_URL", "https://bildung.stadt.example")
    lead_home("http://127.0.0.1:8123")
    assert os.environ["AGORA_BASE_URL"] == "https://bildung.stadt.example"


def test_a_portal_in_production_names_no_logins_of_the_demo(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    announce("http://127.0.0.1:8123")
    assert "verwaltung@demo.example" in capsys.readouterr().out
    safe = {
        "AGORA_ENV": "production",
        "AGORA_SECRET_KEY": "s" * 40,
        "AGORA_BASE_URL": "https://bildung.stadt.de",
        "AGORA_MAIL_URL": "file:",
    }
    for name, value in safe.items():
        monkeypatch.setenv(name, value)
    announce("http://127.0.0.1:8123")
    said = capsys.readouterr().out
    assert "Agora läuft" in said
    assert "demo" not in said
