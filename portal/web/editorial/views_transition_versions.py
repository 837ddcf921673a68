"""The kept versions of a guide: list them, compare one with the present, bring it back."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.audit import versions
from portal.errors import Conflict
from portal.extensions import db
from portal.guidance import transition_actions as actions
from portal.guidance.transition_drafts import draft_of
from portal.permissions.policy import Right
from portal.vocabulary.workflow import Thing
from portal.web.editorial import blueprint, transition_views, version_views
from portal.web.editorial.pages_versions import VersionPage, VersionsPage
from portal.web.editorial.views_transitions import LIST, ONE, stored
from portal.web.kit import desk, guards, guides, languages
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

VERSION = f"{ONE}/fassungen/<int(max=2147483647):number>"


@blueprint.get(f"{ONE}/fassungen")
@needs(Right.CURATE)
def list_transition_versions(transition_id: int) -> str:
    desk.stand_under(LIST)
    row = stored(transition_id)
    page = VersionsPage(
        title=_("Fassungen von „%(title)s“", title=row.name),
        back_url=url_for("editorial.edit_transition", transition_id=row.id),
        rows=version_views.rows(
            versions.of(db.session(), Thing.TRANSITION, row.id),
            transition_views.lines,
            lambda number: url_for(
                "editorial.show_transition_version", transition_id=transition_id, number=number
            ),
        ),
    )
    return render_template("editorial/versions.html", page=page)


@blueprint.get(VERSION)
@needs(Right.CURATE)
def show_transition_version(transition_id: int, number: int) -> str:
    desk.stand_under(LIST)
    row = stored(transition_id)
    kept = versions.one(db.session(), Thing.TRANSITION, row.id, number) or abort(404)
    both = transition_views.titled_lines(draft_of(row).content(), kept.content)
    page = VersionPage(
        title=_("„%(title)s“, Fassung %(number)s", title=row.name, number=number),
        line=_("Gespeichert von %(name)s am %(when)s Uhr", name=kept.author, when=version_views.moment(kept)),
        back_url=url_for("editorial.list_transition_versions", transition_id=row.id),
        restore_url=url_for("editorial.restore_transition_version", transition_id=row.id, number=number),
        revision=row.revision,
        differences=version_views.differences(*both),
        lang=languages.of_content(),
    )
    return render_template("editorial/version.html", page=page)


@blueprint.post(f"{VERSION}/wiederherstellen")
@needs(Right.CURATE)
def restore_transition_version(transition_id: int, number: int) -> Response:
    try:
        row = actions.restore(
            db.session(),
            guards.me(),
            transition_id=transition_id,
            number=number,
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        there = url_for("editorial.show_transition_version", transition_id=transition_id, number=number)
        return redirect(there, 303)
    guides.read_again_after_commit()
    flash(_("Fassung %(number)s von „%(title)s“ gilt wieder.", number=number, title=row.name), "ok")
    return redirect(url_for("editorial.edit_transition", transition_id=row.id), 303)
