"""Taking an offer out of the public, giving up pending work, starting a new offer from a copy: each asks first."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import AgoraError, Conflict
from portal.extensions import db
from portal.offers import sheet_store
from portal.permissions.policy import Right
from portal.web.desk import blueprint, form_errors, form_page
from portal.web.desk.pages_offer import AskPage
from portal.web.desk.small_forms import CopyForm, ReadableForm, ReasonForm
from portal.web.desk.views_form import ONE, fetch, ticket
from portal.web.kit import guards, unsaved
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.workflow import actions
from portal.workflow.queries import WorkingCopy
from portal.workflow.steps import IllegalStep

Answer = str | Response | tuple[str, int]


@blueprint.get(f"{ONE}/zurueckziehen")
@needs(Right.EDIT_OFFER)
def withdraw_offer(offer_id: int) -> str:
    return ask_withdraw(fetch(offer_id), ReasonForm())


@blueprint.post(f"{ONE}/zurueckziehen")
@needs(Right.EDIT_OFFER)
def do_withdraw_offer(offer_id: int) -> Answer:
    copy, form = fetch(offer_id), ReasonForm()
    if not form.validate():
        return ask_withdraw(copy, form), 400
    try:
        actions.withdraw(
            db.session(), guards.me(), offer=copy.offer, reason=form.reason.data, now=clock.now()
        )
    except (Conflict, IllegalStep) as problem:
        return refused(copy, problem)
    flash(
        _(
            "„%(title)s“ ist nicht mehr öffentlich. Termine in Kalendern werden abgesagt.",
            title=copy.offer.title,
        ),
        "ok",
    )
    return to_list(copy)


def ask_withdraw(copy: WorkingCopy, form: ReasonForm) -> str:
    sentences = (
        _(
            "Das Angebot verschwindet aus der Suche. Wer seine Adresse noch hat, liest dort, dass es das nicht mehr gibt."
        ),
        _(
            "Termine in abonnierten Kalendern werden als abgesagt gezeigt. Geht es nur um einen Termin, sagen Sie diesen ab."
        ),
    )
    return ask(
        copy, form, _("Angebot zurückziehen"), sentences, _("Zurückziehen"), field="reason", stops=True
    )


@blueprint.get(f"{ONE}/verwerfen")
@needs(Right.EDIT_OFFER)
def discard_offer(offer_id: int) -> str:
    copy = fetch(offer_id)
    if copy.live:
        title, said = (
            _("Änderung verwerfen"),
            _("Ihre Änderung wird verworfen. Öffentlich bleibt, was es jetzt ist."),
        )
    else:
        title, said = _("Entwurf verwerfen"), _("Der Entwurf kommt ins Archiv. Öffentlich war er nie.")
    kept = _("Im Verlauf bleibt jede gespeicherte Fassung lesbar.")
    return ask(copy, ReadableForm(), title, (said, kept), _("Verwerfen"), stops=True)


@blueprint.post(f"{ONE}/verwerfen")
@needs(Right.EDIT_OFFER)
def do_discard_offer(offer_id: int) -> Answer:
    copy = fetch(offer_id)
    try:
        actions.discard(db.session(), guards.me(), offer=copy.offer, now=clock.now())
    except IllegalStep as problem:
        return refused(copy, problem)
    unsaved.forget_draft(guards.me().user_id, request.path.removesuffix("/verwerfen"))
    if copy.live:
        flash(_("Die Änderung ist verworfen. Öffentlich ist die bisherige Fassung."), "ok")
    else:
        flash(_("Der Entwurf „%(title)s“ ist verworfen.", title=copy.offer.title), "ok")
    return to_list(copy)


@blueprint.get(f"{ONE}/kopieren")
@needs(Right.EDIT_OFFER)
def copy_offer(offer_id: int) -> str:
    copy = fetch(offer_id)
    return ask_copy(copy, CopyForm(data={"title": copy.sheet.title}))


@blueprint.post(f"{ONE}/kopieren")
@needs(Right.EDIT_OFFER)
def do_copy_offer(offer_id: int) -> Answer:
    copy, form = fetch(offer_id), CopyForm()
    if target := unsaved.taken():
        return redirect(target, 303)
    if not form.validate():
        return ask_copy(copy, form), 400
    sheet = sheet_store.copied(copy.sheet, form.title.data)
    made = actions.begin(
        db.session(), guards.me(), institution=copy.offer.institution, sheet=sheet, now=clock.now()
    )
    flash(_("Die Kopie ist ein Entwurf ohne Termine. Öffentlich ist davon noch nichts."), "ok")
    return redirect(unsaved.take(url_for("desk.edit_offer", offer_id=made.id)), 303)


def ask_copy(copy: WorkingCopy, form: CopyForm) -> str:
    said = _(
        "Es entsteht ein neuer Entwurf mit allen Angaben, aber ohne Termine. Das alte Angebot bleibt, wie es ist."
    )
    hint = _(
        "Findet dasselbe Angebot wieder statt? Dann nehmen Sie besser „Nächstes Semester“: Es behält seine Adresse."
    )
    return ask(copy, form, _("Angebot kopieren"), (said, hint), _("Kopie anlegen"), field="title", once=True)


def ask(
    copy: WorkingCopy,
    form: ReadableForm,
    title: str,
    sentences: tuple[str, ...],
    label: str,
    *,
    field: str = "",
    stops: bool = False,
    once: bool = False,
) -> str:
    page = AskPage(
        title=title,
        eyebrow=copy.sheet.title,
        sentences=sentences,
        label=label,
        address=request.path,
        back_url=form_page.edit_url(copy),
        field=field,
        stops=stops,
        ticket=ticket() if once else "",
        summary=form_errors.of_fields(form),
    )
    return render_template("desk/ask.html", page=page, form=form)


def refused(copy: WorkingCopy, problem: AgoraError) -> Response:
    flash(_(str(problem)), "warn")
    return redirect(form_page.edit_url(copy), 303)


def to_list(copy: WorkingCopy) -> Response:
    return redirect(url_for("desk.list_offers", anbieter=copy.offer.institution.slug), 303)
