"""Settings from the environment or a `.env`: read once, checked, frozen. The names are a contract (docs/operation.md)."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from portal.errors import SettingsProblem

DEVELOPMENT, PRODUCTION = "development", "production"
DEFAULT_PORT = 8000


@dataclass(frozen=True, slots=True)
class Settings:
    """What the process runs with. `data_dir` holds database, index, uploads, the job queue and, in development, outgoing mail.

    `mail_from` empty: letters come from the town's address. `redis_url` empty: the job queue is a file.
    """

    env: str
    secret_key: str
    database_url: str
    data_dir: Path
    base_url: str
    mail_url: str = "file:"
    mail_from: str = ""
    redis_url: str = ""

    @property
    def is_production(self) -> bool:
        return self.env == PRODUCTION

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def uploads_dir(self) -> Path:
        return self.data_dir / "uploads"

    @property
    def last_backup_file(self) -> Path:
        """Says when `agora backup` was last done."""
        return self.data_dir / "last-backup"

    @property
    def mail_dir(self) -> Path:
        """Where letters become files, when AGORA_MAIL_URL says so."""
        return Path(urlsplit(self.mail_url).path or self.data_dir / "mail")

    @property
    def jobs_dir(self) -> Path:
        return self.data_dir / "jobs"


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
        raise SettingsProblem(f"AGORA_ENV ist „{env}“: bitte auf {DEVELOPMENT} oder {PRODUCTION} setzen.")
    data_dir = Path(values.get("AGORA_DATA_DIR") or folder / ".agora").resolve()
    return Settings(
        env=env,
        secret_key=_secret(env, values, data_dir),
        database_url=_database_url(values, data_dir),
        data_dir=data_dir,
        base_url=_base_url(env, values),
        mail_url=_mail_url(env, values),
        mail_from=_mail_from(values),
        redis_url=_redis_url(values),
    )


def _secret(env: str, values: Mapping[str, str], data_dir: Path) -> str:
    given = values.get("AGORA_SECRET_KEY", "")
    if env == PRODUCTION:
        if len(given) < 32:
            raise SettingsProblem(
                "AGORA_SECRET_KEY fehlt oder hat weniger als 32 Zeichen: bitte auf die Ausgabe setzen von: "
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
            "AGORA_DATABASE_URL muss mit sqlite:/// oder postgresql+psycopg:// beginnen; für SQLite bitte weglassen."
        )
    return url


def _base_url(env: str, values: Mapping[str, str]) -> str:
    url = values.get("AGORA_BASE_URL", "").rstrip("/")
    if env == PRODUCTION and not url.startswith(("https://", "http://")):
        raise SettingsProblem(
            "AGORA_BASE_URL fehlt: bitte auf die öffentliche Adresse setzen, etwa https://bildung.stadt.example"
        )
    return url or f"http://127.0.0.1:{DEFAULT_PORT}"


def _mail_url(env: str, values: Mapping[str, str]) -> str:
    url = values.get("AGORA_MAIL_URL", "")
    if not url and env == PRODUCTION:
        raise SettingsProblem(
            "AGORA_MAIL_URL fehlt: bitte auf den Mailserver setzen, etwa smtp://user:password@mail.stadt.example:587, "
            "oder auf file:, dann werden E-Mails als Dateien im Datenordner abgelegt."
        )
    if not _is_mail_url(url or "file:"):
        raise SettingsProblem(
            "AGORA_MAIL_URL muss mit smtp:// oder smtps:// beginnen und einen Server nennen oder file: sein; "
            "Sonderzeichen im Passwort bitte wie in Adressen schreiben, / als %2F und @ als %40."
        )
    return url or "file:"


def _is_mail_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme == "file" or (
            parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
        )
    except ValueError:  # a port that is no number
        return False


def _mail_from(values: Mapping[str, str]) -> str:
    address = values.get("AGORA_MAIL_FROM", "").strip()
    if address and (address.count("@") != 1 or any(sign in address for sign in " <>,;\r\n")):
        raise SettingsProblem(
            "AGORA_MAIL_FROM ist keine Adresse: bitte auf den Absender der E-Mails setzen, etwa portal@stadt.example"
        )
    return address


def _redis_url(values: Mapping[str, str]) -> str:
    url = values.get("AGORA_REDIS_URL", "")
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise SettingsProblem(
            "AGORA_REDIS_URL muss mit redis://, rediss:// oder unix:// beginnen; für eine Datei bitte weglassen."
        )
    return url
