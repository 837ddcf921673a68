"""Letters about the work on offers, between providers and editors. Each fulfils one wish that portal/workflow left; who acted
gets none, except the word that a submission has arrived."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from portal import clock
from portal.extensions import db
from portal.mail import recipients
from portal.mail.recipients import Recipient
from portal.models import Feedback
from portal.web.kit import languages, letter_offer, letters

Payload = Mapping[str, Any]
INBOX, REPORTS, DESK = "/redaktion/eingang", "/redaktion/meldungen", "/anbieterbereich/angebote"


def submitted(payload: Payload) -> None:
    """To the editors: there is something to look at."""
    _send("submitted", payload, recipients.editors(db.session()), path=INBOX, by=_name(payload))


def received(payload: Payload) -> None:
    """To who submitted: it has arrived, and this is what happens next."""
    requester = recipients.person(db.session(), payload.get("actor_id"))
    _send("received", payload, requester, path=DESK, spares_actor=False)


def approved(payload: Payload) -> None:
    """To the author: it is public now, or will be on its day."""
    copy = letter_offer.copy_of(db.session(), payload["offer_id"])
    on = copy.edit.publish_at if copy and copy.edit and copy.edit.approved_at else None
    if on is None:
        published(payload)
    else:
        _send("approved", payload, _provider(payload), path=DESK, on=clock.local(on))


def published(payload: Payload) -> None:
    """To the author: everybody can read it."""
    _send("published", payload, _provider(payload), path=DESK)


def returned(payload: Payload) -> None:
    """To the author: what the editors ask for, word by word."""
    _send("returned", payload, _provider(payload), path=DESK, said=payload["text"])


def rejected(payload: Payload) -> None:
    """To the author: it does not become public, and why, word by word."""
    _send("rejected", payload, _provider(payload), path=DESK, said=payload["text"])


def commented(payload: Payload) -> None:
    """To the other side: what was written about the offer."""
    session = db.session()
    to_editors = not recipients.is_editor(session, payload.get("actor_id"))
    _send(
        "commented",
        payload,
        recipients.editors(session) if to_editors else _provider(payload),
        path=INBOX if to_editors else DESK,
        by=_name(payload),
        said=payload["text"],
        to_editors=to_editors,
    )


def reported(payload: Payload) -> None:
    """To the editors: a visitor says that something is wrong."""
    session = db.session()
    message = session.get(Feedback, payload["feedback_id"])
    if message is None:
        return
    copy = letter_offer.copy_of(session, message.offer_id) if message.offer_id else None
    for one in recipients.editors(session):
        with languages.speaking(one.locale):
            letters.post(
                "reported",
                to=one.email,
                locale=one.locale,
                said=message.message,
                offer=letter_offer.told(session, copy, clock.now()) if copy else None,
                link=letters.address(f"{REPORTS}/{message.id}"),
            )


WISHES: Mapping[str, Callable[[Payload], None]] = {
    "submitted": submitted,
    "received": received,
    "approved": approved,
    "published": published,
    "returned": returned,
    "rejected": rejected,
    "commented": commented,
    "reported": reported,
}


def _send(
    kind: str,
    payload: Payload,
    to: Iterable[Recipient],
    *,
    path: str,
    spares_actor: bool = True,
    **more: Any,
) -> None:
    """One letter to each, about the offer; `path` leads to where they go on."""
    session = db.session()
    copy = letter_offer.copy_of(session, payload["offer_id"])
    if copy is None:  # deleted meanwhile: there is nothing left to write about
        return
    for one in to:
        if spares_actor and one.user_id == payload.get("actor_id"):
            continue
        with languages.speaking(one.locale):
            letters.post(
                kind,
                to=one.email,
                locale=one.locale,
                offer=letter_offer.told(session, copy, clock.now()),
                link=letters.address(f"{path}/{copy.offer.id}"),
                page=letter_offer.public_address(copy),
                **more,
            )


def _provider(payload: Payload) -> list[Recipient]:
    """Who sent the offer in; else, or when they cannot be reached any more, who manages its institution."""
    session = db.session()
    author = recipients.person(session, payload.get("author_id"))
    if author:
        return author
    copy = letter_offer.copy_of(session, payload["offer_id"])
    return recipients.managers(session, copy.offer.institution_id) if copy else []


def _name(payload: Payload) -> str:
    return recipients.name(db.session(), payload.get("actor_id"))
