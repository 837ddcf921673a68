"""Text pages, the accessibility declaration, and the feedback form that every page links to."""

from flask import abort, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import clock, text
from portal.errors import Conflict
from portal.extensions import csrf, db
from portal.mail import wishes
from portal.models import Offer
from portal.models import Page as StoredPage
from portal.pages import actions, queries
from portal.vocabulary.offers import Step
from portal.vocabulary.people import FeedbackKind
from portal.web.kit import addresses, formats, languages
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.robots import new_ticket
from portal.web.public import blueprint
from portal.web.public.forms import FeedbackForm
from portal.web.public.pages import AccessibilityPage, FeedbackPage, TextPage

SLUGS = ("impressum", "datenschutz", "ueber", "leichte-sprache")


@blueprint.get(f"/<any({', '.join(repr(slug) for slug in SLUGS)}):slug>")
@public
def page(slug: str) -> str:
    stored = stored_page(slug)
    shown = TextPage(
        title=stored.title,
        body_html=body(stored),
        updated=updated(stored),
        plain_language=slug == "leichte-sprache",
    )
    return render_template("public/text.html", page=shown, breadcrumb=(p.Crumb(stored.title),))


@blueprint.get("/barrierefreiheit")
@public
def accessibility() -> str:
    stored = stored_page("barrierefreiheit")
    form = FeedbackForm(kind=FeedbackKind.ACCESSIBILITY.value, page=request.path, ticket=new_ticket())
    shown = AccessibilityPage(title=stored.title, body_html=body(stored), updated=updated(stored))
    return render_template(
        "public/accessibility.html", page=shown, form=form, breadcrumb=(p.Crumb(stored.title),)
    )


def stored_page(slug: str) -> StoredPage:
    """A plain page in the reader's language, else in German; 404 when the editors have none."""
    return queries.page(db.session(), slug, languages.current()) or abort(404)


def body(stored: StoredPage) -> Markup:
    return Markup(text.markdown_html(stored.body, top_heading=2))  # noqa: S704  sanitised by nh3


def updated(stored: StoredPage) -> str:
    return formats.long_date(clock.local(stored.updated_at).date(), weekday=False)


@blueprint.get("/feedback")
@public
def feedback() -> str:
    offer = offer_asked_about(request.args.get("angebot", ""))
    form = FeedbackForm(
        kind=FeedbackKind.WRONG_ENTRY.value if offer else None,
        page=text.one_line(request.args.get("seite", ""), 300),
        offer=str(offer.id) if offer else "",
        ticket=new_ticket(),
    )
    return show(form, offer)


@blueprint.post("/feedback")
@csrf.exempt  # no account acts here; the ticket and the trap stand against robots, and no cookie is needed
@public
def send_feedback() -> str | Response | tuple[str, int]:
    form = FeedbackForm(request.form)
    offer = offer_asked_about(form.offer.data or "")
    if not form.validate():
        return show(form, offer), 400
    try:
        message = actions.leave_feedback(
            db.session(),
            kind=FeedbackKind(form.kind.data),
            message=form.message.data,
            page=form.page.data,
            email=form.email.data,
            offer_id=offer.id if offer else None,
            now=clock.now(),
        )
    except Conflict as problem:
        form.message.errors = [str(problem)]
        return show(form, offer), 429
    wishes.want(db.session(), "reported", feedback_id=message.id)
    return redirect(url_for("public.feedback_sent", angebot=offer.id if offer else None), 303)


@blueprint.get("/feedback/danke")
@public
def feedback_sent() -> str:
    offer = offer_asked_about(request.args.get("angebot", ""))
    return render_template(
        "public/feedback.html", page=FeedbackPage(sent=True, about=link_to(offer)), form=FeedbackForm()
    )


def show(form: FeedbackForm, offer: Offer | None) -> str:
    return render_template("public/feedback.html", page=FeedbackPage(about=link_to(offer)), form=form)


def offer_asked_about(number: str) -> Offer | None:
    """The published offer with this id; None for anything else."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    offer = db.session.get(Offer, int(number))
    return offer if offer and offer.step is Step.PUBLISHED else None


def link_to(offer: Offer | None) -> p.Link | None:
    return p.Link(offer.title, addresses.offer(offer.id, offer.slug)) if offer else None
