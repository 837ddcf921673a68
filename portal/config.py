"""Settings from the environment or a `.env`: read once, checked, frozen. The names are a contract (docs/operation.md)."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.errors import SettingsProblem

DEVELOPMENT, PRODUCTION = "development", "production"
DEFAULT_PORT = 8000


@dataclass(frozen=True, slots=True)
class Settings:
    """What the process runs with. `data_dir` holds database, index, uploads and, in development, outgoing mail."""

    env: str
    secret_key: str
    database_url: str
    data_dir: Path
    base_url: str

    @property
    def is_production(self) -> bool:
        return self.env == PRODUCTION

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def uploads_dir(self) -> Path:
        return self.data_dir / "uploads"


def dotenv(path: Path) -> dict[str, str]:
    """`NAME=value` lines of a `.env` file; quotes around a value and `#` lines are dropped. Missing file: empty."""
    if not path.is_file():
        return {}
    values: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.strip().partition("=")
        if separator and not name.startswith("#"):
            values[name.removeprefix("export ").strip()] = value.strip().strip("'\"")
    return values


def load(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Settings from `environ` over `.env` in `folder`. Raises SettingsProblem with a sentence on what to set."""
    folder = folder or Path.cwd()
    values = {**dotenv(folder / ".env"), **(os.environ if environ is None else environ)}
    env = values.get("AGORA_ENV", DEVELOPMENT)
    if env not in (DEVELOPMENT, PRODUCTION):
        raise SettingsProblem(f"AGORA_ENV is '{env}'; set it to {DEVELOPMENT} or {PRODUCTION}.")
    data_dir = Path(values.get("AGORA_DATA_DIR") or folder / ".agora").resolve()
    return Settings(
        env=env,
        secret_key=_secret(env, values, data_dir),
        database_url=_database_url(values, data_dir),
        data_dir=data_dir,
        base_url=_base_url(env, values),
    )


def _secret(env: str, values: Mapping[str, str], data_dir: Path) -> str:
    given = values.get("AGORA_SECRET_KEY", "")
    if env == PRODUCTION:
        if len(given) < 32:
            raise SettingsProblem(
                "AGORA_SECRET_KEY is missing or shorter than 32 characters; set it to the output of: "
                'python -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        return given
    return given or _development_secret(data_dir)


def _development_secret(data_dir: Path) -> str:
    """A random key kept in the data folder, so that sessions survive a restart and no key stands in the code."""
    file = data_dir / "development-secret"
    if not file.is_file():
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return file.read_text(encoding="ascii")


def _database_url(values: Mapping[str, str], data_dir: Path) -> str:
    url = values.get("AGORA_DATABASE_URL") or f"sqlite:///{data_dir / 'agora.sqlite'}"
    if not url.startswith(("sqlite://", "postgresql+psycopg://")):
        raise SettingsProblem(
            "AGORA_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://; leave it out for SQLite."
        )
    return url


def _base_url(env: str, values: Mapping[str, str]) -> str:
    url = values.get("AGORA_BASE_URL", "").rstrip("/")
    if env == PRODUCTION and not url.startswith(("https://", "http://")):
        raise SettingsProblem(
            "AGORA_BASE_URL is missing; set it to the public address, such as https://bildung.stadt.example"
        )
    return url or f"http://127.0.0.1:{DEFAULT_PORT}"
