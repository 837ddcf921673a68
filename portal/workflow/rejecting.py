"""An editor's no to an offer that is not public: archived, with a reason that its provider reads. Flushes, never commits."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.mail import wishes
from portal.models import Offer
from portal.permissions.policy import Actor, Right
from portal.vocabulary.offers import Step
from portal.workflow import steps, versions
from portal.workflow.editing import add_comment, require
from portal.workflow.publishing import archive
from portal.workflow.steps import IllegalStep, Move


def may_be_rejected(offer: Offer) -> bool:
    """Of what is public only the change is asked about: archiving would take the offer itself away."""
    return offer.step is not Step.PUBLISHED


def reject(session: Session, actor: Actor, *, offer: Offer, reason: str, now: datetime) -> None:
    """Archive what was submitted. It starts where a return starts and needs a reason as that does; the letter brings it."""
    require(actor, Right.REVIEW, offer.institution)
    edit = versions.edit_of(session, offer)
    if edit is None:
        raise IllegalStep("Darüber ist schon entschieden.")
    steps.check(steps.WORK, Move.SEND_BACK, edit.step, reason)
    if not may_be_rejected(offer):
        raise IllegalStep("Dieses Angebot ist öffentlich. Bitte geben Sie die Änderung zurück.")
    said, author = add_comment(session, actor, offer, reason, now, is_reason=True), edit.author_id
    archive(session, actor, offer=offer, now=now, remark=said.text)
    wishes.want(
        session, "rejected", offer_id=offer.id, actor_id=actor.user_id, author_id=author, text=said.text
    )
