"""Ideas of citizens: look at them before everybody does, answer, refuse, connect with an offer."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.errors import Conflict
from portal.extensions import db
from portal.participation import actions, queries, rules
from portal.participation.queries import Listed
from portal.participation.rules import Step
from portal.permissions.policy import Right
from portal.vocabulary.labels import N_
from portal.vocabulary.participation import IDEA_KIND_LABELS, IDEA_STATE_LABELS, IdeaState
from portal.web.editorial import blueprint, version_views
from portal.web.editorial.forms_ideas import IdeaDeskForm, form_of
from portal.web.editorial.pages_ideas import IdeaDesk, IdeaLine, IdeasDesk
from portal.web.kit import desk, desk_links, formats, guards, languages, paging, unsaved
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

ONE = "/vorschlaege/<int(max=2147483647):idea_id>"
LIST = "editorial.list_ideas"
STATES: dict[str, IdeaState] = {
    "": IdeaState.WAITING,
    "offen": IdeaState.PUBLIC,
    "beantwortet": IdeaState.ANSWERED,
    "angebot": IdeaState.BECAME_OFFER,
    "abgelehnt": IdeaState.REFUSED,
}
_LOOKS: dict[IdeaState, tuple[p.Tone, str]] = {
    IdeaState.WAITING: ("few", "clock"),
    IdeaState.PUBLIC: ("plain", "clock"),
    IdeaState.ANSWERED: ("ok", "check"),
    IdeaState.BECAME_OFFER: ("ok", "check"),
    IdeaState.REFUSED: ("plain", "minus"),
}
SAID = {
    "save": N_("Der Vorschlag ist gespeichert."),
    "publish": N_("Der Vorschlag ist öffentlich."),
    "answer": N_("Die Antwort ist öffentlich."),
    "refuse": N_("Der Vorschlag ist abgelehnt."),
    "link": N_("Der Vorschlag führt jetzt zu diesem Angebot."),
}
MOST_FOUND = 12
Answer = str | Response | tuple[str, int]


@blueprint.get("/vorschlaege")
@needs(Right.CURATE)
def list_ideas() -> str:
    asked = request.args.get("stand", "")
    chosen = asked if asked in STATES else ""
    number = paging.asked()
    found, total = queries.for_editors(db.session(), state=STATES[chosen], page=number)
    page = IdeasDesk(
        tabs=tuple(
            p.SortLink(_(IDEA_STATE_LABELS[state]), url_for(LIST, stand=one or None), one == chosen)
            for one, state in STATES.items()
        ),
        rows=tuple(line(one) for one in found),
        total_words=ngettext("ein Vorschlag", "%(num)s Vorschläge", total),
        pagination=paging.links(
            number,
            paging.pages_of(total, queries.PER_PAGE),
            lambda one: url_for(LIST, stand=chosen or None, seite=one),
        ),
        public_url=url_for("public.list_ideas"),
    )
    return render_template("editorial/ideas.html", page=page)


def line(one: Listed) -> IdeaLine:
    idea = one.idea
    parts = [day_of(one), one.district, ngettext("eine Stimme", "%(num)s Stimmen", idea.supports)]
    parts += [_("möchte eine Antwort")] if idea.email else []
    return IdeaLine(
        url=url_for("editorial.show_idea", idea_id=idea.id),
        title=idea.title,
        text=text.one_line(idea.text or "", 160),
        meta=tuple(part for part in parts if part),
        iso=idea.asked_at.isoformat(),
        lang=languages.of_content(),
    )


def day_of(one: Listed) -> str:
    return formats.long_date(clock.local(one.idea.asked_at).date(), weekday=False)


@blueprint.get(ONE)
@needs(Right.CURATE)
def show_idea(idea_id: int) -> str:
    unsaved.keeps_drafts()
    one = stored(idea_id)
    return show(form_of(one, queries.districts(db.session())), one)


@blueprint.post(ONE)
@needs(Right.CURATE)
def decide_idea(idea_id: int) -> Answer:
    """Do what the button says; everything typed comes back where that is not possible."""
    form, one = IdeaDeskForm(districts=queries.districts(db.session())), stored(idea_id)
    act = pressed(form)
    if act == "find":
        form.validate_on_submit()
        return show(form, one, revision=version_views.revision())
    unsaved.keeps_drafts()
    if not is_valid(form, act):
        return show(form, one, revision=version_views.revision()), 400
    has_address = bool(one.idea.email)
    try:
        ACTS[act](form, idea_id)
    except Conflict as problem:
        return refused(form, idea_id, problem)
    flash(_(SAID[act]), "ok")
    if has_address and act in ("answer", "refuse", "link"):
        flash(_("Ein Brief mit Ihren Worten ist unterwegs. Danach löscht das Portal die Adresse."), "info")
    return redirect(url_for("editorial.show_idea", idea_id=idea_id), 303)


def pressed(form: IdeaDeskForm) -> str:
    """The button; the Enter key looks for offers where words for them stand in the form, and saves otherwise."""
    act = request.form.get("act", "")
    if act == "find" or (act == "enter" and form.words.data):
        return "find"
    return act if act in SAID else "save"


def is_valid(form: IdeaDeskForm, act: str) -> bool:
    """The fields, and that what the button needs was said."""
    is_fine = bool(form.validate_on_submit())
    missing = {
        "answer": (form.answer, not form.answer.data, _("Bitte schreiben Sie eine Antwort.")),
        "refuse": (form.reason, not form.reason.data, _("Bitte sagen Sie, warum.")),
        "link": (form.words, form.offer_id is None, _("Bitte suchen und wählen Sie ein Angebot.")),
    }
    if act not in missing:
        return is_fine
    field, lacks, said = missing[act]
    if lacks:
        field.errors = [*field.errors, said]
    return is_fine and not lacks


def save(form: IdeaDeskForm, idea_id: int) -> None:
    actions.revise(
        db.session(),
        guards.me(),
        idea_id=idea_id,
        draft=form.draft(),
        revision=version_views.revision(),
        now=clock.now(),
    )


def saved_revision(form: IdeaDeskForm, idea_id: int) -> int:
    """The words first: whatever is decided, it is decided about them."""
    row = actions.revise(
        db.session(),
        guards.me(),
        idea_id=idea_id,
        draft=form.draft(),
        revision=version_views.revision(),
        now=clock.now(),
    )
    return row.revision


def publish(form: IdeaDeskForm, idea_id: int) -> None:
    opened = saved_revision(form, idea_id)
    actions.publish(db.session(), guards.me(), idea_id=idea_id, revision=opened, now=clock.now())


def answer(form: IdeaDeskForm, idea_id: int) -> None:
    opened = saved_revision(form, idea_id)
    said = form.answer.data
    actions.answer(db.session(), guards.me(), idea_id=idea_id, said=said, revision=opened, now=clock.now())


def refuse(form: IdeaDeskForm, idea_id: int) -> None:
    actions.refuse(
        db.session(),
        guards.me(),
        idea_id=idea_id,
        reason=form.reason.data,
        revision=version_views.revision(),
        now=clock.now(),
    )


def link(form: IdeaDeskForm, idea_id: int) -> None:
    opened = saved_revision(form, idea_id)
    actions.link_offer(
        db.session(),
        guards.me(),
        idea_id=idea_id,
        offer_id=form.offer_id or 0,
        revision=opened,
        now=clock.now(),
    )


ACTS: dict[str, Callable[[IdeaDeskForm, int], None]] = {
    "save": save,
    "publish": publish,
    "answer": answer,
    "refuse": refuse,
    "link": link,
}


def refused(form: IdeaDeskForm, idea_id: int, problem: Conflict) -> tuple[str, int]:
    """The form again with the message; what somebody else decided meanwhile stands above it."""
    if problem.field == "offer":
        form.words.errors = [*form.words.errors, _(str(problem))]
        return show(form, stored(idea_id), revision=version_views.revision()), 409
    notice = p.Notice(_(str(problem)), _("Unten steht noch, was Sie eingegeben haben."), "warn")
    return show(form, stored(idea_id), notices=(notice,)), 409


def show(
    form: IdeaDeskForm,
    one: Listed,
    *,
    revision: int | None = None,
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """One idea with all that may be done with it."""
    desk.stand_under(LIST)
    idea, steps = one.idea, rules.steps_from(one.idea.state)
    found = queries.offers_like(db.session(), form.words.data, MOST_FOUND) if form.words.data else ()
    form.offer.choices = [(str(number), f"{title}, {who}") for number, title, who in found]
    page = IdeaDesk(
        title=idea.title,
        state=p.Status(_(IDEA_STATE_LABELS[idea.state]), *_LOOKS[idea.state]),
        lines=tuple(lines(one)),
        back_url=url_for(LIST),
        revision=idea.revision if revision is None else revision,
        may_publish=Step.PUBLISH in steps,
        may_answer=Step.ANSWER in steps,
        may_refuse=Step.REFUSE in steps,
        may_link=Step.LINK_OFFER in steps,
        has_found=bool(found),
        found_words=form.words.data or "",
        public_url=url_for("public.show_idea", idea_uuid=idea.uuid) if idea.state in shown() else "",
        new_offer_url=desk_links.to("desk.new_offer"),
        notices=notices,
        lang=languages.of_content(),
    )
    return render_template("editorial/idea.html", page=page, form=form)


def shown() -> frozenset[IdeaState]:
    """The states that everybody sees."""
    return frozenset(STATES.values()) - {IdeaState.WAITING, IdeaState.REFUSED}


def lines(one: Listed) -> list[tuple[str, str]]:
    """What there is to know beside the words."""
    idea = one.idea
    found = [
        (_("Eingegangen"), day_of(one)),
        (_("Es fehlt"), _(IDEA_KIND_LABELS[idea.kind])),
        (_("Stimmen"), str(idea.supports)),
        (_("Antwort an"), idea.email or _("keine Adresse hinterlassen")),
    ]
    if one.offer:
        found.append((_("Angebot"), one.offer[2]))
    if idea.state is IdeaState.REFUSED and idea.answer:
        found.append((_("Grund der Ablehnung"), idea.answer))
    return found


def stored(idea_id: int) -> Listed:
    return queries.by_id(db.session(), idea_id) or abort(404)
