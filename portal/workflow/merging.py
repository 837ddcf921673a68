"""Two offers that are the same become one: the address of the dropped one leads to the kept one, its calendar entries are
called off and point there, its versions stay."""

from datetime import datetime

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from portal.models import DuplicatePair, Offer
from portal.offers import outbox, sheet_store
from portal.permissions.policy import Actor, Right
from portal.vocabulary.offers import Step
from portal.vocabulary.workflow import Act, VersionKind
from portal.workflow import versions
from portal.workflow.editing import note, require
from portal.workflow.steps import IllegalStep


def merge(session: Session, actor: Actor, *, kept: Offer, dropped: Offer, now: datetime) -> None:
    """Archive `dropped` in favour of `kept`. Raises IllegalStep for the same offer twice or a kept one that is not public."""
    require(actor, Right.CURATE, kept.institution)
    if kept.id == dropped.id:
        raise IllegalStep("Ein Angebot kann nicht mit sich selbst zusammengelegt werden.")
    if kept.step is not Step.PUBLISHED:
        raise IllegalStep("Das Angebot, das bleiben soll, ist nicht öffentlich.")
    if versions.was_public(dropped):
        versions.keep(session, actor, dropped, sheet_store.read(dropped), VersionKind.MERGED, now)
    edit = versions.edit_of(session, dropped)
    if edit is not None:
        session.delete(edit)
    dropped.step, dropped.merged_into_id = Step.ARCHIVED, kept.id
    for earlier in session.query(Offer).where(Offer.merged_into_id == dropped.id):
        earlier.merged_into_id = kept.id
    session.execute(
        delete(DuplicatePair).where(
            or_(DuplicatePair.first_id == dropped.id, DuplicatePair.second_id == dropped.id)
        )
    )
    outbox.note_change(session, [dropped.id, kept.id])
    note(session, actor, Act.MERGED, dropped, now, remark=f"{kept.id}: {kept.title}")
    note(session, actor, Act.MERGED, kept, now, remark=f"{dropped.id}: {dropped.title}")
    session.flush()
