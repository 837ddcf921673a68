"""Changes plain pages: every save is kept as a version and leaves a line in the journal. Flushes, never commits."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.audit import journal, versions
from portal.errors import Conflict, NotFound
from portal.models import Page
from portal.pages.drafts import PageDraft
from portal.pages.queries import PLAIN_PAGES
from portal.permissions.policy import Actor
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

CHANGED = N_("Diese Seite hat inzwischen jemand anders geändert.")


def revise(
    session: Session,
    actor: Actor,
    *,
    slug: str,
    locale: str,
    draft: PageDraft,
    revision: int,
    now: datetime,
    note: str = "",
) -> Page:
    """Change a page that still stands as `revision`, or write it in a language in which it is missing (`revision` 0).

    Raises NotFound for other addresses, Conflict("revision") when somebody else was faster.
    """
    if slug not in PLAIN_PAGES:
        raise NotFound("Diese Seite gibt es nicht.")
    row = session.scalar(select(Page).where(Page.slug == slug, Page.locale == locale))
    if (row.revision if row else 0) != revision:
        raise Conflict(CHANGED, "revision")
    before = PageDraft(row.title, row.body) if row else None
    if row and draft == before and not note:
        return row
    found = versions.Found(before.content(), row.updated_at) if row and before else None
    if row is None:
        row = Page(slug=slug, locale=locale)
        session.add(row)
    row.title, row.body, row.updated_at = draft.title, draft.body, now
    _flush(session)
    versions.keep(
        session, actor, Thing.PAGE, row.id, content=draft.content(), now=now, found=found, note=note
    )
    act = Act.RESTORED if note else Act.CHANGED if before else Act.CREATED
    title = f"{row.title} ({locale})"
    changes = {"title": (before.title, draft.title)} if before and before.title != draft.title else {}
    journal.record(session, actor, act, Thing.PAGE, thing_id=row.id, title=title, now=now, changes=changes)
    return row


def restore(session: Session, actor: Actor, *, page: Page, number: int, revision: int, now: datetime) -> Page:
    """Make an earlier version the present one, as a new version. Raises as `revise` does."""
    kept = versions.one(session, Thing.PAGE, page.id, number)
    if kept is None:
        raise NotFound("Diese Fassung gibt es nicht.")
    return revise(
        session,
        actor,
        slug=page.slug,
        locale=page.locale,
        draft=PageDraft.of_content(kept.content),
        revision=revision,
        now=now,
        note=versions.RESTORED,
    )


def _flush(session: Session) -> None:
    """Two editors in the same moment: the database decides, and its refusal has ended the transaction."""
    try:
        session.flush()
    except (StaleDataError, IntegrityError) as error:
        session.rollback()
        raise Conflict(CHANGED, "revision") from error
