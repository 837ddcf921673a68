"""A backup brings everything back, and refuses what it cannot trust."""

import sqlite3
import tarfile

import pytest
from click.testing import CliRunner

from portal import config
from portal.cli import cli
from portal.errors import AgoraError
from tests.fixtures import portals


@pytest.fixture
def data(tmp_path, demo_folder, monkeypatch):
    """A data folder of its own, as the environment names it."""
    folder = tmp_path / "data"
    portals.shutil.copytree(demo_folder, folder)
    monkeypatch.setenv("AGORA_DATA_DIR", str(folder))
    monkeypatch.setenv("AGORA_SECRET_KEY", portals.SECRET)
    monkeypatch.delenv("AGORA_DATABASE_URL", raising=False)
    return folder


def run(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def titles(folder):
    with sqlite3.connect(folder / "agora.sqlite") as database:
        return database.execute("SELECT title FROM offer ORDER BY id").fetchall()


def test_what_was_lost_comes_back(data, tmp_path):
    file = tmp_path / "sicherung.tar.gz"
    uploads = data / "uploads"
    uploads.mkdir()
    (uploads / "bild.jpg").write_bytes(b"picture")
    before = titles(data)
    assert run("backup", file).exit_code == 0
    with sqlite3.connect(data / "agora.sqlite") as database:
        database.execute("UPDATE offer SET title = 'verloren'")
    (uploads / "bild.jpg").unlink()

    result = run("restore", file, "--force")

    assert result.exit_code == 0, result.output
    assert titles(data) == before
    assert (uploads / "bild.jpg").read_bytes() == b"picture"
    assert run("search", "check").exit_code == 0


def test_a_backup_is_private_and_holds_no_index_and_no_secret(data, tmp_path):
    file = tmp_path / "sicherung.tar.gz"
    run("backup", file)
    assert file.stat().st_mode & 0o077 == 0
    with tarfile.open(file) as archive:
        assert archive.getnames() == ["manifest.json", "agora.sqlite"]


def test_a_missing_folder_is_named_in_one_sentence(data, tmp_path):
    result = run("backup", tmp_path / "nirgends" / "sicherung.tar.gz")
    assert isinstance(result.exception, AgoraError)
    assert str(result.exception) == f"Den Ordner {tmp_path / 'nirgends'} gibt es nicht."


def test_what_breaks_off_leaves_an_older_backup_whole(data, tmp_path, monkeypatch):
    file = tmp_path / "sicherung.tar.gz"
    run("backup", file)
    before = file.read_bytes()
    (data / "uploads").mkdir()
    monkeypatch.setattr(tarfile.TarFile, "add", lambda *_args: (_ for _ in ()).throw(OSError(28, "voll")))
    result = run("backup", file)
    assert isinstance(result.exception, AgoraError)
    assert "voll" in str(result.exception)
    assert file.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []


def test_data_that_is_there_is_not_replaced_unasked(data, tmp_path):
    file = tmp_path / "sicherung.tar.gz"
    run("backup", file)
    result = run("restore", file)
    assert isinstance(result.exception, AgoraError)
    assert "--force" in str(result.exception)


def test_another_file_is_refused_with_a_sentence(data, tmp_path):
    file = tmp_path / "brief.tar.gz"
    file.write_bytes(b"Sehr geehrte Damen und Herren")
    result = run("restore", file, "--force")
    assert isinstance(result.exception, AgoraError)
    assert "keine Sicherung" in str(result.exception)
    assert titles(data)


def test_a_backup_of_another_kind_of_database_is_refused(data, tmp_path, monkeypatch):
    file = tmp_path / "sicherung.tar.gz"
    run("backup", file)
    monkeypatch.setenv("AGORA_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert config.load().database_url.startswith("postgresql")
    result = run("restore", file, "--force")
    assert isinstance(result.exception, AgoraError)
    assert "PostgreSQL" in str(result.exception)


def test_postgresql_comes_back_too(data, tmp_path, monkeypatch, postgres_url):
    """The same through pg_dump and pg_restore, with a portal that has its data there."""
    monkeypatch.setenv("AGORA_DATABASE_URL", postgres_url)
    assert run("db", "upgrade").exit_code == 0
    assert run("seed", "demo").exit_code == 0
    file = tmp_path / "sicherung.tar.gz"
    assert run("backup", file).exit_code == 0
    assert run("seed", "vocabularies").exit_code == 0

    result = run("restore", file, "--force")

    assert result.exit_code == 0, result.output
    assert run("search", "check").exit_code == 0
