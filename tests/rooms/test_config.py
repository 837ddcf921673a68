"""Settings: defaults for trying out, sentences for production, the environment before the file."""

from pathlib import Path

import pytest

from portal import config
from portal.errors import SettingsProblem

SAFE = {
    "AGORA_ENV": "production",
    "AGORA_SECRET_KEY": "s" * 40,
    "AGORA_BASE_URL": "https://bildung.stadt.example/",
    "AGORA_MAIL_URL": "smtp://agora:ge%40heim@mail.stadt.example:587",
}


def test_without_settings_it_runs_for_trying_out(tmp_path: Path) -> None:
    found = config.load({}, tmp_path)
    assert not found.is_production
    assert found.data_dir == tmp_path / ".agora"
    assert found.index_dir == tmp_path / ".agora" / "index"
    assert found.database_url == f"sqlite:///{tmp_path / '.agora' / 'agora.sqlite'}"
    assert found.base_url == "http://127.0.0.1:8000"
    assert (found.mail_url, found.mail_from, found.redis_url) == ("file:", "", "")
    assert found.mail_dir == tmp_path / ".agora" / "mail"


def test_the_key_for_trying_out_is_random_kept_and_private(tmp_path: Path) -> None:
    first, again = config.load({}, tmp_path).secret_key, config.load({}, tmp_path).secret_key
    assert first == again
    assert len(first) > 40
    assert (tmp_path / ".agora" / "development-secret").stat().st_mode & 0o077 == 0
    assert config.load({}, tmp_path / "elsewhere").secret_key != first


def test_production_runs_with_key_and_address(tmp_path: Path) -> None:
    found = config.load(SAFE, tmp_path)
    assert found.is_production
    assert found.base_url == "https://bildung.stadt.example"
    assert found.secret_key == "s" * 40


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"AGORA_SECRET_KEY": ""}, "AGORA_SECRET_KEY"),
        ({"AGORA_SECRET_KEY": "zu kurz"}, "AGORA_SECRET_KEY"),
        ({"AGORA_BASE_URL": ""}, "AGORA_BASE_URL"),
        ({"AGORA_BASE_URL": "bildung.stadt.example"}, "AGORA_BASE_URL"),
        ({"AGORA_ENV": "produktion"}, "AGORA_ENV"),
        ({"AGORA_DATABASE_URL": "mysql://x"}, "AGORA_DATABASE_URL"),
        ({"AGORA_DATABASE_URL": "postgresql://x"}, "AGORA_DATABASE_URL"),
        ({"AGORA_MAIL_URL": ""}, "AGORA_MAIL_URL"),
        ({"AGORA_MAIL_URL": "mail.stadt.example"}, "AGORA_MAIL_URL"),
        ({"AGORA_MAIL_URL": "smtp://:587"}, "AGORA_MAIL_URL"),
        ({"AGORA_MAIL_URL": "smtp://agora:ge/heim@mail.stadt.example:587"}, "AGORA_MAIL_URL"),
        ({"AGORA_MAIL_URL": "smtp://mail.stadt.example:fünf"}, "AGORA_MAIL_URL"),
        ({"AGORA_MAIL_URL": "http://mail.stadt.example"}, "AGORA_MAIL_URL"),
        ({"AGORA_MAIL_FROM": "Agora <portal@stadt.example>"}, "AGORA_MAIL_FROM"),
        ({"AGORA_MAIL_FROM": "portal"}, "AGORA_MAIL_FROM"),
        ({"AGORA_REDIS_URL": "localhost:6379"}, "AGORA_REDIS_URL"),
    ],
)
def test_what_is_missing_or_wrong_stops_the_start_with_a_sentence(
    tmp_path: Path, change: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingsProblem) as problem:
        config.load(SAFE | change, tmp_path)
    assert named in str(problem.value)
    assert "bitte" in str(problem.value)


def test_the_key_is_not_told_by_the_message(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem) as problem:
        config.load(SAFE | {"AGORA_SECRET_KEY": "geheim4711"}, tmp_path)
    assert "geheim4711" not in str(problem.value)


def test_the_password_of_the_mail_server_is_not_told_either(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem) as problem:
        config.load(SAFE | {"AGORA_MAIL_URL": "imap://agora:geheim4711@mail.stadt.example"}, tmp_path)
    assert "geheim4711" not in str(problem.value)


def test_a_file_is_read_and_the_environment_goes_before_it(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        f"# Kommentar\nexport AGORA_BASE_URL='https://datei.example'\nAGORA_DATA_DIR=\"{tmp_path}\"\n\nkein Paar\n#AGORA_ENV=production\n",
        encoding="utf-8",
    )
    assert config.load({}, tmp_path).base_url == "https://datei.example"
    assert (
        config.load({"AGORA_BASE_URL": "https://umgebung.example"}, tmp_path).base_url
        == "https://umgebung.example"
    )
    assert not config.load({}, tmp_path).is_production


def test_a_value_of_the_file_may_hold_an_equals_sign(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("AGORA_SECRET_KEY=a=b==\n", encoding="utf-8")
    assert config.dotenv(tmp_path / ".env") == {"AGORA_SECRET_KEY": "a=b=="}
    assert config.dotenv(tmp_path / "gibt-es-nicht") == {}
