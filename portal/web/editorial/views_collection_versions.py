"""The kept versions of a themed page: list them, compare one with the present, bring it back."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.audit import versions
from portal.errors import Conflict
from portal.extensions import db
from portal.pages import collection_actions
from portal.pages.drafts import draft_of
from portal.permissions.policy import Right
from portal.vocabulary.workflow import Thing
from portal.web.editorial import blueprint, collection_views, version_views
from portal.web.editorial.pages_versions import VersionPage, VersionsPage
from portal.web.editorial.views_collections import LIST, ONE, stored
from portal.web.kit import desk, guards, languages
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

VERSION = f"{ONE}/fassungen/<int(max=2147483647):number>"


@blueprint.get(f"{ONE}/fassungen")
@needs(Right.CURATE)
def list_collection_versions(collection_id: int) -> str:
    desk.stand_under(LIST)
    row = stored(collection_id)
    page = VersionsPage(
        title=_("Fassungen von „%(title)s“", title=row.title),
        back_url=url_for("editorial.edit_collection", collection_id=row.id),
        rows=version_views.rows(
            versions.of(db.session(), Thing.COLLECTION, row.id),
            collection_views.lines,
            lambda number: url_for(
                "editorial.show_collection_version", collection_id=collection_id, number=number
            ),
        ),
    )
    return render_template("editorial/versions.html", page=page)


@blueprint.get(VERSION)
@needs(Right.CURATE)
def show_collection_version(collection_id: int, number: int) -> str:
    desk.stand_under(LIST)
    row = stored(collection_id)
    kept = versions.one(db.session(), Thing.COLLECTION, row.id, number) or abort(404)
    both = collection_views.titled_lines(draft_of(row).content(), kept.content)
    page = VersionPage(
        title=_("„%(title)s“, Fassung %(number)s", title=row.title, number=number),
        line=_("Gespeichert von %(name)s am %(when)s Uhr", name=kept.author, when=version_views.moment(kept)),
        back_url=url_for("editorial.list_collection_versions", collection_id=row.id),
        restore_url=url_for("editorial.restore_collection_version", collection_id=row.id, number=number),
        revision=row.revision,
        differences=version_views.differences(*both),
        lang=languages.of_content(),
    )
    return render_template("editorial/version.html", page=page)


@blueprint.post(f"{VERSION}/wiederherstellen")
@needs(Right.CURATE)
def restore_collection_version(collection_id: int, number: int) -> Response:
    try:
        row = collection_actions.restore(
            db.session(),
            guards.me(),
            collection_id=collection_id,
            number=number,
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        there = url_for("editorial.show_collection_version", collection_id=collection_id, number=number)
        return redirect(there, 303)
    flash(_("Fassung %(number)s von „%(title)s“ gilt wieder.", number=number, title=row.title), "ok")
    return redirect(url_for("editorial.edit_collection", collection_id=row.id), 303)
