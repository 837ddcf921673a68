"""The roof: create_app hangs everything up. What it hangs up is defined below, never here."""

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from portal import config, models  # noqa: F401  importing the models registers the tables
from portal.accounts.sessions import REMEMBERED
from portal.extensions import csrf, db, login, migrate
from portal.paths import resource_dir
from portal.search.service import SearchService
from portal.web import accounts, admin, careers, desk, editorial, feeds, guidance, programmes, public
from portal.web.kit import (
    assets,
    context,
    errors,
    fields,
    guards,
    languages,
    logs,
    security,
    session,
    templating,
    translations,
    unsaved,
    uploads,
)
from portal.web.kit import desk as desk_frame


def create_app(settings: config.Settings | None = None) -> Flask:
    """The whole portal as a WSGI application, from settings or, without, from the environment."""
    settings = settings or config.load()
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    app = Flask(
        "portal",
        template_folder=str(resource_dir("templates")),
        static_folder=str(resource_dir("static")),
    )
    app.jinja_environment = templating.LeanEnvironment
    app.config.from_mapping(flask_config(settings))
    app.extensions["agora_settings"] = settings
    app.extensions["agora_search"] = SearchService(folder=settings.index_dir)
    db.init_app(app)
    with app.app_context():
        tune_sqlite(db.engine)
    migrate.init_app(app, db, directory=str(resource_dir("migrations")))
    csrf.init_app(app)
    login.init_app(app)
    parts = (
        logs,
        languages,
        translations,
        assets,
        security,
        session,
        unsaved,
        uploads,
        guards,
        fields,
        context,
        desk_frame,
        errors,
    )
    for part in parts:
        part.install(app)
    for area in (public, programmes, guidance, careers, accounts, desk, editorial, admin, feeds):
        app.register_blueprint(area.blueprint)
    return app


def flask_config(settings: config.Settings) -> dict[str, object]:
    """Flask's and its extensions' options. Cookies exist only once somebody signs in or posts a form."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},  # a log must not hold what people wrote
        "SESSION_COOKIE_NAME": "agora",
        "SESSION_COOKIE_SECURE": settings.base_url.startswith("https://"),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_NAME": "agora_merken",
        "REMEMBER_COOKIE_DURATION": REMEMBERED,
        "REMEMBER_COOKIE_SECURE": settings.base_url.startswith("https://"),
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": 8 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": 8 * 3600,
        "WTF_I18N_ENABLED": False,
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,
    }


def tune_sqlite(engine: Engine) -> None:
    """SQLite for several processes: readers do not wait for the writer, references are kept, a busy file is waited for, and
    what is deleted is overwritten."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def pragmas(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]  # a DB-API connection, whose protocol has no type
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "busy_timeout=10000",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
