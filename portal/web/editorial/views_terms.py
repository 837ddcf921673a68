"""Topics and synonyms: list, add, change. Before anything is saved its effect on searches is shown. Deleting and putting
together: views_term_ends.py."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.errors import Conflict
from portal.extensions import db
from portal.models import Term
from portal.pages import term_actions, terms
from portal.pages.terms import KeptTerm, TermDraft
from portal.permissions.policy import Right
from portal.vocabulary.terms import SCHEME_LABELS, Scheme
from portal.web.editorial import blueprint, term_effects
from portal.web.editorial.forms_terms import SynonymForm, TopicForm, form_of
from portal.web.editorial.pages_terms import Effect, TermPage, TermRow, TermsPage
from portal.web.kit import addresses, desk, guards, languages, parking, unsaved, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

LISTS = {"themen": Scheme.TOPIC, "synonyme": Scheme.SYNONYM}
ONE = "/begriffe/<int(max=2147483647):term_id>"
LIST = "editorial.list_terms"
Answer = str | Response | tuple[str, int]


@blueprint.get("/begriffe")
@needs(Right.CURATE)
def list_terms() -> str:
    which = request.args.get("liste", "")
    which = which if which in LISTS else "themen"
    scheme = LISTS[which]
    query = text.one_line(request.args.get("wort", ""))[:80]
    kept = [one for one in terms.listed(db.session(), scheme) if fits(one, query)]
    page = TermsPage(
        title=_("Themen und Synonyme"),
        tabs=tuple(
            p.SortLink(name, url_for(LIST, liste=key), key == which)
            for key, name in (("themen", _("Themen")), ("synonyme", _("Synonyme")))
        ),
        rows=tuple(term_row(one, scheme) for one in kept),
        new_url=url_for("editorial.new_term", which=which),
        new_label=_("Neues Thema") if scheme is Scheme.TOPIC else _("Neues Synonym"),
        search_url=url_for(LIST),
        which=which,
        query=query,
        has_offers=scheme is Scheme.TOPIC,
        lang=languages.of_content(),
    )
    return render_template("editorial/terms.html", page=page)


def fits(one: KeptTerm, query: str) -> bool:
    """Whether a term has the letters that were typed, in any of its words."""
    wanted = query.casefold()
    return any(wanted in word.casefold() for word in (one.label, one.label_en, *one.synonyms))


def term_row(one: KeptTerm, scheme: Scheme) -> TermRow:
    is_topic = scheme is Scheme.TOPIC
    return TermRow(
        label=one.label,
        label_en=one.label_en,
        synonyms=", ".join(one.synonyms),
        offers=ngettext("%(num)s Angebot", "%(num)s Angebote", one.offers) if is_topic else "",
        edit_url=url_for("editorial.edit_term", term_id=one.id),
        url=addresses.topic(one.code) if is_topic else "",
        is_narrower=one.parent_id is not None,
    )


@blueprint.get(f"/begriffe/neu/<any({', '.join(map(repr, LISTS))}):which>")
@needs(Right.CURATE)
def new_term(which: str) -> str:
    unsaved.keeps_drafts()
    form = form_of(None, LISTS[which], label=text.one_line(request.args.get("wort", ""))[:80])
    return show(form, None)


@blueprint.post(f"/begriffe/neu/<any({', '.join(map(repr, LISTS))}):which>")
@needs(Right.CURATE)
def add_term(which: str) -> Answer:
    """First the effect, then, when that very state is sent again, the term itself."""
    if target := unsaved.taken():
        return redirect(target, 303)
    form = posted(LISTS[which], None)
    if not form.validate_on_submit():
        unsaved.keeps_drafts()
        return show(form, None), 400
    draft = form.draft()
    if not is_seen(form, draft):
        return effect_first(form, None, draft)
    unsaved.keeps_drafts()
    try:
        row = term_actions.add(db.session(), guards.me(), draft=draft, now=clock.now())
    except Conflict as problem:
        return refused(form, None, problem)
    return done(row)


@blueprint.get(ONE)
@needs(Right.CURATE)
def edit_term(term_id: int) -> str:
    unsaved.keeps_drafts()
    row = stored(term_id)
    draft = terms.draft_of(row)
    return show(form_of(draft, row.scheme, opened=draft.digest()), row)


@blueprint.post(ONE)
@needs(Right.CURATE)
def revise_term(term_id: int) -> Answer:
    row = stored(term_id)
    form = posted(row.scheme, row)
    if not form.validate_on_submit():
        unsaved.keeps_drafts()
        return show(form, row), 400
    draft = form.draft()
    if not is_seen(form, draft):
        return effect_first(form, row, draft)
    unsaved.keeps_drafts()
    try:
        row = term_actions.revise(
            db.session(),
            guards.me(),
            term_id=term_id,
            draft=draft,
            opened=form.opened.data or "",
            now=clock.now(),
        )
    except Conflict as problem:
        return refused(form, stored(term_id), problem)
    return done(row)


def posted(scheme: Scheme, row: Term | None) -> SynonymForm:
    """The form as it was sent."""
    form = TopicForm() if scheme is Scheme.TOPIC else SynonymForm()
    offer_parents(form, row)
    return form


def offer_parents(form: SynonymForm, row: Term | None) -> None:
    if isinstance(form, TopicForm):
        form.offer_parents(terms.broad(db.session()), row.id if row else 0)


def is_seen(form: SynonymForm, draft: TermDraft) -> bool:
    """Whether the effect of this very state was shown before, and the button to save was pressed."""
    return request.form.get("act") == "save" and form.seen.data == draft.digest()


def effect_first(form: SynonymForm, row: Term | None, draft: TermDraft) -> Answer:
    """The form with the effect of what was typed; from here it can be saved."""
    session, actor, now = db.session(), guards.me(), clock.now()
    before = terms.draft_of(row) if row else None
    number = row.id if row else 0
    words = term_effects.words_of(form.probe.data or "", before, draft)

    def change() -> list[int]:
        if not number:
            term_actions.add(session, actor, draft=draft, now=now)
            return []
        touched = terms.offers_of(session, [number])
        term_actions.revise(
            session, actor, term_id=number, draft=draft, opened=form.opened.data or "", now=now
        )
        return touched

    try:
        found = term_effects.effects(words, change, now)
    except Conflict as problem:
        return refused(form, stored(number) if number else None, problem)
    form.seen.data = draft.digest()
    unsaved.keep_draft(actor.user_id, request.path, parking.pairs_of(request.form), now)
    return show(form, stored(number) if number else None, effects=found)


def show(
    form: SynonymForm,
    row: Term | None,
    *,
    effects: tuple[Effect, ...] = (),
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """The form for a new term or a stored one."""
    desk.stand_under(LIST)
    offer_parents(form, row)
    is_topic = isinstance(form, TopicForm)
    which = "themen" if is_topic else "synonyme"
    page = TermPage(
        title=row.label if row else _("Neues Thema") if is_topic else _("Neues Synonym"),
        back_url=url_for(LIST, liste=which),
        is_topic=is_topic,
        effects=effects,
        note=_(SCHEME_LABELS[row.scheme]) if row else "",
        address=addresses.topic(row.code) if row and is_topic else "",
        remove_url=url_for("editorial.ask_remove_term", term_id=row.id) if row else "",
        merge_url=url_for("editorial.ask_merge_term", term_id=row.id) if row else "",
        notices=notices,
    )
    return render_template("editorial/term.html", page=page, form=form, ticket=unsaved.new_ticket())


def refused(form: SynonymForm, row: Term | None, problem: Conflict) -> tuple[str, int]:
    """The form again with the message at its field, or with what stands there now when somebody else was faster."""
    if problem.field == "opened" and row:
        now = terms.draft_of(row)
        form.opened.data, form.seen.data = now.digest(), ""
        words = ", ".join((now.label, *now.synonyms))
        said = p.Notice(
            _(str(problem)),
            _("Gespeichert ist jetzt: %(words)s. Unten steht noch, was Sie eingegeben haben.", words=words),
            "warn",
        )
        return show(form, row, notices=(said,)), 409
    field = form[problem.field if problem.field in form else "label"]
    field.errors = [*field.errors, _(str(problem))]
    return show(form, row), 409


def done(row: Term) -> Response:
    vocabulary.read_again_after_commit()
    flash(_("„%(label)s“ ist gespeichert. Die Suche kennt es in wenigen Sekunden.", label=row.label), "ok")
    which = "themen" if row.scheme is Scheme.TOPIC else "synonyme"
    return redirect(unsaved.take(url_for(LIST, liste=which)), 303)


def stored(term_id: int) -> Term:
    return terms.by_id(db.session(), term_id) or abort(404)
