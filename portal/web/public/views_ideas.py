"""Was fehlt in der Stadt? Look at ideas, support one once, propose one: without an account. Who only reads or proposes gets no
cookie; who supports gets one that remembers which ideas this browser has supported."""

from uuid import UUID

from flask import abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.errors import Conflict
from portal.extensions import csrf, db
from portal.participation import actions, queries, rules
from portal.participation.queries import Listed, Order
from portal.vocabulary.labels import N_
from portal.vocabulary.participation import IdeaState
from portal.web.kit import addresses, formats, languages, paging, robots, sources
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.robots import opened
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.web.public import blueprint, idea_words
from portal.web.public.forms_ideas import MOST_TITLE, IdeaForm
from portal.web.public.pages_ideas import AlikePage, IdeaFormPage, IdeaPage, IdeaSaidPage, IdeasPage

ONE = "/mitmachen/<uuid:idea_uuid>"
STATES: dict[str, tuple[IdeaState | None, str]] = {
    "": (None, N_("Alle")),
    "offen": (IdeaState.PUBLIC, N_("Noch offen")),
    "beantwortet": (IdeaState.ANSWERED, N_("Beantwortet")),
    "angebot": (IdeaState.BECAME_OFFER, N_("Gibt es jetzt")),
}
ORDERS = {Order.NEWEST: N_("Neueste"), Order.SUPPORTED: N_("am meisten unterstützt")}
SUPPORTED, MOST_REMEMBERED = "ideas", 100
Answer = str | Response | tuple[str, int]


@blueprint.get("/mitmachen")
@public
def list_ideas() -> str:
    state, order, notices = asked_for()
    number = paging.asked()
    found, total = queries.public(db.session(), state=STATES[state][0], order=order, page=number)

    def url(of_state: str, of_order: Order, page: int = 1) -> str:
        sort = of_order.value if of_order is not Order.NEWEST else None
        seite = page if page > 1 else None
        return url_for("public.list_ideas", stand=of_state or None, sort=sort, seite=seite)

    page = IdeasPage(
        total_words=ngettext("%(num)s Vorschlag", "%(num)s Vorschläge", total),
        rows=tuple(idea_words.row(one) for one in found),
        states=tuple(
            p.SortLink(_(label), url(one, order), one == state) for one, (_x, label) in STATES.items()
        ),
        sorts=tuple(p.SortLink(_(label), url(state, one), one is order) for one, label in ORDERS.items()),
        pagination=paging.links(
            number, paging.pages_of(total, queries.PER_PAGE), lambda page: url(state, order, page)
        ),
        propose_url=url_for("public.propose_idea"),
        notices=notices,
    )
    return render_template("public/ideas.html", page=page, breadcrumb=(p.Crumb(_("Was fehlt?")),))


def asked_for() -> tuple[str, Order, tuple[p.Notice, ...]]:
    """State and order of the address, and what of it was not understood."""
    notices = []
    state, sort = request.args.get("stand", ""), request.args.get("sort", "")
    if state not in STATES:
        notices.append(p.Notice(_("„%(value)s“ ist kein Stand.", value=text.one_line(state, 40))))
        state = ""
    try:
        order = Order(sort) if sort else Order.NEWEST
    except ValueError:
        notices.append(p.Notice(_("„%(value)s“ ist keine Sortierung.", value=text.one_line(sort, 40))))
        order = Order.NEWEST
    return state, order, tuple(notices)


@blueprint.get(ONE)
@public
def show_idea(idea_uuid: UUID) -> str:
    return show(stored(idea_uuid))


@blueprint.post(f"{ONE}/unterstuetzen")
@csrf.exempt  # no account acts here; a signed ticket shows that the page was opened, and reading it needs no cookie
@public
def support_idea(idea_uuid: UUID) -> Answer:
    """Once for each browser; a second time changes nothing and says so."""
    one = stored(idea_uuid)
    mine = supported()
    if one.idea.id in mine:
        return show(one, p.Notice(_("Sie unterstützen diesen Vorschlag schon. Einmal genügt.")))
    age = robots.ticket_age(request.form.get("ticket", ""))
    if age is None or not 0 <= age <= robots.MAX_SECONDS:
        again = p.Notice(_("Die Seite war zu lange offen. Bitte drücken Sie noch einmal."), "", "warn")
        return show(one, again), 400
    if sources.pause("support"):
        wait = p.Notice(_("Das ging sehr schnell. Bitte warten Sie einen Augenblick."), "", "warn")
        return show(one, wait), 429
    if not actions.support(db.session(), uuid=idea_uuid):
        return show(one, p.Notice(_("Diesen Vorschlag kann man nicht mehr unterstützen."))), 409
    session[SUPPORTED] = [*mine, one.idea.id][-MOST_REMEMBERED:]
    return redirect(url_for("public.show_idea", idea_uuid=idea_uuid), 303)


@blueprint.get("/mitmachen/vorschlagen")
@public
def propose_idea() -> str:
    title = text.one_line(request.args.get("titel", ""))[:MOST_TITLE]
    form = IdeaForm(data=opened(title=title), districts=queries.districts(db.session()))
    return show_form(form, idea_words.alike(title) if title else None)


@blueprint.post("/mitmachen/vorschlagen")
@csrf.exempt  # as for the feedback form: the ticket and the trap stand against robots, and no cookie is needed
@public
def send_idea() -> Answer:
    form = IdeaForm(request.form, districts=queries.districts(db.session()))
    if not form.validate():
        return show_form(form), 400
    if not form.seen.data and (known := idea_words.alike(form.title.data)):
        form.seen.data = "1"
        return show_form(form, known)
    if sources.pause("propose"):
        form.title.errors = [_("Das ging sehr schnell. Bitte warten Sie eine Minute und senden Sie dann ab.")]
        return show_form(form), 429
    try:
        actions.propose(
            db.session(),
            draft=form.draft(),
            email=form.email.data or "",
            locale=languages.current(),
            now=clock.now(),
        )
    except Conflict as problem:
        form.title.errors = [_(str(problem))]
        return show_form(form), 429
    return redirect(url_for("public.idea_sent"), 303)


@blueprint.get("/mitmachen/danke")
@public
def idea_sent() -> str:
    page = IdeaSaidPage(url_for("public.list_ideas"))
    return render_template("public/idea_said.html", page=page, breadcrumb=crumbs(_("Danke")))


def show(one: Listed, notice: p.Notice | None = None) -> str:
    """One idea with its answer. The ticket of its button is new each time."""
    idea = one.idea
    can_support = idea.state in rules.SUPPORTABLE
    page = IdeaPage(
        title=idea.title,
        text_html=idea_words.prose(idea.text),
        meta=idea_words.meta(one),
        state=idea_words.status(idea.state),
        supports=idea_words.supports(idea.supports),
        support_url=url_for("public.support_idea", idea_uuid=idea.uuid) if can_support else "",
        ticket=robots.new_ticket() if can_support else "",
        has_supported=idea.id in supported(),
        answer_html=idea_words.answer(idea),
        answered=formats.long_date(clock.local(idea.answered_at).date(), weekday=False)
        if idea.answered_at
        else "",
        offer=p.Link(one.offer[2], addresses.offer(one.offer[0], one.offer[1])) if one.offer else None,
        notice=notice,
        lang=languages.of_content(),
    )
    return render_template("public/idea.html", page=page, breadcrumb=crumbs(idea.title))


def show_form(form: IdeaForm, alike: AlikePage | None = None) -> str:
    page = IdeaFormPage(url_for("public.send_idea"), alike, lang=languages.of_content())
    return render_template("public/idea_form.html", page=page, form=form, breadcrumb=crumbs(_("Vorschlagen")))


def crumbs(last: str) -> tuple[p.Crumb, ...]:
    return (p.Crumb(_("Was fehlt?"), url_for("public.list_ideas")), p.Crumb(last))


def supported() -> list[int]:
    """The ideas that this browser has supported; a cookie of another make counts as none."""
    found = session.get(SUPPORTED, [])
    return [each for each in found if isinstance(each, int)] if isinstance(found, list) else []


def stored(uuid: UUID) -> Listed:
    return queries.public_by_uuid(db.session(), uuid) or abort(404)


@blueprint.after_request
def keep_what_is_personal(response: Response) -> Response:
    """Whether somebody has supported an idea is nobody else's to read from a cache."""
    if request.endpoint in ("public.show_idea", "public.support_idea"):
        response.headers["Cache-Control"] = "no-store" if SUPPORTED in session else "no-cache"
    return response
