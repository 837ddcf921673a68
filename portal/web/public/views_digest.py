"""Mail digests of a search: ask, confirm, change, stop. Without an account and without a cookie: who holds a link of a letter
has read the mail of its address. What was asked for looks the same whether an address is known or not."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import csrf, db
from portal.models import MailSubscription
from portal.offers.filters import OfferFilter, parse
from portal.subscriptions import actions, queries
from portal.vocabulary.letters import RHYTHM_LABELS, Rhythm
from portal.web.kit import addresses, digests, filter_words, formats, languages, letters, notices
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.robots import opened
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _
from portal.web.public import blueprint
from portal.web.public.forms_digest import DigestForm, RhythmForm
from portal.web.public.pages_digest import (
    DigestConfirmPage,
    DigestFormPage,
    DigestManagePage,
    DigestSaidPage,
)

KEY = "<string(length=43):key>"
MOST_OF_QUERY = 4000  # more is no search that a person put together
Answer = str | Response | tuple[str, int]


@blueprint.get("/suche/abo")
@public
def digest_form() -> str:
    return show(DigestForm(data=opened(rhythm=Rhythm.WEEKLY.value)))


@blueprint.post("/suche/abo")
@csrf.exempt  # no account acts here; the ticket and the trap stand against robots, and no cookie is needed
@public
def ask_digest() -> Answer:
    form = DigestForm(request.form)
    if not form.validate():
        return show(form), 400
    wanted, _noted = asked_for()
    query = digests.query_of(wanted)
    if len(query) > MOST_OF_QUERY:
        form.email.errors = [_("Diese Suche ist zu lang. Bitte nehmen Sie weniger Filter.")]
        return show(form), 400
    try:
        asked = actions.ask(
            db.session(),
            email=form.email.data,
            query=query,
            locale=languages.current(),
            rhythm=Rhythm(form.rhythm.data),
            now=clock.now(),
        )
    except Conflict as problem:
        form.email.errors = [_(str(problem))]
        return show(form), 429
    if asked is not None:
        write(asked, filter_words.title(wanted))
    return redirect(url_for("public.digest_asked"), 303)


def write(asked: actions.Asked, search: str) -> None:
    """The letter with the link; to whom the digest comes already, one that says so. In the language that comes already too."""
    row = asked.row
    with languages.speaking(row.locale):
        letters.post(
            "digest_known" if asked.is_known else "digest_confirm",
            to=row.email,
            locale=row.locale,
            search=search,
            rhythm=_(RHYTHM_LABELS[row.rhythm]),
            path=digests.path(row, "abbestellen" if asked.is_known else "bestaetigen"),
            days=actions.UNCONFIRMED_KEPT.days,
        )


@blueprint.get("/suche/abo/gefragt")
@public
def digest_asked() -> str:
    return said(
        _("Bitte sehen Sie in Ihr E-Mail-Postfach"),
        _(
            "Wir haben Ihnen eine E-Mail geschickt. Erst wenn Sie dort auf den Link klicken, bekommen Sie Neues zu dieser "
            "Suche. Kommt nichts an? Dann sehen Sie im Ordner für Werbung nach."
        ),
        p.Action(_("Zurück zur Suche"), url_for("public.search"), primary=True),
    )


@blueprint.get(f"/abo/{KEY}/bestaetigen")
@public
def ask_confirm_digest(key: str) -> Answer:
    row = queries.by_key(db.session(), key)
    if row is None:
        return unknown()
    if row.confirmed_at is not None:
        return confirmed(row)
    page = DigestConfirmPage(
        search=search_in_words(row),
        rhythm=_(RHYTHM_LABELS[row.rhythm]),
        confirm_url=url_for("public.confirm_digest", key=key),
    )
    return render_template("public/digest_confirm.html", page=page)


@blueprint.post(f"/abo/{KEY}/bestaetigen")
@csrf.exempt  # the key in the address is the secret; there is no session that another site could misuse
@public
def confirm_digest(key: str) -> Answer:
    row = queries.by_key(db.session(), key)
    if row is None:
        return unknown()
    actions.confirm(db.session(), row=row, now=clock.now())
    return confirmed(row)


@blueprint.get(f"/abo/{KEY}/abbestellen")
@public
def manage_digest(key: str) -> Answer:
    row = queries.by_key(db.session(), key)
    return unknown() if row is None else manage(row, RhythmForm(data={"rhythm": row.rhythm.value}))


@blueprint.post(f"/abo/{KEY}/abbestellen")
@csrf.exempt  # mail programs post here themselves (RFC 8058), without cookie and without having seen a page
@public
def stop_digest(key: str) -> Answer:
    """No redirect, which mail programs need not follow; and the same answer to a second click."""
    actions.stop(db.session(), key=key)
    return said(
        _("Abbestellt"),
        _("Sie bekommen keine E-Mails mehr zu dieser Suche. Ihre Adresse ist gelöscht."),
        p.Action(_("Zur Suche"), url_for("public.search")),
    )


@blueprint.post(f"/abo/{KEY}/rhythmus")
@csrf.exempt  # as for the confirmation
@public
def change_digest(key: str) -> Answer:
    row = queries.by_key(db.session(), key)
    if row is None:
        return unknown()
    form = RhythmForm(request.form)
    if not form.validate():
        return manage(row, form)[0], 400
    actions.change_rhythm(db.session(), row=row, rhythm=Rhythm(form.rhythm.data))
    done = p.Notice(
        _("Gespeichert: Neues kommt nun %(rhythm)s.", rhythm=_(RHYTHM_LABELS[row.rhythm])), "", "ok"
    )
    return manage(row, form, done)


def asked_for() -> tuple[OfferFilter, tuple[p.Notice, ...]]:
    """The search in the address, and what of it was not understood."""
    wanted, noted = parse(request.args.to_dict(flat=False), service().values)
    return wanted, tuple(p.Notice(notices.sentence(one)) for one in noted)


def show(form: DigestForm) -> str:
    wanted, noted = asked_for()
    page = DigestFormPage(
        words=filter_words.words(wanted),
        send_url=addresses.search(wanted, "/abo"),
        search_url=addresses.search(wanted),
        notices=noted,
    )
    crumbs = (p.Crumb(_("Suche"), page.search_url), p.Crumb(_("Neues per E-Mail")))
    return render_template("public/digest_form.html", page=page, form=form, breadcrumb=crumbs)


def manage(row: MailSubscription, form: RhythmForm, *said_first: p.Notice) -> tuple[str, int]:
    """What is stored, and what can be done about it."""
    wanted, lost = digests.search_of(row)
    warnings = [p.Notice(notices.sentence(one), "", "warn") for one in lost]
    if lost:
        text = _(
            "Deshalb kommen zurzeit keine E-Mails. Bestellen Sie diese Suche am besten ab und eine neue."
        )
        warnings.append(p.Notice(_("Einen Teil Ihrer Suche gibt es nicht mehr."), text, "warn"))
    page = DigestManagePage(
        email=row.email,
        search=search_in_words(row),
        search_url=addresses.search(wanted),
        consent=formats.long_date(clock.local(row.confirmed_at).date(), weekday=False)
        if row.confirmed_at
        else "",
        rhythm_url=url_for("public.change_digest", key=row.key),
        stop_url=url_for("public.stop_digest", key=row.key),
        notices=(*said_first, *warnings),
    )
    return render_template("public/digest_manage.html", page=page, form=form), 200


def search_in_words(row: MailSubscription) -> str:
    return filter_words.title(digests.search_of(row)[0])


def confirmed(row: MailSubscription) -> str:
    return said(
        _("Bestätigt"),
        _(
            "Sie bekommen nun %(rhythm)s eine E-Mail, wenn es zu dieser Suche etwas Neues gibt: %(search)s",
            rhythm=_(RHYTHM_LABELS[row.rhythm]),
            search=search_in_words(row),
        ),
        p.Action(_("Zur Suche"), addresses.search(digests.search_of(row)[0]), primary=True),
        p.Action(_("Ändern oder abbestellen"), url_for("public.manage_digest", key=row.key)),
    )


def unknown() -> tuple[str, int]:
    """A link that leads nowhere, or nowhere any more."""
    text = _(
        "Der Link ist abgelaufen, oder Sie haben schon abbestellt. Dann bekommen Sie auch keine E-Mails mehr."
    )
    again = p.Action(_("Zur Suche"), url_for("public.search"))
    return said(_("Das gibt es nicht (mehr)"), text, again), 404


def said(title: str, text: str, *links: p.Action) -> str:
    return render_template("public/digest_said.html", page=DigestSaidPage(title, text, links))


@blueprint.after_request
def keep_nothing(response: Response) -> Response:
    """A page behind a key belongs to one person: nobody may keep it."""
    if request.view_args and "key" in request.view_args:
        response.headers["Cache-Control"] = "no-store"
    return response
