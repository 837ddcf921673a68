"""Settings of the town: what it is called, its texts and colours, thresholds. All in one form."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.extensions import db
from portal.permissions.policy import Right
from portal.town import settings
from portal.town.registry import GROUPS, REGISTRY, Kind, Known
from portal.web.admin import blueprint
from portal.web.admin.forms_settings import SettingsForm, key
from portal.web.admin.pages_settings import Difference, SettingsPage
from portal.web.kit import parts as p
from portal.web.kit import town, unsaved
from portal.web.kit.guards import me, needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

Answer = str | Response | tuple[str, int]


@blueprint.get("/einstellungen")
@needs(Right.ADMINISTER)
def edit_settings() -> str:
    unsaved.keeps_drafts()
    values = settings.read(db.session())
    return show(SettingsForm(values, settings.digest(values)))


@blueprint.post("/einstellungen")
@needs(Right.ADMINISTER)
def save_settings() -> Answer:
    unsaved.keeps_drafts()
    form, session = SettingsForm(), db.session()
    if not (form.validate_on_submit() and form.is_possible()):
        return show(form), 400
    stored, typed = settings.read(session), form.values()
    if form.stand.data != settings.digest(stored) and typed != stored:
        return ask_again(form, stored, typed)
    changed = settings.change(session, me(), values=typed, now=clock.now())
    if changed:
        town.read_again_after_commit()
        said = ngettext(
            "Eine Einstellung ist geändert.", "%(num)s Einstellungen sind geändert.", len(changed)
        )
        flash(said + " " + _("Sie gilt überall in einer Minute, hier sofort."), "ok")
    else:
        flash(_("Es hat sich nichts geändert."), "info")
    return redirect(url_for("admin.edit_settings"), 303)


def ask_again(form: Any, stored: dict[str, Any], typed: dict[str, Any]) -> Answer:
    """Somebody else was faster: both versions, and what was typed stays in the form."""
    form.stand.data = settings.digest(stored)
    form.stand.raw_data = [form.stand.data]
    found = tuple(
        Difference(_(known.label), in_words(known, stored[known.name]), in_words(known, typed[known.name]))
        for known in REGISTRY
        if stored[known.name] != typed[known.name]
    )
    notice = p.Notice(
        _("Inzwischen hat jemand anders die Einstellungen geändert."),
        _("Unten steht noch, was Sie eingegeben haben. Wenn Sie speichern, gilt Ihre Fassung."),
        "warn",
    )
    return show(form, found, notice), 409


def show(form: Any, differences: tuple[Difference, ...] = (), *notices: p.Notice) -> str:
    page = SettingsPage(
        groups=tuple(
            (
                text.slugify(group),
                _(group),
                tuple((key(known.name), known.kind.value) for known in REGISTRY if known.group == group),
            )
            for group in GROUPS
        ),
        districts_url=url_for("admin.list_districts"),
        differences=differences,
        notices=notices,
    )
    return render_template("admin/settings.html", page=page, form=form)


def in_words(known: Known, value: Any) -> str:
    """A value as people read it."""
    if known.kind is Kind.CHOICES:
        labels = [_((known.options or {})[one]) for one in value]
        return ", ".join(labels) or _("(leer)")
    if known.kind is Kind.CHOICE and value:
        return _((known.options or {}).get(value, value))
    return str(value) if value not in ("", None) else _("(leer)")
