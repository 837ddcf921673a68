"""The editors' first page: what needs doing today."""

from flask import render_template, url_for

from portal import clock
from portal.extensions import db
from portal.permissions.policy import Right
from portal.web.editorial import blueprint, queue_words, tasks
from portal.web.editorial.pages_dashboard import DashboardPage
from portal.web.kit import desk_badges, formats
from portal.web.kit.guards import me, needs
from portal.workflow import badges, queries

SHOWN = 5


@blueprint.get("/")
@needs(Right.CURATE)
def dashboard() -> str:
    session, now = db.session(), clock.now()
    numbers = desk_badges.ask("editorial", badges.more_columns(now))
    scheduled = queries.scheduled(session, limit=SHOWN) if numbers["scheduled"] else []
    page = DashboardPage(
        day=formats.long_date(clock.today()),
        tasks=tasks.of_today(numbers, me(), now),
        queue=tuple(queue_words.item(one, None, now) for one in queries.queue(session, limit=SHOWN)),
        queue_url=url_for("editorial.list_queue"),
        scheduled=tuple(queue_words.item(one, None, now) for one in scheduled),
    )
    return render_template("editorial/dashboard.html", page=page)
