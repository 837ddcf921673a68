"""Letters: how far each has come, and what to do with those that could not be delivered."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.audit import journal
from portal.errors import Conflict
from portal.extensions import db
from portal.mail import listing, outbox
from portal.mail.listing import ListedLetter
from portal.models import Letter
from portal.permissions.policy import Right
from portal.vocabulary.letters import LETTER_LABELS, LetterState
from portal.vocabulary.workflow import Act, Thing
from portal.web.admin import blueprint, letter_words, user_words
from portal.web.admin.pages_letters import LetterRow, LettersPage, StateLink
from portal.web.kit import paging
from portal.web.kit import parts as p
from portal.web.kit.guards import me, needs
from portal.web.kit.words import gettext as _

LIST = "/briefe"
ONE = f"{LIST}/<int(max=2147483647):letter_id>"
PER_PAGE = 40
ORDER = (LetterState.DEAD, LetterState.UNCERTAIN, LetterState.WAITING, LetterState.SENDING, LetterState.SENT)
AGAIN = frozenset({LetterState.DEAD, LetterState.UNCERTAIN})
GIVE_UP = frozenset({LetterState.WAITING, LetterState.UNCERTAIN})


@blueprint.get(LIST)
@needs(Right.ADMINISTER)
def list_letters() -> str:
    session, notices = db.session(), []
    counts = listing.counts(session)
    given = request.args.get("zustand", "")
    state = LetterState(given) if given in set(LetterState) else None
    if given and state is None:
        shown = text.one_line(given, 40)
        notices.append(p.Notice(_("„%(value)s“ ist kein Zustand. Hier stehen alle Briefe.", value=shown)))
    total = counts.get(state, 0) if state else sum(counts.values())
    pages = paging.pages_of(total, PER_PAGE)
    number = min(paging.asked(), pages)
    rows = listing.page(session, state, number=number, size=PER_PAGE)
    page = LettersPage(
        states=(
            state_link(None, state, sum(counts.values())),
            *(state_link(one, state, counts.get(one, 0)) for one in ORDER),
        ),
        rows=tuple(map(row, rows)),
        pagination=paging.links(number, pages, lambda at: list_url(state, at)),
        notices=tuple(notices),
    )
    return render_template("admin/letters.html", page=page)


@blueprint.post(f"{ONE}/noch-einmal")
@needs(Right.ADMINISTER)
def send_letter_again(letter_id: int) -> Response:
    letter, session = stored(letter_id), db.session()
    before = letter.state
    try:
        outbox.send_again(session, letter, clock.now())
    except Conflict as problem:
        return done(before, _(str(problem)), "stop")
    note(letter, Act.RESTORED, before)
    return done(before, _("Der Brief geht noch einmal hinaus."))


@blueprint.post(f"{ONE}/aufgeben")
@needs(Right.ADMINISTER)
def give_up_letter(letter_id: int) -> Response:
    letter, session = stored(letter_id), db.session()
    before = letter.state
    try:
        outbox.give_up(session, letter, clock.now())
    except Conflict as problem:
        return done(before, _(str(problem)), "stop")
    note(letter, Act.DISCARDED, before)
    return done(before, _("Der Brief wird nicht mehr gesendet."))


def note(letter: Letter, act: Act, before: LetterState) -> None:
    """The journal says which letter by subject and kind; to whom stands with the letter, as long as that is kept."""
    journal.record(
        db.session(),
        me(),
        act,
        Thing.LETTER,
        thing_id=letter.id,
        title=f"{letter.kind}: {letter.subject}",
        now=clock.now(),
        changes={"state": (before.value, letter.state.value)},
    )


def row(one: ListedLetter) -> LetterRow:
    return LetterRow(
        subject=one.subject,
        recipient=one.recipient,
        kind=letter_words.kind(one.kind),
        state=_(LETTER_LABELS[one.state]),
        times=times(one),
        problem=one.last_error or "",
        again_url=url_for("admin.send_letter_again", letter_id=one.id) if one.state in AGAIN else "",
        give_up_url=url_for("admin.give_up_letter", letter_id=one.id) if one.state in GIVE_UP else "",
    )


def times(one: ListedLetter) -> tuple[str, ...]:
    """When it was written and sent, or when it is tried again."""
    found = [_("geschrieben: %(when)s Uhr", when=user_words.moment(one.created_at))]
    if one.sent_at:
        found.append(_("gesendet: %(when)s Uhr", when=user_words.moment(one.sent_at)))
    elif one.state is LetterState.WAITING and one.attempts:
        found.append(_("nächster Versuch: %(when)s Uhr", when=user_words.moment(one.next_attempt_at)))
    return tuple(found)


def state_link(state: LetterState | None, current: LetterState | None, count: int) -> StateLink:
    label = _(LETTER_LABELS[state]) if state else _("alle")
    return StateLink(label, list_url(state), count, state is current)


def list_url(state: LetterState | None, page: int = 1) -> str:
    return url_for(
        "admin.list_letters", zustand=state.value if state else None, seite=page if page > 1 else None
    )


def done(state: LetterState, said: str, tone: p.NoticeTone = "ok") -> Response:
    flash(said, tone)
    return redirect(list_url(state), 303)


def stored(letter_id: int) -> Letter:
    return db.session().get(Letter, letter_id) or abort(404)
