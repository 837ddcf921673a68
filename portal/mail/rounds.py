"""One round of the postman: hands over whatever is due. The one place in a room that commits, since a letter must be known as
taken before it leaves, and as sent right after."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from portal.mail import outbox
from portal.mail.delivery import MISCONFIGURED, PostOffice, Trouble
from portal.mail.envelope import Sender, ascii_address, compose
from portal.mail.outbox import Answer, Taken, Verdict

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Round:
    """What a round did, in letters; `trouble`: why it ended early."""

    sent: int = 0
    put_off: int = 0
    dead: int = 0
    uncertain: int = 0
    trouble: str = ""


def deliver_due(session: Session, office: PostOffice, sender: Sender, now: Callable[[], datetime]) -> Round:
    """Hand over the letters whose time has come, one by one. Safe to call from several workers at once."""
    done = Round()
    if outbox.settle_lost(session, now()):
        log.warning("letters_uncertain", why="their worker vanished")
    session.commit()
    waiting = outbox.due(session, now())
    session.commit()  # no transaction stays open while a server is talked to
    with closing(office):
        for letter_id in waiting:
            try:
                _deliver(session, office, sender, letter_id, now, done)
            except Trouble as trouble:
                done.trouble = str(trouble)
                outbox.put_off(session, now() + trouble.pause, done.trouble, now())
                session.commit()
                log.warning("letters_wait", why=done.trouble)
                break
    return done


def _require(sender: Sender) -> None:
    if not outbox.is_address(sender.address):
        raise Trouble(
            "Es fehlt der Absender: die E-Mail des Bildungsbüros oder AGORA_MAIL_FROM.", MISCONFIGURED
        )


def _deliver(
    session: Session,
    office: PostOffice,
    sender: Sender,
    letter_id: int,
    now: Callable[[], datetime],
    done: Round,
) -> None:
    _require(sender)
    office.open()
    letter = outbox.claim(session, letter_id, now())
    session.commit()
    if letter is None:
        return
    try:
        answer = _hand_over(office, sender, letter, now())
    except Trouble:
        outbox.give_back(session, letter)
        session.commit()
        raise
    outbox.note(session, letter, answer, now())
    session.commit()
    _count(done, letter, answer)


def _hand_over(office: PostOffice, sender: Sender, letter: Taken, now: datetime) -> Answer:
    try:
        mail = compose(letter, sender, now)
        recipient = ascii_address(letter.recipient)
    except (ValueError, LookupError) as problem:  # a letter that cannot be written must hold up no other
        return Answer(Verdict.NEVER, f"Der Brief lässt sich nicht schreiben: {problem}")
    return office.hand_over(letter, mail, sender=ascii_address(sender.address), recipient=recipient)


def _count(done: Round, letter: Taken, answer: Answer) -> None:
    if answer.verdict is Verdict.SENT:
        done.sent += 1
        return
    if answer.verdict is Verdict.LATER and letter.attempts <= len(outbox.PAUSES):
        done.put_off += 1
    elif answer.verdict is Verdict.UNKNOWN:
        done.uncertain += 1
    else:
        done.dead += 1
    log.warning("letter_not_sent", letter=letter.id, kind=letter.kind, verdict=answer.verdict.value)
