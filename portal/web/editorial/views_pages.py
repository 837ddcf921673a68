"""Plain pages in both languages: list, write, look at; their kept versions, and the way back to one."""

from flask import abort, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import clock, text
from portal.audit import versions
from portal.audit.versions import Content
from portal.errors import Conflict
from portal.extensions import db
from portal.models import Page
from portal.pages import page_actions, queries
from portal.pages.drafts import PageDraft
from portal.pages.queries import PLAIN_PAGES
from portal.permissions.policy import Right
from portal.vocabulary.workflow import Thing
from portal.web.editorial import blueprint, version_views
from portal.web.editorial.forms_pages import PageForm, form_of
from portal.web.editorial.pages_pages import InLanguage, PageEditing, PagesPage, PlainPage
from portal.web.editorial.pages_versions import TwoVersions, VersionPage, VersionsPage
from portal.web.editorial.version_views import Lines
from portal.web.kit import desk, formats, guards, languages, parking, unsaved
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

_SLUG, _LOCALE = (", ".join(map(repr, names)) for names in (PLAIN_PAGES, languages.LOCALES))
ONE = f"/seiten/<any({_SLUG}):slug>/<any({_LOCALE}):locale>"
VERSION = f"{ONE}/fassungen/<int(max=2147483647):number>"
LIST = "editorial.list_pages"
Answer = str | Response | tuple[str, int]


@blueprint.get("/seiten")
@needs(Right.CURATE)
def list_pages() -> str:
    known = queries.pages(db.session())
    rows = tuple(
        PlainPage(
            f"/{slug}",
            tuple(in_language(slug, locale, known.get((slug, locale))) for locale in languages.LOCALES),
        )
        for slug in PLAIN_PAGES
    )
    return render_template("editorial/pages.html", page=PagesPage(rows))


def in_language(slug: str, locale: str, row: Page | None) -> InLanguage:
    edit = url_for("editorial.edit_page", slug=slug, locale=locale)
    name = languages.LANGUAGE_NAMES[locale]
    if row is None:
        return InLanguage(name, locale, "", "", edit)
    changed = formats.long_date(clock.local(row.updated_at).date(), weekday=False)
    history = url_for("editorial.list_page_versions", slug=slug, locale=locale)
    return InLanguage(name, locale, row.title, changed, edit, history)


@blueprint.get(ONE)
@needs(Right.CURATE)
def edit_page(slug: str, locale: str) -> str:
    unsaved.keeps_drafts()
    row = queries.page_in(db.session(), slug, locale)
    return show(form_of(row), slug, locale, row)


@blueprint.post(ONE)
@needs(Right.CURATE)
def revise_page(slug: str, locale: str) -> Answer:
    form, row = PageForm(), queries.page_in(db.session(), slug, locale)
    if request.form.get("act") == "preview":
        now = clock.now()
        unsaved.keep_draft(guards.me().user_id, request.path, parking.pairs_of(request.form), now)
        return show(form, slug, locale, row, revision=version_views.revision(), with_preview=True)
    unsaved.keeps_drafts()
    if not form.validate_on_submit():
        return show(form, slug, locale, row, revision=version_views.revision()), 400
    try:
        row = page_actions.revise(
            db.session(),
            guards.me(),
            slug=slug,
            locale=locale,
            draft=form.draft(),
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        return refused(form, slug, locale, problem)
    flash(_("„%(title)s“ ist gespeichert und öffentlich.", title=row.title), "ok")
    return redirect(url_for(LIST), 303)


@blueprint.get(f"{ONE}/fassungen")
@needs(Right.CURATE)
def list_page_versions(slug: str, locale: str) -> str:
    desk.stand_under(LIST)
    row = stored(slug, locale)
    page = VersionsPage(
        title=_("Fassungen von „%(title)s“", title=row.title),
        back_url=url_for("editorial.edit_page", slug=slug, locale=locale),
        rows=version_views.rows(
            versions.of(db.session(), Thing.PAGE, row.id),
            lines,
            lambda number: url_for("editorial.show_page_version", slug=slug, locale=locale, number=number),
        ),
    )
    return render_template("editorial/versions.html", page=page)


@blueprint.get(VERSION)
@needs(Right.CURATE)
def show_page_version(slug: str, locale: str, number: int) -> str:
    desk.stand_under(LIST)
    row = stored(slug, locale)
    kept = versions.one(db.session(), Thing.PAGE, row.id, number) or abort(404)
    page = VersionPage(
        title=_("„%(title)s“, Fassung %(number)s", title=row.title, number=number),
        line=_("Gespeichert von %(name)s am %(when)s Uhr", name=kept.author, when=version_views.moment(kept)),
        back_url=url_for("editorial.list_page_versions", slug=slug, locale=locale),
        restore_url=url_for("editorial.restore_page_version", slug=slug, locale=locale, number=number),
        revision=row.revision,
        differences=version_views.differences(lines(content_of(row)), lines(kept.content)),
        lang=other_lang(locale),
    )
    return render_template("editorial/version.html", page=page)


@blueprint.post(f"{VERSION}/wiederherstellen")
@needs(Right.CURATE)
def restore_page_version(slug: str, locale: str, number: int) -> Response:
    try:
        row = page_actions.restore(
            db.session(),
            guards.me(),
            page=stored(slug, locale),
            number=number,
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        there = url_for("editorial.show_page_version", slug=slug, locale=locale, number=number)
        return redirect(there, 303)
    flash(_("Fassung %(number)s von „%(title)s“ gilt wieder.", number=number, title=row.title), "ok")
    return redirect(url_for(LIST), 303)


def show(
    form: PageForm,
    slug: str,
    locale: str,
    row: Page | None,
    *,
    revision: int | None = None,
    with_preview: bool = False,
    differences: tuple[TwoVersions, ...] = (),
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """The form for a page in a language. `revision` is the one that one began with, if not the stored."""
    desk.stand_under(LIST)
    name = languages.LANGUAGE_NAMES[locale]
    page = PageEditing(
        title=_("%(path)s, %(language)s", path=f"/{slug}", language=name),
        lang=other_lang(locale),
        back_url=url_for(LIST),
        public_url=f"{languages.root(locale)}/{slug}",
        revision=(row.revision if row else 0) if revision is None else revision,
        history_url=url_for("editorial.list_page_versions", slug=slug, locale=locale) if row else "",
        preview_title=form.title.data or "" if with_preview else "",
        preview_html=prose(form.body.data or "") if with_preview else p.NOTHING,
        below=_("Darunter steht immer das Formular „Barriere melden“.") if slug == "barrierefreiheit" else "",
        differences=differences,
        notices=notices,
    )
    return render_template("editorial/page.html", page=page, form=form)


def refused(form: PageForm, slug: str, locale: str, problem: Conflict) -> tuple[str, int]:
    """The form again with both versions: somebody else was faster."""
    row = queries.page_in(db.session(), slug, locale)
    notice = p.Notice(
        _(str(problem)),
        _("Unten steht noch, was Sie eingegeben haben. Wenn Sie speichern, gilt Ihre Fassung."),
        "warn",
    )
    stored_lines = lines(content_of(row)) if row else lines(PageDraft("", "").content())
    both = version_views.differences(stored_lines, lines(form.draft().content()))
    return show(form, slug, locale, row, differences=both, notices=(notice,)), 409


def lines(content: Content) -> Lines:
    """Each field of a version with its label."""
    draft = PageDraft.of_content(content)
    return [(_("Titel"), draft.title), (_("Text"), draft.body)]


def content_of(row: Page) -> Content:
    return PageDraft(row.title, row.body).content()


def prose(markdown: str) -> Markup:
    return Markup(text.markdown_html(markdown, top_heading=3))  # noqa: S704  sanitised by nh3


def other_lang(locale: str) -> str:
    """The language of a page's text, where it is not the one that the editor reads."""
    return "" if locale == languages.current() else locale


def stored(slug: str, locale: str) -> Page:
    return queries.page_in(db.session(), slug, locale) or abort(404)
