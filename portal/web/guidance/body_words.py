"""Bodies and offices in words, as the public pages show them."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from flask import url_for
from markupsafe import Markup

from portal import clock, text
from portal.guidance.body_tree import Branch
from portal.models import Body, BodyDocument, BodyMeeting
from portal.vocabulary.guidance import BODY_KIND_LABELS
from portal.web.guidance.pages_bodies import (
    BodyBranch,
    BodyEntry,
    DocumentLine,
    MeetingLine,
    NamedLink,
)
from portal.web.kit import formats, languages
from portal.web.kit import parts as p
from portal.web.kit.collections import in_language, lines_in_language
from portal.web.kit.pages import Words
from portal.web.kit.words import gettext as _


def name(body: Body) -> Words:
    return in_language(body.name, body.name_en)


def named_link(body: Body) -> NamedLink:
    return NamedLink(name(body), url_for("guidance.show_body", slug=body.slug))


def branch(one: Branch) -> BodyBranch:
    """A body of the chart with everything under it."""
    link = named_link(one.body)
    kind = _(BODY_KIND_LABELS[one.body.kind])
    return BodyBranch(link.name, link.url, kind, tuple(branch(below) for below in one.branches))


def entry(body: Body, above: Body | None, meetings: Iterable[BodyMeeting]) -> BodyEntry:
    """Everything about a body; `above` where the public may see it."""
    link = named_link(body)
    return BodyEntry(
        anchor=body.slug,
        name=link.name,
        url=link.url,
        kind=_(BODY_KIND_LABELS[body.kind]),
        summary=in_language(body.summary, body.summary_en),
        tasks=lines_in_language(body.tasks, body.tasks_en),
        members=lines_in_language(body.members, body.members_en),
        above=named_link(above) if above else None,
        link=in_language(body.link, body.link_en),
        rhythm=in_language(body.rhythm, body.rhythm_en),
        meetings=tuple(meeting_line(one) for one in meetings),
        documents=tuple(document_line(one) for one in body.documents if text.web_link(one.url)),
    )


def meeting_line(meeting: BodyMeeting) -> MeetingLine:
    then = clock.local(meeting.starts_at)
    return MeetingLine(
        iso=then.isoformat(timespec="minutes"),
        when=_("%(day)s, %(time)s Uhr", day=formats.long_date(then.date()), time=formats.clock_time(then)),
        place=meeting.place or "",
        subject=meeting.subject or "",
        lang=languages.of_content(),
    )


def document_line(document: BodyDocument) -> DocumentLine:
    day = document.published_on
    return DocumentLine(
        title=document.title,
        url=text.web_link(document.url),
        host=host(document.url),
        day=formats.long_date(day, weekday=False) if day else "",
        lang=languages.of_content(),
    )


def host(address: str) -> str:
    """Whose page a link leads to: 'dessau-rosslau.example'."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def plain(body: Body) -> Markup:
    """The text in plain words."""
    source = body.plain_text or ""
    return Markup(text.markdown_html(source, top_heading=3)) if source else p.NOTHING  # noqa: S704  sanitised by nh3


def contact(body: Body) -> p.Contact | None:
    """How to reach a body; None where nothing is known."""
    if not (body.phone or body.email or body.website):
        return None
    return p.Contact(
        name=name(body).text,
        phone=body.phone or "",
        phone_link=formats.telephone_link(body.phone) if body.phone else "",
        email=body.email or "",
        website=text.web_link(body.website),
    )


def above_of(body: Body, shown: Mapping[int, Body]) -> Body | None:
    """To whom a body answers, if the public sees it."""
    return shown.get(body.parent_id) if body.parent_id else None
