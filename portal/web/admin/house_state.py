"""How the house is: database, search, waiting work, mail, disk, last backup. Each in a few cheap questions; the thorough look
is `agora check`."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import func, select
from sqlalchemy import text as sql

from portal import clock
from portal.config import Settings
from portal.extensions import db
from portal.models import Letter, OutboxEntry
from portal.paths import resource_dir
from portal.upkeep import beginnings
from portal.upkeep.beginnings import Gap
from portal.vocabulary.letters import LetterState
from portal.web.admin.pages_state import StateRow
from portal.web.kit import formats
from portal.web.kit import parts as p
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

MIN_FREE_BYTES = 500_000_000
LATE, BACKUP_OLD = timedelta(minutes=10), timedelta(days=2)


def rows(now: datetime, open_ones: tuple[Gap, ...] = ()) -> tuple[StateRow, ...]:
    """Every part of the house; `open_ones` as beginnings tells them."""
    parts: tuple[Callable[[datetime], StateRow], ...] = (database, search, work, mail, disk, backup)
    return (*(part(now) for part in parts), *placeholders(open_ones))


def database(_now: datetime) -> StateRow:
    present = db.session.execute(sql("SELECT version_num FROM alembic_version")).scalar()
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(
        db.engine.dialect.name, db.engine.dialect.name
    )
    if present != newest_revision():
        return _row(
            _("Datenbank"),
            False,
            _("Sie ist nicht auf dem Stand des Programms. Bitte „agora db upgrade“ ausführen."),
        )
    return _row(_("Datenbank"), True, _("%(kind)s, auf dem Stand des Programms.", kind=kind))


def search(_now: datetime) -> StateRow:
    found = service()
    if not found.is_ready:
        return _row(_("Suche"), False, _("Es gibt keinen Index. Bitte „agora search reindex“ ausführen."))
    said = ngettext("%(num)s Angebot ist auffindbar.", "%(num)s Angebote sind auffindbar.", found.size)
    return _row(_("Suche"), True, said)


def work(now: datetime) -> StateRow:
    """What waits in the outbox, and since when: the job worker takes it in seconds."""
    waiting, oldest = db.session.execute(
        select(func.count(OutboxEntry.id), func.min(OutboxEntry.created_at))
    ).one()
    if not waiting:
        return _row(_("Aufträge"), True, _("Nichts wartet."))
    said = ngettext("%(num)s Auftrag wartet.", "%(num)s Aufträge warten.", waiting)
    if oldest and now - oldest > LATE:
        late = _("Der älteste seit %(when)s. Läuft „agora jobs run“?", when=when(oldest))
        return _row(_("Aufträge"), False, f"{said} {late}")
    return _row(_("Aufträge"), True, said)


def mail(_now: datetime) -> StateRow:
    stuck = func.count(Letter.id).filter(Letter.state.in_((LetterState.DEAD, LetterState.UNCERTAIN)))
    waiting = func.count(Letter.id).filter(Letter.state == LetterState.WAITING)
    dead, ahead, last = db.session.execute(select(stuck, waiting, func.max(Letter.sent_at))).one()
    target = urlsplit(settings().mail_url)
    where = target.hostname or _("in Dateien, niemand bekommt Post")
    said = [
        _("Ausgang: %(where)s.", where=where),
        ngettext("%(num)s Brief wartet.", "%(num)s Briefe warten.", ahead),
        _("Zuletzt gesendet: %(when)s.", when=when(last) if last else _("noch nie")),
    ]
    if dead:
        said.append(
            ngettext("Um %(num)s muss sich jemand kümmern.", "Um %(num)s muss sich jemand kümmern.", dead)
        )
    return _row(_("Briefe"), not dead, " ".join(said))


def disk(_now: datetime) -> StateRow:
    free = shutil.disk_usage(settings().data_dir).free
    said = _("%(size)s GB sind frei.", size=f"{free / 1_000_000_000:.1f}".replace(".", ","))
    return _row(_("Speicherplatz"), free >= MIN_FREE_BYTES, said)


def backup(now: datetime) -> StateRow:
    """What `agora backup` left behind. A backup made otherwise is not known here."""
    try:
        made = datetime.fromisoformat(settings().last_backup_file.read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return _row(
            _("Sicherung"), None, _("Von einer Sicherung mit „agora backup“ ist hier nichts bekannt.")
        )
    said = _("Zuletzt gesichert: %(when)s.", when=when(made))
    return _row(_("Sicherung"), now - made <= BACKUP_OLD, said)


def placeholders(open_ones: tuple[Gap, ...]) -> tuple[StateRow, ...]:
    """What visitors and letters still show as it came with the program; nothing where nothing is."""
    said = [_(beginnings.SENTENCES[gap]) for gap in open_ones if gap in beginnings.PLACEHOLDER_GAPS]
    warned = p.Status(_("Achtung"), "few", "warn")
    return (StateRow(_("Angaben der Stadt"), warned, " ".join(said)),) if said else ()


@cache
def newest_revision() -> str | None:
    """The revision that this program needs."""
    configuration = AlembicConfig()
    configuration.set_main_option("script_location", str(resource_dir("migrations")))
    return ScriptDirectory.from_config(configuration).get_current_head()


def settings() -> Settings:
    found: Settings = current_app.extensions["agora_settings"]
    return found


def when(moment: datetime) -> str:
    local = clock.local(moment)
    return _(
        "%(day)s, %(time)s Uhr",
        day=formats.long_date(local.date(), weekday=False),
        time=formats.clock_time(moment),
    )


def _row(name: str, is_well: bool | None, said: str) -> StateRow:
    """None: nobody knows."""
    if is_well is None:
        return StateRow(name, p.Status(_("nicht bekannt"), "plain", "clock"), said)
    status = (
        p.Status(_("in Ordnung"), "ok", "check") if is_well else p.Status(_("bitte ansehen"), "stop", "cross")
    )
    return StateRow(name, status, said)
