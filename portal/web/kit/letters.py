"""Writes letters: of one Markdown template, templates/mail/<kind>.txt, come subject, plain text and HTML, in the language of who
gets it. The first line is the subject; greeting, regards and the town's address are put around the rest, whose last paragraph
says why one gets the letter. Whatever a template fills in is text: it can make neither link nor markup."""

import re
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit

from flask import current_app
from jinja2 import Environment

from portal import clock, text
from portal.extensions import db
from portal.mail import outbox
from portal.mail.envelope import Sender
from portal.mail.outbox import Message
from portal.mail.plain import plain
from portal.web.kit import addresses, formats, languages, words
from portal.web.kit.town import town

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
MOST_OF_QUOTATION = 4000


class Markdown(str):
    """Text that is Markdown already, and stays as it is."""

    __slots__ = ()


def post(
    kind: str,
    *,
    to: str,
    locale: str,
    once_key: str | None = None,
    headers: Mapping[str, str] | None = None,
    about: str | None = None,
    **context: Any,
) -> None:
    """Write a letter in the present transaction; the job worker delivers it. Of two with the same `once_key` only one is kept;
    one `about` something ("registration:12") goes with it."""
    locale = locale if locale in languages.LOCALES else languages.DEFAULT
    with languages.speaking(locale):
        subject, source = write(kind, **context)
        html = _html(subject, source)
    message = Message(kind, to, subject, plain(source) + "\n", html, locale, headers or {}, once_key, about)
    outbox.post(db.session(), message, clock.now(), domain=sender().domain or outbox.NOBODY)


def write(kind: str, **context: Any) -> tuple[str, str]:
    """Subject and Markdown of a letter in the present language."""
    environment = _environment()
    written = environment.get_template(f"mail/{kind}.txt").render(context)
    first, _, body = written.strip().partition("\n")
    whole = environment.get_template("mail/frame.txt").render(body=Markdown(body.strip()), town=town())
    return text.one_line(plain(first)), re.sub(r"\n{3,}", "\n\n", whole)


def sender() -> Sender:
    """Whom letters come from: the setting, else the address of the town; a new portal has only its own address."""
    settings = current_app.extensions["agora_settings"]
    own = settings.mail_from or town().email or f"portal@{urlsplit(settings.base_url).hostname}"
    return Sender(town().name, own)


def address(path: str) -> str:
    """The public address of a page in the present language."""
    return addresses.absolute(languages.root() + path)


def _html(subject: str, source: str) -> str:
    template = current_app.jinja_env.get_template("mail/layout.html")
    return template.render(
        subject=subject, body=text.markdown_html(source, top_heading=2), locale=languages.current()
    )


def escape(value: object) -> Markdown:
    """A value as Markdown that says just this, in one line."""
    return (
        value
        if isinstance(value, Markdown)
        else Markdown(_PUNCTUATION.sub(r"\\\1", text.one_line(str(value))))
    )


def quote(said: str) -> Markdown:
    """What somebody wrote, line by line, as a quotation."""
    lines = text.clean(said)[:MOST_OF_QUOTATION].strip().splitlines()
    return Markdown("\n".join(f"> {escape(line)}".rstrip() for line in lines))


def _say(message: str, **values: Any) -> Markdown:
    """A message of the catalogue, which may hold Markdown, with values that may not."""
    said = words.catalogue(languages.current()).ugettext(message)
    return Markdown(said % {name: escape(value) for name, value in values.items()} if values else said)


def _say_number(one: str, many: str, num: int, **values: Any) -> Markdown:
    said = words.catalogue(languages.current()).ungettext(one, many, num)
    return Markdown(said % {"num": num, **{name: escape(value) for name, value in values.items()}})


def _environment() -> Environment:
    """The application's templates, with values escaped for Markdown instead of HTML."""
    kept = current_app.extensions.get("agora_letters")
    if kept is None:
        kept = current_app.jinja_env.overlay(autoescape=False, finalize=escape)
        kept.globals = {
            "_": _say,
            "ngettext": _say_number,
            "quote": quote,
            "address": address,
            "long_date": formats.long_date,
            "clock_time": formats.clock_time,
        }
        current_app.extensions["agora_letters"] = kept
    return cast(Environment, kept)
