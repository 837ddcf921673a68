"""`agora serve`: web server and job worker together; one command is a whole portal."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from portal import config
from portal.cli import gunicorn_conf
from portal.cli.context import application, open_application
from portal.config import DEFAULT_PORT

STOP_SECONDS = 10


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=DEFAULT_PORT, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Web processes; one per core is enough.")
@click.option("--no-jobs", is_flag=True, help="Without the job worker (it runs elsewhere).")
@click.option(
    "--demo", is_flag=True, help="First create what is missing: tables, vocabularies, demo data, index."
)
def serve_command(host: str, port: int, workers: int, no_jobs: bool, demo: bool) -> None:
    """Serve the portal until stopped with Ctrl-C."""
    lead_home(f"http://{host}:{port}")
    if demo:
        prepare_demo()
    jobs = JobWorker()

    def when_ready(_server: object) -> None:
        announce(f"http://{host}:{port}")
        if not no_jobs:
            jobs.start()

    try:
        Server({"bind": f"{host}:{port}", "workers": workers, "when_ready": when_ready}).run()
    finally:
        jobs.stop()


def lead_home(address: str) -> None:
    """In development, where nobody has said the public address, links to the outside lead to where this portal listens."""
    said = {**config.dotenv(Path.cwd() / ".env"), **os.environ}
    if said.get("AGORA_ENV", config.DEVELOPMENT) == config.DEVELOPMENT and not said.get("AGORA_BASE_URL"):
        os.environ["AGORA_BASE_URL"] = address


def prepare_demo() -> None:
    """Tables, vocabularies, demo and index, each only where it is missing or from another week."""
    from portal import clock
    from portal.cli import database, seed_demo, seed_vocabularies
    from portal.extensions import db
    from portal.web.kit import publishing

    with open_application() as app:
        database.upgrade()
        session = db.session()
        fresh = seed_demo.is_current(session, today=clock.today())
        if not fresh:
            seed_vocabularies.load(session)
            seed_demo.load(session, today=clock.today())
            session.commit()
        if not fresh or not app.extensions["agora_search"].is_ready:
            publishing.publish_everything()


def announce(address: str) -> None:
    """Say where the portal is, and outside of production, who can sign in while it shows the demo."""
    from portal.cli import seed_demo

    click.echo(f"\n  Agora läuft: {address}\n")
    if not config.load().is_production:
        for email, name, *_ in seed_demo.LOGINS:
            click.echo(f"  {name:16} {email:26} Passwort {seed_demo.PASSWORD}")
        click.echo("")
    click.echo("  Anhalten mit Strg-C.\n")


class JobWorker:
    """`agora jobs run` beside the web server. Started when that listens, since its imports hold up the first page."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-m", "portal", "jobs", "run"])

    def stop(self) -> None:
        """Called by gunicorn's own workers too, when they leave: theirs it is not."""
        if self._process and os.getpid() == self._owner:
            self._process.terminate()
            try:
                self._process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()  # what it was at is found again in the database
                self._process.wait()


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn without its own command line; sync workers, which measured fastest on these pages."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)
        for name in ("worker_class", "loglevel", "timeout", "graceful_timeout", "post_worker_init"):
            self.cfg.set(name, getattr(gunicorn_conf, name))

    def load(self) -> Any:
        return application()
